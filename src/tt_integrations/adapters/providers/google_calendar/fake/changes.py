"""Events are made, changed and deleted. Source: discovery document calendar v3, events."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any

from tt_integrations.adapters.providers.google_calendar.fake.calendars import Calendar, Resource
from tt_integrations.adapters.providers.google_calendar.fake.calls import Call
from tt_integrations.adapters.providers.google_calendar.fake.event_fields import (
    READ_ONLY,
    check_event,
)
from tt_integrations.adapters.providers.google_calendar.fake.instances import find
from tt_integrations.adapters.providers.google_calendar.fake.memory import Memory
from tt_integrations.adapters.providers.google_calendar.fake.moments import (
    begins,
    event_time,
    is_day,
    stamp,
)
from tt_integrations.adapters.providers.google_calendar.fake.refusals import (
    already_deleted,
    duplicate,
    empty_range,
    invalid,
    missing,
    not_the_organizer,
    precondition_failed,
)
from tt_integrations.adapters.providers.google_calendar.fake.series import lines_of, series_of
from tt_integrations.adapters.providers.google_calendar.fake.views import view

EVENT_ID = re.compile(r"[a-v0-9]{5,1024}")
KEPT = READ_ONLY | {"eventType", "sequence", "status"}
NEVER_REMOVED = frozenset({"status", "eventType", "sequence"})
TIMES = ("start", "end", "recurrence", "status")


def insert(call: Call) -> Any:
    calendar, body = call.writable(), check_event(call.body())
    made = create(call.memory, calendar, body, call.email)
    _tell(call, made)
    return view(call, calendar, made)


def create(memory: Memory, calendar: Calendar, body: Resource, email: str) -> Resource:
    """Raises Refusal: 400, or 409 for an id that was ever used."""
    event_id = body.get("id") or memory.new_event_id()
    if not EVENT_ID.fullmatch(event_id):
        raise invalid("Invalid resource id value.")
    if "id" in body and "iCalUID" in body:
        raise invalid("Only one of id and iCalUID may be given.")
    if body.get("eventType") == "fromGmail" or body.get("status") == "cancelled":
        raise invalid("Such an event cannot be created.")
    if event_id in calendar.versions:
        raise duplicate()
    person = {"email": email}
    made = {
        "eventType": "default",
        "status": "confirmed",
        "reminders": {"useDefault": True},
        "organizer": {"email": calendar.id},
        **merged({}, {n: v for n, v in body.items() if n not in READ_ONLY}),
        "kind": "calendar#event",
        "id": event_id,
        "created": stamp(memory.clock.now()),
        "creator": person,
        "iCalUID": body.get("iCalUID") or f"{event_id}@google.com",
        "htmlLink": f"https://www.google.com/calendar/event?eid={event_id}",
        "sequence": 0,
    }
    return keep(memory, calendar, made)


def patch(call: Call) -> Any:
    """Objects are merged, everything else is replaced, null removes."""
    return _change(call, replaces=False)


def update(call: Call) -> Any:
    """All is replaced but what Google sets itself."""
    return _change(call, replaces=True)


def delete(call: Call) -> None:
    calendar = call.writable()
    event = find(call, calendar, call.names["event"])
    _check_etag(call, event)
    if event["status"] == "cancelled":
        raise already_deleted()
    cancel(call.memory, calendar, event)
    _tell(call, event)


def cancel(memory: Memory, calendar: Calendar, event: Resource) -> Resource:
    """A series takes its exceptions along."""
    for one in calendar.exceptions_of(event["id"]):
        if one["status"] != "cancelled":
            keep(memory, calendar, {**one, "status": "cancelled"})
    return keep(memory, calendar, {**event, "status": "cancelled"})


def keep(memory: Memory, calendar: Calendar, event: Resource) -> Resource:
    """Check an event, store it as a new version and tell the calendar's channels. Raises Refusal (400)."""
    checked = _checked(event, calendar.time_zone)
    before = calendar.event(event["id"])
    moved = before and any(before.get(name) != checked.get(name) for name in TIMES)
    checked["sequence"] = checked.get("sequence", 0) + bool(moved)
    checked["etag"] = memory.new_etag()
    if not before or {**before, "reminders": 0, "etag": 0} != {
        **checked,
        "reminders": 0,
        "etag": 0,
    }:
        checked["updated"] = stamp(memory.clock.now())
    calendar.keep(checked)
    if moved and "recurrence" in checked:
        _drop_orphans(memory, calendar, checked)
    for channel in memory.channels.values():
        alive = channel.email in memory.tokens.consents and memory.clock.now() < channel.expires
        if channel.calendar == calendar.id and alive:
            memory.outbox.append(channel.push("exists"))
    return checked


