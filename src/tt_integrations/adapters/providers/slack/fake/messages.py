"""What is said in a workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen


@frozen
class Content:
    """What a message consists of; `text` is in Slack's own markup."""

    text: str = ""
    blocks: Sequence[Mapping[str, Any]] = ()
    attachments: Sequence[Mapping[str, Any]] = ()
    thread_ts: str | None = None
    metadata: Mapping[str, Any] | None = None


@frozen
class Message:
    """`ts` is its identity within a channel: seconds since 1970 with six decimals, as a string.

    `bot_id` is None for what people write. `edited_at` is the `ts` of the last change.
    """

    channel: str
    ts: str
    user: str
    content: Content = field(factory=Content)
    bot_id: str | None = None
    edited_at: str | None = None

    @property
    def text(self) -> str:
        return self.content.text

    @property
    def blocks(self) -> Sequence[Mapping[str, Any]]:
        return self.content.blocks


@frozen
class Ephemeral:
    """A message that only `user` sees, and that no method can read back."""

    channel: str
    ts: str
    user: str
    content: Content = field(factory=Content)

    @property
    def text(self) -> str:
        return self.content.text

    @property
    def blocks(self) -> Sequence[Mapping[str, Any]]:
        return self.content.blocks


@frozen
class Scheduled:
    """`post_at` is in seconds since 1970."""

    id: str
    post_at: int
    message: Message
