"""All that the fake remembers, behind one lock."""

from __future__ import annotations

import threading
from itertools import count

from attrs import define, field

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.slack.fake.app import App
from tt_integrations.adapters.providers.slack.fake.deliveries import Delivery, QueuedEvent
from tt_integrations.adapters.providers.slack.fake.grants import Code, Holder, Refresh, Token
from tt_integrations.adapters.providers.slack.fake.messages import Ephemeral, Message, Scheduled
from tt_integrations.adapters.providers.slack.fake.places import Channel, Team, User
from tt_integrations.adapters.providers.slack.fake.tickets import ResponseUrl, Trigger
from tt_integrations.adapters.providers.slack.fake.view import View


@define
class Memory:
    """Take `lock` around every reading and writing, and let go of it before calling out.

    `base`: scheme and host under which the fake can be reached, for the addresses it hands out.
    """

    clock: ProviderClock
    app: App
    base: str
    team_id: str
    lock: threading.RLock = field(factory=threading.RLock)
    teams: dict[str, Team] = field(factory=dict)
    users: dict[str, User] = field(factory=dict)
    channels: dict[str, Channel] = field(factory=dict)
    messages: list[Message] = field(factory=list)
    ephemerals: list[Ephemeral] = field(factory=list)
    scheduled: list[Scheduled] = field(factory=list)
    views: dict[str, View] = field(factory=dict)
    tokens: dict[str, Token] = field(factory=dict)
    refreshes: dict[str, Refresh] = field(factory=dict)
    granted: dict[Holder, tuple[str, ...]] = field(factory=dict)
    codes: dict[str, Code] = field(factory=dict)
    triggers: dict[str, Trigger] = field(factory=dict)
    response_urls: dict[str, ResponseUrl] = field(factory=dict)
    events: dict[str, QueuedEvent] = field(factory=dict)
    deliveries: list[Delivery] = field(factory=list)
    _numbers: count[int] = field(factory=lambda: count(1))

    def number(self) -> int:
        """A number that was never given before."""
        return next(self._numbers)

    def new_id(self, prefix: str) -> str:
        return f"{prefix}0FAKE{self.number():05d}"

    def new_ts(self) -> str:
        """Seconds since 1970 and a running number, as the identity of a message."""
        return f"{int(self.clock.timestamp())}.{self.number():06d}"
