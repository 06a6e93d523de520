from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from hypothesis import given, settings

from tt_integrations.domain.model.days import Span, local_day
from tt_integrations.domain.model.people import Person, Rounding
from tt_integrations.domain.model.timesheet import NOTHING, Timer
from tt_integrations.testing import strategies

# the same examples each time, and none too slow on a busy machine
examples = settings(max_examples=50, deadline=None, derandomize=True, database=None)


@examples
@given(strategies.settings())
def test_settings_survive_json(saved: Mapping[str, object]) -> None:
    assert json.loads(json.dumps(saved)) == saved


@examples
@given(strategies.people(), strategies.moments())
def test_everybody_has_a_day_of_23_to_25_hours_around_any_moment(
    person: Person, moment: datetime
) -> None:
    day = local_day(moment, person.zone)
    assert day.start <= moment < day.end
    assert timedelta(hours=23) <= day.length <= timedelta(hours=25)


@examples
@given(strategies.timers(), strategies.moments(), strategies.roundings())
def test_what_a_timer_and_its_entry_are_worth_is_never_negative(
    timer: Timer, now: datetime, rounding: Rounding
) -> None:
    entry = timer.stopped(now, rounding)
    assert min(timer.worked(now), entry.worked, entry.breaks) >= NOTHING
    assert entry.ended >= entry.started


@examples
@given(strategies.spans(), strategies.spans())
def test_two_spans_overlap_as_much_as_each_other(one: Span, other: Span) -> None:
    assert one.overlap(other) == other.overlap(one) <= min(one.length, other.length)
