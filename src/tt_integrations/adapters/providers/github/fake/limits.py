"""The primary rate limit: so many requests an hour, counted for each user, installation or anonymous address."""

from __future__ import annotations

from attrs import define, field

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.github.fake.access import Caller
from tt_integrations.adapters.providers.github.fake.refusals import LIMITS, Refused, refusal

HOUR = 3600
USUAL, ANONYMOUS = 5000, 60


@define
class Window:
    """`ends`: seconds since 1970."""

    limit: int
    ends: int
    used: int = 0

    @property
    def remaining(self) -> int:
        return max(0, self.limit - self.used)

    def as_json(self) -> dict[str, int]:
        return {
            "limit": self.limit,
            "remaining": self.remaining,
            "reset": self.ends,
            "used": self.used,
        }

    def headers(self) -> dict[str, str]:
        numbers = {f"x-ratelimit-{name}": str(value) for name, value in self.as_json().items()}
        return {**numbers, "x-ratelimit-resource": "core"}


@define
class Limits:
    """A window begins with the first request after the end of the last one."""

    clock: ProviderClock
    _windows: dict[str, Window] = field(factory=dict)
    _limits: dict[str, int] = field(factory=dict)

    def window(self, caller: Caller) -> Window:
        key, now = key_of(caller), int(self.clock.timestamp())
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            limit = self._limits.get(key, ANONYMOUS if caller.anonymous else USUAL)
            window = self._windows[key] = Window(limit, now + HOUR)
        return window

    def set(self, key: str, limit: int, remaining: int) -> None:
        """`key`: a login, "anonymous", or "installation:ID"."""
        self._limits[key.lower()] = limit
        ends = int(self.clock.timestamp()) + HOUR
        self._windows[key.lower()] = Window(limit, ends, limit - remaining)

    def check(self, caller: Caller) -> None:
        """Raises Refused when nothing is left. The fake answers 403; 429 is as good, says GitHub."""
        if self.window(caller).remaining == 0:
            raise exceeded(key_of(caller))


def key_of(caller: Caller) -> str:
    if caller.token and caller.token.installation_id is not None:
        return f"installation:{caller.token.installation_id}"
    if caller.token:
        return caller.token.login.lower()
    return f"app:{caller.app.id}" if caller.app else "anonymous"


def exceeded(who: str) -> Refused:
    return refusal(403, f"API rate limit exceeded for {who}.", docs=LIMITS)