def _drop_orphans(memory: Memory, calendar: Calendar, master: Resource) -> None:
    """Cancel the exceptions whose place in the series is gone."""
    left = [one for one in calendar.exceptions_of(master["id"]) if one["status"] != "cancelled"]
    if not left:
        return
    last = max(begins(one["originalStartTime"], "UTC") for one in left)
    series = series_of(master)
    starts = map(series.start_of, series.originals())
    still = {
        begins(start, "UTC") for start in takewhile(lambda s: begins(s, "UTC") <= last, starts)
    }
    for one in left:
        if begins(one["originalStartTime"], "UTC") not in still:
            keep(memory, calendar, {**one, "status": "cancelled"})


def merged(old: Resource, new: Resource) -> Resource:
    result = dict(old)
    for name, value in new.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            result[name] = merged(old[name] if isinstance(old.get(name), dict) else {}, value)
        else:
            result[name] = value
    return result


def _change(call: Call, *, replaces: bool) -> Any:
    calendar, body = call.writable(), check_event(call.body())
    body = {n: v for n, v in body.items() if v is not None or n not in NEVER_REMOVED}
    event = find(call, calendar, call.names["event"])
    _check_etag(call, event)
    if body.get("eventType", event["eventType"]) != event["eventType"]:
        raise invalid("Event type cannot be changed.")
    if body.get("sequence", event["sequence"]) < event["sequence"]:
        raise invalid("Invalid sequence value.")
    shared = (body.get("extendedProperties") or {}).get("shared")
    if shared and event["organizer"]["email"] != calendar.id:
        raise not_the_organizer()
    given = {name: value for name, value in body.items() if name not in READ_ONLY}
    old = {n: v for n, v in event.items() if n in KEPT} if replaces else event
    changed = merged(old, given)
    if changed.get("status") == "cancelled" and event["status"] != "cancelled":
        kept = cancel(call.memory, calendar, changed)
    else:
        kept = keep(call.memory, calendar, changed)
    _tell(call, kept)
    return view(call, calendar, kept)


def _checked(event: Resource, zone: str) -> Resource:
    """With complete times. Raises Refusal (400)."""
    for name in ("start", "end"):
        if not event.get(name):
            raise missing(f"Missing {name} time.")
    if "recurrence" in event:
        lines_of(event["recurrence"])
        if "dateTime" in event["start"] and not event["start"].get("timeZone"):
            raise missing("Missing time zone definition for start time.")
    start, end = (event_time(event[name], name, zone) for name in ("start", "end"))
    if is_day(start) != is_day(end):
        raise invalid("Start and end times must either both be date or both be dateTime.")
    empty = begins(end, zone) <= begins(start, zone) if is_day(start) else False
    if empty or begins(end, zone) < begins(start, zone):
        raise empty_range()
    guests = [{"responseStatus": "needsAction", **one} for one in event.get("attendees", ())]
    invited = {"attendees": guests} if guests else {}
    return {**event, "start": start, "end": end, **invited}


def _check_etag(call: Call, event: Resource) -> None:
    if call.request.headers.get("if-match", "*") not in ("*", event["etag"]):
        raise precondition_failed()


def _tell(call: Call, event: Resource) -> None:
    wanted = call.asked.get("sendUpdates", "none") != "none" or call.asked.get("sendNotifications")
    if wanted and event.get("attendees"):
        guests = [one["email"] for one in event["attendees"]]
        call.memory.mails.append({"event": event["id"], "to": guests})
