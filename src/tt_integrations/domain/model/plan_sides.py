"""Which side of a link was there first, and links whose event or entry is over."""

from __future__ import annotations

from enum import StrEnum

from attrs import evolve

from tt_integrations.domain.model.links import Link
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
ALSO = "also"
"""In a link's base: what other calendars show of the event."""
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
        SyncReason.EXPORTED,
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
    """The link of what is over, and why. Nobody keeps the others' copies up to date any more."""
    base = {name: value for name, value in link.base.items() if name != ALSO}
    return evolve(link, gone=True, base={**base, "ended": why.value})


def why_ended(link: Link) -> SyncReason:
    """What `ended` was told."""
    why = link.base.get("ended")
    return SyncReason(why) if isinstance(why, str) else SyncReason.DELETED_HERE


def may_come_again(link: Link) -> bool:
    """Whether the event of a link that is over becomes an entry if it changes its mind."""
    return why_ended(link) in _MAY_COME_AGAIN
