"""Rows of time entries with what they are on, and the nouns they stand for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from tt_integrations.adapters.sql.host_tables import projects, tasks, time_entries
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.domain.model.people import PersonId
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

_ON = (
    time_entries.c.id,
    time_entries.c.project_id,
    projects.c.name.label("project"),
    projects.c.billable.label("project_billable"),
    time_entries.c.task_id,
    tasks.c.name.label("task"),
    time_entries.c.notes,
    time_entries.c.billable,
    time_entries.c.start_time,
    time_entries.c.break_seconds,
)
_JOINED = time_entries.outerjoin(projects, projects.c.id == time_entries.c.project_id).outerjoin(
    tasks, tasks.c.id == time_entries.c.task_id
)
TIMERS = sa.select(*_ON, time_entries.c.paused_at).select_from(_JOINED)
FINISHED = sa.select(*_ON, time_entries.c.end_time, time_entries.c.duration_seconds).select_from(
    _JOINED
)


def timer_of(person: PersonId, row: Sequence[Any], storage: StorageZone) -> Timer:
    """The noun of a row of `TIMERS`."""
    *on, started, breaks, paused_at = row
    number, project, task, note, billable = _nouns(on)
    return Timer(
        id=number,
        person=person,
        project=project,
        started=storage.load(started),
        paused_at=storage.load_optional(paused_at),
        breaks=timedelta(seconds=breaks or 0),
        task=task,
        note=note,
        billable=billable,
    )


def entry_of(person: PersonId, row: Sequence[Any], storage: StorageZone) -> TimeEntry:
    """The noun of a row of `FINISHED`."""
    *on, start, break_seconds, end, duration = row
    number, project, task, note, billable = _nouns(on)
    started, ended = storage.load(start), storage.load(end)
    breaks = timedelta(seconds=break_seconds or 0)
    unrounded = max(NOTHING, ended - started - breaks)
    return TimeEntry(
        id=number,
        person=person,
        project=project,
        started=started,
        ended=ended,
        breaks=breaks,
        worked=unrounded if duration is None else timedelta(seconds=duration),
        task=task,
        note=note,
        billable=billable,
    )


def seconds(length: timedelta) -> int:
    """As the host counts lengths: the rest is dropped."""
    return int(length.total_seconds())


def _nouns(
    on: Sequence[Any],
) -> tuple[EntryId, Project | None, Task | None, str | None, bool]:
    number, project, name, project_billable, task, task_name, note, billable = on
    return (
        EntryId(number),
        None if project is None else Project(ProjectId(project), name, project_billable),
        None if task is None else Task(TaskId(task), task_name),
        note,
        billable,
    )
