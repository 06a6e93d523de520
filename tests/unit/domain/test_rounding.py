"""How finished work is rounded, as the host does it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tt_integrations.domain.model.people import Rounding, RoundingMethod

STEPS = st.integers(2, 120)
WORK = st.timedeltas(timedelta(0), timedelta(days=3))


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.mark.parametrize(
    ("method", "worked", "rounded"),
    [
        (RoundingMethod.NEAREST, 7, 0),
        (RoundingMethod.NEAREST, 8, 15),
        (RoundingMethod.NEAREST, 22, 15),
        (RoundingMethod.UP, 0, 0),
        (RoundingMethod.UP, 0.02, 15),
        (RoundingMethod.UP, 15, 15),
        (RoundingMethod.UP, 15.02, 30),
        (RoundingMethod.DOWN, 14.98, 0),
        (RoundingMethod.DOWN, 15, 15),
        (RoundingMethod.DOWN, 29.98, 15),
    ],
)
def test_work_is_rounded_to_quarter_hours(
    method: RoundingMethod, worked: float, rounded: float
) -> None:
    assert Rounding(15, method).of(minutes(worked)) == minutes(rounded)


@pytest.mark.parametrize(("worked", "rounded"), [(7.5, 0), (22.5, 30), (37.5, 30), (52.5, 60)])
def test_half_a_step_goes_to_the_even_multiple(worked: float, rounded: float) -> None:
    assert Rounding(15).of(minutes(worked)) == minutes(rounded)


@pytest.mark.parametrize("step", [1, 0, -5])
@pytest.mark.parametrize("method", RoundingMethod)
def test_a_step_of_one_minute_or_less_leaves_the_whole_seconds(
    step: int, method: RoundingMethod
) -> None:
    assert Rounding(step, method).of(timedelta(seconds=61.9)) == timedelta(seconds=61)


@given(WORK, STEPS, st.sampled_from(RoundingMethod))
def test_the_result_is_a_multiple_less_than_one_step_away(
    worked: timedelta, step: int, method: RoundingMethod
) -> None:
    rounded = Rounding(step, method).of(worked)
    assert rounded % minutes(step) == timedelta(0)
    assert abs(rounded - worked) < minutes(step) + timedelta(seconds=1)


@given(WORK, STEPS)
def test_up_never_takes_away_and_down_never_adds(worked: timedelta, step: int) -> None:
    whole_seconds = timedelta(seconds=int(worked.total_seconds()))
    assert Rounding(step, RoundingMethod.UP).of(worked) >= whole_seconds
    assert Rounding(step, RoundingMethod.DOWN).of(worked) <= whole_seconds
