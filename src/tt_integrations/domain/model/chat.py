"""What is said in a chat, where, and as whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from enum import StrEnum

from attrs import field, frozen

from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import Project, TimeEntry, Timer


class Period(StrEnum):
    """What a summary covers: the local day, or the seven local days that end with it."""

    DAILY = "daily"
    WEEKLY = "weekly"


@frozen
class Announcing:
    """What the owner of a connection wants said, read from its settings.

    `channel` None: nothing at all. `live`: a stop edits the message of the start instead of adding one.
    `summary_at` is local time; `weekly_on` a weekday, Monday being 0.
    """

    channel: str | None = None
    starts: bool = True
    stops: bool = True
    live: bool = False
    daily: bool = False
    weekly: bool = False
    summary_at: time = time(18)
    weekly_on: int = 4
    skip_empty_days: bool = False
    weekdays_only: bool = False


@frozen
class Access:
    """A token for calls to a provider, and the installation it acts in: limits count per installation.

    `sealed`: the token as it is stored, by which it is told from any other; None for one that is not.
    """

    token: str = field(repr=False)
    installation: str
    sealed: str | None = field(default=None, repr=False)


@frozen
class Workspace:
    """Where a token belongs: the team, and the user that it acts as."""

    team: str
    team_name: str
    user: str


@frozen
class MessageRef:
    """A message that was posted, as the provider names it."""

    channel: str
    id: str


@frozen
class StartNotice:
    person: Person
    timer: Timer


@frozen
class StopNotice:
    person: Person
    entry: TimeEntry


@frozen
class TakenBackNotice:
    person: Person
    timer: Timer


@frozen
class SummaryNotice:
    """`projects`: the work by project, the most first. `day` is the (last) local day it covers."""

    person: Person
    period: Period
    day: date
    worked: timedelta
    projects: Sequence[tuple[Project | None, timedelta]]


@frozen
class TestNotice:
    """Says that the connection works."""

    __test__ = False  # no test class, whatever pytest thinks of its name


Notice = StartNotice | StopNotice | TakenBackNotice | SummaryNotice | TestNotice
