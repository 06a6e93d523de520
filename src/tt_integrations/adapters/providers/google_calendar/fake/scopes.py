"""The scopes of Google that matter here, and which of them opens what.

Source: the scopes of each method in the discovery document calendar v3.
"""

from __future__ import annotations

from collections.abc import Collection

AUTH = "https://www.googleapis.com/auth/"
CALENDAR = AUTH + "calendar"


def calendar_scope(name: str) -> str:
    return f"{CALENDAR}.{name}"


READONLY = calendar_scope("readonly")
EVENTS = calendar_scope("events")
EVENTS_READONLY = calendar_scope("events.readonly")
EVENTS_OWNED = calendar_scope("events.owned")
EVENTS_OWNED_READONLY = calendar_scope("events.owned.readonly")
EVENTS_FREE_BUSY = calendar_scope("events.freebusy")
EVENTS_PUBLIC = calendar_scope("events.public.readonly")
APP_CREATED = calendar_scope("app.created")
LIST = calendar_scope("calendarlist")
LIST_READONLY = calendar_scope("calendarlist.readonly")
CALENDARS = calendar_scope("calendars")
CALENDARS_READONLY = calendar_scope("calendars.readonly")

WRITE_EVENTS = frozenset({CALENDAR, APP_CREATED, EVENTS, EVENTS_OWNED})
READ_EVENTS = WRITE_EVENTS | {
    EVENTS_FREE_BUSY,
    EVENTS_OWNED_READONLY,
    EVENTS_PUBLIC,
    EVENTS_READONLY,
    READONLY,
}
READ_LIST = frozenset({CALENDAR, READONLY, LIST, LIST_READONLY})
READ_CALENDAR = frozenset({CALENDAR, READONLY, APP_CREATED, CALENDARS, CALENDARS_READONLY})
MAKE_CALENDAR = frozenset({CALENDAR, APP_CREATED, CALENDARS})
STOP_CHANNEL = (
    READ_EVENTS
    | READ_LIST
    | {calendar_scope(s) for s in ("acls", "acls.readonly", "settings", "settings.readonly")}
)

OPENID = "openid"
EMAIL = AUTH + "userinfo.email"
PROFILE = AUTH + "userinfo.profile"
ALIASES = {"email": EMAIL, "profile": PROFILE}
OF_CALENDAR = (
    STOP_CHANNEL | READ_CALENDAR | {calendar_scope("freebusy"), calendar_scope("settings")}
)


def spelled_out(scopes: str) -> tuple[str, ...]:
    """The scopes of a space-separated list, each once, short names replaced by their long ones."""
    return tuple(dict.fromkeys(ALIASES.get(name, name) for name in scopes.split()))


def exists(scope: str) -> bool:
    if scope.startswith(CALENDAR):
        return scope in OF_CALENDAR
    return scope == OPENID or scope.startswith(AUTH)


def opens(scope: str, *, owned: bool, made_by_app: bool, public: bool) -> bool:
    """Whether a scope reaches a calendar of this kind, as far as the calendar decides it."""
    if scope in (EVENTS_OWNED, EVENTS_OWNED_READONLY):
        return owned
    if scope == APP_CREATED:
        return made_by_app
    if scope == EVENTS_PUBLIC:
        return public
    return True


def only_free_busy(scopes: Collection[str]) -> bool:
    """The token may see when somebody is busy, and not with what."""
    return EVENTS_FREE_BUSY in scopes and not (READ_EVENTS - {EVENTS_FREE_BUSY}) & set(scopes)
