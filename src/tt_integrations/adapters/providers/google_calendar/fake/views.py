"""How an event looks to the account that reads it."""

from __future__ import annotations

from tt_integrations.adapters.providers.google_calendar.fake.calendars import (
    Calendar,
    Resource,
    at_least,
)
from tt_integrations.adapters.providers.google_calendar.fake.calls import Call
from tt_integrations.adapters.providers.google_calendar.fake.moments import shown

STUB = ("kind", "etag", "id", "status", "recurringEventId", "originalStartTime")
"""All that is left of a deleted event."""
PRIVATE = (*STUB, "start", "end", "created", "updated", "iCalUID", "eventType", "sequence")
MOST_GUESTS = 200


def view(call: Call, calendar: Calendar, event: Resource) -> Resource:
    """As this account sees it: in the zone asked for, without secrets it may not read."""
    zone = call.asked.get("timeZone", calendar.time_zone)
    seen = dict(event)
    for name in ("start", "end", "originalStartTime"):
        if name in seen:
            seen[name] = shown(seen[name], zone)
    role = call.role(calendar) or "freeBusyReader"
    hidden = event.get("visibility") in ("private", "confidential")
    if role == "freeBusyReader" or (hidden and not at_least(role, "writer")):
        return {**{n: seen[n] for n in PRIVATE if n in seen}, "visibility": "private"}
    for name in ("organizer", "creator"):
        seen[name] = _person(seen[name], calendar)
    if "attendees" in seen:
        seen["attendees"] = [_person(one, calendar) for one in seen["attendees"]]
        if len(seen["attendees"]) > call.asked.get("maxAttendees", MOST_GUESTS):
            seen["attendees"] = [one for one in seen["attendees"] if one.get("self")]
            seen["attendeesOmitted"] = True
    return seen


def _person(person: Resource, calendar: Calendar) -> Resource:
    return {**person, "self": True} if person.get("email") == calendar.id else dict(person)
