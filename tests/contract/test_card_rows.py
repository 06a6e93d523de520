"""What the host finds in its entries after the library wrote them down, and what it may have there before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from attrs import evolve
from sql_ground import SqlGround, lock_period, of_its_own, periods

from tt_integrations.adapters.sql.host_tables import time_entries
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard, Lock, NewCard
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId
from tt_integrations.testing.contracts.examples import at, between

ROME = StorageZone(ZoneInfo("Europe/Rome"))
MONDAY = date(2026, 3, 2)
HOUR = timedelta(hours=1)
MIDNIGHT = datetime(2026, 3, 3, tzinfo=ROME.zone).astimezone(UTC)
"""At which Monday ends in Rome."""


@pytest.fixture(params=["sqlite_engine", "postgres_engine"])
def engine(request: pytest.FixtureRequest) -> sa.Engine:
    engine: sa.Engine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture
def host(engine: sa.Engine) -> SqlGround:
    return of_its_own(engine, ROME)


def test_entries_are_written_as_the_host_keeps_entries(host: SqlGround) -> None:
    ada, web = _ada_and_web(host)
    _added(host, _new(ada, web), _new(ada, web))
    for row in _rows(host):
        assert (row["user_id"], row["project_id"], row["task_id"]) == (ada.id, web.id, None)
        assert row["start_time"] == at(0).astimezone(ROME.zone).replace(tzinfo=None)
        assert row["end_time"] == at(1).astimezone(ROME.zone).replace(tzinfo=None)
        assert (row["duration_seconds"], row["break_seconds"]) == (3600, 0)
        assert (row["source"], row["notes"], row["billable"]) == ("auto", "any", False)
        assert (row["paid"], row["invoice_number"], row["paused_at"]) == (False, None, None)
        assert None not in (row["created_at"], row["updated_at"])


def test_no_note_is_null(host: SqlGround) -> None:
    ada, web = _ada_and_web(host)
    _added(host, evolve(_new(ada, web), note=""))
    [row] = _rows(host)
    assert row["notes"] is None


def test_a_change_leaves_all_else_as_the_host_has_it(host: SqlGround) -> None:
    card = _one(host)
    mine = {"tags": "a,b", "source": "manual", "break_seconds": 60, "duration_seconds": 900}
    _set(host, **mine, created_at=date(2020, 1, 1), updated_at=date(2020, 1, 1))
    with host.unit_of_work() as tx:
        assert tx.cards.change([(card, evolve(card, note="new"))]) == []
        tx.commit()
    [row] = _rows(host)
    assert {name: row[name] for name in mine} == mine
    assert row["created_at"].year == 2020
    assert row["updated_at"].year > 2020


def test_moments_are_kept_to_the_microsecond(host: SqlGround) -> None:
    card = _one(host, evolve(between(0, 1), start=at(0) + timedelta(microseconds=1)))
    assert card.span == Span(at(0) + timedelta(microseconds=1), at(1))


def test_an_entry_that_ends_before_it_starts_is_of_no_length(host: SqlGround) -> None:
    card = _one(host, Span(at(2), at(2)))
    _set(host, end_time=ROME.store(at(1)))
    assert _found(host, card).span == Span(at(2), at(2))


def test_a_project_that_is_none_any_more_has_no_name(sqlite_engine: sa.Engine) -> None:
    host = of_its_own(sa.create_engine(sqlite_engine.url))  # without foreign keys
    card = _one(host)
    _set(host, project_id=99)
    found = _found(host, card)
    assert (found.project, found.project_name) == (99, "")


@pytest.mark.parametrize(
    ("cells", "lock"),
    [
        ({"paid": True}, Lock.PAID),
        ({"invoice_number": "7"}, Lock.INVOICED),
        ({"invoice_number": "7", "paid": True}, Lock.INVOICED),
        ({"invoice_number": ""}, None),
    ],
)
def test_an_entry_is_locked_by_its_own_columns(
    host: SqlGround, cells: dict[str, object], lock: Lock | None
) -> None:
    card = _one(host)
    _set(host, **cells)
    assert _found(host, card).lock is lock


@pytest.mark.parametrize(
    ("status", "lock"),
    [
        ("CLOSED", Lock.CLOSED_PERIOD),
        ("closed", Lock.CLOSED_PERIOD),
        ("approved", Lock.APPROVED),
        ("SUBMITTED", None),
        ("draft", None),
    ],
)
def test_a_period_locks_when_it_is_closed_or_approved_in_any_letter_case(
    host: SqlGround, status: str, lock: Lock | None
) -> None:
    card = _one(host)
    _period(host, card, MONDAY, MONDAY, status)
    assert _found(host, card).lock is lock


def test_a_status_that_is_an_enumeration_of_the_databases_is_read_as_well(
    postgres_engine: sa.Engine,
) -> None:
    host = of_its_own(postgres_engine, ROME)
    card = _one(host)
    _period(host, card, MONDAY, MONDAY, "closed")
    with host.transactions() as connection:
        connection.exec_driver_sql("CREATE TYPE period_status AS ENUM ('draft', 'closed')")
        connection.exec_driver_sql(
            "ALTER TABLE timesheet_periods ALTER status TYPE period_status USING status::period_status"
        )
    assert _found(host, card).lock is Lock.CLOSED_PERIOD
    with host.transactions() as connection:
        connection.exec_driver_sql("DROP TABLE timesheet_periods")
        connection.exec_driver_sql("DROP TYPE period_status")


@pytest.mark.parametrize(
    ("start", "end", "locked"),
    [
        (MIDNIGHT, MIDNIGHT, False),
        (MIDNIGHT - HOUR, MIDNIGHT, True),
        (MIDNIGHT - HOUR, MIDNIGHT + HOUR, True),
        (MIDNIGHT - 25 * HOUR, MIDNIGHT - 24 * HOUR, False),
        (MIDNIGHT - 25 * HOUR, MIDNIGHT - 23 * HOUR, True),
        (MIDNIGHT - 24 * HOUR, MIDNIGHT - 24 * HOUR, True),
        (MIDNIGHT - 99 * HOUR, MIDNIGHT + 99 * HOUR, True),
    ],
)
def test_the_days_of_a_period_are_the_hosts(
    host: SqlGround, start: datetime, end: datetime, *, locked: bool
) -> None:
    card = _one(host, Span(start, end))
    _period(host, card, MONDAY, MONDAY, "CLOSED")
    assert (_found(host, card).lock is Lock.CLOSED_PERIOD) == locked


def test_closed_comes_before_invoiced_before_paid_before_approved(host: SqlGround) -> None:
    card = _one(host)
    _period(host, card, MONDAY, MONDAY, "APPROVED")
    found = [_found(host, card).lock]
    for lock in (Lock.PAID, Lock.INVOICED, Lock.CLOSED_PERIOD):
        host.lock(card.id, lock)
        found.append(_found(host, card).lock)
    assert found == [Lock.APPROVED, Lock.PAID, Lock.INVOICED, Lock.CLOSED_PERIOD]


def test_a_table_of_that_name_that_is_something_else_locks_nothing(host: SqlGround) -> None:
    card = _one(host)
    with host.transactions() as connection:
        connection.exec_driver_sql("CREATE TABLE timesheet_periods (user_id INTEGER, status TEXT)")
    found = _found(host, card)
    with host.transactions() as connection:
        periods.drop(connection)
    assert found == card


def test_an_entry_on_a_project_that_is_gone_raises_conflict(host: SqlGround) -> None:
    ada, web = _ada_and_web(host)
    missing = evolve(_new(ada, web), project=ProjectId(99_999))
    with host.unit_of_work() as tx, pytest.raises(Conflict):
        tx.cards.add([_new(ada, web), missing])
    assert _rows(host) == []


def test_what_the_database_refuses_stays_and_the_others_are_done(host: SqlGround) -> None:
    ada, web = _ada_and_web(host)
    entries = _added(host, *[_new(ada, web)] * 5)
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
    ada, web = _ada_and_web(host)
    one, two = _added(host, _new(ada, web), _new(ada, web))
    with host.unit_of_work() as tx:
        cards = tx.cards.of([one, two])
        nowhere = evolve(cards[one], project=ProjectId(99_999))
        assert tx.cards.change([(cards[one], nowhere)]) == [one]
        tx.cards.remove([*cards.values()])
        assert tx.cards.restore([nowhere, cards[two]]) == [one]
        tx.commit()
    assert [row["id"] for row in _rows(host)] == [two]


def _ada_and_web(host: SqlGround) -> tuple[Person, Project]:
    ada = host.add_person()
    return ada, host.add_project(ada, "Web")


def _new(person: Person, project: Project, span: Span = between(0, 1)) -> NewCard:  # noqa: B008 - frozen
    return NewCard(person.id, project.id, span, "any", billable=False)


def _added(host: SqlGround, *new: NewCard) -> list[EntryId]:
    with host.unit_of_work() as tx:
        entries = list(tx.cards.add(new))
        tx.commit()
    return entries


def _one(host: SqlGround, span: Span = between(0, 1)) -> EntryCard:  # noqa: B008 - frozen
    [entry] = _added(host, _new(*_ada_and_web(host), span))
    with host.unit_of_work.reading() as tx:
        return tx.cards.of([entry])[entry]


def _found(host: SqlGround, card: EntryCard) -> EntryCard:
    with host.unit_of_work.reading() as tx:
        return tx.cards.of([card.id])[card.id]


def _set(host: SqlGround, **cells: object) -> None:
    with host.transactions() as connection:
        connection.execute(sa.update(time_entries).values(cells))


def _period(host: SqlGround, card: EntryCard, first: date, last: date, status: str) -> None:
    with host.transactions() as connection:
        lock_period(connection, card.person, first, last, status)


def _rows(host: SqlGround) -> list[sa.RowMapping]:
    with host.transactions() as connection:
        return list(connection.execute(sa.select(time_entries)).mappings())
