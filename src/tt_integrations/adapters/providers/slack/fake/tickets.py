"""Short-lived permissions that travel with a command or a click: trigger ids and response URLs.

Source: docs.slack.dev, interactivity/handling-user-interaction.
"""

from __future__ import annotations

from attrs import define

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60
RESPONSES = 5


@define
class Trigger:
    """`issued_at` is in seconds since 1970."""

    id: str
    team_id: str
    user_id: str
    issued_at: float
    used: bool = False

    def expired(self, now: float) -> bool:
        return now - self.issued_at > TRIGGER_SECONDS


@define
class ResponseUrl:
    """`message_ts` names the message that was clicked, if it was a message's button."""

    path: str
    team_id: str
    channel: str
    user: str
    issued_at: float
    message_ts: str | None = None
    posts: int = 0

    def expired(self, now: float) -> bool:
        return now - self.issued_at > RESPONSE_SECONDS

    @property
    def used_up(self) -> bool:
        return self.posts >= RESPONSES
