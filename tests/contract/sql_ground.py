"""A host over its own tables, for the shipped suites to stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from attrs import Factory, frozen

from tt_integrations.adapters.sql import host_tables, own_tables
from tt_integrations.adapters.sql.lease import Held
from tt_integrations.adapters.sql.moments import UTC_STORAGE, StorageZone
from tt_integrations.adapters.sql.unit_of_work import JoinedUnitOfWork, SqlUnitOfWork
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.people import Person, PersonId, Rounding
from tt_integrations.domain.model.timesheet import (
    NOTHING,
    EntryId,
    Project,
    ProjectId,
    Task,
    TaskId,
    TimeEntry,
    Timer,
)
from tt_integrations.ports.unit_of_work import UnitOfWork

UTC_ZONE = ZoneInfo("UTC")

periods = sa.Table(
    "timesheet_periods",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("user_id", sa.Integer, nullable=False),
    sa.Column("period_start", sa.Date, nullable=False),
    sa.Column("period_end", sa.Date, nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
)

Transactions = Callable[[], AbstractContextManager[sa.Connection]]


@frozen
class SqlGround:
    """What the host does in its own tables, by `transactions` of its own."""

    unit_of_work: UnitOfWork
    transactions: Transactions
    storage: StorageZone = UTC_STORAGE
    _numbers: Iterator[int] = Factory(lambda: count(1))

    def add_person(
        self,
        name: str = "Ada",
        *,
        zone: ZoneInfo = UTC_ZONE,
        active: bool = True,
        sees_all: bool = False,
        rounding: Rounding = Rounding(),  # noqa: B008 - frozen
    ) -> Person:
        number = self._insert(
            host_tables.users,
            username=f"user{next(self._numbers)}",
            full_name=name,
            role="admin" if sees_all else "user",
            is_active=active,
            timezone=zone.key,
            time_rounding_minutes=rounding.minutes,
            time_rounding_method=rounding.method.value,
        )
        return Person(PersonId(number), name, zone, active, rounding, sees_all)

    def add_project(
        self, owner: Person, name: str, status: str = "active", *, billable: bool = True
    ) -> Project:
        number = self._insert(
            host_tables.projects,
            name=name,
            created_by=owner.id,
            status=status,
            billable=billable,
        )
        return Project(ProjectId(number), name, billable)

    def add_task(
        self, project: Project, name: str, status: str = "todo", *, reference: str | None = None
    ) -> Task:
        projects = host_tables.projects
        creator = sa.select(projects.c.created_by).where(projects.c.id == project.id)
        number = self._insert(
            host_tables.tasks,
            project_id=project.id,
            name=name,
            status=status,
            created_by=creator.scalar_subquery(),
            external_ref=reference,
        )
        return Task(TaskId(number), name)

    def add_finished_entry(
        self, person: Person, project: Project | None, span: Span, breaks: timedelta = NOTHING
    ) -> TimeEntry:
        worked = max(NOTHING, span.length - breaks)
        number = self._insert(
            host_tables.time_entries,
            user_id=person.id,
            project_id=project.id if project else None,
            start_time=self.storage.store(span.start),
            end_time=self.storage.store(span.end),
            break_seconds=int(breaks.total_seconds()),
            duration_seconds=int(worked.total_seconds()),
        )
        return TimeEntry(EntryId(number), person.id, project, span.start, span.end, breaks, worked)

    def pause(self, timer: Timer, at: datetime | None, breaks: timedelta = NOTHING) -> None:
        entries = host_tables.time_entries
        with self.transactions() as connection:
            connection.execute(
                sa.update(entries)
                .where(entries.c.id == timer.id)
                .values(
                    paused_at=at and self.storage.store(at),
                    break_seconds=int(breaks.total_seconds()),
                )
            )

    def lock(self, entry: EntryId, lock: Lock) -> bool:
        entries = host_tables.time_entries
        status = {Lock.CLOSED_PERIOD: "CLOSED", Lock.APPROVED: "APPROVED"}.get(lock)
        said = {"paid": True} if lock is Lock.PAID else {"invoice_number": "2026-17"}
        with self.transactions() as connection:
            the_entry = entries.c.id == entry
            if status is None:
                connection.execute(sa.update(entries).where(the_entry).values(said))
            else:
                row = connection.execute(sa.select(entries).where(the_entry)).one()
                days = row.start_time.date(), row.end_time.date()
                lock_period(connection, row.user_id, *days, status)
        return True

    def add_connection(
        self, provider: str, owner: Person | None, settings: Mapping[str, object], *, works: bool
    ) -> ConnectionId:
        number = self._insert(
            host_tables.integrations,
            name=provider,
            provider=provider,
            user_id=owner.id if owner else None,
            is_active=works,
            config=dict(settings),
        )
        return ConnectionId(number)

    def _insert(self, table: sa.Table, **values: object) -> int:
        with self.transactions() as connection:
            inserted = connection.execute(sa.insert(table).values(values).returning(table.c.id))
            return int(inserted.scalar_one())


def lock_period(
    connection: sa.Connection, person: int, first: date, last: date, status: str
) -> None:
    """In a table that only some hosts have."""
    periods.create(connection, checkfirst=True)
    connection.execute(
        sa.insert(periods).values(
            user_id=person, period_start=first, period_end=last, status=status
        )
    )


def empty(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        periods.drop(connection, checkfirst=True)
        for table in reversed(own_tables.metadata.sorted_tables):
            connection.execute(sa.delete(table))


def of_its_own(engine: sa.Engine, storage: StorageZone = UTC_STORAGE) -> SqlGround:
    return SqlGround(SqlUnitOfWork(engine, storage), engine.begin, storage)


@contextmanager
def joined(engine: sa.Engine, storage: StorageZone = UTC_STORAGE) -> Iterator[SqlGround]:
    """The library within one transaction of the host's, which nobody commits."""
    with engine.connect() as connection:

        @contextmanager
        def hosts() -> Iterator[sa.Connection]:
            yield connection

        yield SqlGround(JoinedUnitOfWork(connection, storage), hosts, storage)


@contextmanager
def held(engine: sa.Engine) -> Iterator[SqlGround]:
    """All transactions on one connection, as the service's event loop has it."""
    lease = Held()
    yield SqlGround(SqlUnitOfWork(engine, lease=lease), engine.begin)
    lease.close()
