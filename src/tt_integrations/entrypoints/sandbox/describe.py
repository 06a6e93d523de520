"""All that an outside program needs to drive a running sandbox, as JSON values."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from tt_integrations.adapters.providers import discover
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
        "slack": _slack(base, secrets),
        "github": _github(base, secrets),
        "google": _google(base),
        "people": _people(engine, secrets),
        "projects": _projects(engine),
        "connections": [_connection(base, secrets, row) for row in _connections(engine)],
    }


def _slack(base: str, secrets: SandboxSecrets) -> dict[str, str]:
    return {
        "team_id": TEAM,
        "app_id": APP,
        "signing_secret": secrets.signing_secret,
        "channel_id": CHANNEL,
        "events_url": f"{base}/api/integrations/slack/events",
    }


def _github(base: str, secrets: SandboxSecrets) -> dict[str, str]:
    return {
        "login": LOGIN,
        "token": secrets.github_token,
        "repository": REPOSITORY,
        "webhook_url": f"{base}/api/integrations/github/webhook",
    }


def _google(base: str) -> dict[str, str]:
    return {
        "email": EMAIL,
        "calendar_id": CALENDAR,
        "connect_url": f"{base}/integrations/google/connect",
        "push_url": f"{base}/api/integrations/google/push",
    }


def _people(engine: sa.Engine, secrets: SandboxSecrets) -> list[dict[str, Any]]:
    return [
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
    ]


def _connection(base: str, secrets: SandboxSecrets, row: dict[str, Any]) -> dict[str, Any]:
    """The secret is known of those to the fake Slack alone; the service made the others."""
    name = next(p.name for p in discover().values() if p.key == row["provider"])
    ours = {"signing_secret": secrets.signing_secret} if name == "slack" else {}
    return {**row, **ours, "webhook_url": f"{base}/webhooks/{name}/{row['key']}"}


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
