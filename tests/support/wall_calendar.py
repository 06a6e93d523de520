"""A keeper of calendars in memory: it shows what there is, page by page, and fails as it is told to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from attrs import define, evolve, field

from parrot import at_liberty, nothing
from tt_integrations.domain.errors import (
    Conflict,
    IntegrationError,
    NotConnected,
    ProviderRefused,
    ProviderUnavailable,
    ResyncNeeded,
)
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.events import Channel, Event, EventDraft, EventPage, OddEvent
from tt_integrations.domain.model.events import Reading as EventReading

MAIN = "main"


@define
class WallCalendar:
    """Implements the port `Calendar`. A cursor tells what changed since, inside the window that it was made for.

    `in_transaction` tells whether one is open: no call may be made then. `fails` are raised by the next calls, None
    among them standing for one that works; `refusals` by all calls that begin so. `loses`: of so many of the next
    calls that write, the answers. `meanwhile` is what others do before each call is answered. `dead` are the tokens that
    are no good any more.
    """

    per_page: int = 3
    in_transaction: Callable[[], bool] = at_liberty
    shelves: dict[str, dict[str, Event | OddEvent]] = field(factory=lambda: {MAIN: {}})
    changed: dict[tuple[str, str], int] = field(factory=dict)
    refusals: dict[str, IntegrationError] = field(factory=dict)
    fails: list[IntegrationError | None] = field(factory=list)
    loses: int = 0
    meanwhile: Callable[[], object] = nothing
    dead: set[str] = field(factory=set)
    calls: list[str] = field(factory=list)
    epoch: int = 0
    gives_cursors: bool = True
    _number: int = 0

    # what people do

    def put(self, *events: Event | OddEvent, calendar: str = MAIN) -> None:
        for event in events:
            self._number += 1
            numbered = event
            if isinstance(event, Event):
                numbered = evolve(event, etag=f"e{self._number}")
            self.shelves.setdefault(calendar, {})[event.id] = numbered
            self.changed[calendar, event.id] = self._number

    def alter(self, event: str, calendar: str = MAIN, **changes: Any) -> None:
        self.put(evolve(self.at(event, calendar), **changes), calendar=calendar)

    def delete(self, event: str, calendar: str = MAIN) -> None:
        self.alter(event, calendar, cancelled=True)

    def at(self, event: str, calendar: str = MAIN) -> Event:
        found = self.shelves[calendar][event]
        assert isinstance(found, Event)
        return found

    def living(self, calendar: str = MAIN) -> list[Event]:
        events = self.shelves[calendar].values()
        return [each for each in events if isinstance(each, Event) and not each.cancelled]

    def ours(self) -> list[Event]:
        return [event for event in self.living() if event.mark]

    def expire(self) -> None:
        """No cursor and no page that was given out is good any more."""
        self.epoch += 1

    # the port

    def events(self, access: Access, reading: EventReading, page: str | None) -> EventPage:
        kind = "more" if page else "changes" if reading.cursor else "all"
        self._called(access, f"{kind} of {reading.calendar}", reading.calendar)
        since, window = 0, reading.window
        if reading.cursor:
            epoch, number, start, end = reading.cursor.split("|")
            if int(epoch) != self.epoch:
                raise ResyncNeeded("the cursor has expired")
            since, window = int(number), _span(start, end)
        found = [
            self.shelves[calendar][event]
            for (calendar, event), number in sorted(self.changed.items(), key=lambda one: one[1])
            if calendar == reading.calendar and number > since
        ]
        told = [event for event in found if _touches(event, window)]
        start_at = 0
        if page:
            epoch, place = page.split("|")
            if int(epoch) != self.epoch:
                raise ResyncNeeded("the page has expired")
            start_at = int(place)
        end_at = start_at + self.per_page
        if end_at < len(told):
            return EventPage(tuple(told[start_at:end_at]), next=f"{self.epoch}|{end_at}")
        span = f"{window.start.isoformat()}|{window.end.isoformat()}"
        cursor = f"{self.epoch}|{self._number}|{span}" if self.gives_cursors else None
        return EventPage(tuple(told[start_at:]), cursor=cursor)

    def event(self, access: Access, calendar: str, id: str) -> Event | None:  # noqa: A002 - the port's
        self._called(access, f"look at {id}", calendar)
        found = self.shelves[calendar].get(id)
        return found if isinstance(found, Event) else None

    def add(self, access: Access, calendar: str, draft: EventDraft) -> Event:
        self._called(access, "add", calendar)
        there = self.shelves[calendar].get(draft.id)
        if not isinstance(there, Event) or there.cancelled:
            self.put(
                Event(
                    id=draft.id,
                    title=draft.title,
                    span=draft.span,
                    etag="",
                    mark=draft.mark,
                    description=draft.description,
                    fingerprint=draft.fingerprint,
                ),
                calendar=calendar,
            )
        return self._answered(calendar, draft.id)

    def change(self, access: Access, calendar: str, draft: EventDraft, was: Event) -> Event:
        self._called(access, "change", calendar)
        there = self.shelves[calendar].get(draft.id)
        if not isinstance(there, Event) or there.cancelled or there.etag != was.etag:
            raise Conflict("the event changed, or is no more")
        texts = {"title": draft.title, "description": draft.description}
        ours = {"mark": draft.mark, "fingerprint": draft.fingerprint}
        self.alter(draft.id, calendar, span=draft.span, whole_days=False, **texts, **ours)
        return self._answered(calendar, draft.id)

    def remove(self, access: Access, calendar: str, id: str) -> None:  # noqa: A002 - the port's
        self._called(access, "remove", calendar)
        if any(event.id == id for event in self.living(calendar)):
            self.delete(id, calendar)
            self._answered(calendar, id)

    def watch(self, access: Access, channel: Channel, address: str, secret: str) -> Channel:
        raise AssertionError("no sync watches")

    def unwatch(self, access: Access, channel: Channel) -> None:
        raise AssertionError("no sync watches")

    def calendars(self, access: Access) -> Sequence[tuple[str, str]]:
        return [(calendar, calendar) for calendar in self.shelves]

    def _called(self, access: Access, what: str, calendar: str) -> None:
        assert not self.in_transaction()
        assert access.token
        self.calls.append(what)
        self.meanwhile()
        if access.token in self.dead:
            raise ProviderRefused("the token is dead", access.sealed)
        if self.fails and (error := self.fails.pop(0)):
            raise error
        for begins, refusal in self.refusals.items():
            if what.startswith(begins):
                raise refusal
        if calendar not in self.shelves:
            raise NotConnected("there is no such calendar")

    def _answered(self, calendar: str, event: str) -> Event:
        if self.loses:
            self.loses -= 1
            raise ProviderUnavailable("the answer was lost")
        return self.at(event, calendar)


def _span(start: str, end: str) -> Span:
    return Span(datetime.fromisoformat(start), datetime.fromisoformat(end))


def _touches(event: Event | OddEvent, window: Span) -> bool:
    if isinstance(event, OddEvent) or event.span is None:
        return True
    return event.span.start < window.end and event.span.end > window.start
