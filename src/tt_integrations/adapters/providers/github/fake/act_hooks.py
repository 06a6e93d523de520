"""Hooks that somebody sets up in the browser: of a repository or of an organization."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict, Unpack

from tt_integrations.adapters.providers.github.fake.events import ping
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import Hook


class HookFields(TypedDict, total=False):
    """`content_type` is "json" or "form", which is the default."""

    events: Iterable[str]
    secret: str | None
    content_type: str
    insecure_ssl: str
    active: bool


def add_hook(memory: Memory, repo: str, url: str, **fields: Unpack[HookFields]) -> Hook:
    """Raises ValueError for an unknown repository or field."""
    inside = memory.repository(repo)
    return create(memory, ("repository", inside.id), url, dict(fields), inside.owner)


def add_organization_hook(
    memory: Memory, organization: str, url: str, **fields: Unpack[HookFields]
) -> Hook:
    """It hears of all repositories of the organization, in events that share a GUID with theirs."""
    owner = memory.user(organization)
    return create(memory, ("organization", owner.id), url, dict(fields), owner.login)


def create(
    memory: Memory, target: tuple[str, int], url: str, fields: dict[str, Any], by: str
) -> Hook:
    """A hook is pinged on its creation."""
    unknown = set(fields) - set(HookFields.__annotations__)
    if unknown:
        raise ValueError(f"a hook has no {', '.join(sorted(unknown))}")
    known = {**fields, "events": tuple(fields.get("events", ("push",)))}
    now = memory.now()
    hook = Hook(memory.new_id(), target[0], target[1], url, now, now, **known)
    memory.hooks[hook.id] = hook
    ping(memory, hook, by)
    return hook
