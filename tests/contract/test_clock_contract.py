from __future__ import annotations

import pytest

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.ports.clock import Clock
from tt_integrations.testing.clock import FixedClock
from tt_integrations.testing.contracts import ClockContract


class TestClocks(ClockContract):
    @pytest.fixture(params=[SystemClock, ProviderClock, FixedClock])
    def ground(self, request: pytest.FixtureRequest) -> Clock:
        clock: Clock = request.param()
        return clock
