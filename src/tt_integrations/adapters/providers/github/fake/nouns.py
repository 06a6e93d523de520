"""What GitHub remembers, as frozen values. Moments are aware and in UTC; logins and names keep their spelling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import field, frozen

Place = tuple[int, int]
"""Repository id and issue number: what an issue is found by."""


@frozen
class User:
    """`type` is "User", "Organization" or "Bot"."""

    id: int
    login: str
    name: str | None
    email: str | None
    type: str
    created_at: datetime


@frozen
class Repository:
    id: int
    owner: str
    name: str
    created_at: datetime
    updated_at: datetime
    private: bool = False
    archived: bool = False
    has_issues: bool = True
    description: str | None = None
    default_branch: str = "main"
    admins: frozenset[str] = frozenset()
    collaborators: frozenset[str] = frozenset()

    @property
    def full_name(self) -> str:
        return f"{self.owner}/{self.name}"


@frozen
class Label:
    id: int
    name: str
    color: str = "ededed"
    description: str | None = None


@frozen
class Milestone:
    id: int
    number: int
    title: str
    creator: str
    created_at: datetime


@frozen
class Issue:
    """A pull request is one as well, with `is_pull`."""

    id: int
    repository_id: int
    number: int
    title: str
    author: str
    created_at: datetime
    updated_at: datetime
    body: str | None = None
    state: str = "open"
    state_reason: str | None = None
    labels: tuple[Label, ...] = ()
    assignees: tuple[str, ...] = ()
    milestone: Milestone | None = None
    type: str | None = None
    locked: bool = False
    lock_reason: str | None = None
    pinned: bool = False
    is_pull: bool = False
    closed_at: datetime | None = None
    closed_by: str | None = None
    app_id: int | None = None

    @property
    def place(self) -> Place:
        return self.repository_id, self.number


@frozen
class Comment:
    id: int
    place: Place
    author: str
    body: str
    created_at: datetime
    updated_at: datetime
    app_id: int | None = None


@frozen
class Hook:
    """`target_type` is "repository", "organization" or "integration"; `target_id` the id of that."""

    id: int
    target_type: str
    target_id: int
    url: str
    created_at: datetime
    updated_at: datetime
    content_type: str = "form"
    secret: str | None = field(default=None, repr=False)
    insecure_ssl: str = "0"
    events: tuple[str, ...] = ("push",)
    active: bool = True
    last_response: Mapping[str, Any] = {"code": None, "status": "unused", "message": None}


@frozen
class Token:
    """`kind`: classic, fine_grained, oauth, app_user or installation. `repositories` None: all there are."""

    text: str = field(repr=False)
    kind: str
    login: str
    scopes: tuple[str, ...] = ()
    permissions: Mapping[str, str] = {}
    repositories: frozenset[int] | None = None
    installation_id: int | None = None
    expires_at: datetime | None = None


@frozen
class App:
    """Keys are PEM; `private_key` is empty when only the public half was given to the fake."""

    id: int
    client_id: str
    slug: str
    owner: str
    public_key: str
    permissions: Mapping[str, str]
    events: tuple[str, ...]
    created_at: datetime
    long_tokens: bool = False
    private_key: str = field(default="", repr=False)


@frozen
class Installation:
    """`repositories` None: all that the account owns."""

    id: int
    app_id: int
    account: str
    created_at: datetime
    repositories: frozenset[int] | None = None
    suspended_at: datetime | None = None
