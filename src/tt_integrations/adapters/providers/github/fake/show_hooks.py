"""Hooks as JSON (schema hook of GitHub's OpenAPI description)."""

from __future__ import annotations

from typing import Any

from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import Hook
from tt_integrations.adapters.providers.github.fake.show_people import moment

Json = dict[str, Any]
KINDS = {"repository": "Repository", "organization": "Organization", "integration": "App"}


def hook(it: Hook, memory: Memory) -> Json:
    url = f"{_owner_url(it, memory)}/hooks/{it.id}"
    shown: Json = {
        "type": KINDS[it.target_type],
        "id": it.id,
        "name": "web",
        "active": it.active,
        "events": list(it.events),
        "config": _config(it),
        "created_at": moment(it.created_at),
        "updated_at": moment(it.updated_at),
        "url": url,
        "ping_url": f"{url}/pings",
        "deliveries_url": f"{url}/deliveries",
        "last_response": dict(it.last_response),
    }
    if it.target_type == "repository":
        shown["test_url"] = f"{url}/test"
    return shown


def _config(it: Hook) -> Json:
    """The secret is never told, only that there is one."""
    shown = {"url": it.url, "content_type": it.content_type, "insecure_ssl": it.insecure_ssl}
    return {**shown, "secret": "********"} if it.secret else shown


def _owner_url(it: Hook, memory: Memory) -> str:
    match it.target_type:
        case "repository":
            return memory.links.repository(memory.repositories[it.target_id].full_name)
        case "organization":
            login = next(user.login for user in memory.users.values() if user.id == it.target_id)
            return f"{memory.links.api}/orgs/{login}"
        case _:
            return f"{memory.links.api}/app"
