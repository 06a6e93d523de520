"""A chat whose wire is a list: it says what it is told, and fails as it is told to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from attrs import define, field, fields_dict

from tt_integrations.domain.errors import IntegrationError, NotConnected, ProviderRefused
from tt_integrations.domain.model.chat import (
    Access,
    Announcing,
    MessageRef,
    Notice,
    TestNotice,
)
from tt_integrations.domain.model.connection import Changes
from tt_integrations.domain.model.grants import Learnt


def at_liberty() -> bool:
    return False


def nothing() -> None:
    return None


def _channel(changes: Changes, stored: Mapping[str, object]) -> str | None:
    channel = changes.settings.get("channel_id")
    known = "bot_token" not in changes.secrets and channel == stored.get("channel_id")
    return channel if isinstance(channel, str) and not known else None


@define
class Parrot:
    """An account as well. `in_transaction` tells whether one is open: no call may be made then. `fails` are raised by the next calls,
    None among them standing for one that works. `meanwhile` is what others do during each call. `dead` are the tokens that
    are no good any more."""

    in_transaction: Callable[[], bool] = at_liberty
    posted: list[tuple[str, Notice]] = field(factory=list)
    edited: list[tuple[MessageRef, Notice]] = field(factory=list)
    tokens: list[str] = field(factory=list)
    fails: list[IntegrationError | None] = field(factory=list)
    deleted: set[str] = field(factory=set)
    meanwhile: Callable[[], object] = nothing
    dead: set[str] = field(factory=set)
    learns: Learnt | None = None

    def announcing(self, settings: Mapping[str, object]) -> Announcing:
        """The settings are called as the fields are, but for the channel and the time."""
        known: dict[str, Any] = {k: v for k, v in settings.items() if k in fields_dict(Announcing)}
        channel, at = settings.get("channel_id"), settings.get("at")
        known["channel"] = channel if isinstance(channel, str) else None
        return Announcing(**known, summary_at=time.fromisoformat(str(at)) if at else time(18))

    def asks(self, changes: Changes, stored: Mapping[str, object]) -> bool:
        return "bot_token" in changes.secrets or _channel(changes, stored) is not None

    def learn(
        self, access: Access | None, changes: Changes, stored: Mapping[str, object]
    ) -> Learnt:
        if access is None or self.learns:
            return self.learns or Learnt()
        learnt: dict[str, object] = {}
        if "bot_token" in changes.secrets:
            self._called(access)
            learnt = {"team_id": "T9"}
        if channel := _channel(changes, stored):
            self._called(access)
            learnt["channel_id"] = f"id of {channel}"
        return Learnt(learnt)

    def try_out(self, access: Access, settings: Mapping[str, object]) -> str:
        channel = self.announcing(settings).channel
        if channel is None:
            self._called(access)
            return "listened"
        self.post(access, channel, TestNotice())
        return "spoke"

    def post(self, access: Access, channel: str, notice: Notice) -> MessageRef:
        self._called(access)
        self.posted.append((channel, notice))
        return MessageRef(channel, str(len(self.posted)))

    def edit(self, access: Access, message: MessageRef, notice: Notice) -> None:
        self._called(access)
        if message.id in self.deleted:
            raise NotConnected("it is not there any more")
        self.edited.append((message, notice))

    def _called(self, access: Access) -> None:
        assert not self.in_transaction(), "a provider was called inside a transaction"
        self.tokens.append(access.token)
        self.meanwhile()
        if access.token in self.dead:
            raise ProviderRefused("the token is dead", access.sealed)
        if self.fails and (error := self.fails.pop(0)):
            raise error
