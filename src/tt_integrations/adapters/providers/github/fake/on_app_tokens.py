"""Tokens for an app's installations over REST (GitHub docs, "Generating an installation access token")."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.github.fake.asking import Ask
from tt_integrations.adapters.providers.github.fake.nouns import App, Installation, Token
from tt_integrations.adapters.providers.github.fake.on_apps import app_of, selection
from tt_integrations.adapters.providers.github.fake.permits import RANKS
from tt_integrations.adapters.providers.github.fake.reading import (
    body_of,
    is_number,
    is_texts,
)
from tt_integrations.adapters.providers.github.fake.refusals import (
    forbidden,
    not_accessible,
    not_found,
    refusal,
    requires_authentication,
)
from tt_integrations.adapters.providers.github.fake.show_people import moment
from tt_integrations.adapters.providers.github.fake.show_repositories import repository

LIFE = timedelta(hours=1)


def create_token(ask: Ask) -> Response:
    """A token for an hour, for all that the installation may do or for a part of it."""
    app = app_of(ask)
    it = ask.memory.installations.get(ask.number("installation_id"))
    if it is None or it.app_id != app.id:
        raise not_found()
    if it.suspended_at:
        raise forbidden("This installation has been suspended")
    body = _body(ask)
    permissions = _permissions(app, body.get("permissions", {}))
    chosen = _repositories(ask, it, body)
    token = Token(
        text=_text(app),
        kind="installation",
        login=f"{app.slug}[bot]",
        permissions=permissions,
        repositories=chosen,
        installation_id=it.id,
        expires_at=ask.memory.now() + LIFE,
    )
    ask.memory.tokens[token.text] = token
    return json_response(_shown(ask, it, token), 201)


def revoke_token(ask: Ask) -> Response:
    """Ends the installation token that came with the request."""
    token = ask.caller.token
    if token is None or token.installation_id is None:
        raise (
            requires_authentication()
            if ask.caller.anonymous
            else not_accessible("", "metadata=read")
        )
    del ask.memory.tokens[token.text]
    return Response(204)


def _body(ask: Ask) -> dict[str, Any]:
    return body_of(
        ask,
        "Installation",
        {
            "repositories": is_texts,
            "repository_ids": lambda value: isinstance(value, list) and all(map(is_number, value)),
            "permissions": lambda value: (
                isinstance(value, dict)
                and all(isinstance(level, str) and level in RANKS for level in value.values())
            ),
        },
    )


def _permissions(app: App, wanted: Mapping[str, str]) -> Mapping[str, str]:
    """Raises Refused (422) for more than the app was given."""
    for name, level in wanted.items():
        if RANKS[level] > RANKS.get(app.permissions.get(name, ""), 0):
            raise refusal(422, "The permissions requested are not granted to this installation.")
    return wanted or app.permissions


def _repositories(ask: Ask, it: Installation, body: Mapping[str, Any]) -> frozenset[int] | None:
    """Names are without their owner. Raises Refused (422) for what the installation does not reach."""
    reach = ask.memory.installed_on(it)
    names = {name.lower() for name in body.get("repositories", ())}
    ids = set(body.get("repository_ids", ()))
    if not names and not ids:
        return None
    chosen = [repo for repo in reach if repo.name.lower() in names or repo.id in ids]
    known = {repo.name.lower() for repo in chosen} >= names and {r.id for r in chosen} >= ids
    if not known:
        message = "There is at least one repository that does not exist or is not accessible to the parent installation."
        raise refusal(422, message)
    return frozenset(repo.id for repo in chosen)


def _shown(ask: Ask, it: Installation, token: Token) -> dict[str, Any]:
    expires = moment(token.expires_at) if token.expires_at else ""
    payload: dict[str, Any] = {
        "token": token.text,
        "expires_at": expires,
        "permissions": dict(token.permissions),
        "repository_selection": selection(it.repositories, token.repositories),
    }
    if token.repositories is not None:
        chosen = [ask.memory.repositories[number] for number in sorted(token.repositories)]
        payload["repositories"] = [repository(repo, ask.memory) for repo in chosen]
    return payload


def _text(app: App) -> str:
    """40 characters, or the long form `ghs_APPID_JWT`, which is not for anybody but GitHub to read."""
    if not app.long_tokens:
        return f"ghs_{secrets.token_hex(18)}"
    parts = (json.dumps({"alg": "ES256", "typ": "JWT"}), json.dumps({"iss": str(app.id)}))
    packed = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts]
    return f"ghs_{app.id}_{'.'.join(packed)}.{secrets.token_urlsafe(160)}"
