"""Where in a day finished work goes of which only the length is known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.placing import latest_gap
from tt_integrations.testing.contracts.examples import at, between

DAY = between(-9, 15)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("taken", "gap"),
    [
        ([], (7, 8)),
        ([(6, 7)], (7, 8)),
        ([(7, 8)], (6, 7)),
        ([(7.5, 9)], (6.5, 7.5)),
        ([(7.5, 7.75)], (6.5, 7.5)),
        ([(7, 8), (6, 6.5)], (5, 6)),
        ([(6, 6.5), (7, 8)], (5, 6)),
        ([(5, 7.5), (7, 8)], (4, 5)),
        ([(8, 12)], (7, 8)),
        ([(-8, 8)], (-9, -8)),
        ([(-20, 6.5)], (7, 8)),
        ([(7.25, 7.25)], (7, 8)),
    ],
)
def test_work_goes_to_the_latest_free_hour(
    taken: list[tuple[float, float]], gap: tuple[float, float]
) -> None:
    spans = [between(*each) for each in taken]
    assert latest_gap(HOUR, DAY, at(8), spans) == between(*gap)


@pytest.mark.parametrize("taken", [[(-9, 15)], [(-8.5, 8)], [(-9, 0), (0.5, 7.5)], [(-20, 20)]])
def test_a_day_may_have_no_room(taken: list[tuple[float, float]]) -> None:
    assert latest_gap(HOUR, DAY, at(8), [between(*each) for each in taken]) is None


def test_work_does_not_reach_into_the_day_before() -> None:
    assert latest_gap(18 * HOUR, DAY, at(8), []) is None
    assert latest_gap(17 * HOUR, DAY, at(8), []) == between(-9, 8)


def test_work_does_not_reach_into_the_next_day() -> None:
    assert latest_gap(HOUR, DAY, at(99), []) == between(14, 15)


quarters = st.integers(-40, 64).map(lambda quarter: quarter / 4)
spans = st.tuples(quarters, quarters).map(lambda ends: between(min(ends), max(ends)))


@given(st.integers(1, 40), st.lists(spans, max_size=8), quarters)
def test_no_later_gap_is_free_and_the_one_found_is(
    length: int, taken: list[Span], latest: float
) -> None:
    """All moments lie on quarters of an hour, so trying each one is trying all."""
    size = length * HOUR / 4
    tried = [between(start / 4, start / 4 + length / 4) for start in range(-36, 61)]
    free = [
        gap
        for gap in tried
        if gap.end <= min(at(latest), DAY.end) and not any(gap.overlap(each) for each in taken)
    ]
    assert latest_gap(size, DAY, at(latest), taken) == (free[-1] if free else None)
