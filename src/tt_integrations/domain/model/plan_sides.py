"""Which side of a link was there first, and links whose event or entry is over."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from attrs import evolve

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.event_notes import kept_title
from tt_integrations.domain.model.events import Event
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.plan_images import image_waiting, waiting_image
from tt_integrations.domain.model.plan_reasons import SyncReason
from tt_integrations.domain.model.timesheet import EntryId


class Side(StrEnum):
    """What a link's base says of itself."""

    IMPORT = "import"
    """There was an event first."""
    EXPORT = "export"
    """There was an entry first."""
    WAITING = "waiting"
    """The event has not ended, and there is no entry: the link's `ours` is NO_ENTRY."""


NO_ENTRY = EntryId(0)
LONGEST_ID = 255
"""Characters of an event's id that a link holds. Calendars make far shorter ones, and allow longer ones."""


_MAY_COME_AGAIN = frozenset(
    (
        SyncReason.CANCELLED,
        SyncReason.DECLINED,
        SyncReason.TENTATIVE,
        SyncReason.FREE,
        SyncReason.PRIVATE,
        SyncReason.OUT_OF_OFFICE,
        SyncReason.FOCUS_TIME,
        SyncReason.WORKING_LOCATION,
        SyncReason.ALL_DAY,
        SyncReason.ZERO_LENGTH,
        SyncReason.NO_PROJECT,
        SyncReason.OVERLAPS,
        SyncReason.LOCKED,
    )
)
"""What is over for one of these was not ended by a person's word against the entry or the exported event."""


def is_import(link: Link) -> bool:
    return link.base.get("side") == Side.IMPORT


def is_export(link: Link | None) -> bool:
    return link is not None and link.base.get("side") == Side.EXPORT


def is_waiting(link: Link) -> bool:
    return link.base.get("side") == Side.WAITING


def ended(link: Link, why: SyncReason) -> Link:
    """The link of what is over, and why."""
    return evolve(link, gone=True, base={**link.base, "ended": why.value})


def why_ended(link: Link) -> SyncReason:
    """What `ended` was told."""
    why = link.base.get("ended")
    return SyncReason(why) if isinstance(why, str) else SyncReason.DELETED_HERE


def may_come_again(link: Link) -> bool:
    """Whether the event of a link that is over becomes an entry if it changes its mind."""
    return why_ended(link) in _MAY_COME_AGAIN


def waiting_link(connection: ConnectionId, calendar: str, event: Event, span: Span) -> Link:
    """Of an event that has not ended, with all that is needed to plan it when it has."""
    image = waiting_image(event, kept_title(event), span)
    base = {"side": Side.WAITING.value, "calendar": calendar, "etag": event.etag, "event": image}
    return Link(connection, Kind.EVENT, event.id, NO_ENTRY, base)


def waiting_event(link: Link) -> Event | None:
    """The event of a link that waits for its end, as far as the plan asks; None for every other link."""
    if link.gone or not is_waiting(link):
        return None
    base: Mapping[str, Any] = link.base
    return image_waiting(link.remote, base["etag"], base["event"])
