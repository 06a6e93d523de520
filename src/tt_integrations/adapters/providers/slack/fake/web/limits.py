"""How often an app may call. Off unless the fake is told to enforce it.

Source: docs.slack.dev, apis/web-api/rate-limits.
"""

from __future__ import annotations

import math
from collections.abc import Hashable

from attrs import define, field

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.slack.fake.refusal import too_many

MINUTE = 60.0
TIER_3 = 50
TIER_4 = 100


@define
class Limits:
    """Sliding windows by key. Use it with the memory's lock in hand."""

    clock: ProviderClock
    enforced: bool = False
    _calls: dict[Hashable, list[float]] = field(factory=dict)

    def allow(self, key: Hashable, calls: int, seconds: float = MINUTE) -> None:
        """Count a call. Raises Refused (429) for one too many in the last `seconds`."""
        if not self.enforced:
            return
        now = self.clock.timestamp()
        recent = [moment for moment in self._calls.get(key, []) if now - moment < seconds]
        if len(recent) >= calls:
            raise too_many(max(1, math.ceil(recent[0] + seconds - now)))
        self._calls[key] = [*recent, now]
