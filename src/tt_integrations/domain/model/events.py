"""Calendar events as a provider shows them. All moments are aware UTC."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from tt_integrations.domain.model.days import Span


class Answered(StrEnum):
    """What the calendar's owner said to an invitation. Events of their own count as accepted."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    NOTHING = "nothing"


class EventKind(StrEnum):
    MEETING = "meeting"
    OUT_OF_OFFICE = "out of office"
    FOCUS_TIME = "focus time"
    WORKING_LOCATION = "working location"
    OTHER = "other"
    """Birthdays, and whatever the provider adds."""


@frozen
class Event:
    """`id` is unique in its calendar, for each instance of a series, too, and stays when that moves. `title` is ""
    where there is none to be seen. `span` is None for an event of whole days, and for one that is cancelled and
    does not say any more when it was. `mark` and `fingerprint` are what we put into the events that we export, None
    and "" in others.
    """

    id: str
    title: str = field(repr=False)
    span: Span | None
    etag: str
    whole_days: bool = False
    cancelled: bool = False
    free: bool = False
    """It does not block the time."""
    private: bool = False
    answered: Answered = Answered.ACCEPTED
    kind: EventKind = EventKind.MEETING
    mark: str | None = None
    description: str = field(default="", repr=False)
    fingerprint: str = ""


@frozen
class OddEvent:
    """Something in a page that cannot be understood; `id` is "" where not even that can. `reason` in plain words."""

    id: str
    reason: str


@frozen
class EventPage:
    """`next` continues after this page, None on the last one; `cursor`, only there, is what to ask with the next
    time, None where the provider gives none and all must be read again."""

    events: tuple[Event | OddEvent, ...]
    next: str | None = None
    cursor: str | None = None


@frozen
class Reading:
    """What is to be read of a calendar: its changes since `cursor`, or else all that touches `window`."""

    calendar: str
    window: Span
    cursor: str | None = None


@frozen
class EventDraft:
    """An event to be, under an id of our own making: lower-case base32hex. `mark` says that it is ours, and
    `fingerprint` which of its times and texts are."""

    id: str
    title: str = field(repr=False)
    description: str = field(repr=False)
    span: Span
    mark: str
    fingerprint: str = ""


@frozen
class Channel:
    """A way by which the provider tells us that a calendar changed. `id` is ours, `resource` the provider's."""

    id: str
    resource: str
    calendar: str
    expires: datetime


@frozen
class CalendarNews:
    """Something changed in a calendar, and nobody says what. `first`: only that the channel is open."""

    channel: str
    first: bool
