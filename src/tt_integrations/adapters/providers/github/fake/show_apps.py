"""Apps and installations as JSON (schema integration; installation as in GitHub's webhooks)."""

from __future__ import annotations

from typing import Any

from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import App, Installation
from tt_integrations.adapters.providers.github.fake.show_people import (
    moment,
    moment_or_null,
    node_id,
    simple_user,
)

Json = dict[str, Any]


def integration(app: App, memory: Memory) -> Json:
    page = f"{memory.links.web}/apps/{app.slug}"
    return {
        "id": app.id,
        "client_id": app.client_id,
        "slug": app.slug,
        "node_id": node_id("App", app.id),
        "owner": simple_user(memory.user(app.owner), memory.links),
        "name": app.slug,
        "description": None,
        "external_url": page,
        "html_url": page,
        "created_at": moment(app.created_at),
        "updated_at": moment(app.created_at),
        "permissions": dict(app.permissions),
        "events": list(app.events),
        "installations_count": sum(i.app_id == app.id for i in memory.installations.values()),
    }


def installation(it: Installation, memory: Memory) -> Json:
    app, account = memory.apps[it.app_id], memory.user(it.account)
    url = f"{memory.links.api}/app/installations/{it.id}"
    return {
        "id": it.id,
        "account": simple_user(account, memory.links),
        "repository_selection": "all" if it.repositories is None else "selected",
        "access_tokens_url": f"{url}/access_tokens",
        "repositories_url": f"{memory.links.api}/installation/repositories",
        "html_url": f"{memory.links.web}/settings/installations/{it.id}",
        "app_id": app.id,
        "app_slug": app.slug,
        "client_id": app.client_id,
        "target_id": account.id,
        "target_type": account.type,
        "permissions": dict(app.permissions),
        "events": list(app.events),
        "created_at": moment(it.created_at),
        "updated_at": moment(it.created_at),
        "single_file_name": None,
        "suspended_at": moment_or_null(it.suspended_at),
        "suspended_by": None,
    }
