"""What is to be done later: stored in the transaction that wants it, carried out after it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NewType

from attrs import frozen

from tt_integrations.domain.model.announcements import TimerStarted, TimerStopped, TimerTakenBack
from tt_integrations.domain.model.chat import Period
from tt_integrations.domain.model.connection import ConnectionId

JobId = NewType("JobId", int)


@frozen
class AnnounceStart:
    event: TimerStarted


@frozen
class AnnounceStop:
    event: TimerStopped


@frozen
class AnnounceTakenBack:
    event: TimerTakenBack


@frozen
class PostSummary:
    """`day` is the (last) local day that the summary covers."""

    period: Period
    day: date


@frozen
class TellOwner:
    """The connection stopped working, for `reason`, a sentence for people."""

    reason: str


@frozen
class HandleDelivery:
    """Carry out the kept delivery of that number."""

    kept: int


@frozen
class Sync:
    """Bring the connection up to date. `cause` is what its run says of why."""

    cause: str


Work = (
    AnnounceStart
    | AnnounceStop
    | AnnounceTakenBack
    | PostSummary
    | TellOwner
    | HandleDelivery
    | Sync
)


@frozen
class UnknownWork:
    """Something that another version stored, by the name it gave it. Nobody here can do it."""

    name: str


@frozen
class NewJob:
    """`key`: jobs of one key are carried out one at a time, in the order they were stored.

    `once`: while a job with the same one waits, another is not stored.
    """

    connection: ConnectionId
    work: Work
    key: str
    due: datetime
    once: str | None = None


@frozen
class Job:
    """A job that somebody took. `stored` is when it was to be done first; `tries` counts this one;
    `interrupted`: somebody who took it before never ended it, so nobody knows how far they came."""

    id: JobId
    connection: ConnectionId
    work: Work | UnknownWork
    key: str
    stored: datetime
    tries: int
    interrupted: bool = False


@frozen
class Waiting:
    """`due`: how many jobs nobody does yet although they are due; `oldest`: since when the oldest of them has been,
    None for none."""

    due: int
    oldest: datetime | None


@frozen
class Done:
    pass


@frozen
class Again:
    """Not now: once more after that time."""

    after: timedelta
    reason: str


@frozen
class GivenUp:
    """Never: kept, with the reason, for people to see."""

    reason: str


Result = Done | Again | GivenUp
