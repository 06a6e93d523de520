"""The host's side in memory."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.changes import Change
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.timesheet import (
    NOTHING,
    EntryId,
    NewEntry,
    NewTimer,
    Project,
    TimeEntry,
    Timer,
)
from tt_integrations.testing.memory.entry_rows import (
    delete_entry,
    finished_entry,
    lock_on,
    row_of,
    running_timer,
    whole_seconds,
    write_entry,
)
from tt_integrations.testing.memory.tables import EntryRow, Tables, next_number


@frozen
class MemoryPeople:
    tables: Tables

    def find(self, person: PersonId) -> Person | None:
        return self.tables.people.get(person)


@frozen
class MemoryProjects:
    tables: Tables

    def usable_by(self, person: Person) -> Sequence[Project]:
        usable = [
            Project(row.id, row.name, row.billable)
            for row in self.tables.projects.values()
            if row.status == "active" and (person.sees_all or row.owner == person.id)
        ]
        return sorted(usable, key=lambda project: (project.name.casefold(), project.id))


@frozen
class MemoryTimers:
    tables: Tables

    def running(self, person: PersonId) -> Timer | None:
        for row in self.tables.entries.values():
            if row.person == person and row.ended is None:
                return running_timer(self.tables, row)
        return None

    def start(self, new: NewTimer) -> Timer:
        if self.running(new.person):
            raise Conflict("a timer is already running")
        row = EntryRow(
            id=EntryId(next_number(self.tables.entries)),
            person=new.person,
            project=new.project.id,
            started=new.started,
            breaks=NOTHING,
            task=new.task.id if new.task else None,
            note=new.note,
            billable=new.project.billable,
        )
        write_entry(self.tables, row)
        return running_timer(self.tables, row)

    def stop(self, entry: TimeEntry) -> None:
        row = self.tables.entries.get(entry.id)
        if row is None or row.ended is not None:
            raise Conflict("the timer is no longer running")
        stopped = evolve(
            row,
            ended=entry.ended,
            paused_at=None,
            breaks=whole_seconds(entry.breaks),
            worked=whole_seconds(entry.worked),
        )
        write_entry(self.tables, stopped)

    def change(self, was: Timer, becomes: Timer) -> None:
        row = self.tables.entries.get(was.id)
        changeable = was.paused_at, whole_seconds(was.breaks), was.note
        if (
            row is None
            or row.ended is not None
            or (row.paused_at, row.breaks, row.note) != changeable
        ):
            raise Conflict("the timer was changed meanwhile")
        self.tables.entries[was.id] = evolve(
            row,
            paused_at=becomes.paused_at,
            breaks=whole_seconds(becomes.breaks),
            note=becomes.note,
        )


@frozen
class MemoryTimeEntries:
    tables: Tables

    def within(self, person: PersonId, span: Span) -> Sequence[TimeEntry]:
        finished = [
            finished_entry(self.tables, row)
            for row in self.tables.entries.values()
            if row.person == person and row.ended is not None
        ]
        return sorted(
            (e for e in finished if Span(e.started, e.ended).overlap(span)),
            key=lambda entry: (entry.started, entry.id),
        )

    def reserve(self, person: PersonId, span: Span) -> Sequence[TimeEntry]:
        return self.within(person, span)  # only one transaction is under way at a time

    def add(self, new: NewEntry) -> TimeEntry:
        row = EntryRow(
            id=EntryId(next_number(self.tables.entries)),
            person=new.person,
            project=new.project.id,
            started=new.span.start,
            breaks=NOTHING,
            ended=new.span.end,
            worked=whole_seconds(new.worked),
            task=new.task.id if new.task else None,
            note=new.note,
            billable=new.project.billable,
        )
        write_entry(self.tables, row)
        return finished_entry(self.tables, row)

    def take_back(self, change: Change) -> Lock | None:
        entries, number = self.tables.entries, change.after.id
        if isinstance(change.after, TimeEntry) and (lock := lock_on(self.tables, number)):
            return lock
        if entries.get(number) != row_of(change.after):
            raise Conflict("the entry was changed meanwhile")
        if change.before is None:
            delete_entry(self.tables, number)
            return None
        row = row_of(change.before)
        if row.ended is None and self._another_runs(row):
            raise Conflict("another timer is running")
        write_entry(self.tables, row)
        return None

    def _another_runs(self, row: EntryRow) -> bool:
        return any(
            other.person == row.person and other.ended is None and other.id != row.id
            for other in self.tables.entries.values()
        )
