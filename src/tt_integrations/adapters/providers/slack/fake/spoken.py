"""What an app says in answer to a command, and what its readers see of it.

Source: docs.slack.dev, interactivity/implementing-slash-commands, "Responding to commands".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tt_integrations.adapters.providers.slack.fake.deliveries import Reply
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.messages import Content, Ephemeral, Message
from tt_integrations.adapters.providers.slack.fake.tickets import ResponseUrl

IN_CHANNEL = "in_channel"


def payload_of(reply: Reply) -> dict[str, Any]:
    """The answer as a message payload: JSON as it is, anything else as text; an empty body says nothing."""
    body = reply.body.decode(errors="replace")
    if "json" in reply.header("content-type") or body.startswith("{"):
        try:
            read = json.loads(body)
        except ValueError:
            read = body
        if isinstance(read, dict):
            return read
    return {"text": body} if body else {}


def content_of(payload: Mapping[str, Any]) -> Content:
    return Content(
        str(payload.get("text") or ""),
        tuple(payload.get("blocks") or ()),
        tuple(payload.get("attachments") or ()),
        payload.get("thread_ts"),
        payload.get("metadata"),
    )


def speak(memory: Memory, place: ResponseUrl, payload: Mapping[str, Any]) -> None:
    """Show a payload where its command was typed or its button clicked. Hold the lock.

    Nobody's membership is asked: response URLs do not need the bot in the channel.
    """
    content = content_of(payload)
    if not (content.text or content.blocks or content.attachments):
        return
    ts = memory.new_ts()
    if payload.get("response_type") == IN_CHANNEL:
        bot = memory.teams[place.team_id]
        memory.messages.append(Message(place.channel, ts, bot.bot_user_id, content, bot.bot_id))
    else:
        memory.ephemerals.append(Ephemeral(place.channel, ts, place.user, content))
