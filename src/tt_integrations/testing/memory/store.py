"""A host in memory, to be filled by tests."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen

from tt_integrations.domain.model.connection import ConnectionId, ConnectionState
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
from tt_integrations.testing.memory.entry_rows import finished_entry, write_entry
from tt_integrations.testing.memory.tables import (
    ConnectionRow,
    EntryRow,
    ProjectRow,
    Tables,
    TaskRow,
    next_number,
)
from tt_integrations.testing.memory.unit_of_work import MemoryUnitOfWork, Published

UTC_ZONE = ZoneInfo("UTC")


@frozen
class MemoryStore:
    """Its `add_...` and `pause` are what the host does; `unit_of_work` is what the library is given."""

    _published: Published = field(factory=Published, repr=False)

    @property
    def unit_of_work(self) -> MemoryUnitOfWork:
        return MemoryUnitOfWork(self._published)

    def add_person(
        self,
        name: str = "Ada",
        *,
        zone: ZoneInfo = UTC_ZONE,
        active: bool = True,
        sees_all: bool = False,
        rounding: Rounding = Rounding(),  # noqa: B008 - frozen
    ) -> Person:
        with self._changed() as tables:
            number = PersonId(next_number(tables.people))
            person = Person(number, name, zone, active, rounding, sees_all)
            tables.people[number] = person
        return person

    def add_project(
        self, owner: Person, name: str, status: str = "active", *, billable: bool = True
    ) -> Project:
        with self._changed() as tables:
            number = ProjectId(next_number(tables.projects))
            tables.projects[number] = ProjectRow(number, name, owner.id, status, billable)
        return Project(number, name, billable)

    def add_task(
        self, project: Project, name: str, status: str = "todo", *, reference: str | None = None
    ) -> Task:
        with self._changed() as tables:
            number = TaskId(next_number(tables.tasks))
            tables.tasks[number] = TaskRow(number, project.id, name, status, reference=reference)
        return Task(number, name)

    def add_finished_entry(
        self, person: Person, project: Project | None, span: Span, breaks: timedelta = NOTHING
    ) -> TimeEntry:
        with self._changed() as tables:
            row = EntryRow(
                id=EntryId(next_number(tables.entries)),
                person=person.id,
                project=project.id if project else None,
                started=span.start,
                breaks=breaks,
                ended=span.end,
                worked=max(NOTHING, span.length - breaks),
            )
            write_entry(tables, row)
            return finished_entry(tables, row)

    def pause(self, timer: Timer, at: datetime | None, breaks: timedelta = NOTHING) -> None:
        with self._changed() as tables:
            row = tables.entries[timer.id]
            tables.entries[timer.id] = evolve(row, paused_at=at, breaks=breaks)

    def lock(self, entry: EntryId, lock: Lock) -> bool:
        with self._changed() as tables:
            tables.locks[entry] = tables.locks.get(entry, frozenset()) | {lock}
        return True

    def add_connection(
        self, provider: str, owner: Person | None, settings: Mapping[str, object], *, works: bool
    ) -> ConnectionId:
        state = ConnectionState.ACTIVE if works else ConnectionState.DRAFT
        with self._changed() as tables:
            number = ConnectionId(next_number(tables.connections))
            tables.connections[number] = ConnectionRow(
                number, None, provider, owner.id if owner else None, state, json.dumps(settings)
            )
        return number

    @contextmanager
    def _changed(self) -> Iterator[Tables]:
        with self.unit_of_work() as tx:
            yield tx.tables
            tx.commit()
