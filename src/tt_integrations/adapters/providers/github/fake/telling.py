"""What the fake remembers, as JSON values for a page or a program to show. Secrets of hooks and tokens are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import attrs

from tt_integrations.adapters.providers.github.fake import show_comments, show_hooks, show_issues
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.on_deliveries import item
from tt_integrations.adapters.providers.github.fake.show_repositories import short_repository

CONTROLS = (
    "hold_deliveries",
    "release_deliveries",
    "lose_deliveries",
    "repeat_deliveries",
    "set_rate_limit",
    "settle",
)
"""What else the control surface may call, beside that which people do."""


def as_json(value: Any) -> Any:
    """The result of an action: a noun becomes an object of its fields, a moment ISO 8601."""
    match value:
        case datetime():
            return value.isoformat()
        case Mapping():
            return {str(key): as_json(each) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [as_json(each) for each in value]
        case _ if attrs.has(type(value)):
            return {f.name: as_json(getattr(value, f.name)) for f in attrs.fields(type(value))}
        case _:
            return value


def actions(fake: object, names: Iterable[str]) -> dict[str, Callable[..., Any]]:
    """These methods of the fake and its controls, with results in JSON values; `serve` has a block to run in, and is none."""

    def action(name: str) -> Callable[..., Any]:
        return lambda **arguments: as_json(getattr(fake, name)(**arguments))

    return {name: action(name) for name in (*names, *CONTROLS) if name != "serve"}


def state(memory: Memory) -> dict[str, Any]:
    return {
        "users": [user.login for user in memory.users.values()],
        "repositories": [short_repository(repo) for repo in memory.repositories.values()],
        "issues": [show_issues.issue(it, memory) for it in memory.issues.values()],
        "comments": [show_comments.comment(it, memory) for it in memory.comments.values()],
        "hooks": [show_hooks.hook(it, memory) for it in memory.hooks.values()],
        "tokens": [{"kind": it.kind, "login": it.login} for it in memory.tokens.values()],
        "apps": [{"id": it.id, "slug": it.slug} for it in memory.apps.values()],
        "installations": [
            {"id": it.id, "app_id": it.app_id, "account": it.account}
            for it in memory.installations.values()
        ],
        "deliveries": [item(it) for it in memory.deliveries.values()],
    }
