"""Users as JSON (schemas simple-user, private-user and public-user of GitHub's OpenAPI description)."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from tt_integrations.adapters.providers.github.fake.links import Links
from tt_integrations.adapters.providers.github.fake.nouns import User

Json = dict[str, Any]


def moment(at: datetime) -> str:
    """2026-03-29T01:00:00Z"""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def moment_or_null(at: datetime | None) -> str | None:
    return None if at is None else moment(at)


def node_id(kind: str, number: int) -> str:
    """The id of the same thing in GraphQL: opaque, and stable."""
    return base64.b64encode(f"{len(kind):03}:{kind}{number}".encode()).decode()


def simple_user(user: User, links: Links) -> Json:
    url = links.user(user.login)
    lists = ("followers", "subscriptions", "repos", "received_events")
    return {
        "login": user.login,
        "id": user.id,
        "node_id": node_id(user.type, user.id),
        "avatar_url": f"{links.web}/avatars/u/{user.id}?v=4",
        "gravatar_id": "",
        "url": url,
        "html_url": f"{links.web}/{user.login}",
        **{f"{name}_url": f"{url}/{name}" for name in lists},
        "organizations_url": f"{url}/orgs",
        "following_url": f"{url}/following{{/other_user}}",
        "gists_url": f"{url}/gists{{/gist_id}}",
        "starred_url": f"{url}/starred{{/owner}}{{/repo}}",
        "events_url": f"{url}/events{{/privacy}}",
        "type": user.type,
        "user_view_type": "public",
        "site_admin": False,
    }


def public_user(user: User, links: Links, repositories: int) -> Json:
    unset = ("company", "location", "hireable", "bio", "twitter_username")
    return {
        **simple_user(user, links),
        "name": user.name,
        "email": user.email,
        "blog": "",
        **dict.fromkeys(unset),
        "public_repos": repositories,
        "public_gists": 0,
        "followers": 0,
        "following": 0,
        "created_at": moment(user.created_at),
        "updated_at": moment(user.created_at),
    }


def private_user(user: User, links: Links, repositories: int) -> Json:
    """What only the user's own classic token with the scope `user` is told."""
    counts = ("collaborators", "disk_usage", "owned_private_repos", "total_private_repos")
    return {
        **public_user(user, links, repositories),
        "user_view_type": "private",
        **dict.fromkeys(counts, 0),
        "private_gists": 0,
        "two_factor_authentication": True,
    }
