"""Spans of time, and the local day of a person."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
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


def _midnight(ordinal: int, zone: ZoneInfo) -> datetime:
    day = datetime.fromordinal(ordinal).date()
    return datetime.combine(day, time.min, zone).astimezone(UTC)
