"""One clock for all that a fake provider measures: tokens, channels, trigger ids, rate limits, signatures."""

from __future__ import annotations

from datetime import datetime, timedelta

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.ports.clock import Clock


class ProviderClock:
    """Stands still at `at` until it is turned; without `at` it goes with the real one, turned by what was added.

    It is a `Clock`, so the program under test can share it.
    """

    def __init__(self, at: datetime | None = None) -> None:
        self._real: Clock = SystemClock()
        self._at = at
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        return (self._at or self._real.now()) + self._ahead

    def timestamp(self) -> float:
        """Seconds since 1970."""
        return self.now().timestamp()

    def advance(self, by: timedelta | float) -> None:
        """Turn the clock by a length, or by seconds. Raises ValueError for going back."""
        length = by if isinstance(by, timedelta) else timedelta(seconds=by)
        if length < timedelta(0):
            raise ValueError("a clock is not turned back")
        self._ahead += length

    def turn_to(self, moment: datetime) -> None:
        """Turn the clock to an aware moment that is not in its past."""
        self.advance(moment - self.now())
