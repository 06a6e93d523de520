"""What GitHub tells of issues and repositories, in its own spelling: in webhooks and over REST alike.

Source: docs.github.com, webhooks/webhook-events-and-payloads, and rest/issues, rest/repos, rest/users.
"""

from __future__ import annotations

from typing import Any

from attrs import field, frozen


@frozen
class User:
    login: str


@frozen
class Milestone:
    title: str


@frozen
class Repository:
    id: int
    full_name: str


@frozen
class Issue:
    """`labels`: objects with a `name`, or mere names. A reopened issue may keep its `closed_at`: only `state` tells.

    `repository_url` is in the API, and ends with the repository's name. `pull_request` is there for pull requests.
    """

    number: int
    title: str
    state: str
    updated_at: str
    html_url: str
    repository_url: str = ""
    body: str | None = None
    state_reason: str | None = None
    closed_at: str | None = None
    labels: list[Any] = field(factory=list)
    milestone: Milestone | None = None
    assignee: User | None = None
    assignees: list[User] | None = None
    pull_request: dict[str, Any] | None = None


@frozen
class Changes:
    """Where a transferred issue went to, or came from. Of other changes nothing is kept."""

    new_issue: Issue | None = None
    new_repository: Repository | None = None
    old_issue: Issue | None = None
    old_repository: Repository | None = None


@frozen
class Action:
    """What nearly every event has; a ping and a push have none."""

    action: str


@frozen
class IssuesEvent:
    """`assignee`: who was assigned or unassigned; null where the account is no more."""

    action: str
    issue: Issue
    repository: Repository
    assignee: User | None = None
    changes: Changes | None = None


@frozen
class RepositoryEvent:
    action: str
    repository: Repository


@frozen
class Ping:
    """The first delivery of every hook. It is about a repository, an organisation, or an app."""

    zen: str
    hook_id: int


@frozen
class HookConfig:
    url: str = ""


@frozen
class Hook:
    id: int
    config: HookConfig = field(factory=HookConfig)


@frozen
class HookDelivery:
    """`guid` is the same for every attempt. `status_code`: what the receiver answered."""

    id: int
    guid: str
    delivered_at: str
    status_code: int


@frozen
class InstallationToken:
    """`token` may be long, and have dots. `expires_at`: an hour later."""

    token: str
    expires_at: str


@frozen
class Installation:
    """Where an App is installed. `account`: of a person, an organisation, or an enterprise, which has no login."""

    id: int
    account: dict[str, Any] | None = None
