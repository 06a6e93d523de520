# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from tt_integrations.ports.clock import Clock


class ClockContract:
    """The ground is the clock itself."""

    def test_the_present_moment_is_aware_utc(self, ground: Clock) -> None:
        assert ground.now().utcoffset() == timedelta(0)

    def test_it_never_goes_back(self, ground: Clock) -> None:
        moments = [ground.now() for _ in range(1000)]
        assert all(earlier <= later for earlier, later in pairwise(moments))
