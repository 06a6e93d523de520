"""News of a timer, as a job that tells a channel of it."""

from __future__ import annotations

from datetime import timedelta

from aviary import Aviary
from tt_integrations.domain.model.announcements import (
    TimerStarted,
    TimerStopped,
    TimerTakenBack,
)
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.people import Rounding
from tt_integrations.domain.model.timesheet import TimeEntry, Timer
from tt_integrations.domain.model.work import (
    AnnounceStart,
    AnnounceStop,
    AnnounceTakenBack,
    Result,
)
from tt_integrations.domain.usecases.send_notice import TimerNews


def entry(timer: Timer) -> TimeEntry:
    return timer.stopped(timer.started + timedelta(hours=1), Rounding())


def started(timer: Timer) -> AnnounceStart:
    return AnnounceStart(TimerStarted(timer))


def stopped(timer: Timer) -> AnnounceStop:
    return AnnounceStop(TimerStopped(entry(timer)))


def taken_back(timer: Timer) -> AnnounceTakenBack:
    return AnnounceTakenBack(TimerTakenBack(timer))


def sent(aviary: Aviary, connection: Connection, news: TimerNews, **job: object) -> Result:
    """What becomes of a job with this news."""
    return aviary.notice(aviary.job(connection, news, **job), news)
