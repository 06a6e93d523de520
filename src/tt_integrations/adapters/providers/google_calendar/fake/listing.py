"""events.list and events.instances: which events are answered, and in which pages.

Source: discovery document calendar v3, events.list.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tt_integrations.adapters.providers.google_calendar.fake.calendars import Calendar, Resource
from tt_integrations.adapters.providers.google_calendar.fake.calls import Call
from tt_integrations.adapters.providers.google_calendar.fake.cursors import Bookmark, Since
from tt_integrations.adapters.providers.google_calendar.fake.instances import expanded, fits
from tt_integrations.adapters.providers.google_calendar.fake.moments import begins, stamp
from tt_integrations.adapters.providers.google_calendar.fake.refusals import (
    bad_request,
    empty_range,
    invalid,
    not_found,
    updated_min_too_long_ago,
)
from tt_integrations.adapters.providers.google_calendar.fake.views import STUB, view

MOST = 2500
EXCLUDED = frozenset({"iCalUID", "orderBy", "privateExtendedProperty", "q"}) | {
    *("sharedExtendedProperty", "timeMin", "timeMax", "updatedMin")
}
FREE = frozenset({"syncToken", "pageToken", "maxResults", "showDeleted", "alt", "fields"}) | {
    *("prettyPrint", "quotaUser", "key", "userIp", "oauth_token", "timeMin", "timeMax")
}


def list_events(call: Call) -> Any:
    calendar = call.calendar()
    if "pageToken" in call.asked:
        return _answer(
            call, calendar, call.memory.cursors.page(call.asked["pageToken"], call.asked)
        )
    return _answer(call, calendar, _first_page(call, calendar))


def instances_of(call: Call) -> Any:
    calendar = call.calendar()
    master = calendar.event(call.names["event"])
    if not master or "recurrence" not in master:
        raise not_found()
    if "pageToken" in call.asked:
        return _answer(
            call, calendar, call.memory.cursors.page(call.asked["pageToken"], call.asked)
        )
    rows = tuple(
        view(call, calendar, row)
        for row in expanded(call, calendar.at(), call.asked)
        if row["recurringEventId"] == master["id"]
        and fits(row, call.asked, calendar.time_zone)
        and (row["status"] != "cancelled" or call.asked.get("showDeleted"))
        and _began(row) == call.asked.get("originalStart", _began(row))
    )
    return _answer(call, calendar, Bookmark(call.asked, rows, 0, None))


def _began(instance: Resource) -> str:
    original = instance["originalStartTime"]
    return str(original.get("date") or original["dateTime"])


def _answer(call: Call, calendar: Calendar, bookmark: Bookmark) -> Any:
    page = call.memory.cursors.cut(bookmark, min(call.asked.get("maxResults", 250), MOST))
    tokens = {"nextPageToken": page.next_page, "nextSyncToken": page.next_sync}
    return {
        "kind": "calendar#events",
        "etag": f'"p{calendar.revision:016d}"',
        "summary": calendar.summary,
        "description": calendar.description,
        "updated": calendar.updated or stamp(call.now),
        "timeZone": call.asked.get("timeZone", calendar.time_zone),
        "accessRole": call.role(calendar),
        "defaultReminders": [],
        **{name: value for name, value in tokens.items() if value},
        "items": list(page.rows),
    }


def _first_page(call: Call, calendar: Calendar) -> Bookmark:
    asked = call.asked
    _check(call)
    role = call.role(calendar) or ""
    since = None
    if "syncToken" in asked:
        since = call.memory.cursors.since(asked["syncToken"], calendar.id, role)
        _check_same(asked, since.asked)
    question = {**(since.asked if since else {}), **asked}
    found = _changed(call, calendar, since, question) if since else _all(call, calendar, question)
    rows = tuple(_row(call, calendar, one) for one in _ordered(found, question, calendar))
    token = None
    if since or not asked.keys() & (EXCLUDED - {"timeMin", "timeMax"}):
        kept = {n: v for n, v in question.items() if n not in ("syncToken", "pageToken")}
        token = call.memory.cursors.new_sync_token(
            Since(calendar.id, role, calendar.revision, kept)
        )
    return Bookmark(asked, rows, 0, token)


def _check(call: Call) -> None:
    asked = call.asked
    if asked.get("orderBy") == "startTime" and not asked.get("singleEvents"):
        raise invalid(
            "The requested ordering is not available for the particular query.", "orderBy"
        )
    if "timeMin" in asked and "timeMax" in asked and asked["timeMin"] >= asked["timeMax"]:
        raise empty_range("timeMax")
    oldest = call.now - call.memory.settings.changes_kept
    if "updatedMin" in asked and asked["updatedMin"] < oldest:
        raise updated_min_too_long_ago()
    if "syncToken" in asked and (asked.keys() & EXCLUDED or asked.get("showDeleted") is False):
        raise bad_request("Sync token cannot be used with other query restrictions.")


def _check_same(asked: Mapping[str, Any], first: Mapping[str, Any]) -> None:
    now = {n: v for n, v in asked.items() if n not in FREE and v is not False}
    then = {n: v for n, v in first.items() if n not in FREE and v is not False}
    if now != then:
        raise bad_request("The parameters differ from those of the initial synchronization.")


def _candidates(
    call: Call, calendar: Calendar, revision: int | None, asked: Mapping[str, Any]
) -> dict[str, Resource]:
    events = calendar.at(revision)
    if not asked.get("singleEvents"):
        return events
    rows = {one["id"]: one for one in expanded(call, events, asked)}
    rows |= {
        event_id: one
        for event_id, one in events.items()
        if "recurrence" not in one and "recurringEventId" not in one
    }
    return rows


def _all(call: Call, calendar: Calendar, asked: Mapping[str, Any]) -> list[Resource]:
    found = _candidates(call, calendar, None, asked).values()
    deleted = asked.get("showDeleted") or "updatedMin" in asked
    both = not asked.get("singleEvents")
    return [
        one
        for one in found
        if _matches(one, asked, calendar.time_zone)
        and (one["status"] != "cancelled" or deleted or (both and "recurringEventId" in one))
    ]


def _changed(
    call: Call, calendar: Calendar, since: Since, asked: Mapping[str, Any]
) -> list[Resource]:
    """What differs from the last time, if it lies in the token's window now or did then."""
    before = _candidates(call, calendar, since.revision, asked)
    after = _candidates(call, calendar, None, asked)
    zone = calendar.time_zone
    gone = [{**one, "status": "cancelled"} for key, one in before.items() if key not in after]
    return gone + [
        one
        for key, one in after.items()
        if before.get(key) != one
        and (_matches(one, asked, zone) or (key in before and _matches(before[key], asked, zone)))
    ]


