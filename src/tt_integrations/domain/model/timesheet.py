"""Projects, running timers and finished entries. All moments are aware UTC, all lengths are exact."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NewType

from attrs import evolve, frozen

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.people import PersonId, Rounding

ProjectId = NewType("ProjectId", int)
TaskId = NewType("TaskId", int)
EntryId = NewType("EntryId", int)

NOTHING = timedelta(0)


@frozen
class Project:
    """`billable`: whether work on it is, unless an entry says otherwise."""

    id: ProjectId
    name: str
    billable: bool = True


@frozen
class Task:
    id: TaskId
    name: str


@frozen
class TimeEntry:
    """Finished work. `worked` is what counts (breaks taken off, rounded as the host does)."""

    id: EntryId
    person: PersonId
    project: Project | None
    started: datetime
    ended: datetime
    breaks: timedelta
    worked: timedelta
    task: Task | None = None
    note: str | None = None
    billable: bool = True

    def worked_in(self, span: Span) -> timedelta:
        """The part of `worked` that falls into `span`."""
        return _share(self.worked, Span(self.started, self.ended), span)


@frozen
class Timer:
    """Work under way: an entry without an end. While `paused_at` is set, no time is counted."""

    id: EntryId
    person: PersonId
    project: Project | None
    started: datetime
    paused_at: datetime | None = None
    breaks: timedelta = NOTHING
    task: Task | None = None
    note: str | None = None
    billable: bool = True

    def worked(self, now: datetime) -> timedelta:
        """Time worked so far, pauses left out, never negative."""
        return max(NOTHING, (self.paused_at or now) - self.started - self.breaks)

    def worked_in(self, span: Span, now: datetime) -> timedelta:
        """The part of the work so far that falls into `span`."""
        return _share(self.worked(now), Span(self.started, self.paused_at or now), span)

    def paused(self, now: datetime) -> Timer:
        return evolve(self, paused_at=max(now, self.started))

    def resumed(self, now: datetime) -> Timer:
        """Under way again; the pause is one more break."""
        pause = max(NOTHING, now - self.paused_at) if self.paused_at else NOTHING
        return evolve(self, paused_at=None, breaks=self.breaks + pause)

    def noted(self, text: str) -> Timer:
        """With `text` as its note, below the one it has."""
        return evolve(self, note=f"{self.note}\n{text}" if self.note else text)

    def stopped(self, now: datetime, rounding: Rounding) -> TimeEntry:
        """The entry this timer becomes. An open pause is folded into the breaks: it was not work."""
        ended = max(now, self.started)
        open_pause = max(NOTHING, ended - self.paused_at) if self.paused_at else NOTHING
        return TimeEntry(
            id=self.id,
            person=self.person,
            project=self.project,
            started=self.started,
            ended=ended,
            breaks=self.breaks + open_pause,
            worked=rounding.of(self.worked(now)),
            task=self.task,
            note=self.note,
            billable=self.billable,
        )


@frozen
class NewTimer:
    """A timer to begin at `started`. It is billable as its project is."""

    person: PersonId
    project: Project
    started: datetime
    task: Task | None = None
    note: str | None = None


@frozen
class NewEntry:
    """Finished work to be written down. `worked` is rounded as the host does; billable as its project is."""

    person: PersonId
    project: Project
    span: Span
    worked: timedelta
    task: Task | None = None
    note: str | None = None


def _share(worked: timedelta, whole: Span, part: Span) -> timedelta:
    """Spread `worked` evenly over `whole` and take what lies in `part`.

    Where in an entry its breaks were is not recorded, so they are spread too; an entry that lies wholly in the
    part is counted to the second.
    """
    overlap = whole.overlap(part)
    if overlap == whole.length:
        return worked
    return worked * (overlap / whole.length)
