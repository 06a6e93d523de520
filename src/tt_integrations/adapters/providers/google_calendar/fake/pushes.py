"""Channels and what is sent through them.

Source: developers.google.com, calendar guides/push.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

from attrs import define, field, frozen

from tt_integrations.adapters.fakes.callback import Call, NoAnswer, call_over_http
from tt_integrations.adapters.fakes.http import Response

AGENT = "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)"
STEPS = (2, 5, 3)
"""Message numbers grow, and not by one."""
RETRIED = 500


@define
class Channel:
    """An open channel. `address`: where it calls; `uri`: what it watches."""

    id: str
    calendar: str
    email: str
    address: str
    token: str | None
    uri: str
    resource_id: str
    expires: datetime
    number: int = 0
    sent: int = 0

    def push(self, state: str) -> Push:
        self.number += STEPS[self.sent % len(STEPS)] if self.sent else 1
        self.sent += 1
        headers = {
            "Content-Type": "application/json; utf-8",
            "User-Agent": AGENT,
            "X-Goog-Channel-ID": self.id,
            "X-Goog-Channel-Expiration": format_datetime(self.expires.astimezone(UTC), usegmt=True),
            "X-Goog-Resource-ID": self.resource_id,
            "X-Goog-Resource-URI": self.uri,
            "X-Goog-Resource-State": state,
            "X-Goog-Message-Number": str(self.number),
        }
        if self.token:
            headers["X-Goog-Channel-Token"] = self.token
        return Push(self.address, headers)


@frozen
class Push:
    address: str
    headers: Mapping[str, str]


@frozen
class Delivery:
    """`answer`: None while it is held back or when it was lost."""

    push: Push
    answer: Response | NoAnswer | None
    lost: bool = False


@define
class Courier:
    """Delivers at once unless `holding`; the next `losing` pushes never arrive."""

    call: Call = call_over_http
    holding: bool = False
    losing: int = 0
    held: list[Push] = field(factory=list)
    log: list[Delivery] = field(factory=list)
    _lock: threading.Lock = field(factory=threading.Lock)

    def take(self, pushes: list[Push]) -> None:
        with self._lock:
            if self.holding:
                self.held += pushes
                return
        for push in pushes:
            self._deliver(push)

    def release(self) -> int:
        """Deliver what was held back; from now on pushes leave at once."""
        with self._lock:
            self.holding = False
            waiting, self.held = self.held, []
        for push in waiting:
            self._deliver(push)
        return len(waiting)

    def retry(self) -> int:
        """Send again what was answered with 5xx or not at all."""
        with self._lock:
            failed = [one for one in self.log if _to_retry(one.answer)]
            self.log = [one for one in self.log if one not in failed]
        for one in failed:
            self._deliver(one.push)
        return len(failed)

    def _deliver(self, push: Push) -> None:
        with self._lock:
            lost = self.losing > 0
            self.losing -= lost
        answer = None if lost else self.call(push.address, push.headers, b"")
        with self._lock:
            self.log.append(Delivery(push, answer, lost))


def _to_retry(answer: Response | NoAnswer | None) -> bool:
    return isinstance(answer, NoAnswer) or (answer is not None and answer.status >= RETRIED)
