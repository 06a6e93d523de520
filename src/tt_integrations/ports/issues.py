"""What the use cases ask of a provider that keeps issues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.issue_rules import IssueRules
from tt_integrations.domain.model.issues import (
    Account,
    Issue,
    IssuePage,
    LeftHook,
    Repository,
    Watched,
)


class IssueSettings(Protocol):
    """What saved settings say of issues. Pure, and total: what is missing or wrong is as by default."""

    def rules(self, settings: Mapping[str, object]) -> IssueRules:
        """How issues become tasks."""
        ...

    def watched(self, settings: Mapping[str, object]) -> Sequence[Watched]:
        """The repositories whose issues become tasks, in the owner's order."""
        ...

    def left_hooks(self, settings: Mapping[str, object]) -> Sequence[LeftHook]:
        """The webhooks of repositories that are not watched any more."""
        ...

    def learnt(
        self, settings: Mapping[str, object], name: str, found: Watched | None
    ) -> Mapping[str, object]:
        """The settings that say: the repository that the owner calls `name` is `found`. None: it is no more, and
        what was learnt of it is forgotten."""
        ...


class IssueTracker(Protocol):
    """Never called inside a transaction. Beside what each method says, all raise ProviderUnavailable (with
    `retry_after` in seconds where it is known), ProviderRefused (the token is no good any more, and which that was),
    PermissionMissing, MalformedPayload, NotConnected where the repository is out of sight, and CallRejected for
    what would not be taken at any other time either."""

    def account(self, access: Access) -> Account:
        """Whose token it is."""
        ...

    def repository(self, access: Access, by: int | str) -> Repository:
        """The repository of that id, or else the one that a name leads to, which may have another one by now. Raises
        NotConnected when there is none that the token can see."""
        ...

    def issues(
        self, access: Access, repository: Repository, since: datetime | None, fresh: str | None
    ) -> IssuePage | None:
        """The first page of all issues, open or closed, changed at or after `since`, least recently changed
        first. None: nothing changed since the answer that `fresh` came with."""
        ...

    def more(self, access: Access, page: IssuePage) -> IssuePage:
        """The page after that one, which must have a `next`."""
        ...

    def issue(self, access: Access, repository: Repository, number: int) -> Issue | None:
        """The issue as it is now, where it moved to, if it did; None when it is deleted or out of sight."""
        ...

    def hook(
        self,
        access: Access,
        repository: Repository,
        address: str,
        secret: str,
        known: int | None = None,
    ) -> int:
        """The id of the repository's webhook that calls `address`, signed with `secret`; made where there is
        none, adopted and given the secret where there is one. `known` is the one that did so until now: if it is
        still there, it is put right, whatever is wrong with it."""
        ...

    def unhook(self, access: Access, repository: Repository, hook: int) -> None:
        """Take the webhook away, unless it is gone already."""
        ...

    def failed_deliveries(
        self, access: Access, repository: Repository, hook: int, since: datetime
    ) -> Sequence[int]:
        """The ids of the hook's deliveries since then that failed and were not delivered later, oldest first."""
        ...

    def redeliver(self, access: Access, repository: Repository, hook: int, delivery: int) -> None:
        """Have it delivered again."""
        ...
