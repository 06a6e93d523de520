"""Google's times as ours: moments in aware UTC.

Source: developers.google.com, calendar api/v3/reference/events: start, end.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tt_integrations.domain.model.days import Span

_SEPARATOR = 10
"""Where the T of RFC 3339 stands: without it a mere day would pass for its midnight."""


class OddTime(Exception):
    """A time that cannot be understood; the text says why, in plain words, and repeats nothing."""


def span_between(start: object, end: object) -> Span | None:
    """The two times of an event: exact, and maybe of no length; None for whole days. Raises OddTime.

    Each is an object with a `dateTime`, which has its offset or else a `timeZone` beside it, or with a `date`.
    """
    if not isinstance(start, dict) or not isinstance(end, dict):
        raise OddTime("it has no start or no end")
    begins, ends = start.get("dateTime"), end.get("dateTime")
    if begins is not None and ends is not None:
        first, last = _moment(begins, start), _moment(ends, end)
        if last < first:
            raise OddTime("it ends before it starts")
        return Span(first, last)
    if start.get("date") is None or end.get("date") is None:
        raise OddTime("its start and its end are not both moments, or both days")
    if _day(end["date"]) <= _day(start["date"]):  # the end is the day after the last one
        raise OddTime("it ends before it starts")
    return None


def moment(milliseconds: str) -> datetime:
    """From the text of a count of milliseconds since 1970. Raises OddTime."""
    try:
        return datetime.fromtimestamp(int(milliseconds) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        raise OddTime("not a moment") from None


def milliseconds(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))


def stamp(at: datetime) -> str:
    """RFC 3339 in UTC. Google counts whole seconds."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _moment(text: object, time: Mapping[str, object]) -> datetime:
    """An offset counts for more than a zone, which says where somebody was when they made the event. A time that
    clocks show twice is the first of the two; one that they skip is as if they had not been changed yet."""
    if not isinstance(text, str) or text[_SEPARATOR : _SEPARATOR + 1] != "T":
        raise OddTime("a time of it is not a moment")
    try:
        read = datetime.fromisoformat(text)
        if read.tzinfo is None:
            read = read.replace(tzinfo=_zone(time.get("timeZone")))
        return read.astimezone(UTC)
    except (ValueError, OverflowError):
        raise OddTime("a time of it is not a moment") from None


def _zone(name: object) -> ZoneInfo:
    if not isinstance(name, str):
        raise OddTime("a time of it has neither an offset nor a zone")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise OddTime("a time of it is in a zone that nobody knows") from None


def _day(text: object) -> date:
    try:
        return date.fromisoformat(text if isinstance(text, str) else "")
    except ValueError:
        raise OddTime("a day of it is none") from None
