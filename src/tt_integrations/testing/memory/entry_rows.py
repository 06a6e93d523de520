"""Rows of time entries, and the nouns they stand for."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from attrs import evolve

from tt_integrations.domain.model.changes import Image
from tt_integrations.domain.model.timesheet import (
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
