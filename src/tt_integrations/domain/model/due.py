"""When something that happens once a local day was due last."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from attrs import frozen

DAYS = 3
"""Today, yesterday, and the day before: an island that moves across the date line skips a whole day."""


@frozen
class Due:
    """`day` is the person's local day, `at` the instant, aware UTC."""

    day: date
    at: datetime


def last_due(now: datetime, at: time, zone: ZoneInfo) -> Due:
    """The latest local `at` that is not later than `now`: today's, or that of a day before.

    A time that the clocks skip is the instant they would have shown it, an hour being an hour; one that they
    repeat is the first of the two.
    """
    today = now.astimezone(zone).date()
    return next(due for back in range(DAYS) if (due := _due(today, back, at, zone)).at <= now)


def _due(today: date, back: int, at: time, zone: ZoneInfo) -> Due:
    day = today - timedelta(days=back)
    return Due(day, datetime.combine(day, at, zone).astimezone(UTC))
