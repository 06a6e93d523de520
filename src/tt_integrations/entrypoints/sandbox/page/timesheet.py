"""The tracker's side of the page: somebody's entries and tasks, read from the host's own tables and never written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.sql.host_tables import projects, tasks, time_entries
from tt_integrations.adapters.sql.moments import UTC_STORAGE
from tt_integrations.domain.model.people import Person
from tt_integrations.ports.clock import Clock

SOME = 12
MARK = "[gcal:"
"""Where the note ends that people wrote, and the connector's own begins."""


@frozen
class EntryShown:
    """`paused` and `running` are of the timer that goes on. `by_calendar`: it came from an event."""

    project: str
    task: str
    note: str
    span: str
    length: str
    running: bool
    paused: bool
    by_calendar: bool


@frozen
class DayShown:
    title: str
    entries: Sequence[EntryShown]
    total: str


@frozen
class TaskShown:
    name: str
    project: str
    status: str
    priority: str

    @property
    def done(self) -> bool:
        return self.status == "done"


@frozen
class Timesheet:
    engine: sa.Engine
    clock: Clock

    def days(self, person: Person) -> Sequence[DayShown]:
        """Today and yesterday, as they are for the person: each with the entries that began then, newest first."""
        now = self.clock.now().astimezone(person.zone)
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        yesterday = (today - timedelta(hours=12)).replace(hour=0)
        rows = self._entries(person, yesterday)
        parts = (
            ("Today", [row for row in rows if _began(row) >= today]),
            ("Yesterday", [row for row in rows if _began(row) < today]),
        )
        return [
            DayShown(
                title,
                [_shown(row, now) for row in inside[:SOME]],
                _length(sum((_worked(row, now) for row in inside), timedelta())),
            )
            for title, inside in parts
        ]

    def tasks(self, person: Person) -> Sequence[TaskShown]:
        """Those that came into being by the person's doing, or are theirs; the newest first."""
        own = sa.or_(tasks.c.created_by == person.id, tasks.c.assigned_to == person.id)
        columns = (tasks.c.name, projects.c.name, tasks.c.status, tasks.c.priority)
        joined = tasks.join(projects, tasks.c.project_id == projects.c.id)
        chosen = sa.select(*columns).select_from(joined).where(own).order_by(tasks.c.id.desc())
        with self.engine.connect() as connection:
            return [TaskShown(*row) for row in connection.execute(chosen.limit(SOME))]

    def _entries(self, person: Person, since: datetime) -> Sequence[Any]:
        columns = (
            projects.c.name.label("project"),
            tasks.c.name.label("task"),
            time_entries.c.notes,
            time_entries.c.start_time,
            time_entries.c.end_time,
            time_entries.c.duration_seconds,
            time_entries.c.paused_at,
            time_entries.c.break_seconds,
        )
        joined = time_entries.outerjoin(
            projects, time_entries.c.project_id == projects.c.id
        ).outerjoin(tasks, time_entries.c.task_id == tasks.c.id)
        newest = time_entries.c.start_time.desc(), time_entries.c.id.desc()
        chosen = (
            sa.select(*columns)
            .select_from(joined)
            .where(
                time_entries.c.user_id == person.id,
                sa.or_(
                    time_entries.c.start_time >= UTC_STORAGE.store(since),
                    time_entries.c.end_time.is_(None),
                ),
            )
            .order_by(*newest)
        )
        with self.engine.connect() as connection:
            return connection.execute(chosen).all()


def _began(row: Any) -> datetime:
    return UTC_STORAGE.load(row.start_time)


def _worked(row: Any, now: datetime) -> timedelta:
    """As the tracker counts it; of a timer that goes on, until now or the pause."""
    if row.end_time is not None:
        return timedelta(seconds=row.duration_seconds or 0)
    until = UTC_STORAGE.load_optional(row.paused_at) or now
    return until - _began(row) - timedelta(seconds=row.break_seconds or 0)


def _shown(row: Any, now: datetime) -> EntryShown:
    note, mark, _ = (row.notes or "").partition(MARK)
    began, ended = _began(row).astimezone(now.tzinfo), UTC_STORAGE.load_optional(row.end_time)
    last = f"{ended.astimezone(now.tzinfo):%H:%M}" if ended else "now"
    return EntryShown(
        project=row.project or "No project",
        task=row.task or "",
        note=note.strip(),
        span=f"{began:%H:%M} to {last}",
        length=_length(_worked(row, now), running=ended is None),
        running=ended is None and row.paused_at is None,
        paused=ended is None and row.paused_at is not None,
        by_calendar=bool(mark),
    )


def _length(worked: timedelta, *, running: bool = False) -> str:
    """With its seconds where it is short, or somebody watches them."""
    seconds = max(0, int(worked.total_seconds()))
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    if not minutes:
        return f"{seconds} s"
    return f"{minutes} min {seconds:02} s" if running else f"{minutes} min"
