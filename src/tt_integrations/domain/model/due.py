"""When something that happens once a local day was due last."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from attrs import frozen


@frozen
class Due:
    """`day` is the person's local day, `at` the instant, aware UTC."""

    day: date
    at: datetime


def last_due(now: datetime, at: time, zone: ZoneInfo) -> Due:
    """The latest local `at` that is not later than `now`: today's, or yesterday's.

    A time that the clocks skip is the instant they would have shown it, an hour being an hour; one that they
    repeat is the first of the two.
    """
    today = now.astimezone(zone).date()
    due = _due(today, at, zone)
    return due if due.at <= now else _due(today - timedelta(days=1), at, zone)


def _due(day: date, at: time, zone: ZoneInfo) -> Due:
    return Due(day, datetime.combine(day, at, zone).astimezone(UTC))
