"""Pages of a calendar as Google tells them to our very question, rendered once by our fake and then only copied.

A page is told over and over under other ids: the marks in it make way for numbers, which costs a server next to nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any

from attrs import frozen

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.google_calendar.calendar import GoogleCalendar
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle
from tt_integrations.adapters.providers.google_calendar.rest import GoogleRest
from tt_integrations.adapters.providers.google_calendar.scopes import WRITE
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.events import Reading

PER_PAGE = 250
PAGE, REVISION = "pagepage", "revision"
"""Stand in every id for the number of its page, and in a changed title for how often it was changed."""
LENGTH, SINCE = timedelta(minutes=30), timedelta(days=6)
ME = "ada.lovelace@example.org"
GUESTS = ("grace.hopper", "alan.turing", "barbara.liskov", "edsger.dijkstra", "donald.knuth")
INVITED = (
    "Agenda: what was done since last time, what is next, what is in the way.\n\nJoin by video: "
    "https://meet.example.org/abc-defg-hij\nOr by telephone: +39 06 555 0100, PIN 123 456 789#\n"
    "Notes: https://docs.example.org/document/d/1A2b3C4d5E6f7G8h9I0jKlMnOpQrStUvWxYz/edit\n\n"
    "Please add your points before the evening, so that everybody can read them in time, and tell "
    "us if you cannot come: we shall move what needs you to the next one."
)


@frozen
class Pages:
    """`events` in all, and the `changed` of them that every sync after the first one tells. Bodies of answers."""

    events: int
    page: bytes
    last: bytes
    changes: bytes

    def at(self, number: int) -> bytes:
        """The page of that number, from 0. The last one, too, is full."""
        following = number + 1
        if following * PER_PAGE < self.events:
            return _numbered(self.page, number).replace(b"@next@", b"%d" % following)
        return _numbered(self.last, number).replace(b"@next@", b"0")

    def since(self, token: int) -> bytes:
        """What changed since the sync token of that number, each time something else."""
        changed = self.changes.replace(REVISION.encode(), b"%08d" % token)
        return changed.replace(b"@next@", b"%d" % (token + 1))


def rendered(events: int, changed: int) -> Pages:
    told = _told(min(events, PER_PAGE))
    token = told.pop("nextSyncToken")
    assert token
    spread = max(1, events // PER_PAGE // max(1, changed))
    items = [_changed(item, n * spread) for n, item in enumerate(told["items"][:changed])]
    return Pages(
        events,
        _body({**told, "nextPageToken": "@next@"}),
        _body({**told, "nextSyncToken": "@next@"}),
        _body({**told, "items": items, "nextSyncToken": "@next@"}),
    )


def _told(count: int) -> dict[str, Any]:
    """The fake's answer to what our connector asks."""
    fake = FakeGoogle(ProviderClock())  # its ids are in order, as Google's are not
    fake.add_account(ME, "Ada Lovelace", "Europe/Rome")
    begins = datetime.now(UTC).replace(second=0, microsecond=0) - SINCE
    for number in range(count):
        start = begins + number * LENGTH
        fake.add_event(
            f"Planning {number} of {PAGE}",
            start.isoformat(),
            (start + LENGTH).isoformat(),
            id=sha256(b"%d" % number).hexdigest()[:18] + PAGE,
            description=INVITED,
            location="Room 4.07, Via Roma 1, Milano",
            attendees=[
                {"email": ME, "responseStatus": "accepted"},
                *({"email": f"{one}@example.org"} for one in GUESTS),
            ],
        )
    access = Access(fake.grant(ME, WRITE)["access_token"], ME)
    window = Span(begins - LENGTH, begins + 2 * SINCE)
    calendar = GoogleCalendar(GoogleRest(Clients(fake.transport)))
    calendar.events(access, Reading("primary", window), None)
    [*_, (_, _, response)] = fake.requests
    assert response is not None
    told: dict[str, Any] = json.loads(response.body)
    return told


def _changed(item: Mapping[str, Any], page: int) -> Mapping[str, Any]:
    told = {**item, "id": item["id"].replace(PAGE, f"{page:08}"), "etag": f'"{REVISION}"'}
    return {**told, "summary": f"Planning, moved for the time {REVISION}"}


@lru_cache(maxsize=64)
def _numbered(body: bytes, page: int) -> bytes:
    """Kept for the next time, where there are not too many of them."""
    return body.replace(PAGE.encode(), b"%08d" % page)


def _body(told: Mapping[str, Any]) -> bytes:
    """As Google lays JSON out: one blank deeper each level, nothing escaped that need not be."""
    return json.dumps(told, indent=1, ensure_ascii=False).encode()
