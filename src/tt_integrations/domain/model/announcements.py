"""What the host tells us happened in it."""

from __future__ import annotations

from attrs import frozen

from tt_integrations.domain.model.timesheet import TimeEntry, Timer


@frozen
class TimerStarted:
    timer: Timer


@frozen
class TimerStopped:
    entry: TimeEntry


Announcement = TimerStarted | TimerStopped
