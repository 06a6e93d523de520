"""Google as a keeper of calendars.

Source: developers.google.com, calendar api/v3/reference/events, and guides/sync.
"""

from __future__ import annotations

from collections.abc import Sequence

import httpx
from attrs import frozen

from tt_integrations.adapters.http_answers import object_in
from tt_integrations.adapters.providers.google_calendar import channels, wire
from tt_integrations.adapters.providers.google_calendar.bodies import (
    Body,
    changed_event,
    new_event,
    revived_event,
)
from tt_integrations.adapters.providers.google_calendar.moments import stamp
from tt_integrations.adapters.providers.google_calendar.refusals import (
    DELETED,
    GONE,
    NOT_FOUND,
    reason_in,
    rejection_of,
)
from tt_integrations.adapters.providers.google_calendar.rest import Call, GoogleRest, path_of
from tt_integrations.adapters.providers.google_calendar.scopes import LIST, READ, WRITE
from tt_integrations.adapters.providers.google_calendar.translating import event_from, page_from
from tt_integrations.adapters.wire import structured
from tt_integrations.domain.errors import (
    Conflict,
    MalformedPayload,
    ProviderUnavailable,
    ResyncNeeded,
)
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.events import (
    Channel,
    Event,
    EventDraft,
    EventPage,
    OddEvent,
    Reading,
)

TAKEN, CHANGED = 409, 412
DUPLICATE = "duplicate"
PER_PAGE, MOST_PAGES = 250, 100
FIELDS = (
    "id,etag,status,summary,description,start,end,transparency,visibility,eventType,"
    "attendees(self,responseStatus),extendedProperties/private"
)
"""Of an event, all that matters here: where it is and who else comes is none of our business."""
ONE = {"maxAttendees": "1", "fields": FIELDS}
"""Of many guests Google then tells only the calendar's owner."""
LOOK = {
    "timeMin": "2000-01-01T00:00:00Z",
    "timeMax": "2000-01-01T00:00:01Z",
    "maxResults": "1",
    "fields": "accessRole",
}
QUIETLY = {"sendUpdates": "none", **ONE}
"""Nobody gets mail for what we do."""


@frozen
class GoogleCalendar:
    """Implements the port `Calendar`. `per_page`: so many events a page, 2,500 at most."""

    rest: GoogleRest
    per_page: int = PER_PAGE

    def events(self, access: Access, reading: Reading, page: str | None) -> EventPage:
        """The window is asked for on the first reading only: Google keeps it in the cursor, so that what is
        outside it stays outside until everything is read again."""
        call = Call(_events(reading.calendar), READ, query=self._query(reading, page))
        response = self.rest.answered(access, call)
        if not response.is_success:
            if (reading.cursor or page) and _is_stale(response):
                raise ResyncNeeded(reason_in(response) or str(response.status_code))
            raise rejection_of(response)
        return page_from(structured(object_in(response), wire.Page), page)

    def event(self, access: Access, calendar: str, id: str) -> Event | None:  # noqa: A002 - the port's
        response = self.rest.answered(access, Call(_event(calendar, id), READ, query=ONE))
        if response.status_code == NOT_FOUND:
            self.role(access, calendar)
            return None
        return _told(response)

    def add(self, access: Access, calendar: str, draft: EventDraft) -> Event:
        call = Call(_events(calendar), WRITE, "POST", QUIETLY, new_event(draft))
        response = self.rest.answered(access, call)
        if response.status_code != TAKEN or reason_in(response) != DUPLICATE:
            return _told(response)
        there = self.event(access, calendar, draft.id)
        if there is None:
            raise ProviderUnavailable("Google knows the event's id, and does not show it yet")
        if not there.cancelled:
            return there
        return self._put(access, calendar, draft.id, revived_event(draft))

    def change(self, access: Access, calendar: str, draft: EventDraft, was: Event) -> Event:
        """An event whose etag is not known counts as changed: get it first."""
        if not was.etag:
            raise Conflict("it is not known how the event was")
        path = _event(calendar, was.id)
        call = Call(path, WRITE, "PATCH", QUIETLY, changed_event(draft), was.etag)
        response = self.rest.answered(access, call)
        if response.status_code == NOT_FOUND:
            self.role(access, calendar)
        if response.status_code in (CHANGED, NOT_FOUND, GONE):
            raise Conflict("the event changed, or is no more")
        return _told(response)

    def remove(self, access: Access, calendar: str, id: str) -> None:  # noqa: A002 - the port's
        query = {"sendUpdates": "none"}
        call = Call(_event(calendar, id), WRITE, "DELETE", query)
        response = self.rest.answered(access, call)
        if not response.is_success and response.status_code not in (NOT_FOUND, GONE):
            raise rejection_of(response)

    def watch(self, access: Access, channel: Channel, address: str, secret: str) -> Channel:
        """A channel's id can be used once: after ProviderUnavailable, try with another one."""
        return channels.opened(self.rest, access, channel, address, secret)

    def unwatch(self, access: Access, channel: Channel) -> None:
        channels.stopped(self.rest, access, channel)

    def calendars(self, access: Access) -> Sequence[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        query = {"maxResults": str(PER_PAGE)}
        for _ in range(MOST_PAGES):
            call = Call("/users/me/calendarList", LIST, query=query)
            page = self.rest.ask(wire.CalendarPage, access, call)
            found += [(one.id, one.summaryOverride or one.summary) for one in page.items]
            if not page.nextPageToken:
                return found
            query = {**query, "pageToken": page.nextPageToken}
        raise MalformedPayload("nextPageToken", f"more than {MOST_PAGES} pages")

    def role(self, access: Access, calendar: str) -> str:
        """What the account may do there: `freeBusyReader`, `reader`, `writer` and others. Raises as `events`."""
        call = Call(_events(calendar), READ, query=LOOK)
        return self.rest.ask(wire.Looked, access, call).accessRole

    def _put(self, access: Access, calendar: str, id_: str, body: Body) -> Event:
        return _told(
            self.rest.answered(access, Call(_event(calendar, id_), WRITE, "PUT", QUIETLY, body))
        )

    def _query(self, reading: Reading, page: str | None) -> dict[str, str]:
        """All but the window and the tokens must be the same each time: the cursor is for this question only."""
        window = {"timeMin": stamp(reading.window.start), "timeMax": stamp(reading.window.end)}
        return {
            "singleEvents": "true",
            "showDeleted": "true",
            "maxResults": str(self.per_page),
            "timeZone": "UTC",  # in which it answers: what is in UTC need not be turned
            "maxAttendees": "1",
            "fields": f"nextPageToken,nextSyncToken,items({FIELDS})",
            **({"syncToken": reading.cursor} if reading.cursor else window),
            **({"pageToken": page} if page else {}),
        }


def _events(calendar: str) -> str:
    return path_of("calendars", calendar, "events")


def _event(calendar: str, id_: str) -> str:
    return path_of("calendars", calendar, "events", id_)


def _is_stale(response: httpx.Response) -> bool:
    """410 says that a token has expired, 400 that it is none, or one for another question: for one that an older
    version of this program asked, too."""
    match response.status_code:
        case 400:
            return True
        case 410:
            return reason_in(response) != DELETED
        case _:
            return False


def _told(response: httpx.Response) -> Event:
    if not response.is_success:
        raise rejection_of(response)
    event = event_from(object_in(response))
    if isinstance(event, OddEvent):
        raise MalformedPayload("event", event.reason)
    return event
