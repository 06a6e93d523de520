"""From Google's events to ours. What is odd about one of them is said in its place, and is never the end of a page.

Events are read by hand: there may be ten thousand of them, and cattrs takes twice as long.

Source: developers.google.com, calendar api/v3/reference/events.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import NoneType
from typing import Any

from tt_integrations.adapters.providers.google_calendar import wire
from tt_integrations.adapters.providers.google_calendar.moments import OddTime, span_between
from tt_integrations.domain.errors import MalformedPayload
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.events import Answered, Event, EventKind, EventPage, OddEvent

MARK = "ttIntegrations"
"""The private extended property that says that an event is ours. Google's limit is 44 characters."""
FINGERPRINT = "ttIntegrationsWrote"
"""The one that says what we wrote into it."""
CANCELLED = "cancelled"
MOST_OF_TOKEN = 200
HIDDEN = ("private", "confidential")
TEXTS = ("summary", "description", "transparency", "visibility", "eventType")
"""Of these, those that are as usual may be missing."""
KINDS: Mapping[object, EventKind] = {
    None: EventKind.MEETING,
    "default": EventKind.MEETING,
    "outOfOffice": EventKind.OUT_OF_OFFICE,
    "focusTime": EventKind.FOCUS_TIME,
    "workingLocation": EventKind.WORKING_LOCATION,
}
ANSWERS: Mapping[str, Answered] = {
    "accepted": Answered.ACCEPTED,
    "tentative": Answered.TENTATIVE,
    "declined": Answered.DECLINED,
}
_ID = re.compile(r"[!-Z\\^-~]{1,1100}")
"""Google's own are shorter, and of letters, digits and `_`. What is longer, or of other characters, is nothing for
a database; and brackets would end the mark in a note too early."""
_TEXT = (str, NoneType)
NOT_OURS = None, ""


def page_from(told: wire.Page, page: str | None) -> EventPage:
    """`page`: the token that it was asked for with. Raises MalformedPayload for one that leads to itself."""
    following = told.nextPageToken or None
    if following and following == page:
        raise MalformedPayload("nextPageToken", "leads to the same page again")
    return EventPage(
        events=tuple(event_from(item) for item in told.items),
        next=following,
        cursor=None if following else told.nextSyncToken or None,
    )


def event_from(item: object) -> Event | OddEvent:
    """Total."""
    id_ = item.get("id") if isinstance(item, dict) else None
    if not isinstance(item, dict) or not isinstance(id_, str) or not _ID.fullmatch(id_):
        return OddEvent("", "it has no id that could be one of Google's")
    for name in TEXTS:
        if name in item and not isinstance(item[name], _TEXT):
            return _bare(id_, item, f"its {name} is not a text")
    try:
        span = span_between(item.get("start"), item.get("end"))
    except OddTime as error:
        return _bare(id_, item, str(error))
    return _event(id_, item, span)


def _event(id_: str, item: Mapping[str, Any], span: Span | None) -> Event:
    get = item.get
    guests, properties = get("attendees"), get("extendedProperties")
    mark, fingerprint = _ours(properties) if properties else NOT_OURS
    return Event(
        id=id_,
        title=get("summary") or "",
        span=span,
        etag=_token(get("etag")),
        whole_days=span is None,
        cancelled=get("status") == CANCELLED,
        free=get("transparency") == "transparent",
        private=get("visibility") in HIDDEN,
        answered=_answered(guests) if guests else Answered.ACCEPTED,
        kind=KINDS.get(get("eventType"), EventKind.OTHER),
        mark=mark,
        description=get("description") or "",
        fingerprint=fingerprint,
    )


def _bare(id_: str, item: Mapping[str, object], reason: str) -> Event | OddEvent:
    """That an event is cancelled counts, whatever else is missing or wrong."""
    if item.get("status") != CANCELLED:
        return OddEvent(id_, reason)
    mark, fingerprint = _ours(item.get("extendedProperties"))
    return Event(
        id=id_,
        title="",
        span=None,
        etag=_token(item.get("etag")),
        cancelled=True,
        mark=mark,
        fingerprint=fingerprint,
    )


def _answered(guests: object) -> Answered:
    """What the calendar's owner said; who is not invited comes anyway."""
    for guest in guests if isinstance(guests, list) else ():
        if isinstance(guest, dict) and guest.get("self") is True:
            said = guest.get("responseStatus")
            return ANSWERS.get(said if isinstance(said, str) else "", Answered.NOTHING)
    return Answered.ACCEPTED


def _ours(properties: object) -> tuple[str | None, str]:
    """The mark and the fingerprint. Whatever else programs keep with an event is none of ours."""
    ours = properties.get("private") if isinstance(properties, dict) else None
    if not isinstance(ours, dict):
        return NOT_OURS
    mark = ours.get(MARK)
    return mark if isinstance(mark, str) else None, _token(ours.get(FINGERPRINT))


def _token(value: object) -> str:
    """An etag goes into a header as it is, and a fingerprint into a database: what could not is none."""
    if not isinstance(value, str) or len(value) > MOST_OF_TOKEN:
        return ""
    return value if value.isascii() and value.isprintable() else ""
