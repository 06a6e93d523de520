"""Recurrence rules: on which days a rule falls.

Source: RFC 5545, section 3.3.10, as far as Google's calendars use it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from attrs import frozen

from tt_integrations.adapters.providers.google_calendar.fake.refusals import Refusal, invalid

WEEKDAYS = {name: at for at, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
YEARS = 100
"""Where a rule without an end is given up."""


@frozen
class Rule:
    """`by_day`: which one in the month (0 for every) and the weekday, 0 for Monday."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: datetime | date | None = None
    by_day: tuple[tuple[int, int], ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_month: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    def days(self, first: date) -> Iterator[date]:
        """The days the rule falls on from `first`, in order, without regard to count and until."""
        turn = 0
        while True:
            days = _PERIODS[self.freq](self, first, turn * self.interval)
            if days is None:
                return
            yield from (day for day in self._picked(sorted(days)) if day >= first)
            turn += 1

    def _picked(self, days: list[date]) -> list[date]:
        if not self.positions:
            return days
        kept = {p - 1 if p > 0 else len(days) + p for p in self.positions}
        return [day for at, day in enumerate(days) if at in kept]


def rule_of(text: str) -> Rule:
    """Reads `FREQ=WEEKLY;BYDAY=MO,FR`. Raises Refusal (400)."""
    pairs = [part.partition("=")[::2] for part in text.upper().rstrip(";").split(";")]
    parts = dict(pairs)
    if parts.get("FREQ") not in _PERIODS or len(parts) < len(pairs):
        raise wrong_rule()
    if {"COUNT", "UNTIL"} <= parts.keys() or parts.keys() - _READERS.keys():
        raise wrong_rule()
    try:
        return Rule(**dict(_READERS[name](value) for name, value in parts.items()))  # type: ignore[arg-type]
    except (ValueError, KeyError):
        raise wrong_rule() from None


def wrong_rule() -> Refusal:
    return invalid("Invalid recurrence rule.")


def stamp_of(text: str) -> datetime | date:
    """`20260329`, `20260329T010000` or `20260329T010000Z`. Raises ValueError."""
    if len(text) == len("20260329"):
        return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC).date()
    if text.endswith("Z"):
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - a wall time: its zone is named beside it


def _positive(text: str) -> int:
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def _numbers(text: str, most: int) -> tuple[int, ...]:
    found = tuple(int(part) for part in text.split(","))
    if not all(0 < abs(number) <= most for number in found):
        raise ValueError(text)
    return found


def _months(text: str) -> tuple[int, ...]:
    found = _numbers(text, 12)
    if min(found) < 1:
        raise ValueError(text)
    return found


def _weekdays(text: str) -> tuple[tuple[int, int], ...]:
    found = [WEEKDAY.fullmatch(part) for part in text.split(",")]
    if None in found:
        raise ValueError(text)
    return tuple((int(one[1] or 0), WEEKDAYS[one[2]]) for one in found if one)


_READERS: Mapping[str, Callable[[str], tuple[str, object]]] = {
    "FREQ": lambda text: ("freq", text),
    "INTERVAL": lambda text: ("interval", _positive(text)),
    "COUNT": lambda text: ("count", _positive(text)),
    "UNTIL": lambda text: ("until", stamp_of(text)),
    "BYDAY": lambda text: ("by_day", _weekdays(text)),
    "BYMONTHDAY": lambda text: ("by_month_day", _numbers(text, 31)),
    "BYMONTH": lambda text: ("by_month", _months(text)),
    "BYSETPOS": lambda text: ("positions", _numbers(text, 366)),
    "WKST": lambda text: ("week_start", WEEKDAYS[text]),
}


def _daily(rule: Rule, first: date, ahead: int) -> list[date] | None:
    day = first + timedelta(days=ahead)
    if day.year > first.year + YEARS:
        return None
    weekdays = {weekday for _, weekday in rule.by_day}
    fits = not weekdays or day.weekday() in weekdays
    return [day] if fits and (not rule.by_month or day.month in rule.by_month) else []


def _weekly(rule: Rule, first: date, ahead: int) -> list[date] | None:
    back = (first.weekday() - rule.week_start) % 7
    monday = first - timedelta(days=back) + timedelta(weeks=ahead)
    if monday.year > first.year + YEARS:
        return None
    weekdays = {weekday for _, weekday in rule.by_day} or {first.weekday()}
    week = [monday + timedelta(days=n) for n in range(7)]
    return [d for d in week if d.weekday() in weekdays and d.month in (rule.by_month or (d.month,))]


def _monthly(rule: Rule, first: date, ahead: int) -> list[date] | None:
    months = first.year * 12 + first.month - 1 + ahead
    year, month = months // 12, months % 12 + 1
    if year > first.year + YEARS:
        return None
    if rule.by_month and month not in rule.by_month:
        return []
    return _in_month(rule, first, year, month)


def _yearly(rule: Rule, first: date, ahead: int) -> list[date] | None:
    year = first.year + ahead
    if year > first.year + YEARS:
        return None
    months = rule.by_month or (first.month,)
    return [day for month in months for day in _in_month(rule, first, year, month)]


def _in_month(rule: Rule, first: date, year: int, month: int) -> list[date]:
    length = calendar.monthrange(year, month)[1]
    days = [date(year, month, n) for n in range(1, length + 1)]
    if not rule.by_day and not rule.by_month_day:
        return [day for day in days if day.day == first.day]
    if rule.by_month_day:
        days = [d for d in days if {d.day, d.day - length - 1} & set(rule.by_month_day)]
    if rule.by_day:
        days = [day for day in days if _named(rule, day, length)]
    return days


def _named(rule: Rule, day: date, length: int) -> bool:
    """Whether BYDAY means this day: every Monday, or the first or the last of the month."""
    nth, nth_last = (day.day - 1) // 7 + 1, -((length - day.day) // 7 + 1)
    return any(day.weekday() == weekday and n in (0, nth, nth_last) for n, weekday in rule.by_day)


_PERIODS: Mapping[str, Callable[[Rule, date, int], list[date] | None]] = {
    "DAILY": _daily,
    "WEEKLY": _weekly,
    "MONTHLY": _monthly,
    "YEARLY": _yearly,
}
