"""Which method a path means, what it takes, and which scopes open it.

Calendar ids arrive decoded and may hold `/`, so the paths are read from the longest to the shortest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from tt_integrations.adapters.providers.google_calendar.fake import (
    changes,
    channels,
    directory,
    listing,
    scopes,
)
from tt_integrations.adapters.providers.google_calendar.fake import parameters as p
from tt_integrations.adapters.providers.google_calendar.fake.calls import Call
from tt_integrations.adapters.providers.google_calendar.fake.instances import find
from tt_integrations.adapters.providers.google_calendar.fake.views import view

CALENDAR = r"/calendar/v3/calendars/(?P<calendar>.+)"
EVENT = CALENDAR + r"/events/(?P<event>[^/]+)"


@frozen
class Method:
    """`carry_out`: the answer's body; None is 204."""

    name: str
    verb: str
    path: re.Pattern[str]
    takes: Mapping[str, p.Kind]
    allowed: frozenset[str]
    carry_out: Callable[[Call], Any]


def get_event(call: Call) -> Any:
    calendar = call.calendar()
    return view(call, calendar, find(call, calendar, call.names["event"]))


def _method(
    name: str,
    way: str,
    takes: Mapping[str, p.Kind],
    allowed: frozenset[str],
    do: Callable[[Call], Any],
) -> Method:
    verb, path = way.split(" ")
    return Method(f"calendar.{name}", verb, re.compile(path, re.DOTALL), takes, allowed, do)


READ, WRITE = scopes.READ_EVENTS, scopes.WRITE_EVENTS
METHODS = (
    _method(
        "calendarList.list",
        "GET /calendar/v3/users/me/calendarList",
        p.LIST_CALENDARS,
        scopes.READ_LIST,
        directory.list_calendars,
    ),
    _method(
        "channels.stop", "POST /calendar/v3/channels/stop", {}, scopes.STOP_CHANNEL, channels.stop
    ),
    _method("events.watch", f"POST {CALENDAR}/events/watch", p.LIST_EVENTS, READ, channels.watch),
    _method("events.instances", f"GET {EVENT}/instances", p.INSTANCES, READ, listing.instances_of),
    _method("events.get", f"GET {EVENT}", p.GET_EVENT, READ, get_event),
    _method("events.patch", f"PATCH {EVENT}", p.CHANGE, WRITE, changes.patch),
    _method("events.update", f"PUT {EVENT}", p.CHANGE, WRITE, changes.update),
    _method("events.delete", f"DELETE {EVENT}", p.TELLING, WRITE, changes.delete),
    _method("events.list", f"GET {CALENDAR}/events", p.LIST_EVENTS, READ, listing.list_events),
    _method("events.insert", f"POST {CALENDAR}/events", p.INSERT, WRITE, changes.insert),
    _method(
        "calendars.insert",
        "POST /calendar/v3/calendars",
        {},
        scopes.MAKE_CALENDAR,
        directory.insert_calendar,
    ),
    _method("calendars.get", f"GET {CALENDAR}", {}, scopes.READ_CALENDAR, directory.get_calendar),
)


def method_of(verb: str, path: str) -> tuple[Method, dict[str, str]] | None:
    for method in METHODS:
        found = method.path.fullmatch(path) if method.verb == verb else None
        if found:
            return method, found.groupdict()
    return None
