"""The library inside a host's own transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from attrs import define
from hosted import typed
from house import ANNA, VAULT, House

from tt_integrations import (
    Broken,
    Integrations,
    Joined,
    JoinedUnitOfWork,
    NotConfigured,
    NotOffered,
    SqlUnitOfWork,
    Untrusted,
    embed,
)
from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.host_tables import integrations, time_entries
from tt_integrations.ports.unit_of_work import Reading, Transaction, UnitOfWork


@define
class Counting:
    """Counts the transactions of another unit of work."""

    inner: UnitOfWork
    begun: int = 0

    def __call__(self) -> AbstractContextManager[Transaction]:
        self.begun += 1
        return self.inner()

    def reading(self) -> AbstractContextManager[Reading]:
        self.begun += 1
        return self.inner.reading()


@pytest.fixture
def embedded(engine: sa.Engine) -> Iterator[Integrations]:
    made = embed(engine, VAULT)
    yield made
    made.close()


@pytest.fixture(params=["our engine", "the host's engine"])
def host(request: pytest.FixtureRequest, engine: sa.Engine) -> Iterator[sa.Engine]:
    """A host opens SQLite as it likes: with the driver's own habits, or as we do."""
    if request.param == "our engine":
        yield engine
        return
    own = sa.create_engine(engine.url)
    yield own
    own.dispose()


def test_what_the_host_rolls_back_never_happened(
    house: House, embedded: Integrations, host: sa.Engine
) -> None:
    house.connect(ANNA, "U1")
    body = house.command("start web")
    with host.connect() as connection:
        answer = typed(embedded.joined(connection), body)
        assert b"Timer started" in answer.body
        connection.rollback()
    assert house.timers() == []
    # not even the copy that was handled is remembered
    assert b"Timer started" in typed(embedded, body).body


def test_what_the_host_commits_happened(
    house: House, embedded: Integrations, host: sa.Engine
) -> None:
    house.connect(ANNA, "U1")
    with host.begin() as connection:
        typed(embedded.joined(connection), house.command("start web"))
    assert house.timers() == [(ANNA, 1)]


def test_a_refusal_undoes_nothing_of_the_hosts(
    house: House, embedded: Integrations, host: sa.Engine
) -> None:
    house.connect(ANNA, "U1")
    with host.begin() as connection:
        entry = {"user_id": ANNA, "project_id": 2, "start_time": datetime(2026, 3, 2, tzinfo=UTC)}
        connection.execute(sa.insert(time_entries).values(**entry))
        answer = typed(embedded.joined(connection), house.command("start web"))
        assert b"already have an active timer on *Mobile app*" in answer.body
    assert house.timers() == [(ANNA, 2)]


def test_what_the_host_did_in_its_transaction_is_seen(
    house: House, embedded: Integrations, host: sa.Engine
) -> None:
    with host.begin() as connection:
        joined = embedded.joined(connection)
        assert joined.sync(ANNA, "slack") == NotConfigured("slack")
        values = {
            "name": "Slack",
            "provider": "slack_connector",
            "user_id": ANNA,
            "is_active": True,
        }
        connection.execute(sa.insert(integrations).values(**values, config={}))
        assert isinstance(joined.sync(ANNA, "slack"), Broken)


def test_each_is_in_the_transaction_of_its_own_connection(
    house: House, embedded: Integrations, engine: sa.Engine, template: Path
) -> None:
    house.connect(ANNA, "U1")
    empty = open_engine(f"sqlite:///{template}")
    with engine.connect() as first, empty.connect() as second:
        one, other = embedded.joined(first), embedded.joined(second)
        assert b"Timer started" in typed(one, house.command("start web")).body
        assert other.sync(ANNA, "slack") == NotConfigured("slack")
        with pytest.raises(Untrusted):
            typed(other, house.command("status"))
        assert one.sync(ANNA, "slack") == NotOffered("slack")
        assert b"Active timer" in typed(one, house.command("status")).body
        first.commit()
    empty.dispose()
    assert house.timers() == [(ANNA, 1)]


def test_a_hosts_own_unit_of_work_is_used_in_its_transaction_too(
    house: House, engine: sa.Engine
) -> None:
    house.connect(ANNA, "U1")
    own = Counting(SqlUnitOfWork(engine))
    inside: list[Counting] = []

    def joined(connection: sa.Connection) -> UnitOfWork:
        inside.append(Counting(JoinedUnitOfWork(connection)))
        return inside[-1]

    embedded = embed(engine, VAULT, unit_of_work=own, joined=joined)
    assert b"Timer started" in typed(embedded, house.command("start web")).body
    alone = own.begun
    assert alone > 0
    typed(embedded, house.command("stop"))
    before = own.begun
    with engine.begin() as connection:
        answer = typed(embedded.joined(connection), house.command("start web"))
    assert b"Timer started" in answer.body
    assert own.begun == before
    assert [unit.begun for unit in inside] == [alone]
    embedded.close()


def test_a_host_that_does_not_say_how_its_unit_of_work_joins_cannot_join(
    engine: sa.Engine,
) -> None:
    embedded = embed(engine, VAULT, unit_of_work=SqlUnitOfWork(engine))
    with engine.connect() as connection, pytest.raises(TypeError, match="its `joined`, too"):
        embedded.joined(connection)
    embedded.close()


def test_what_calls_providers_or_outlives_a_transaction_is_not_offered_inside_one(
    embedded: Integrations, engine: sa.Engine
) -> None:
    with engine.connect() as connection:
        joined = embedded.joined(connection)
        assert isinstance(joined, Joined)
        offered = {name for name in dir(joined) if not name.startswith("_")}
    assert offered == {"receive", "announce", "sync"}
