"""What the host finds in its entries after the library wrote them down, and what it may have there before."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import host_entries
import pytest
import sqlalchemy as sa
from attrs import evolve
from sql_ground import SqlGround, of_its_own

from tt_integrations.adapters.sql.host_tables import time_entries
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.timesheet import ProjectId
from tt_integrations.testing.contracts.examples import at, between

ROME = StorageZone(ZoneInfo("Europe/Rome"))


@pytest.fixture(params=["sqlite_engine", "postgres_engine"])
def engine(request: pytest.FixtureRequest) -> sa.Engine:
    engine: sa.Engine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture
def host(engine: sa.Engine) -> SqlGround:
    return of_its_own(engine, ROME)


def test_entries_are_written_as_the_host_keeps_entries(host: SqlGround) -> None:
    ada, web = host_entries.ada_and_web(host)
    host_entries.added(host, host_entries.new_card(ada, web), host_entries.new_card(ada, web))
    for row in _rows(host):
        assert (row["user_id"], row["project_id"], row["task_id"]) == (ada.id, web.id, None)
        assert row["start_time"] == at(0).astimezone(ROME.zone).replace(tzinfo=None)
        assert row["end_time"] == at(1).astimezone(ROME.zone).replace(tzinfo=None)
        assert (row["duration_seconds"], row["break_seconds"]) == (3600, 0)
        assert (row["source"], row["notes"], row["billable"]) == ("auto", "any", False)
        assert (row["paid"], row["invoice_number"], row["paused_at"]) == (False, None, None)
        assert None not in (row["created_at"], row["updated_at"])


def test_no_note_is_null(host: SqlGround) -> None:
    ada, web = host_entries.ada_and_web(host)
    host_entries.added(host, evolve(host_entries.new_card(ada, web), note=""))
    [row] = _rows(host)
    assert row["notes"] is None


def test_a_change_leaves_all_else_as_the_host_has_it(host: SqlGround) -> None:
    card = host_entries.card(host)
    mine = {"tags": "a,b", "source": "manual", "break_seconds": 60, "duration_seconds": 900}
    host_entries.set_all(host, **mine, created_at=date(2020, 1, 1), updated_at=date(2020, 1, 1))
    with host.unit_of_work() as tx:
        assert tx.cards.change([(card, evolve(card, note="new"))]) == []
        tx.commit()
    [row] = _rows(host)
    assert {name: row[name] for name in mine} == mine
    assert row["created_at"].year == 2020
    assert row["updated_at"].year > 2020


def test_moments_are_kept_to_the_microsecond(host: SqlGround) -> None:
    card = host_entries.card(host, evolve(between(0, 1), start=at(0) + timedelta(microseconds=1)))
    assert card.span == Span(at(0) + timedelta(microseconds=1), at(1))


def test_an_entry_that_ends_before_it_starts_is_of_no_length(host: SqlGround) -> None:
    card = host_entries.card(host, Span(at(2), at(2)))
    host_entries.set_all(host, end_time=ROME.store(at(1)))
    assert host_entries.found(host, card).span == Span(at(2), at(2))


def test_a_project_that_is_none_any_more_has_no_name(sqlite_engine: sa.Engine) -> None:
    host = of_its_own(sa.create_engine(sqlite_engine.url))  # without foreign keys
    card = host_entries.card(host)
    host_entries.set_all(host, project_id=99)
    found = host_entries.found(host, card)
    assert (found.project, found.project_name) == (99, "")


def test_an_entry_on_a_project_that_is_gone_raises_conflict(host: SqlGround) -> None:
    ada, web = host_entries.ada_and_web(host)
    missing = evolve(host_entries.new_card(ada, web), project=ProjectId(99_999))
    with host.unit_of_work() as tx, pytest.raises(Conflict):
        tx.cards.add([host_entries.new_card(ada, web), missing])
    assert _rows(host) == []


def test_what_the_database_refuses_stays_and_the_others_are_done(host: SqlGround) -> None:
    ada, web = host_entries.ada_and_web(host)
    entries = host_entries.added(host, *[host_entries.new_card(ada, web)] * 5)
    refers = "CREATE TABLE receipts (entry_id INTEGER REFERENCES time_entries (id))"
    with host.transactions() as connection:
        connection.exec_driver_sql(refers)
        connection.exec_driver_sql(f"INSERT INTO receipts VALUES ({entries[3]})")  # noqa: S608 - a number
    with host.unit_of_work() as tx:
        cards = tx.cards.of(entries)
        stay = tx.cards.remove([cards[entry] for entry in entries])
        tx.commit()
    with host.transactions() as connection:
        connection.exec_driver_sql("DROP TABLE receipts")
    assert (list(stay), [row["id"] for row in _rows(host)]) == ([entries[3]], [entries[3]])


def test_what_is_on_a_project_that_is_gone_is_not_restored_and_not_changed_to(
    host: SqlGround,
) -> None:
    ada, web = host_entries.ada_and_web(host)
    one, two = host_entries.added(
        host, host_entries.new_card(ada, web), host_entries.new_card(ada, web)
    )
    with host.unit_of_work() as tx:
        cards = tx.cards.of([one, two])
        nowhere = evolve(cards[one], project=ProjectId(99_999))
        assert tx.cards.change([(cards[one], nowhere)]) == [one]
        tx.cards.remove([*cards.values()])
        assert tx.cards.restore([nowhere, cards[two]]) == [one]
        tx.commit()
    assert [row["id"] for row in _rows(host)] == [two]


def _rows(host: SqlGround) -> list[sa.RowMapping]:
    with host.transactions() as connection:
        return list(connection.execute(sa.select(time_entries)).mappings())
