"""Times as the Calendar API writes them: moments with an offset, days without one.

Source: discovery document calendar v3, EventDateTime and the time parameters of events.list.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tt_integrations.adapters.providers.google_calendar.fake.refusals import (
    bad_request,
    invalid,
    missing,
)

Time = dict[str, str]
"""An EventDateTime: `{"dateTime": ..., "timeZone": ...}` with an offset, or `{"date": ...}`."""
RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?(?P<offset>[Zz]|[+-]\d\d:\d\d)?")
YEARS = range(1000, 9000)
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def zone_of(name: str) -> ZoneInfo:
    """Raises Refusal (400) for a name that is not in the IANA database."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise invalid(f"Invalid time zone definition: {name}", "timeZone") from None


def moment_of(text: str) -> datetime:
    """An RFC 3339 moment, its fraction of a second dropped. Raises Refusal (400) without an offset."""
    found = RFC3339.fullmatch(text)
    if not found or not found["offset"]:
        raise bad_request()
    return _parsed(text)


def written(moment: datetime) -> str:
    """RFC 3339 without a fraction, `Z` for UTC."""
    return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")


def stamp(moment: datetime) -> str:
    """How `created` and `updated` are written: UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def event_time(given: dict[str, Any], which: str, default_zone: str) -> Time:
    """Check and complete an event's start or end. Raises Refusal (400).

    A `dateTime` without offset needs its `timeZone`; without `timeZone` the calendar's is filled in.
    """
    day, moment, zone = (given.get(name) for name in ("date", "dateTime", "timeZone"))
    if (day is None) == (moment is None):
        raise invalid(f"Invalid {which} time.") if day else missing(f"Missing {which} time.")
    if zone is not None:
        zone_of(zone)
    if moment is None:
        return {"date": _checked_day(str(day), which).isoformat()}
    found = RFC3339.fullmatch(moment)
    if not found:
        raise invalid(f"Invalid value for: {which}.dateTime: {moment}")
    if not found["offset"] and zone is None:
        raise missing(f"Missing time zone definition for {which} time.")
    at = _parsed(moment)
    _check_year(at.year, which)
    local = at if at.tzinfo else at.replace(tzinfo=zone_of(str(zone)))
    return {"dateTime": written(local), "timeZone": zone or default_zone}


def is_day(when: Time) -> bool:
    return "date" in when


def begins(when: Time, zone: str) -> datetime:
    """The moment, or where a day begins in `zone`."""
    if is_day(when):
        return midnight(date.fromisoformat(when["date"]), zone)
    return datetime.fromisoformat(when["dateTime"])


def midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), zone_of(zone))


def shown(when: Time, zone: str) -> Time:
    """As it is answered: the moment in the zone of the calendar, or in the one that was asked for."""
    if is_day(when):
        return dict(when)
    local = datetime.fromisoformat(when["dateTime"]).astimezone(zone_of(zone))
    return {**when, "dateTime": written(local)}


def later(when: Time, by: timedelta) -> Time:
    if is_day(when):
        return {"date": (date.fromisoformat(when["date"]) + by).isoformat()}
    moved = datetime.fromisoformat(when["dateTime"]).astimezone(UTC) + by
    return {**when, "dateTime": written(moved)}


def _parsed(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.upper()).replace(microsecond=0)
    except ValueError:
        raise bad_request() from None


def _check_year(year: int, which: str) -> None:
    """Near the ends of the calendar a moment has no counterpart in another zone."""
    if year not in YEARS:
        raise invalid(f"Invalid value for: {which} time.")


def _checked_day(text: str, which: str) -> date:
    try:
        day = datetime.strptime(text if DAY.fullmatch(text) else "", "%Y-%m-%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        raise invalid(f"Invalid value for: {which}.date: {text}") from None
    _check_year(day.year, which)
    return day
