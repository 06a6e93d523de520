"""What the use cases ask of a provider that people talk in. Never called inside a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from tt_integrations.domain.model.chat import Access, Announcing, MessageRef, Notice


class Chat(Protocol):
    """Beside what each method says, all but `announcing` raise ProviderUnavailable (with `retry_after` in seconds
    where it is known; the call was not carried out), ProviderRefused (the token is no good any more, and which that was),
    PermissionMissing, MalformedPayload, and OutcomeUnknown where a call may have been carried out."""

    def announcing(self, settings: Mapping[str, object]) -> Announcing:
        """What saved settings ask for. Pure, and total: what is missing or wrong is as by default."""
        ...

    def post(self, access: Access, channel: str, notice: Notice) -> MessageRef:
        """Say it in the channel. Raises InvalidSettings, in words, when the channel is not one we can post to."""
        ...

    def edit(self, access: Access, message: MessageRef, notice: Notice) -> None:
        """Let the message say that instead. May be repeated. Raises NotConnected when it is not there any more."""
        ...
