"""The fields of an event and their types, so that what no Google client would send is refused.

Source: discovery document calendar v3, schema Event.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tt_integrations.adapters.providers.google_calendar.fake.refusals import (
    bad_request,
    invalid,
)

Shape = type | dict[str, "Shape"] | list["Shape"]
"""A type, an object with named fields, or a list of one shape. `{"*": str}` has names of its own."""

TIME: Shape = {"date": str, "dateTime": str, "timeZone": str}
PERSON: Shape = {"displayName": str, "email": str, "id": str, "self": bool}
ATTENDEE: Shape = {
    **dict.fromkeys(("comment", "displayName", "email", "id", "responseStatus"), str),
    **dict.fromkeys(("optional", "organizer", "resource", "self"), bool),
    "additionalGuests": int,
    "asyncOperation": str,
}
ABSENCE: Shape = dict.fromkeys(("autoDeclineMode", "declineMessage", "chatStatus"), str)
OFFICE: Shape = dict.fromkeys(("buildingId", "deskId", "floorId", "floorSectionId", "label"), str)
EVENT: dict[str, Shape] = {
    **dict.fromkeys(
        (
            *("colorId", "created", "description", "etag", "eventLabelId", "eventType"),
            *("hangoutLink", "htmlLink", "iCalUID", "id", "kind", "location"),
            *("recurringEventId", "status", "summary", "transparency", "updated", "visibility"),
        ),
        str,
    ),
    **dict.fromkeys(
        (
            *("anyoneCanAddSelf", "attendeesOmitted", "endTimeUnspecified", "locked"),
            *("guestsCanInviteOthers", "guestsCanModify", "guestsCanSeeOtherGuests"),
            "privateCopy",
        ),
        bool,
    ),
    "sequence": int,
    "attachments": [
        dict.fromkeys(("fileId", "fileUrl", "iconLink", "mimeType", "title"), str),
    ],
    "attendees": [ATTENDEE],
    "birthdayProperties": dict.fromkeys(("contact", "customTypeName", "type"), str),
    "conferenceData": {"*": object},
    "creator": PERSON,
    "organizer": PERSON,
    "start": TIME,
    "end": TIME,
    "originalStartTime": TIME,
    "extendedProperties": {"private": {"*": str}, "shared": {"*": str}},
    "focusTimeProperties": ABSENCE,
    "outOfOfficeProperties": ABSENCE,
    "gadget": {"*": object},
    "recurrence": [str],
    "reminders": {"useDefault": bool, "overrides": [{"method": str, "minutes": int}]},
    "source": {"title": str, "url": str},
    "workingLocationProperties": {
        "type": str,
        "homeOffice": object,
        "customLocation": {"label": str},
        "officeLocation": OFFICE,
    },
}
WORDS: Mapping[str, frozenset[str]] = {
    "status": frozenset({"confirmed", "tentative", "cancelled"}),
    "transparency": frozenset({"opaque", "transparent"}),
    "visibility": frozenset({"default", "public", "private", "confidential"}),
    "eventType": frozenset(
        {"default", "outOfOffice", "focusTime", "workingLocation", "birthday", "fromGmail"}
    ),
}
ANSWERS = frozenset({"needsAction", "declined", "tentative", "accepted"})
READ_ONLY = frozenset(
    {
        *("kind", "etag", "created", "updated", "creator", "organizer", "htmlLink", "hangoutLink"),
        *("recurringEventId", "originalStartTime", "locked", "privateCopy", "attendeesOmitted"),
        *("id", "iCalUID", "endTimeUnspecified"),
    }
)
"""Ignored on update and patch: clients send back whole events they have read."""


def check_event(body: object) -> dict[str, Any]:
    """The body of an insert, an update or a patch. Raises Refusal (400)."""
    if not isinstance(body, dict):
        raise bad_request("Parse Error")
    _check(body, EVENT, "")
    for name, words in WORDS.items():
        if body.get(name) is not None and body[name] not in words:
            raise invalid(f"Invalid value for: {body[name]} is not a valid value", name)
    for guest in body.get("attendees") or ():
        if not guest.get("email"):
            raise invalid("Missing attendee email.")
        if guest.get("responseStatus", "accepted") not in ANSWERS:
            raise invalid(f"Invalid value for: {guest['responseStatus']} is not a valid value")
    return body


def check_shape(body: object, shape: Shape) -> dict[str, Any]:
    """The body of another request. Raises Refusal (400)."""
    if not isinstance(body, dict):
        raise bad_request("Parse Error")
    _check(body, shape, "")
    return body


def _check(value: object, shape: Shape, at: str) -> None:
    if value is None or shape is object:
        return
    if isinstance(shape, dict):
        _check_object(value, shape, at)
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise _wrong(value, at)
        for number, one in enumerate(value):
            if one is None:
                raise _wrong(one, at)
            _check(one, shape[0], f"{at}[{number}]")
    elif not isinstance(value, shape) or (shape is int and isinstance(value, bool)):
        raise _wrong(value, at)


def _check_object(value: object, shape: dict[str, Shape], at: str) -> None:
    if not isinstance(value, dict):
        raise _wrong(value, at)
    for name, one in value.items():
        inner = shape.get(name, shape.get("*"))
        if inner is None:
            where = f" at '{at}'" if at else ""
            raise bad_request(
                f"Invalid JSON payload received. Unknown name {name!r}{where}: Cannot find field."
            )
        _check(one, inner, f"{at}.{name}" if at else name)


def _wrong(value: object, at: str) -> Exception:
    return bad_request(f"Invalid value at {at!r}: {value!r}")
