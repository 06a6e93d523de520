"""A chat whose wire is a list: it says what it is told, and fails as it is told to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any

from attrs import define, field, fields_dict

from tt_integrations.domain.errors import IntegrationError, NotConnected
from tt_integrations.domain.model.chat import (
    Access,
    Announcing,
    MessageRef,
    Notice,
    Workspace,
)


def at_liberty() -> bool:
    return False


def nothing() -> None:
    return None


@define
class Parrot:
    """`in_transaction` tells whether one is open: no call may be made then. `fails` are raised by the next calls,
    None among them standing for one that works. `meanwhile` is what others do during each call."""

    in_transaction: Callable[[], bool] = at_liberty
    posted: list[tuple[str, Notice]] = field(factory=list)
    edited: list[tuple[MessageRef, Notice]] = field(factory=list)
    tokens: list[str] = field(factory=list)
    fails: list[IntegrationError | None] = field(factory=list)
    deleted: set[str] = field(factory=set)
    meanwhile: Callable[[], object] = nothing

    def announcing(self, settings: Mapping[str, object]) -> Announcing:
        """The settings are called as the fields are, but for the channel and the time."""
        known: dict[str, Any] = {k: v for k, v in settings.items() if k in fields_dict(Announcing)}
        channel, at = settings.get("channel_id"), settings.get("at")
        known["channel"] = channel if isinstance(channel, str) else None
        return Announcing(**known, summary_at=time.fromisoformat(str(at)) if at else time(18))

    def workspace(self, access: Access) -> Workspace:
        self._called(access)
        return Workspace("T9", "Nine", "B9")

    def check_channel(self, access: Access, channel: str) -> str:
        self._called(access)
        return f"id of {channel}"

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
        if self.fails and (error := self.fails.pop(0)):
            raise error
