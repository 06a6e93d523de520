"""Our connector to GitHub's REST API beside the fake it is tried on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from attrs import define, field, frozen

from tt_integrations.adapters.fakes.callback import NoAnswer
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.faults import Fault
from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.github.fake import FakeGitHub, Logged
from tt_integrations.adapters.providers.github.issues import GitHubIssues
from tt_integrations.adapters.providers.github.rest import BASE_URL, GitHubRest
from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.issues import Issue, IssuePage, Repository

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAME = "octo/app"
HERE = "https://tt.example/webhooks/github/k1"
SECRET = "s3cret-of-the-hook"


@define
class Receiver:
    """Stands for us where GitHub's webhooks arrive: answers what it is told to."""

    answer: Response | NoAnswer = field(factory=lambda: Response(200))
    got: list[tuple[str, Mapping[str, str], bytes]] = field(factory=list)

    def __call__(
        self, address: str, headers: Mapping[str, str], body: bytes
    ) -> Response | NoAnswer:
        self.got.append((address, headers, body))
        return self.answer


@frozen
class Ground:
    """octo's repository octo/app at a fake GitHub, octo's token, and our side of it."""

    fake: FakeGitHub
    receiver: Receiver
    tracker: GitHubIssues
    access: Access
    repository: Repository

    def with_token(self, login: str = "octo", kind: str = "classic", **fields: object) -> Access:
        return Access(self.fake.add_token(login, kind, **fields), "octo")

    def first(self, since: datetime | None = None) -> IssuePage:
        page = self.tracker.issues(self.access, self.repository, since, None)
        assert page is not None
        return page

    def all(self, since: datetime | None = None) -> list[Issue]:
        page = self.first(since)
        found = list(page.issues)
        while page.next:
            page = self.tracker.more(self.access, page)
            found += page.issues
        return found

    def titles(self, since: datetime | None = None) -> list[str]:
        return [issue.title for issue in self.all(since)]

    def open(self, *titles: str) -> None:
        """Issues, each a minute after the other."""
        for title in titles:
            self.fake.clock.advance(60)
            self.fake.open_issue(NAME, title)

    def calls(self, operation: str) -> list[Logged]:
        return [logged for logged in self.fake.requests if logged.operation == operation]


def ground() -> Ground:
    receiver = Receiver()
    fake = FakeGitHub(ProviderClock(NINE), receiver)
    fake.add_user("octo")
    fake.add_user("mona")
    made = fake.add_repository(NAME)
    access = Access(fake.add_token("octo"), "octo")
    tracker = tracker_over(fake, fake.transport)
    return Ground(fake, receiver, tracker, access, Repository(made.id, NAME))


def tracker_over(
    fake: FakeGitHub, transport: httpx.BaseTransport, base_url: str = BASE_URL
) -> GitHubIssues:
    return GitHubIssues(GitHubRest(Clients(transport), fake.clock, base_url))


def hooked(it: Ground) -> int:
    return it.tracker.hook(it.access, it.repository, HERE, SECRET)


def kept(it: Ground, known: int) -> int:
    return it.tracker.hook(it.access, it.repository, HERE, SECRET, known)


CALLS: Mapping[str, Callable[[Ground], object]] = {
    "users/get-authenticated": lambda it: it.tracker.account(it.access),
    "repos/get": lambda it: it.tracker.repository(it.access, NAME),
    "issues/list-for-repo": lambda it: it.first(),
    "issues/get": lambda it: it.tracker.issue(it.access, it.repository, 1),
    "repos/create-webhook": hooked,
    "repos/update-webhook": lambda it: kept(it, hooked(it)),
    "repos/delete-webhook": lambda it: it.tracker.unhook(it.access, it.repository, 1),
    "repos/list-webhook-deliveries": lambda it: it.tracker.failed_deliveries(
        it.access, it.repository, 1, NINE - timedelta(days=1)
    ),
    "repos/redeliver-webhook-delivery": lambda it: it.tracker.redeliver(
        it.access, it.repository, 1, 1
    ),
}
"""By operation, as GitHub calls it, what of ours makes it."""


def failing(it: Ground, operation: str, fault: Fault) -> IntegrationError:
    """What our call of that operation raises that meets the fault."""
    it.fake.fail_next(operation, fault)
    with pytest.raises(IntegrationError) as raised:
        CALLS[operation](it)
    return raised.value
