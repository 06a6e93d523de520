"""Why entries may not be changed: what the host may have in its columns and in its timesheet periods."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import host_entries
import pytest
import sqlalchemy as sa
from sql_ground import SqlGround, lock_period, of_its_own, periods

from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard, Lock

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
    card = host_entries.card(host)
    host_entries.set_all(host, **cells)
    assert host_entries.found(host, card).lock is lock


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
    card = host_entries.card(host)
    _period(host, card, MONDAY, MONDAY, status)
    assert host_entries.found(host, card).lock is lock


def test_a_status_that_is_an_enumeration_of_the_databases_is_read_as_well(
    postgres_engine: sa.Engine,
) -> None:
    host = of_its_own(postgres_engine, ROME)
    card = host_entries.card(host)
    _period(host, card, MONDAY, MONDAY, "closed")
    with host.transactions() as connection:
        connection.exec_driver_sql("CREATE TYPE period_status AS ENUM ('draft', 'closed')")
        connection.exec_driver_sql(
            "ALTER TABLE timesheet_periods ALTER status TYPE period_status USING status::period_status"
        )
    assert host_entries.found(host, card).lock is Lock.CLOSED_PERIOD
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
    card = host_entries.card(host, Span(start, end))
    _period(host, card, MONDAY, MONDAY, "CLOSED")
    assert (host_entries.found(host, card).lock is Lock.CLOSED_PERIOD) == locked


def test_closed_comes_before_invoiced_before_paid_before_approved(host: SqlGround) -> None:
    card = host_entries.card(host)
    _period(host, card, MONDAY, MONDAY, "APPROVED")
    found = [host_entries.found(host, card).lock]
    for lock in (Lock.PAID, Lock.INVOICED, Lock.CLOSED_PERIOD):
        host.lock(card.id, lock)
        found.append(host_entries.found(host, card).lock)
    assert found == [Lock.APPROVED, Lock.PAID, Lock.INVOICED, Lock.CLOSED_PERIOD]


def test_a_table_of_that_name_that_is_something_else_locks_nothing(host: SqlGround) -> None:
    card = host_entries.card(host)
    with host.transactions() as connection:
        connection.exec_driver_sql("CREATE TABLE timesheet_periods (user_id INTEGER, status TEXT)")
    found = host_entries.found(host, card)
    with host.transactions() as connection:
        periods.drop(connection)
    assert found == card


def _period(host: SqlGround, card: EntryCard, first: date, last: date, status: str) -> None:
    with host.transactions() as connection:
        lock_period(connection, card.person, first, last, status)
