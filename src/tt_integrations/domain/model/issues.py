"""Issues of a repository, as a provider shows them, and what happened to one."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen


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
class IssuePage:
    """Some issues, the least recently changed first; `next` continues after them, None at the end.

    `pulls` counts pull requests that were left out. `fresh` is what to say the next time to be told "nothing new".
    """

    issues: tuple[Issue, ...]
    next: str | None
    pulls: int = 0
    fresh: str | None = None


@frozen
class Watched:
    """A repository whose issues become tasks: as the owner named it, and what we learnt of it since.

    `hook` is the id of its webhook that calls us, `hook_missing` why there is none, in words. `called` is its name as
    it is now: the one that the owner gave may be another repository's by then.
    """

    name: str
    id: int | None = None
    hook: int | None = None
    hook_missing: str | None = None
    called: str | None = None


@frozen
class LeftHook:
    """The webhook of a repository that the owner took off: it still calls us. `name`: as the owner called it."""

    name: str
    repository: Repository
    hook: int


@frozen
class Account:
    """Whose token it is."""

    login: str
