"""Issues of a repository, as a provider shows them, and what happened to one."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from tt_integrations.domain.model.delivery import DeliveryId


@frozen
class Repository:
    """`id` stays when the repository is renamed or moved; `name` is `owner/name` as it is now."""

    id: int
    name: str


@frozen
class Issue:
    """`number` is unique within the repository. `updated` is aware UTC, and never goes back.

    `not_planned`: closed without having been done. `body` may be long, and holds the author's own markup.
    `closed_at`: when it was closed last; None while it is open, or where the provider does not say.
    """

    repository: Repository
    number: int
    title: str
    body: str
    closed: bool
    not_planned: bool
    labels: tuple[str, ...]
    milestone: str | None
    assignees: tuple[str, ...]
    updated: datetime
    address: str
    closed_at: datetime | None = None

    @property
    def remote(self) -> str:
        """Names the issue for good, whatever its repository is called."""
        return f"{self.repository.id}#{self.number}"


@frozen
class IssueNews:
    """Something happened to an issue: `action` is the provider's word, `issue` how it is since.

    `login` is who was assigned or unassigned. `moved_from` and `moved_to`: the same issue where it was, or is now.
    """

    id: DeliveryId
    action: str
    issue: Issue
    login: str | None = None
    moved_from: Issue | None = field(default=None)
    moved_to: Issue | None = field(default=None)


@frozen
class RepositoryNews:
    """Something happened to a repository: `action` is the provider's word."""

    id: DeliveryId
    action: str
    repository: Repository


@frozen
class IssuePage:
    """Some issues, the least recently changed first; `next` continues after them, None at the end.

    `pulls` counts pull requests that were left out. `fresh` is what to say the next time to be told "nothing new".
    """

    issues: tuple[Issue, ...]
    next: str | None
    pulls: int = 0
    fresh: str | None = None


@frozen
class Account:
    """Whose token it is."""

    login: str
