"""The account of a GitHub connection, and what is entered and known of octo/app."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from github_ground import NAME, Ground

from tt_integrations.adapters.providers.github.account import GitHubAccount
from tt_integrations.adapters.providers.github.app_tokens import GitHubAppTokens
from tt_integrations.adapters.providers.github.settings import accept
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Changes
from tt_integrations.domain.model.grants import Learnt

PAIR = {"repo_owner": "octo", "repo_name": "app"}
ENTRY: Mapping[str, Any] = {"repositories": [{"name": "Octo/App", "project": 3}]}


def account(it: Ground) -> GitHubAccount:
    return GitHubAccount(it.tracker, GitHubAppTokens(it.tracker.rest))


def by_token(access: Access, **entered: object) -> Changes:
    return accept({"github_token": access.token, **entered})


def learn(
    it: Ground, access: Access | None, changes: Changes, stored: Mapping[str, object] | None = None
) -> Learnt:
    return account(it).learn(access, changes, stored or {})


def known(it: Ground, name: str = NAME, **other: object) -> dict[str, object]:
    plain = {"name": name.lower(), "id": it.repository.id, "called": NAME}
    return {**plain, "hook": None, "hook_missing": None, **other}


def by_app(it: Ground, **fields: Any) -> Access:
    """A token of an App that is installed at octo."""
    app = it.fake.add_app("timely", "octo", **fields)
    it.fake.install_app("timely", "octo")
    entered = {"app_id": app.id, "app_private_key": app.private_key}
    grant = learn(it, None, accept(entered)).grant
    assert grant is not None
    return Access(grant.access_token, "octo")
