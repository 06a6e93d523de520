"""The host's side in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from attrs import evolve, frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.timesheet import (
    NOTHING,
    EntryId,
    Project,
    ProjectId,
    TimeEntry,
    Timer,
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
            Project(row.id, row.name)
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
                return Timer(
                    id=row.id,
                    person=person,
                    project=project_of(self.tables, row.project),
                    started=row.started,
                    paused_at=row.paused_at,
                    breaks=row.breaks,
                )
        return None

    def start(self, person: PersonId, project: Project, at: datetime) -> Timer:
        if self.running(person):
            raise Conflict("a timer is already running")
        entry = EntryId(next_number(self.tables.entries))
        self.tables.entries[entry] = EntryRow(entry, person, project.id, at, NOTHING)
        return Timer(entry, person, project, at)

    def stop(self, entry: TimeEntry) -> None:
        row = self.tables.entries.get(entry.id)
        if row is None or row.ended is not None:
            raise Conflict("the timer is no longer running")
        self.tables.entries[entry.id] = evolve(
            row,
            ended=entry.ended,
            paused_at=None,
            breaks=_whole_seconds(entry.breaks),
            worked=_whole_seconds(entry.worked),
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


def finished_entry(tables: Tables, row: EntryRow) -> TimeEntry:
    """The noun of a row that has an end."""
    if row.ended is None or row.worked is None:
        raise ValueError("the entry is not finished")
    return TimeEntry(
        id=row.id,
        person=row.person,
        project=project_of(tables, row.project),
        started=row.started,
        ended=row.ended,
        breaks=row.breaks,
        worked=row.worked,
    )


def project_of(tables: Tables, project: ProjectId | None) -> Project | None:
    """The project as it is called now."""
    return None if project is None else Project(project, tables.projects[project].name)


def _whole_seconds(length: timedelta) -> timedelta:
    """The host counts lengths in whole seconds, and drops the rest."""
    return timedelta(seconds=int(length.total_seconds()))
