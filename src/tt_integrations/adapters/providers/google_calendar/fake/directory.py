"""calendarList.list, calendars.get and calendars.insert. Source: discovery document calendar v3."""

from __future__ import annotations

from typing import Any

from tt_integrations.adapters.providers.google_calendar.fake.calendars import Calendar, at_least
from tt_integrations.adapters.providers.google_calendar.fake.calls import Call
from tt_integrations.adapters.providers.google_calendar.fake.cursors import Bookmark
from tt_integrations.adapters.providers.google_calendar.fake.event_fields import check_shape
from tt_integrations.adapters.providers.google_calendar.fake.moments import zone_of
from tt_integrations.adapters.providers.google_calendar.fake.refusals import (
    missing,
    not_implemented,
)

MOST = 250


def list_calendars(call: Call) -> Any:
    """The calendars of an account, the primary first. Sync tokens of this list are not kept."""
    if "syncToken" in call.asked:
        raise not_implemented("sync tokens of the calendar list")
    if "pageToken" in call.asked:
        bookmark = call.memory.cursors.page(call.asked["pageToken"], call.asked)
    else:
        least = call.asked.get("minAccessRole", "freeBusyReader")
        rows = [
            _entry(one, role, call.email)
            for one in call.memory.calendars.values()
            if (role := one.role_of(call.email)) and at_least(role, least)
        ]
        rows.sort(key=lambda row: not row.get("primary"))
        bookmark = Bookmark(call.asked, tuple(rows), 0, None)
    page = call.memory.cursors.cut(bookmark, min(call.asked.get("maxResults", 100), MOST))
    token = {"nextPageToken": page.next_page} if page.next_page else {}
    return {"kind": "calendar#calendarList", "etag": '"p1"', **token, "items": list(page.rows)}


def get_calendar(call: Call) -> Any:
    return {"kind": "calendar#calendar", **_described(call.calendar())}


def insert_calendar(call: Call) -> Any:
    """A secondary calendar of the account, made by the program."""
    body = check_shape(call.body(), dict.fromkeys(("summary", "description", "timeZone"), str))
    if not body.get("summary"):
        raise missing("Missing summary.", "summary")
    made = Calendar(
        f"c_{call.memory.next_number():026d}@group.calendar.google.com",
        body["summary"],
        zone_of(body.get("timeZone") or "UTC").key,
        call.email,
        body.get("description") or "",
        made_by_app=True,
        roles={call.email: "owner"},
    )
    call.memory.calendars[made.id] = made
    return {"kind": "calendar#calendar", **_described(made)}


def _entry(calendar: Calendar, role: str, email: str) -> dict[str, Any]:
    primary = {"primary": True} if calendar.id == email else {}
    row = {"kind": "calendar#calendarListEntry", **_described(calendar), "accessRole": role}
    return {**row, "selected": True, "defaultReminders": [], **primary}


def _described(calendar: Calendar) -> dict[str, Any]:
    about = {"description": calendar.description} if calendar.description else {}
    names = {"id": calendar.id, "summary": calendar.summary, "timeZone": calendar.time_zone}
    return {"etag": f'"{calendar.revision:016d}"', **names, **about}
