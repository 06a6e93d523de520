"""How much was done by itself on each of the last days of a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from attrs import frozen

from tt_integrations.domain.model.days import local_day
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import Action
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

DAYS = 14
MOST_COUNTED = 20_000
"""Runs. Somebody whose repositories tell us of more than that misses the oldest of them."""


@frozen
class Day:
    """What runs that began on that local day decided, by action."""

    date: date
    counts: Mapping[Action, int]

    def count(self, *actions: Action) -> int:
        return sum(self.counts.get(action, 0) for action in actions)


@frozen
class CountDays:
    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, person: Person) -> Sequence[Day]:
        """The last `DAYS` days in the person's own time zone, today being the last, of their own connections."""
        today = self.clock.now().astimezone(person.zone).date()
        first = today - timedelta(days=DAYS - 1)
        before = self.clock.now() - timedelta(days=DAYS)  # on the day before the first one
        since = local_day(before, person.zone).start
        with self.unit_of_work.reading() as tx:
            counted = tx.runs.counted(person.id, since, MOST_COUNTED)
        by_day: dict[date, Counter[Action]] = {
            first + timedelta(days=number): Counter() for number in range(DAYS)
        }
        for each in counted:
            day = each.started.astimezone(person.zone).date()
            if day in by_day:
                by_day[day].update(each.counts)
        return [Day(day, dict(counts)) for day, counts in by_day.items()]
