"""What happened to somebody's timer: told by a use case in the transaction that did it, or by the host."""

from __future__ import annotations

from attrs import frozen

from tt_integrations.domain.model.timesheet import TimeEntry, Timer


@frozen
class TimerStarted:
    timer: Timer


@frozen
class TimerStopped:
    entry: TimeEntry


@frozen
class TimerTakenBack:
    """The timer was started by mistake, and is gone."""

    timer: Timer


Announcement = TimerStarted | TimerStopped | TimerTakenBack
