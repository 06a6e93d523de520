"""A keeper of issues in memory: it shows what there is, page by page, and fails as it is told to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from attrs import define, evolve, field, frozen

from parrot import at_liberty, nothing
from tt_integrations.domain.errors import IntegrationError, NotConnected
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.issues import Account, Issue, IssuePage, Repository
from tt_integrations.testing.clock import FixedClock


@frozen
class Pull:
    """A pull request, which stands among the issues."""

    repository: int
    number: int
    updated: datetime


@define
class Hook:
    repository: int
    address: str
    secret: str
    failed: list[int] = field(factory=list)
    sent: list[int] = field(factory=list)


@define
class Tracker:
    """Implements the port `IssueTracker`. What people do there happens a second after what was before.

    `in_transaction` tells whether one is open: no call may be made then. `fails` are raised by the next calls, None
    among them standing for one that works; `refusals` by all calls of a kind. `meanwhile` is what others do before
    each call is answered. What is `unlisted` stands on no page.
    """

    clock: FixedClock = field(factory=FixedClock)
    per_page: int = 3
    in_transaction: Callable[[], bool] = at_liberty
    repositories: dict[int, Repository] = field(factory=dict)
    items: dict[tuple[int, int], Issue | Pull] = field(factory=dict)
    moved: dict[tuple[int, int], tuple[int, int]] = field(factory=dict)
    hidden: set[int] = field(factory=set)
    unlisted: set[tuple[int, int]] = field(factory=set)
    hooks: dict[int, Hook] = field(factory=dict)
    refusals: dict[str, IntegrationError] = field(factory=dict)
    fails: list[IntegrationError | None] = field(factory=list)
    meanwhile: Callable[[], object] = nothing
    calls: list[str] = field(factory=list)
    _numbers: dict[int, int] = field(factory=dict)

    # what people do

    def add(self, name: str) -> Repository:
        number = len(self.repositories) + 1
        self.repositories[number] = Repository(number, name)
        return self.repositories[number]

    def rename(self, repository: Repository, name: str) -> None:
        self.repositories[repository.id] = Repository(repository.id, name)

    def open(self, repository: Repository, title: str = "Paint the door", **other: Any) -> Issue:
        number = self._next(repository)
        plain = Issue(
            repository=repository,
            number=number,
            title=title,
            body="It is grey.",
            closed=False,
            not_planned=False,
            labels=(),
            milestone=None,
            assignees=(),
            updated=self._tick(),
            address=f"https://acme.test/{repository.id}/{number}",
        )
        return self._put(evolve(plain, **other))

    def pull(self, repository: Repository) -> Pull:
        pull = Pull(repository.id, self._next(repository), self._tick())
        self.items[pull.repository, pull.number] = pull
        return pull

    def edit(self, issue: Issue, **changes: Any) -> Issue:
        stands = self.items[issue.repository.id, issue.number]
        assert isinstance(stands, Issue)
        return self._put(evolve(stands, **{"updated": self._tick(), **changes}))

    def close(self, issue: Issue) -> Issue:
        now = self._tick()
        return self.edit(issue, closed=True, closed_at=now, updated=now)

    def delete(self, issue: Issue) -> None:
        del self.items[issue.repository.id, issue.number]

    def move(self, issue: Issue, to: Repository) -> Issue:
        stands = self.items.pop((issue.repository.id, issue.number))
        assert isinstance(stands, Issue)
        number = self._next(to)
        self.moved[issue.repository.id, issue.number] = to.id, number
        there = evolve(stands, repository=to, number=number, updated=self._tick())
        return self._put(there)

    # the port

    def account(self, access: Access) -> Account:
        self._called(access, "account")
        return Account("ada")

    def repository(self, access: Access, by: int | str) -> Repository:
        self._called(access, f"repository {by}")
        for each in self.repositories.values():
            names = str(each.id), each.name.lower()
            if str(by).lower() in names and each.id not in self.hidden:
                return each
        raise NotConnected("there is no such repository")

    def issues(
        self, access: Access, repository: Repository, since: datetime | None, fresh: str | None
    ) -> IssuePage | None:
        self._called(access, f"issues of {repository.id}")
        page = self._page(repository.id, since, 0)
        return None if fresh is not None and page.fresh == fresh else page

    def more(self, access: Access, page: IssuePage) -> IssuePage:
        assert page.next is not None
        number, since, start = page.next.split("|")
        self._called(access, f"more of {number}")
        moment = datetime.fromisoformat(since) if since else None
        return self._page(int(number), moment, int(start))

    def issue(self, access: Access, repository: Repository, number: int) -> Issue | None:
        self._called(access, f"issue {repository.id}#{number}")
        self._see(repository.id)
        place = repository.id, number
        while place in self.moved:
            place = self.moved[place]
        found = self.items.get(place)
        return self._shown(found) if isinstance(found, Issue) else None

    def hook(
        self,
        access: Access,
        repository: Repository,
        address: str,
        secret: str,
        known: int | None = None,
    ) -> int:
        self._called(access, f"hook of {repository.id}")
        self._see(repository.id)
        if known in self.hooks and self.hooks[known].repository == repository.id:
            self.hooks[known].address = address
            return known
        for number, hook in self.hooks.items():
            if (hook.repository, hook.address) == (repository.id, address):
                hook.secret = secret
                return number
        number = max(self.hooks, default=0) + 1
        self.hooks[number] = Hook(repository.id, address, secret)
        return number

    def unhook(self, access: Access, repository: Repository, hook: int) -> None:
        self._called(access, f"unhook {hook} of {repository.id}")
        self.hooks.pop(hook, None)

    def failed_deliveries(
        self, access: Access, repository: Repository, hook: int, since: datetime
    ) -> Sequence[int]:
        self._called(access, f"failed of {hook} since {since:%m-%d}")
        return list(self._hook(hook).failed)

    def redeliver(self, access: Access, repository: Repository, hook: int, delivery: int) -> None:
        self._called(access, f"redeliver {delivery}")
        found = self._hook(hook)
        if delivery not in found.failed:
            raise NotConnected("it is not kept any more")
        found.sent.append(delivery)
        found.failed.remove(delivery)

    def _called(self, access: Access, what: str) -> None:
        assert not self.in_transaction()
        assert access.token
        self.calls.append(what)
        self.meanwhile()
        if self.fails and (error := self.fails.pop(0)):
            raise error
        if error := self.refusals.get(what.split(maxsplit=1)[0]):
            raise error

    def _page(self, repository: int, since: datetime | None, start: int) -> IssuePage:
        self._see(repository)
        items = [
            each
            for place, each in self.items.items()
            if place[0] == repository and (since is None or each.updated >= since)
            if place not in self.unlisted
        ]
        items.sort(key=lambda each: (each.updated, each.number))
        shown, end = items[start : start + self.per_page], start + self.per_page
        following = f"{repository}|{since.isoformat() if since else ''}|{end}"
        issues = tuple(self._shown(each) for each in shown if isinstance(each, Issue))
        full = len(shown) == self.per_page
        return IssuePage(
            issues=issues,
            next=following if end < len(items) else None,
            pulls=len(shown) - len(issues),
            fresh=None if full else repr((since, shown)),
        )

    def _shown(self, issue: Issue) -> Issue:
        """In its repository as that is called now."""
        return evolve(issue, repository=self.repositories[issue.repository.id])

    def _see(self, repository: int) -> None:
        if repository in self.hidden:
            raise NotConnected("the repository is out of sight")

    def _hook(self, number: int) -> Hook:
        if number not in self.hooks:
            raise NotConnected("there is no such hook")
        return self.hooks[number]

    def _put(self, issue: Issue) -> Issue:
        self.items[issue.repository.id, issue.number] = issue
        return issue

    def _next(self, repository: Repository) -> int:
        self._numbers[repository.id] = self._numbers.get(repository.id, 0) + 1
        return self._numbers[repository.id]

    def _tick(self) -> datetime:
        self.clock.advance(1)
        return self.clock.now()
