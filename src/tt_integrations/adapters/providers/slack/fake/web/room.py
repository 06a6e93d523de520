"""Where a caller may speak.

Source: docs.slack.dev, reference/methods/chat.postMessage, "Channels" and "Errors".
"""

from __future__ import annotations

from tt_integrations.adapters.providers.slack.fake.directory import (
    direct_channel,
    find_channel,
    find_user,
)
from tt_integrations.adapters.providers.slack.fake.places import Channel
from tt_integrations.adapters.providers.slack.fake.refusal import Refused
from tt_integrations.adapters.providers.slack.fake.web.method import Caller


def visible(caller: Caller, called: str) -> Channel:
    """A channel the caller can know of. Raises Refused for others as if there were none."""
    channel = find_channel(caller.memory, caller.team.id, called)
    if channel is None or (channel.kind != "public" and not caller.is_in(channel)):
        raise Refused("channel_not_found")
    return channel


def open_to(caller: Caller, called: str) -> Channel:
    """Where the caller may post: a channel, or for a user's id the direct channel with that user."""
    user = find_user(caller.memory, caller.team.id, called) if called[:1] in ("U", "W") else None
    if user is not None and user.id == called:
        return direct_channel(caller.memory, caller.user.id, user)
    channel = visible(caller, called)
    if channel.archived:
        raise Refused("is_archived")
    if not caller.is_in(channel) and not caller.has("chat:write.public"):
        raise Refused("not_in_channel")
    return channel
