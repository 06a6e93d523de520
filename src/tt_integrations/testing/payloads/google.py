"""What Google Calendar answers. Source: its discovery document, calendar v3, and calendar guides."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tt_integrations.testing.payloads import ids, moments, stamp, stamps, texts, words

Json = dict[str, Any]
Payloads = SearchStrategy[Json]
BASE32HEX = "0123456789abcdefghijklmnopqrstuv"
ZONES = ("Europe/Rome", "America/New_York", "Asia/Kathmandu", "Pacific/Auckland", "UTC")
RULES = (
    "RRULE:FREQ=DAILY;COUNT=3",
    "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "RRULE:FREQ=MONTHLY;BYMONTHDAY=31",
    "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261231T235959Z",
)
ME = "ada@example.com"
LONGEST = 3 * 24 * 3600
PLACES = (
    {"type": "homeOffice", "homeOffice": {}},
    {"type": "customLocation", "customLocation": {"label": "Café"}},
    {"type": "officeLocation", "officeLocation": {"label": "HQ"}},
)


def timed_events() -> Payloads:
    """From one moment to another, possibly over midnight or over a change of clocks, possibly of no length."""
    return st.builds(_event, _about(), _timed())


def all_day_events() -> Payloads:
    """Of one day or more; the end is the day after the last."""
    return st.builds(_event, _about(), _whole_days())


def recurring_masters() -> Payloads:
    """A series: its first instance, and the rule for the others."""
    rules = st.sampled_from(RULES).map(lambda rule: {"recurrence": [rule]})
    return st.builds(_event, _about(), _timed() | _whole_days(), rules)


def exceptions() -> Payloads:
    """An instance of a series that was moved: the series names it by when it should have been."""
    return st.builds(_exception, _about(), _timed(), words(BASE32HEX, 26), moments(), _zones())


def cancelled_stubs() -> Payloads:
    """What an incremental sync says of a deleted event, which may be no more than its id."""
    plain = st.fixed_dictionaries(
        {"id": words(BASE32HEX, 26), "status": st.just("cancelled")},
        optional={"kind": st.just("calendar#event"), "etag": _etags()},
    )
    instance = exceptions().map(_stub_of_instance)
    return plain | instance


def declined_events() -> Payloads:
    """The calendar's owner is invited and will not come."""
    guests = [
        {"email": ME, "self": True, "responseStatus": "declined"},
        {"email": "boss@example.com", "organizer": True, "responseStatus": "accepted"},
    ]
    return st.builds(_event, _about(), _timed(), st.just({"attendees": guests}))


def private_events() -> Payloads:
    """As those see it who may only know when somebody is busy: without a summary."""
    whole = st.builds(_event, _about(), _timed(), st.just({"visibility": "private"}))
    return whole.map(lambda event: _without(event, "summary", "description"))


def working_locations() -> Payloads:
    """Where somebody works on a day; no meeting, and it blocks no time."""
    kind = {"eventType": "workingLocation", "transparency": "transparent", "visibility": "public"}
    places = st.sampled_from(PLACES).map(lambda place: {**kind, "workingLocationProperties": place})
    return st.builds(_event, _about(), _whole_days(), places)


def events() -> Payloads:
    """Any of the others."""
    return st.one_of(
        *(timed_events(), all_day_events(), recurring_masters(), exceptions()),
        *(cancelled_stubs(), declined_events(), private_events(), working_locations()),
    )


def event_pages(items: Payloads | None = None, most: int = 5) -> Payloads:
    """An answer of events.list: with a page token or a sync token, never both; an empty page may go on."""
    tokens = st.sampled_from(["nextPageToken", "nextSyncToken"])
    return st.builds(
        lambda page, name, token: {**page, name: token},
        st.fixed_dictionaries(
            {
                "kind": st.just("calendar#events"),
                "etag": _etags(),
                "summary": texts(),
                "updated": stamps(),
                "timeZone": st.sampled_from(ZONES),
                "accessRole": st.sampled_from(["reader", "writer", "owner"]),
                "defaultReminders": st.just([]),
                "items": st.lists(events() if items is None else items, max_size=most),
            }
        ),
        tokens,
        words(BASE32HEX, 32),
    )


def _about() -> Payloads:
    """All but the times. Whatever Google does not promise may be absent, the summary too."""
    return st.fixed_dictionaries(
        {
            "kind": st.just("calendar#event"),
            "etag": _etags(),
            "id": words(BASE32HEX, 26),
            "status": st.sampled_from(["confirmed", "tentative"]),
            "htmlLink": st.just("https://www.google.com/calendar/event?eid=x"),
            "created": stamps(),
            "updated": stamps(),
            "creator": st.just({"email": ME, "self": True}),
            "organizer": st.just({"email": ME, "self": True}),
            "sequence": st.integers(0, 9),
            "eventType": st.just("default"),
        },
        optional={
            "summary": texts(),
            "description": texts(200),
            "location": texts(),
            "transparency": st.sampled_from(["opaque", "transparent"]),
            "extendedProperties": st.just({"private": {"tt": "1"}}),
        },
    ).map(lambda event: {**event, "iCalUID": f"{event['id']}@google.com"})


def _timed() -> Payloads:
    return st.builds(_span, moments(), st.integers(0, LONGEST), _zones())


def _whole_days() -> Payloads:
    return st.builds(
        lambda first, days: {
            "start": {"date": f"{first:%Y-%m-%d}"},
            "end": {"date": f"{first + timedelta(days=days):%Y-%m-%d}"},
        },
        moments(),
        st.integers(1, 14),
    )


def _span(start: datetime, seconds: int, zone: str) -> Json:
    return {"start": _at(start, zone), "end": _at(start + timedelta(seconds=seconds), zone)}


def _at(moment: datetime, zone: str) -> Json:
    return {"dateTime": moment.astimezone(ZoneInfo(zone)).isoformat(), "timeZone": zone}


def _exception(about: Json, times: Json, series: str, original: datetime, zone: str) -> Json:
    key = stamp(original).replace("-", "").replace(":", "")
    own = {
        "id": f"{series}_{key}",
        "recurringEventId": series,
        "iCalUID": f"{series}@google.com",
        "originalStartTime": _at(original, zone),
    }
    return _event(about, times, own)


def _event(about: Json, times: Json, more: Json | None = None) -> Json:
    return {**about, **times, **(more or {})}


def _stub_of_instance(event: Json) -> Json:
    kept = ("id", "recurringEventId", "originalStartTime")
    return {**{name: event[name] for name in kept}, "status": "cancelled"}


def _without(event: Json, *names: str) -> Json:
    return {name: value for name, value in event.items() if name not in names}


def _zones() -> SearchStrategy[str]:
    return st.sampled_from(ZONES)


def _etags() -> SearchStrategy[str]:
    return ids.map('"{}"'.format)
