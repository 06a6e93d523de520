"""chat.postMessage, chat.update, chat.postEphemeral.

Source: docs.slack.dev, reference/methods.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from tt_integrations.adapters.providers.slack.fake.messages import Content, Ephemeral, Message
from tt_integrations.adapters.providers.slack.fake.refusal import Refused
from tt_integrations.adapters.providers.slack.fake.web import content
from tt_integrations.adapters.providers.slack.fake.web.limits import TIER_3, TIER_4
from tt_integrations.adapters.providers.slack.fake.web.method import Arguments, Caller, Method
from tt_integrations.adapters.providers.slack.fake.web.parameters import TEXT
from tt_integrations.adapters.providers.slack.fake.web.rendering import content_json, message_json
from tt_integrations.adapters.providers.slack.fake.web.room import open_to, visible

PER_SECOND = 1


def written(caller: Caller, channel: str, said: Content) -> Message:
    """A message of the caller's, now."""
    bot_id = caller.team.bot_id if caller.is_bot else None
    return Message(channel, caller.memory.new_ts(), caller.user.id, said, bot_id)


def post(caller: Caller, arguments: Arguments) -> dict[str, Any]:
    channel = open_to(caller, arguments["channel"])
    said, warnings = content.read(arguments)
    caller.limits.allow(("posts", channel.id), PER_SECOND, 1.0)
    message = written(caller, channel.id, said)
    caller.memory.messages.append(message)
    shown = message_json(caller.memory, message)
    return {"channel": channel.id, "ts": message.ts, "message": shown, "warnings": warnings}


def update(caller: Caller, arguments: Arguments) -> dict[str, Any]:
    channel = visible(caller, arguments["channel"])
    memory = caller.memory
    ours = {(m.channel, m.ts): place for place, m in enumerate(memory.messages)}
    place = ours.get((channel.id, arguments["ts"]))
    if place is None:
        raise Refused("message_not_found")
    before = memory.messages[place]
    if before.user != caller.user.id:
        raise Refused("cant_update_message")
    said = evolve(content.read_short(arguments), thread_ts=before.content.thread_ts)
    after = evolve(before, content=said, edited_at=memory.new_ts())
    memory.messages[place] = after
    return {
        "channel": channel.id,
        "ts": after.ts,
        "text": after.text,
        "message": message_json(memory, after),
    }


def post_ephemeral(caller: Caller, arguments: Arguments) -> dict[str, Any]:
    channel = open_to(caller, arguments["channel"])
    user = caller.memory.users.get(arguments["user"])
    if user is None or user.team_id != caller.team.id:
        raise Refused("user_not_found")
    if channel.kind != "public" and user.id not in channel.members:
        raise Refused("user_not_in_channel")
    said = content.read_short(arguments)
    ts = caller.memory.new_ts()
    caller.memory.ephemerals.append(Ephemeral(channel.id, ts, user.id, said))
    return {"message_ts": ts}


def shown_draft(caller: Caller, said: Content) -> dict[str, Any]:
    """A message that is not posted yet, as chat.scheduleMessage shows it."""
    return {
        "type": "delayed_message",
        "user": caller.user.id,
        "team": caller.team.id,
        "bot_id": caller.team.bot_id,
        "app_id": caller.memory.app.id,
        **content_json(said),
    }


METHODS: Mapping[str, Method] = {
    "chat.postMessage": Method(
        post, {"channel": TEXT, **content.CONTENT}, ("channel",), ("chat:write",)
    ),
    "chat.update": Method(
        update,
        {"channel": TEXT, "ts": TEXT, **content.CONTENT},
        ("channel", "ts"),
        ("chat:write",),
        per_minute=TIER_3,
    ),
    "chat.postEphemeral": Method(
        post_ephemeral,
        {"channel": TEXT, "user": TEXT, **content.CONTENT},
        ("channel", "user"),
        ("chat:write",),
        per_minute=TIER_4,
    ),
}
