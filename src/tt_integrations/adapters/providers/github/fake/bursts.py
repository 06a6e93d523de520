"""The secondary rate limits: not too much at once (GitHub docs, "Rate limits for the REST API")."""

from __future__ import annotations

from attrs import define, field, frozen

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.github.fake.access import Caller
from tt_integrations.adapters.providers.github.fake.limits import key_of
from tt_integrations.adapters.providers.github.fake.refusals import too_fast
from tt_integrations.adapters.providers.github.fake.routes import Route

MINUTE, HOUR = 60, 3600
POINTS_A_MINUTE = 900
CREATIONS_A_MINUTE, CREATIONS_AN_HOUR = 80, 500
READING, WRITING = 1, 5
CREATE = ("issues/create", "issues/create-comment")


@frozen
class _Call:
    """`at`: seconds since 1970."""

    at: float
    operation: str
    points: int


@define
class Bursts:
    """Counts points for each endpoint, and content for each user."""

    clock: ProviderClock
    _calls: dict[str, list[_Call]] = field(factory=dict)

    def check(self, caller: Caller, route: Route) -> None:
        """Count the call. Raises Refused when it is one too many."""
        now, key = self.clock.timestamp(), key_of(caller)
        calls = [it for it in self._calls.get(key, []) if it.at > now - HOUR]
        self._calls[key] = calls
        _check(calls, now, route)
        points = READING if route.method == "GET" else WRITING
        calls.append(_Call(now, route.operation, points))


def _check(calls: list[_Call], now: float, route: Route) -> None:
    last_minute = [it for it in calls if it.at > now - MINUTE]
    here = sum(it.points for it in last_minute if it.operation == route.operation)
    if here >= POINTS_A_MINUTE:
        raise too_fast(MINUTE)
    if route.operation in CREATE:
        if _creations(last_minute) >= CREATIONS_A_MINUTE:
            raise too_fast(MINUTE)
        if _creations(calls) >= CREATIONS_AN_HOUR:
            # how long to wait is not told then
            raise too_fast(None)


def _creations(calls: list[_Call]) -> int:
    return sum(it.operation in CREATE for it in calls)
