"""Handing out trigger ids and response URLs with what is sent to us. Hold the lock."""

from __future__ import annotations

import secrets

from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.places import User
from tt_integrations.adapters.providers.slack.fake.tickets import ResponseUrl, Trigger


def issue_trigger(memory: Memory, user: User) -> str:
    """A fresh trigger id, in the three dotted parts of the real ones."""
    value = f"{memory.number()}.{int(memory.clock.timestamp())}.{secrets.token_hex(16)}"
    memory.triggers[value] = Trigger(value, user.team_id, user.id, memory.clock.timestamp())
    return value


def issue_response_url(
    memory: Memory, user: User, channel: str, kind: str, message_ts: str | None = None
) -> str:
    """A fresh address below `/commands` or `/actions`, by `kind`."""
    path = f"/{kind}/{user.team_id}/{memory.number()}/{secrets.token_urlsafe(18)}"
    memory.response_urls[path] = ResponseUrl(
        path, user.team_id, channel, user.id, memory.clock.timestamp(), message_ts
    )
    return memory.base + path
