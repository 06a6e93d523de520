"""All that an outside program needs to drive a running sandbox, as JSON values."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tt_integrations.adapters.sql.host_tables import integrations, projects
from tt_integrations.adapters.sql.own_tables import state
from tt_integrations.entrypoints.sandbox.beside import Beside
from tt_integrations.entrypoints.sandbox.folder import SandboxSecrets
from tt_integrations.entrypoints.sandbox.github import LOGIN, REPOSITORY
from tt_integrations.entrypoints.sandbox.google import CALENDAR, EMAIL
from tt_integrations.entrypoints.sandbox.seed import APP, CHANNEL, TEAM, people
from tt_integrations.entrypoints.settings import Settings


def describe(
    engine: sa.Engine, settings: Settings, fakes: Beside, secrets: SandboxSecrets
) -> dict[str, Any]:
    """Addresses, people with their tokens, projects, and connections with their secrets."""
    base = settings.public_address
    return {
        "base_url": base,
        "slack_url": fakes.slack_url,
        "github_url": fakes.github_url,
        "google_url": fakes.google_url,
        "database_url": settings.database,
        "slack": {
            "team_id": TEAM,
            "app_id": APP,
            "signing_secret": secrets.signing_secret,
            "channel_id": CHANNEL,
            "events_url": f"{base}/api/integrations/slack/events",
        },
        "github": {
            "login": LOGIN,
            "token": secrets.github_token,
            "repository": REPOSITORY,
            "webhook_url": f"{base}/api/integrations/github/webhook",
        },
        "google": {
            "email": EMAIL,
            "calendar_id": CALENDAR,
            "connect_url": f"{base}/integrations/google/connect",
            "push_url": f"{base}/api/integrations/google/push",
        },
        "people": [
            {
                "id": person,
                "username": sample.username,
                "name": sample.full_name,
                "role": "admin" if sample.admin else "user",
                "timezone": sample.zone,
                "token": secrets.tokens[sample.username],
                "password": secrets.passwords[sample.username],
                "slack_user_id": sample.slack_user,
                "slack_linked": sample.linked,
            }
            for person, sample in people(engine).items()
        ],
        "projects": _projects(engine),
        "connections": [
            {
                **connection,
                "signing_secret": secrets.signing_secret,
                "webhook_url": f"{base}/webhooks/slack/{connection['key']}",
            }
            for connection in _connections(engine)
        ],
    }


def _projects(engine: sa.Engine) -> list[dict[str, Any]]:
    columns = (projects.c.id, projects.c.name, projects.c.created_by)
    with engine.connect() as connection:
        rows = connection.execute(sa.select(*columns).order_by(projects.c.id))
        return [dict(row) for row in rows.mappings()]


def _connections(engine: sa.Engine) -> list[dict[str, Any]]:
    columns = (
        integrations.c.id,
        integrations.c.provider,
        integrations.c.user_id.label("person_id"),
        state.c.key,
    )
    with engine.connect() as connection:
        rows = connection.execute(sa.select(*columns).join(state).order_by(integrations.c.id))
        return [dict(row) for row in rows.mappings()]
