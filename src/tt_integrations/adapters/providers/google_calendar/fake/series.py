"""A recurring event as a series of occurrences, right across changes of the clock.

The rule runs on the wall clock of the event's zone; each occurrence lasts exactly as long as the first
(RFC 5545, section 3.8.5.3). A start that the clock skips is moved out of the gap, one that it passes twice is
the earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any

from attrs import frozen

from tt_integrations.adapters.providers.google_calendar.fake.moments import (
    Time,
    begins,
    is_day,
    later,
    written,
    zone_of,
)
from tt_integrations.adapters.providers.google_calendar.fake.recurrence import (
    Rule,
    rule_of,
    stamp_of,
    wrong_rule,
)

Original = datetime | date
"""When an occurrence begins by the rule: a moment in UTC, or a day."""


@frozen
class Lines:
    """The `recurrence` of an event. Days and wall times in EXDATE and RDATE are resolved by `Series`."""

    rule: Rule | None
    left_out: tuple[Original, ...]
    added: tuple[Original, ...]


@frozen
class Series:
    start: Time
    end: Time
    lines: Lines

    def originals(self) -> Iterator[Original]:
        """In order, without those left out; endless for a rule without end (up to a hundred years)."""
        left_out = {self._resolved(one) for one in self.lines.left_out}
        added = sorted({self._resolved(one) for one in self.lines.added})
        for one in _merged(self._by_rules(), added):
            if one not in left_out:
                yield one

    def start_of(self, original: Original) -> Time:
        if not isinstance(original, datetime):
            return {"date": original.isoformat()}
        return {**self.start, "dateTime": written(original)}

    def end_of(self, original: Original) -> Time:
        length = begins(self.end, "UTC") - begins(self.start, "UTC")
        return {**later(self.start_of(original), length), **_zone_in(self.end)}

    def _by_rules(self) -> Iterator[Original]:
        first = self._first_wall()
        if self.lines.rule is None:
            yield self._original(first)
        else:
            yield from _within(self.lines.rule, self._falls(self.lines.rule, first))

    def _falls(self, rule: Rule, first: datetime) -> Iterator[Original]:
        """The first occurrence counts even where the rule does not name it."""
        yield self._original(first)
        for day in rule.days(first.date()):
            if day > first.date():
                yield self._original(datetime.combine(day, first.time()))

    def _first_wall(self) -> datetime:
        if is_day(self.start):
            return datetime.combine(date.fromisoformat(self.start["date"]), time())
        moment = datetime.fromisoformat(self.start["dateTime"])
        return moment.astimezone(zone_of(self.start["timeZone"])).replace(tzinfo=None)

    def _original(self, wall: datetime) -> Original:
        if is_day(self.start):
            return wall.date()
        return wall.replace(tzinfo=zone_of(self.start["timeZone"])).astimezone(UTC)

    def _resolved(self, one: Original) -> Original:
        if isinstance(one, datetime) and one.tzinfo is None:
            return self._original(one)
        if isinstance(one, datetime) and is_day(self.start):
            return one.date()
        if not isinstance(one, datetime) and not is_day(self.start):
            return self._original(datetime.combine(one, self._first_wall().time()))
        return one


def series_of(event: dict[str, Any]) -> Series:
    """Raises Refusal (400) for a recurrence that cannot be read."""
    return Series(event["start"], event["end"], lines_of(event["recurrence"]))


def lines_of(recurrence: Sequence[str]) -> Lines:
    rules: list[Rule] = []
    dates: dict[str, list[Original]] = {"EXDATE": [], "RDATE": []}
    for line in recurrence:
        name, _, value = line.partition(":")
        kind, *parameters = name.split(";")
        if kind == "RRULE" and not rules:
            rules.append(rule_of(value))
        elif kind in dates and value:
            dates[kind] += _dates(value, parameters)
        else:
            raise wrong_rule()
    return Lines(rules[0] if rules else None, tuple(dates["EXDATE"]), tuple(dates["RDATE"]))


def original_key(original: Original) -> str:
    """What Google appends to a master's id to name an instance."""
    if isinstance(original, datetime):
        return original.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return original.strftime("%Y%m%d")


def _dates(value: str, parameters: Iterable[str]) -> list[Original]:
    zones = [p.removeprefix("TZID=") for p in parameters if p.startswith("TZID=")]
    try:
        found = [stamp_of(text) for text in value.split(",")]
    except ValueError:
        raise wrong_rule() from None
    if zones:
        zone = zone_of(zones[0])
        found = [
            one.replace(tzinfo=zone).astimezone(UTC) if isinstance(one, datetime) else one
            for one in found
        ]
    return found


def _within(rule: Rule, originals: Iterator[Original]) -> Iterator[Original]:
    for one in islice(originals, rule.count):
        if rule.until is not None and not _reaches(rule.until, one):
            return
        yield one


def _reaches(until: Original, one: Original) -> bool:
    if isinstance(until, datetime) and isinstance(one, datetime):
        return one <= (until if until.tzinfo else until.replace(tzinfo=UTC))
    return _day(one) <= _day(until)


def _day(one: Original) -> date:
    return one.date() if isinstance(one, datetime) else one


def _merged(by_rules: Iterator[Original], added: Sequence[Original]) -> Iterator[Original]:
    waiting = list(added)
    for one in by_rules:
        while waiting and waiting[0] < one:
            yield waiting.pop(0)
        if waiting and waiting[0] == one:
            waiting.pop(0)
        yield one
    yield from waiting


def _zone_in(when: Time) -> Time:
    return {"timeZone": when["timeZone"]} if "timeZone" in when else {}
