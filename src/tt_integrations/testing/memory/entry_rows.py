"""Rows of time entries, and the nouns they stand for."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from attrs import evolve

from tt_integrations.domain.model.changes import Image
from tt_integrations.domain.model.entry_cards import EntryChange, Lock
from tt_integrations.domain.model.timesheet import (
    EntryId,
    Project,
    ProjectId,
    Task,
    TaskId,
    TimeEntry,
    Timer,
)
from tt_integrations.testing.memory.tables import EntryRow, Tables


def running_timer(tables: Tables, row: EntryRow) -> Timer:
    """The noun of a row that has no end."""
    return Timer(
        id=row.id,
        person=row.person,
        project=_project(tables, row.project),
        started=row.started,
        paused_at=row.paused_at,
        breaks=row.breaks,
        task=_task(tables, row.task),
        note=row.note,
        billable=row.billable,
    )


def finished_entry(tables: Tables, row: EntryRow) -> TimeEntry:
    """The noun of a row that has an end."""
    if row.ended is None or row.worked is None:
        raise ValueError("the entry is not finished")
    return TimeEntry(
        id=row.id,
        person=row.person,
        project=_project(tables, row.project),
        started=row.started,
        ended=row.ended,
        breaks=row.breaks,
        worked=row.worked,
        task=_task(tables, row.task),
        note=row.note,
        billable=row.billable,
    )


def row_of(image: Image) -> EntryRow:
    """The row that the image is of."""
    row = EntryRow(
        id=image.id,
        person=image.person,
        project=image.project.id if image.project else None,
        started=image.started,
        breaks=whole_seconds(image.breaks),
        task=image.task.id if image.task else None,
        note=image.note,
        billable=image.billable,
    )
    match image:
        case Timer():
            return evolve(row, paused_at=image.paused_at)
        case TimeEntry():
            return evolve(row, ended=image.ended, worked=whole_seconds(image.worked))
        case unknown:
            assert_never(unknown)


def write_entry(tables: Tables, row: EntryRow) -> None:
    """Let it be so, and note what a calendar would see of that."""
    was = tables.entries.get(row.id)
    left = row.ended is None or was is None or row.person != was.person
    if was is not None and was.ended is not None and left:
        _note(tables, was, gone=True)
    if row.ended is not None and (was is None or _seen(row) != _seen(was)):
        _note(tables, row, gone=False)
    tables.entries[row.id] = row


def delete_entry(tables: Tables, number: EntryId) -> None:
    was = tables.entries.pop(number)
    tables.locks.pop(number, None)
    if was.ended is not None:
        _note(tables, was, gone=True)


def lock_on(tables: Tables, number: EntryId) -> Lock | None:
    """The first of its locks, in the order they are listed in `Lock`."""
    locks = tables.locks.get(number, frozenset())
    return next((lock for lock in Lock if lock in locks), None)


def _note(tables: Tables, row: EntryRow, *, gone: bool) -> None:
    tables.changes_noted += 1
    place = (row.id, row.person)
    tables.changes.pop(place, None)
    tables.changes[place] = EntryChange(tables.changes_noted, row.id, gone)


def _seen(row: EntryRow) -> tuple[object, ...]:
    return row.person, row.started, row.ended, row.note, row.project, row.task, row.billable


def whole_seconds(length: timedelta) -> timedelta:
    """The host counts lengths in whole seconds, and drops the rest."""
    return timedelta(seconds=int(length.total_seconds()))


def _project(tables: Tables, project: ProjectId | None) -> Project | None:
    """The project as it is called now."""
    if project is None:
        return None
    row = tables.projects[project]
    return Project(row.id, row.name, row.billable)


def _task(tables: Tables, task: TaskId | None) -> Task | None:
    return None if task is None else Task(task, tables.tasks[task].name)
