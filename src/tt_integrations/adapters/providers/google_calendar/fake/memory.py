"""All that the fake remembers, and the one lock around it."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from attrs import define, field

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.google_calendar.fake.accounts import Account, Client
from tt_integrations.adapters.providers.google_calendar.fake.calendars import Calendar
from tt_integrations.adapters.providers.google_calendar.fake.cursors import Cursors
from tt_integrations.adapters.providers.google_calendar.fake.pushes import Channel, Courier, Push
from tt_integrations.adapters.providers.google_calendar.fake.tokens import Tokens


@define
class Settings:
    """What a test may set: how far the fake looks, and how strict it is.

    `reach`: how far ahead endless series are expanded without timeMax; `changes_kept`: how old updatedMin may be;
    `testing`: the consent screen is in testing, so refresh tokens die after seven days;
    `http_on_loopback`: channels may call http addresses of this machine.
    """

    reach: timedelta = timedelta(days=730)
    changes_kept: timedelta = timedelta(days=28)
    testing: bool = False
    http_on_loopback: bool = True


@define
class Memory:
    clock: ProviderClock
    courier: Courier = field(factory=Courier)
    settings: Settings = field(factory=Settings)
    accounts: dict[str, Account] = field(factory=dict)
    clients: dict[str, Client] = field(factory=dict)
    tokens: Tokens = field(factory=Tokens)
    calendars: dict[str, Calendar] = field(factory=dict)
    cursors: Cursors = field(factory=Cursors)
    channels: dict[str, Channel] = field(factory=dict)
    mails: list[dict[str, Any]] = field(factory=list)
    outbox: list[Push] = field(factory=list)
    _made: int = 0
    _lock: threading.RLock = field(factory=threading.RLock)

    @contextmanager
    def turn(self) -> Iterator[datetime]:
        """Hold the memory and know the time; what is to be pushed leaves when the memory is free again."""
        leaving: list[Push] = []
        with self._lock:
            yield self.clock.now()
            leaving, self.outbox = self.outbox, leaving
        self.courier.take(leaving)

    def next_number(self) -> int:
        self._made += 1
        return self._made

    def new_event_id(self) -> str:
        """26 characters of base32hex, as Google makes them; the same in every run."""
        digest = hashlib.sha256(f"event {self.next_number()}".encode()).digest()
        return base64.b32hexencode(digest).decode().lower()[:26]

    def new_etag(self) -> str:
        return f'"{3_400_000_000_000_000 + 2 * self.next_number()}"'
