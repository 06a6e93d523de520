"""Views and their stacks: showing, changing, closing. Hold the lock."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.refusal import Refused
from tt_integrations.adapters.providers.slack.fake.view import View

STACK = 3
Payload = Mapping[str, Any]


def show(memory: Memory, team_id: str, user_id: str, payload: Payload) -> View:
    """A modal at the bottom of a new stack, or a Home tab."""
    _check_external(memory, team_id, payload)
    view_id = memory.new_id("V")
    shown = View(view_id, team_id, user_id, payload, _hash(memory), root=view_id)
    memory.views[view_id] = shown
    return shown


def push(memory: Memory, below: View, payload: Payload) -> View:
    """Raises Refused for a fourth view on a stack."""
    if len(stack(memory, below)) >= STACK:
        raise Refused("push_limit_reached")
    pushed = show(memory, below.team_id, below.user_id, payload)
    pushed.root, pushed.previous = below.root, below.id
    return pushed


def change(memory: Memory, view: View, payload: Payload, known_hash: str | None = None) -> None:
    """Raises Refused for a hash that is not the current one."""
    if known_hash is not None and known_hash != view.hash:
        raise Refused("hash_conflict")
    if payload.get("external_id") != view.payload.get("external_id"):
        _check_external(memory, view.team_id, payload)
    view.payload, view.hash = payload, _hash(memory)


def close(memory: Memory, view: View, *, whole_stack: bool = False) -> None:
    for one in stack(memory, view):
        if whole_stack or one is view:
            one.closed = True


def stack(memory: Memory, view: View) -> list[View]:
    """The open views of a stack, bottom first."""
    return [one for one in memory.views.values() if one.root == view.root and not one.closed]


def home(memory: Memory, team_id: str, user_id: str) -> View | None:
    """The published Home tab of a user."""
    mine = (v for v in memory.views.values() if (v.team_id, v.user_id) == (team_id, user_id))
    return next((view for view in mine if view.type == "home"), None)


def _hash(memory: Memory) -> str:
    return f"{int(memory.clock.timestamp())}.{secrets.token_hex(4)}"


def _check_external(memory: Memory, team_id: str, payload: Payload) -> None:
    wanted = payload.get("external_id")
    for view in memory.views.values():
        if wanted and not view.closed and (view.team_id, view.external_id) == (team_id, wanted):
            raise Refused("duplicate_external_id")
