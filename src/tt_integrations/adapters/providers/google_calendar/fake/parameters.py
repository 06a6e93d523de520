"""The query parameters of a method, checked and typed.

Source: discovery document calendar v3; every method also takes the parameters of STANDARD.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tt_integrations.adapters.providers.google_calendar.fake.moments import moment_of, zone_of
from tt_integrations.adapters.providers.google_calendar.fake.refusals import (
    bad_request,
    invalid_parameter,
)

Kind = Callable[[str, str], Any]
"""Name and text in, value out. Raises Refusal (400)."""
LONGEST_QUOTA_USER = 40
INT32 = 2**31 - 1


def text(_name: str, value: str) -> str:
    return value


def boolean(name: str, value: str) -> bool:
    if value not in ("true", "false"):
        raise invalid_parameter(name, f"Invalid value '{value}'. It must be true or false.")
    return value == "true"


def number(least: int, most: int = INT32) -> Kind:
    def read(name: str, value: str) -> int:
        if not value.lstrip("-").isdecimal() or not least <= int(value) <= most:
            raise invalid_parameter(
                name, f"Invalid value '{value}'. Values must be within the range: [{least}, {most}]"
            )
        return int(value)

    return read


def word(*words: str) -> Kind:
    def read(name: str, value: str) -> str:
        if value not in words:
            raise invalid_parameter(name, f"Invalid value '{value}'. Allowed: {list(words)}")
        return value

    return read


def moment(_name: str, value: str) -> Any:
    return moment_of(value)


def zone(_name: str, value: str) -> str:
    return zone_of(value).key


def pair(name: str, value: str) -> tuple[str, str]:
    """`property=value`, as in privateExtendedProperty."""
    key, equals, wanted = value.partition("=")
    if not key or not equals:
        raise invalid_parameter(name, f"Invalid value '{value}'. Expected propertyName=value.")
    return key, wanted


def quota_user(name: str, value: str) -> str:
    if len(value) > LONGEST_QUOTA_USER:
        raise invalid_parameter(name, f"{name} is longer than {LONGEST_QUOTA_USER} characters.")
    return value


EVENT_TYPES = ("birthday", "default", "focusTime", "fromGmail", "outOfOffice", "workingLocation")
STANDARD: Mapping[str, Kind] = {
    "alt": word("json"),
    "fields": text,
    "key": text,
    "oauth_token": text,
    "prettyPrint": boolean,
    "quotaUser": quota_user,
    "userIp": text,
}
REPEATED = frozenset({"eventTypes", "privateExtendedProperty", "sharedExtendedProperty"})
ROLE = word("freeBusyReader", "reader", "writerWithoutPrivateAccess", "writer", "owner")
LIST_CALENDARS: Mapping[str, Kind] = {
    "maxResults": number(1),
    "minAccessRole": ROLE,
    "pageToken": text,
    "showDeleted": boolean,
    "showHidden": boolean,
    "showOwnOrganizationOnly": boolean,
    "syncToken": text,
}
GET_EVENT: Mapping[str, Kind] = {
    "alwaysIncludeEmail": boolean,
    "maxAttendees": number(1),
    "timeZone": zone,
}
WINDOW: Mapping[str, Kind] = {
    **GET_EVENT,
    "maxResults": number(1),
    "pageToken": text,
    "showDeleted": boolean,
    "timeMax": moment,
    "timeMin": moment,
}
INSTANCES: Mapping[str, Kind] = {**WINDOW, "originalStart": text}
LIST_EVENTS: Mapping[str, Kind] = {
    **WINDOW,
    "eventTypes": word(*EVENT_TYPES),
    "iCalUID": text,
    "orderBy": word("startTime", "updated"),
    "privateExtendedProperty": pair,
    "q": text,
    "sharedExtendedProperty": pair,
    "showHiddenInvitations": boolean,
    "singleEvents": boolean,
    "syncToken": text,
    "updatedMin": moment,
}
TELLING: Mapping[str, Kind] = {
    "sendNotifications": boolean,
    "sendUpdates": word("all", "externalOnly", "none"),
}
INSERT: Mapping[str, Kind] = {
    **TELLING,
    "conferenceDataVersion": number(0, 1),
    "eventLabelVersion": number(0, 1),
    "maxAttendees": number(1),
    "supportsAttachments": boolean,
}
CHANGE: Mapping[str, Kind] = {**INSERT, "alwaysIncludeEmail": boolean}


def read_parameters(query: Iterable[tuple[str, str]], known: Mapping[str, Kind]) -> dict[str, Any]:
    """Values by name, those of REPEATED as lists. Raises Refusal (400) for unknown and ill-typed ones."""
    kinds = {**known, **STANDARD}
    read: dict[str, Any] = {}
    for name, given in query:
        if name not in kinds:
            raise bad_request(
                f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter.'
            )
        value = kinds[name](name, given)
        if name in REPEATED:
            read.setdefault(name, []).append(value)
        elif name in read:
            raise invalid_parameter(name, f"The parameter {name} cannot be repeated.")
        else:
            read[name] = value
    return read
