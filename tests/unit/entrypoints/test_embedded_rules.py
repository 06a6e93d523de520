"""What a host's own rules and locks forbid, over its own database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from hosted import typed
from house import ANNA, VAULT, House

from strict_host import RULE, StrictHost
from tt_integrations import JoinedUnitOfWork, SqlUnitOfWork, embed
from tt_integrations.adapters.sql.host_tables import time_entries
from tt_integrations.adapters.sql.own_tables import inbox
from tt_integrations.ports.unit_of_work import UnitOfWork

HOSTS_OWN = {"user_id": ANNA, "start_time": datetime(2026, 3, 1, tzinfo=UTC)}


def count(engine: sa.Engine, table: sa.Table) -> int:
    with engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


@pytest.mark.parametrize(
    ("text", "forbidden"), [("start web", "start"), ("log 1m web yesterday", "add")]
)
def test_what_a_rule_forbids_is_answered_in_words_and_leaves_no_claim(
    house: House, engine: sa.Engine, text: str, forbidden: str
) -> None:
    house.connect(ANNA, "U1")
    strict = embed(engine, VAULT, unit_of_work=StrictHost(SqlUnitOfWork(engine), forbidden))
    answer = typed(strict, house.command(text))
    assert (answer.media_type, RULE.encode() in answer.body) == ("application/json", True)
    assert (count(engine, time_entries), count(engine, inbox)) == (0, 0)
    strict.close()


def test_a_rule_undoes_nothing_of_the_hosts_transaction_around_it(
    house: House, engine: sa.Engine
) -> None:
    house.connect(ANNA, "U1")

    def joined(connection: sa.Connection) -> UnitOfWork:
        return StrictHost(JoinedUnitOfWork(connection), "start")

    strict = embed(engine, VAULT, unit_of_work=SqlUnitOfWork(engine), joined=joined)
    with engine.begin() as connection:
        connection.execute(sa.insert(time_entries).values(**HOSTS_OWN, project_id=2))
        answer = typed(strict.joined(connection), house.command("switch web"))
    assert RULE.encode() in answer.body
    assert house.timers() == [(ANNA, 2)]  # which we would have stopped
    assert count(engine, inbox) == 0
    strict.close()


def test_invoiced_work_is_not_taken_back(house: House, engine: sa.Engine) -> None:
    house.connect(ANNA, "U1")
    assert "Logged" in house.says("log 1h web yesterday")
    with engine.begin() as connection:
        connection.execute(sa.update(time_entries).values(invoice_number="INV-1"))
    assert house.says("undo") == "I left `log` as it is: what it did is invoiced."
    assert count(engine, time_entries) == 1
