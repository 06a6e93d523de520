from __future__ import annotations

from datetime import timedelta

import pytest

from tt_integrations.testing.clock import MORNING, FixedClock


def test_a_fixed_clock_stands_still() -> None:
    clock = FixedClock()
    assert clock.now() == clock.now() == MORNING


def test_a_fixed_clock_goes_as_far_as_it_is_turned() -> None:
    clock = FixedClock()
    clock.advance(timedelta(hours=1))
    assert clock.now() == MORNING + timedelta(hours=1)
    clock.turn_to(MORNING + timedelta(hours=5))
    assert clock.now() == MORNING + timedelta(hours=5)


def test_a_fixed_clock_is_not_turned_back() -> None:
    clock = FixedClock()
    with pytest.raises(ValueError, match="not turned back"):
        clock.turn_to(MORNING - timedelta(seconds=1))
