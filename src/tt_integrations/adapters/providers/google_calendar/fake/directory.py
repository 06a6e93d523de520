"""calendarList.list, calendars.get and calendars.insert. Source: discovery document calendar v3."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tt_integrations.adapters.providers.google_calendar.fake.calendars import Calendar, at_least
from tt_integrations.adapters.providers.google_calendar.fake.calls import Call
from tt_integrations.adapters.providers.google_calendar.fake.cursors import Bookmark, Row, Since
from tt_integrations.adapters.providers.google_calendar.fake.event_fields import check_shape
from tt_integrations.adapters.providers.google_calendar.fake.moments import zone_of
from tt_integrations.adapters.providers.google_calendar.fake.refusals import (
    bad_request,
    missing,
)

MOST = 250


def list_calendars(call: Call) -> Any:
    """The calendars of an account, the primary first; with a sync token, what became of the list since."""
    page = call.memory.cursors.cut(_bookmark(call), min(call.asked.get("maxResults", 100), MOST))
    tokens = {"nextPageToken": page.next_page, "nextSyncToken": page.next_sync}
    given = {name: token for name, token in tokens.items() if token}
    return {"kind": "calendar#calendarList", "etag": '"p1"', **given, "items": list(page.rows)}


def _bookmark(call: Call) -> Bookmark:
    cursors, asked = call.memory.cursors, call.asked
    if "pageToken" in asked:
        return cursors.page(asked["pageToken"], asked)
    rows = _rows(call)
    if "syncToken" not in asked and "minAccessRole" in asked:
        return Bookmark(asked, rows, 0, None)
    resource = f"calendar list of {call.email}"
    token = cursors.new_sync_token(Since(resource, "", 0, {}, rows))
    if "syncToken" in asked:
        _check_sync(asked)
        rows = _changes(cursors.since(asked["syncToken"], resource, "").rows, rows)
    return Bookmark(asked, rows, 0, token)


def _check_sync(asked: Mapping[str, Any]) -> None:
    if "minAccessRole" in asked:
        raise bad_request("Sync token cannot be used with minAccessRole.")
    if False in (asked.get("showDeleted"), asked.get("showHidden")):
        raise bad_request("Deleted and hidden entries are always part of a sync.")


def _rows(call: Call) -> tuple[Row, ...]:
    least = call.asked.get("minAccessRole", "freeBusyReader")
    rows = [
        _entry(one, role, call.email)
        for one in call.memory.calendars.values()
        if (role := one.role_of(call.email)) and at_least(role, least)
    ]
    return tuple(sorted(rows, key=lambda row: not row.get("primary")))


def _changes(before: tuple[Row, ...], now: tuple[Row, ...]) -> tuple[Row, ...]:
    """The entries that are new or different, then those that are gone. Events inside are no change."""
    old = {row["id"]: row | {"etag": ""} for row in before}
    changed = tuple(row for row in now if old.get(row["id"]) != row | {"etag": ""})
    left = {row["id"] for row in now}
    gone = tuple({**row, "deleted": True} for row in before if row["id"] not in left)
    return changed + gone


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
