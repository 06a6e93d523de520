"""The step by which a calendar is read page by page, and from the beginning where the provider has lost the thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import field, frozen

from tt_integrations.domain.errors import (
    CallRejected,
    MalformedPayload,
    NotConnected,
    PermissionMissing,
    ProviderError,
    ProviderUnavailable,
    ResyncNeeded,
)
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.events import EventPage
from tt_integrations.domain.model.runs import Action, Decided
from tt_integrations.domain.model.sync_plan import SyncTerms
from tt_integrations.domain.usecases.calendar_place import Place
from tt_integrations.ports.calendar import Calendar

OUT_OF_SIGHT = "calendar is out of sight"
OF_ONE_CALENDAR = (NotConnected, PermissionMissing, MalformedPayload, CallRejected)
"""Trouble that is no reason to leave the other calendars alone."""


@frozen
class CalendarSource:
    """`go_on` raises OutOfPatience when the run must end."""

    calendar: Calendar
    access: Access
    terms: SyncTerms
    go_on: Callable[[], None]

    def pages(self, place: Place) -> Iterator[tuple[Place, EventPage]]:
        """Each with the place that it belongs to: where that changes, everything is read anew. Raises what
        `Calendar.events` raises, but for ResyncNeeded."""
        try:
            yield from self._read(place)
        except ResyncNeeded:
            place = place.anew(self.terms)
            try:
                yield from self._read(place)
            except ResyncNeeded as trouble:
                raise ProviderUnavailable("the calendar cannot be read to its end") from trouble

    def _read(self, place: Place) -> Iterator[tuple[Place, EventPage]]:
        page = place.page
        while True:
            self.go_on()
            found = self.calendar.events(self.access, place.reading, page)
            yield place, found
            page = found.next
            if page is None:
                return


@frozen
class Gathered:
    """A calendar that was read to its end. `trouble`: what was decided where it could not be."""

    place: Place
    pages: tuple[EventPage, ...] = field(default=(), repr=False)
    trouble: Decided | None = None


def gather(source: CalendarSource, place: Place) -> Gathered:
    """All of it at once, for who looks at the whole before anything is done."""
    found = Gathered(place)
    try:
        for where, page in source.pages(place):
            pages = (*found.pages, page) if where is found.place else (page,)
            found = Gathered(where, pages)
    except OF_ONE_CALENDAR as trouble:
        return Gathered(place, trouble=in_trouble(place.calendar, trouble))
    return found


def in_trouble(calendar: str, trouble: ProviderError | NotConnected) -> Decided:
    """What is said of a calendar that cannot be read."""
    reason = OUT_OF_SIGHT if isinstance(trouble, NotConnected) else str(trouble)
    return Decided(calendar, calendar, Action.FAILED, reason)
