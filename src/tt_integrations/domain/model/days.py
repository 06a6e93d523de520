"""Spans of time, and the local day of a person."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from attrs import frozen


@frozen
class Span:
    """From `start` up to, not including, `end`; both aware UTC."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def overlap(self, other: Span) -> timedelta:
        return max(timedelta(0), min(self.end, other.end) - max(self.start, other.start))


def local_day(moment: datetime, zone: ZoneInfo) -> Span:
    """The calendar day in `zone` that holds `moment`: 23, 24 or 25 hours long.

    A midnight that the clocks skip is the instant they jump; one that they repeat is the first of the two
    (`fold=0`), so days neither overlap nor leave a gap.
    """
    today = moment.astimezone(zone).date()
    return Span(_midnight(today.toordinal(), zone), _midnight(today.toordinal() + 1, zone))


def local_week(moment: datetime, zone: ZoneInfo) -> tuple[tuple[date, Span], ...]:
    """The local days from Monday up to the one that holds `moment`."""
    today = moment.astimezone(zone).date().toordinal()
    monday = today - (today - 1) % 7  # the first ordinal was a Monday
    return tuple(
        (date.fromordinal(day), Span(_midnight(day, zone), _midnight(day + 1, zone)))
        for day in range(monday, today + 1)
    )


def at_local_time(day: Span, clock: time, zone: ZoneInfo) -> datetime:
    """The moment in the local day at which the clocks show `clock`, for the first time where they do it twice."""
    date_ = day.start.astimezone(zone).date()
    return datetime.combine(date_, clock, zone).astimezone(UTC)


def _midnight(ordinal: int, zone: ZoneInfo) -> datetime:
    day = datetime.fromordinal(ordinal).date()
    return datetime.combine(day, time.min, zone).astimezone(UTC)
