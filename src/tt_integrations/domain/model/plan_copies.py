"""An event that several of the chosen calendars show: a copy in each, and one entry, by one of them.

The link belongs to that calendar. It remembers the others' copies that would become an entry, too: calendars tell only
what changed, so when the one copy goes nobody tells again of those that stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.event_notes import kept_title
from tt_integrations.domain.model.events import Event
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.plan_images import Image, image_waiting, waiting_image
from tt_integrations.domain.model.plan_reasons import SyncReason
from tt_integrations.domain.model.plan_sides import ALSO, NO_ENTRY, Side, is_waiting
from tt_integrations.domain.model.plan_skipping import unwanted
from tt_integrations.domain.model.sync_plan import SyncTerms
from tt_integrations.domain.model.timesheet import Project


@frozen
class Copy:
    """An event that becomes an entry by what that calendar shows of it. `span`: its times in whole seconds, which may
    not have ended yet. `project`: of the entry."""

    calendar: str
    event: Event
    span: Span
    project: Project

    @property
    def image(self) -> Image:
        """All that is needed to plan it without the calendar."""
        image = waiting_image(self.event, kept_title(self.event), self.span)
        return {"etag": self.event.etag, "event": image}


def entitled(terms: SyncTerms, calendar: str, event: Event) -> Copy | SyncReason:
    """Why the event is to be no entry by that calendar, or else its copy."""
    span = unwanted(event, terms.rules)
    if isinstance(span, SyncReason):
        return span
    project = terms.project(calendar)
    return SyncReason.NO_PROJECT if project is None else Copy(calendar, event, span, project)


def standing(terms: SyncTerms, owner: str, shown: Mapping[str, Event]) -> Sequence[Copy]:
    """Of the copies, by calendars, those that become an entry: first what has ended; of these first the owner's, then in
    the order in which the calendars are chosen."""
    chosen: Iterable[str] = shown
    if len(shown) > 1:  # seldom
        order = dict.fromkeys((owner, *(each.id for each in terms.rules.calendars)))
        chosen = [each for each in order if each in shown]
    found = [entitled(terms, each, shown[each]) for each in chosen]
    copies = [copy for copy in found if isinstance(copy, Copy)]
    return sorted(copies, key=lambda copy: copy.span.end > terms.now)


def also(copies: Sequence[Copy]) -> Mapping[str, Image]:
    """How a link keeps the copies of calendars that it does not belong to."""
    return {copy.calendar: copy.image for copy in copies}


def shown(link: Link | None) -> Mapping[str, Event]:
    """The copies that a link remembers, by calendars, as far as the plan asks. One that is an entry is not among
    them."""
    if link is None or link.gone:
        return {}
    base: Mapping[str, Any] = link.base
    images = dict(base.get(ALSO, {}))
    if is_waiting(link):
        images[base["calendar"]] = base
    return {
        calendar: image_waiting(link.remote, image["etag"], image["event"])
        for calendar, image in images.items()
    }


def waiting_link(connection: ConnectionId, copy: Copy, others: Sequence[Copy] = ()) -> Link:
    """Of an event that has not ended, with all that is needed to plan it when it has."""
    base = {"side": Side.WAITING.value, "calendar": copy.calendar, **copy.image}
    if others:
        base[ALSO] = also(others)
    return Link(connection, Kind.EVENT, copy.event.id, NO_ENTRY, base)


def waiting_event(link: Link, calendar: str) -> Event | None:
    """That calendar's copy of an event that waits for its end; None for every other link."""
    return shown(link).get(calendar) if is_waiting(link) else None


def waits_until(link: Link, calendar: str, now: datetime) -> datetime | None:
    """When a copy ends that has not ended in that calendar. Also of an entry by another one's: it may be handed over."""
    event = shown(link).get(calendar)
    if event is None or event.span is None:
        return None
    is_owner = is_waiting(link) and link.base["calendar"] == calendar
    return event.span.end if is_owner or event.span.end > now else None
