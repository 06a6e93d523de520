"""The end of what was granted, with the events Slack owes the app. Hold the lock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tt_integrations.adapters.providers.slack.fake.grants import Holder
from tt_integrations.adapters.providers.slack.fake.oauth.tokens import Tokens
from tt_integrations.adapters.providers.slack.fake.queueing import queue_event

ENDINGS = ("app_uninstalled", "tokens_revoked")


def end_installation(tokens: Tokens, team_id: str, order: tuple[str, ...] = ENDINGS) -> list[str]:
    """End every token of a team and queue both events in `order`; gives the event ids.

    Nothing is queued for an app without an address for events. Raises ValueError for another event's name.
    """
    if unknown := set(order) - set(ENDINGS):
        raise ValueError(f"no event {unknown.pop()!r} at the end of an installation")
    holders = tokens.holders(team_id)
    for holder in holders:
        tokens.end(holder)
    events = {"app_uninstalled": {"type": "app_uninstalled"}, "tokens_revoked": _revoked(holders)}
    if tokens.memory.app.events_url is None:
        return []
    return [queue_event(tokens.memory, events[name], team_id) for name in order]


def end_holder(tokens: Tokens, holder: Holder) -> None:
    """End what one person granted, and queue tokens_revoked for it."""
    tokens.end(holder)
    if tokens.memory.app.events_url is not None:
        queue_event(tokens.memory, _revoked([holder]), holder.team_id)


def _revoked(holders: list[Holder]) -> Mapping[str, Any]:
    dead = {
        "oauth": [holder.user_id for holder in holders if holder.kind == "user"],
        "bot": [holder.user_id for holder in holders if holder.kind == "bot"],
    }
    return {"type": "tokens_revoked", "tokens": dead}
