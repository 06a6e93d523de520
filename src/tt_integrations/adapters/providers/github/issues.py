"""GitHub as a keeper of issues.

Repositories are asked for by their ids, as GitHub's own links do: a name may be another repository's by now.

Source: docs.github.com, rest/issues/issues, rest/repos/repos, rest/users/users.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import httpx
from attrs import frozen

from tt_integrations.adapters.http_answers import object_in
from tt_integrations.adapters.providers.github import deliveries, hooks, wire
from tt_integrations.adapters.providers.github.addresses import name_in
from tt_integrations.adapters.providers.github.rest import (
    GONE,
    NOT_FOUND,
    NOT_MODIFIED,
    PER_PAGE,
    Call,
    GitHubRest,
    list_in,
    rejected,
    says_version,
)
from tt_integrations.adapters.providers.github.translating import issue_from, repository_from
from tt_integrations.adapters.wire import structured
from tt_integrations.domain.errors import MalformedPayload, NotConnected
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.issues import Account, Issue, IssuePage, Repository

OUT_OF_SIGHT = (NOT_FOUND, GONE)
"""404 is for what the token may not see as well; 410 for what was deleted, or is switched off."""
_BY_ID = re.compile(r"/repositories/([1-9][0-9]{0,18})/")


@frozen
class GitHubIssues:
    """Implements the port `IssueTracker`. Beside what that lists, everything may raise CallRejected: for what
    GitHub would not take at any other time either."""

    rest: GitHubRest

    def account(self, access: Access) -> Account:
        return Account(self.rest.ask(wire.User, access, Call("/user")).login)

    def repository(self, access: Access, by: int | str) -> Repository:
        response = self.rest.answered(access, Call(_path_to(by)))
        _check_in_sight(response)
        return repository_from(structured(object_in(response), wire.Repository))

    def issues(
        self, access: Access, repository: Repository, since: datetime | None, fresh: str | None
    ) -> IssuePage | None:
        """Raises NotConnected where the repository is out of sight, or has its issues switched off."""
        call = Call(f"{path_of(repository)}/issues", query=_query(since), known=fresh)
        response = self.rest.answered(access, call)
        if response.status_code == NOT_MODIFIED:
            return None
        return self._page(access, response)

    def more(self, access: Access, page: IssuePage) -> IssuePage:
        if page.next is None:
            raise ValueError("there is no page after this one")
        following = self.rest.on_origin(page.next, "link")  # it may have been kept for a while
        return self._page(access, self.rest.answered(access, Call(following)))

    def issue(self, access: Access, repository: Repository, number: int) -> Issue | None:
        response = self.rest.answered(access, Call(f"{path_of(repository)}/issues/{number}"))
        if response.status_code in OUT_OF_SIGHT and not says_version(response):
            return None
        _check_done(response)
        told = structured(object_in(response), wire.Issue)
        return issue_from(told, self._home(access, response, told))

    def hook(
        self,
        access: Access,
        repository: Repository,
        address: str,
        secret: str,
        known: int | None = None,
    ) -> int:
        wanted = hooks.Wanted(f"{path_of(repository)}/hooks", address, secret)
        return hooks.ensured(self.rest, access, wanted, known)

    def unhook(self, access: Access, repository: Repository, hook: int) -> None:
        hooks.removed(self.rest, access, f"{path_of(repository)}/hooks/{hook}")

    def failed_deliveries(
        self, access: Access, repository: Repository, hook: int, since: datetime
    ) -> Sequence[int]:
        """Raises NotConnected where the hook is no more."""
        return deliveries.failed(self.rest, access, _log_of(repository, hook), since)

    def redeliver(self, access: Access, repository: Repository, hook: int, delivery: int) -> None:
        """Raises NotConnected where the hook is no more, or the delivery is not kept any more."""
        deliveries.again(self.rest, access, _log_of(repository, hook), delivery)

    def _page(self, access: Access, response: httpx.Response) -> IssuePage:
        _check_in_sight(response)
        told = list_in(response, wire.Issue)
        ours = [each for each in told if each.pull_request is None]
        home = self._home(access, response, ours[0]) if ours else None
        following = self.rest.following(response)
        return IssuePage(
            issues=tuple(issue_from(each, home) for each in ours) if home else (),
            next=following,
            pulls=len(told) - len(ours),
            # what changes goes to the end: a full page stays as it is, whatever happens after it
            fresh=None if following or len(told) >= PER_PAGE else response.headers.get("etag"),
        )

    def _home(self, access: Access, response: httpx.Response, told: wire.Issue) -> Repository:
        """Where the issue is, which is not where we asked for it when it moved. An issue tells its repository's
        name only; the id is in the address that answered."""
        name = name_in("/".join(told.repository_url.split("/")[-2:]))
        if name is None:
            raise MalformedPayload("repository_url", "expected a repository's address")
        by_id = _BY_ID.search(response.request.url.path)
        return Repository(int(by_id[1]), name) if by_id else self.repository(access, name)


def path_of(repository: Repository) -> str:
    return _path_to(repository.id)


def _path_to(by: int | str) -> str:
    if isinstance(by, int):
        return f"/repositories/{by}"
    name = name_in(by)
    if name is None:
        raise NotConnected("no repository has a name like that")
    return f"/repos/{name}"


def _log_of(repository: Repository, hook: int) -> str:
    return f"{path_of(repository)}/hooks/{hook}/deliveries"


def _query(since: datetime | None) -> dict[str, str]:
    """All of them, so that what changes while they are read is read once more at the end."""
    order = {"state": "all", "sort": "updated", "direction": "asc", "per_page": str(PER_PAGE)}
    return {**order, "since": f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"} if since else order


def _check_in_sight(response: httpx.Response) -> None:
    if response.status_code in OUT_OF_SIGHT and not says_version(response):
        raise NotConnected("there is no such repository, or the token cannot see it")
    _check_done(response)


def _check_done(response: httpx.Response) -> None:
    if not response.is_success:
        raise rejected(response)