def _row(call: Call, calendar: Calendar, event: Resource) -> Resource:
    seen = view(call, calendar, event)
    exception = "recurringEventId" in event and not call.asked.get("singleEvents")
    if event["status"] == "cancelled" and (exception or not call.asked.get("showDeleted")):
        return {name: seen[name] for name in STUB if name in seen}
    return seen


def _ordered(rows: list[Resource], asked: Mapping[str, Any], calendar: Calendar) -> list[Resource]:
    if asked.get("orderBy") == "startTime":
        return sorted(rows, key=lambda one: begins(one["start"], calendar.time_zone))
    return sorted(rows, key=lambda one: str(one["updated"])) if asked.get("orderBy") else rows


def _matches(event: Resource, asked: Mapping[str, Any], zone: str) -> bool:
    properties = event.get("extendedProperties", {})
    for name, kind in (
        ("privateExtendedProperty", "private"),
        ("sharedExtendedProperty", "shared"),
    ):
        if any(properties.get(kind, {}).get(key) != value for key, value in asked.get(name, ())):
            return False
    if "iCalUID" in asked and event["iCalUID"] != asked["iCalUID"]:
        return False
    if event["eventType"] not in asked.get("eventTypes", (event["eventType"],)):
        return False
    if "updatedMin" in asked and datetime.fromisoformat(event["updated"]) < asked["updatedMin"]:
        return False
    words = " ".join(str(event.get(n, "")) for n in ("summary", "description", "location"))
    guests = " ".join(one["email"] for one in event.get("attendees", ()))
    return asked.get("q", "").lower() in f"{words} {guests}".lower() and fits(event, asked, zone)
