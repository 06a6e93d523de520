"""How typed text reaches an app.

Source: docs.slack.dev, messaging/formatting-message-text and interactivity/implementing-slash-commands.
"""

from __future__ import annotations

import re

from tt_integrations.adapters.providers.slack.fake.directory import find_channel, find_user
from tt_integrations.adapters.providers.slack.fake.memory import Memory

NAMED = re.compile(r"(?<!\S)([@#])([\w.-]+)")


def escaped(text: str) -> str:
    """The three characters of control sequences, the ampersand first."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed_text(memory: Memory, team_id: str, text: str) -> str:
    """Escaped text; with the app's `escapes_names`, known people and channels as `<@U…>` and `<#C…|name>`."""
    plain = escaped(text)
    if not memory.app.escapes_names:
        return plain
    return NAMED.sub(lambda match: _reference(memory, team_id, match), plain)


def _reference(memory: Memory, team_id: str, match: re.Match[str]) -> str:
    if match[1] == "@":
        user = find_user(memory, team_id, match[2])
        return f"<@{user.id}>" if user else match[0]
    channel = find_channel(memory, team_id, match[2])
    if channel is None:
        return match[0]
    return f"<#{channel.id}|{channel.name if channel.kind == 'public' else ''}>"
