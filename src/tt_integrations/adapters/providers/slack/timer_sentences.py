"""What people read of timers that they start, change and stop."""

from __future__ import annotations

from typing import assert_never

from tt_integrations.adapters.providers.slack.mrkdwn import hms
from tt_integrations.adapters.providers.slack.wording import work_of
from tt_integrations.domain.usecases.change_timer_from_slash import (
    AlreadyPaused,
    Noted,
    NoteMissing,
    NotPaused,
    Paused,
    Resumed,
)
from tt_integrations.domain.usecases.start_timer_from_slash import AlreadyRunning, Started
from tt_integrations.domain.usecases.stop_timer_from_slash import NothingToStop, Stopped
from tt_integrations.domain.usecases.switch_timer_from_slash import Switched

OfChange = Paused | AlreadyPaused | Resumed | NotPaused | Noted | NoteMissing
OfTimer = Started | AlreadyRunning | Switched | Stopped | NothingToStop | OfChange


def of_timer(outcome: OfTimer) -> str:
    match outcome:
        case Started(timer):
            return f":stopwatch: Timer started for *{work_of(timer)}*."
        case Stopped(entry):
            return f":white_check_mark: Timer stopped (duration {hms(entry.worked)})."
        case Switched():
            return _switched(outcome)
        case AlreadyRunning():
            return _already_running(outcome)
        case NothingToStop():
            return "Could not stop timer: No active timer found"
        case _:
            return _of_change(outcome)


def _of_change(outcome: OfChange) -> str:
    match outcome:
        case Paused(timer, worked):
            return f":double_vertical_bar: Paused *{work_of(timer)}* at {hms(worked)}."
        case AlreadyPaused(timer, worked):
            return f"*{work_of(timer)}* is paused already (at {hms(worked)})."
        case Resumed(timer, worked):
            return f":arrow_forward: Back on *{work_of(timer)}* ({hms(worked)} so far)."
        case NotPaused(timer, worked):
            return f"*{work_of(timer)}* is not paused: it has been running for {hms(worked)}."
        case Noted(timer):
            return f":memo: Noted on *{work_of(timer)}*."
        case NoteMissing():
            return "Usage: `/tt note &lt;text&gt;`"
        case unknown:
            assert_never(unknown)


def _switched(outcome: Switched) -> str:
    was, worked = work_of(outcome.stopped), hms(outcome.stopped.worked)
    return (
        f":arrows_counterclockwise: Switched to *{work_of(outcome.timer)}*. "
        f"The timer on *{was}* is stopped (duration {worked})."
    )


def _already_running(outcome: AlreadyRunning) -> str:
    return (
        f"Could not start timer: You already have an active timer on *{work_of(outcome.timer)}* "
        f"(running {hms(outcome.worked)}). Stop it before starting a new one."
    )
