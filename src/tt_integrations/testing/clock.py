"""A clock that stands still until a test turns it."""

from __future__ import annotations

from datetime import UTC, datetime

from tt_integrations.adapters.fakes.clock import ProviderClock

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday without a change of clocks nearby."""


class FixedClock(ProviderClock):
    """The fakes' clock, always standing: it never goes with the real one. Turn it with `advance` or `turn_to`."""

    def __init__(self, at: datetime = MORNING) -> None:
        super().__init__(at)
