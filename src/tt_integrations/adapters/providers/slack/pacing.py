"""Not calling Slack before it is due: what would be refused is not even sent.

Source: docs.slack.dev, apis/web-api/rate-limits.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from tt_integrations.domain.errors import ProviderUnavailable
from tt_integrations.ports.clock import Clock

BETWEEN_POSTS = 1.0
"""Seconds from one message to the next in a channel."""
MOST = 10_000
"""Moments to remember. Above it the earliest are forgotten, and Slack has to say so itself."""

Key = tuple[str, str, str]


class Pacing:
    """Remembers until when to wait, for this process. Safe to use from several threads."""

    def __init__(self, clock: Clock, most: int = MOST) -> None:
        self._clock = clock
        self._most = most
        self._not_before: dict[Key, datetime] = {}
        self._lock = threading.Lock()

    def may_call(self, installation: str, method: str) -> None:
        """Raises ProviderUnavailable while Slack wants us to leave the method alone."""
        with self._lock:
            self._check(("method", installation, method), self._clock.now())

    def may_post(self, installation: str, channel: str) -> None:
        """Take the channel's turn to post. Raises ProviderUnavailable within a second of the last one."""
        key, now = ("channel", installation, channel), self._clock.now()
        with self._lock:
            self._check(key, now)
            self._keep(key, now, BETWEEN_POSTS)

    def hold(self, installation: str, method: str, seconds: float) -> None:
        """Slack wants to be left alone: no call of the method within so many seconds."""
        with self._lock:
            self._keep(("method", installation, method), self._clock.now(), seconds)

    def _check(self, key: Key, now: datetime) -> None:
        left = (self._not_before.get(key, now) - now).total_seconds()
        if left > 0:
            raise ProviderUnavailable("Slack must not be called yet", left)

    def _keep(self, key: Key, now: datetime, seconds: float) -> None:
        until = now + timedelta(seconds=seconds)
        # another thread may have been told of a longer wait
        self._not_before[key] = max(until, self._not_before.get(key, until))
        if len(self._not_before) > self._most:
            self._forget(now)

    def _forget(self, now: datetime) -> None:
        """What is over; and if that is not enough, the half that is over first."""
        ahead = {key: until for key, until in self._not_before.items() if until > now}
        if len(ahead) > self._most:
            last = sorted(ahead, key=lambda key: ahead[key])[len(ahead) // 2 :]
            ahead = {key: ahead[key] for key in last}
        self._not_before = ahead
