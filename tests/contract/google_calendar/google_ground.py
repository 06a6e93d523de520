"""Our connector to Google Calendar beside the fake it is tried on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from attrs import define, evolve, field, frozen

from tt_integrations.adapters.fakes.callback import NoAnswer
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.faults import Fault
from tt_integrations.adapters.fakes.http import Request, Response
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.google_calendar.calendar import GoogleCalendar
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle
from tt_integrations.adapters.providers.google_calendar.rest import BASE_URL, GoogleRest
from tt_integrations.adapters.providers.google_calendar.scopes import LIST, WRITE
from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.events import (
    Channel,
    Event,
    EventDraft,
    EventPage,
    OddEvent,
    Reading,
)

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
WINDOW = Span(NINE - timedelta(days=7), NINE + timedelta(days=30))
READING = Reading("primary", WINDOW)
ME = "ada@example.org"
HERE = "https://tt.example/webhooks/google/k1"
SECRET = "s3cret-of-the-channel"
DRAFT = EventDraft(
    "0a1b2c3d4e5f", "[TT] Web — design", "Duration: 01:00:00", Span(NINE, TEN), "i:7", "a:b:c"
)
CHANNEL = Channel("channel-1", "", "primary", NINE + timedelta(days=2))
ALL_SCOPES = f"{WRITE} {LIST}"


@define
class Receiver:
    """Stands for us where Google's pushes arrive."""

    got: list[tuple[str, Mapping[str, str], bytes]] = field(factory=list)

    def __call__(
        self, address: str, headers: Mapping[str, str], body: bytes
    ) -> Response | NoAnswer:
        self.got.append((address, headers, body))
        return Response(200)


@frozen
class Ground:
    """Ada's calendar at a fake Google, her token, and our side of it."""

    fake: FakeGoogle
    receiver: Receiver
    calendar: GoogleCalendar
    access: Access

    def with_scopes(self, scopes: str, account: str = ME) -> Access:
        return Access(self.fake.grant(account, scopes)["access_token"], account)

    def pages(self, reading: Reading = READING) -> list[EventPage]:
        """All of them, in order."""
        pages, page = [], None
        while not pages or page:
            pages.append(self.calendar.events(self.access, reading, page))
            page = pages[-1].next
        return pages

    def read(self, cursor: str | None = None) -> tuple[list[Event | OddEvent], str]:
        """All events, or those that changed since, and the cursor to go on with."""
        pages = self.pages(evolve(READING, cursor=cursor))
        assert pages[-1].cursor is not None
        return [event for page in pages for event in page.events], pages[-1].cursor

    def titles(self, cursor: str | None = None) -> list[str]:
        return [event.title for event in self.read(cursor)[0] if isinstance(event, Event)]

    def event(self, event: str) -> Event:
        found = self.calendar.event(self.access, "primary", event)
        assert found is not None
        return found

    def kept(self, event: str, calendar: str | None = None) -> dict[str, Any]:
        """The event as Google keeps it."""
        [found] = [one for one in self.fake.events(calendar) if one["id"] == event]
        return found

    def sent(self, operation: str) -> list[Request]:
        return [request for name, request, _ in self.fake.requests if name == operation]


def ground() -> Ground:
    receiver = Receiver()
    fake = FakeGoogle(ProviderClock(NINE), call=receiver)
    fake.add_account(ME, "Ada", "Europe/Berlin")
    access = Access(fake.grant(ME, ALL_SCOPES)["access_token"], ME)
    return Ground(fake, receiver, calendar_over(fake.transport), access)


def calendar_over(transport: httpx.BaseTransport, base_url: str = BASE_URL) -> GoogleCalendar:
    return GoogleCalendar(GoogleRest(Clients(transport), base_url))


def meeting(it: Ground, title: str = "a meeting", **fields: Any) -> str:
    """From nine to ten; its id."""
    made = it.fake.add_event(title, NINE.isoformat(), TEN.isoformat(), **fields)
    return str(made["id"])


def query_of(request: Request) -> dict[str, str]:
    return dict(request.query)


CALLS: Mapping[str, Callable[[Ground], object]] = {
    "calendar.events.list": lambda it: it.calendar.events(it.access, READING, None),
    "calendar.events.get": lambda it: it.calendar.event(it.access, "primary", "0abc"),
    "calendar.events.insert": lambda it: it.calendar.add(it.access, "primary", DRAFT),
    "calendar.events.patch": lambda it: it.calendar.change(
        it.access, "primary", DRAFT, Event("0abc", "", None, '"1"')
    ),
    "calendar.events.delete": lambda it: it.calendar.remove(it.access, "primary", "0abc"),
    "calendar.events.watch": lambda it: it.calendar.watch(it.access, CHANNEL, HERE, SECRET),
    "calendar.channels.stop": lambda it: it.calendar.unwatch(it.access, CHANNEL),
    "calendar.calendarList.list": lambda it: it.calendar.calendars(it.access),
}
"""By operation, as Google calls it, what of ours makes it."""


def failing(it: Ground, operation: str, fault: Fault) -> IntegrationError:
    """What our call of that operation raises that meets the fault."""
    it.fake.fail_next(operation, fault)
    with pytest.raises(IntegrationError) as raised:
        CALLS[operation](it)
    return raised.value
