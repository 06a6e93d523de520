"""The official-style client gidgethub drives the fake over real loopback HTTP, and cannot tell the difference."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from attrs import define
from gidgethub import (
    BadRequest,
    GitHubBroken,
    InvalidField,
    RateLimitExceeded,
    RedirectionException,
    ValidationError,
)
from gidgethub.apps import get_installation_access_token
from gidgethub.httpx import GitHubAPI
from gidgethub.sansio import Event
from test_fake_github_schema import Inbox, held_to_the_description

from tt_integrations.adapters.fakes.faults import answer_lost, hanging, server_error
from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.fakes.server import served
from tt_integrations.adapters.providers.github.fake import (
    FakeGitHub,
    primary_rate_limited,
    rate_limited,
)


@define
class Loopback:
    fake: FakeGitHub
    url: str
    token: str | None

    def run(self, work: Callable[[GitHubAPI], Awaitable[Any]], **options: Any) -> Any:
        """What `work` gets from the client; every answer on the way is held to GitHub's description."""

        async def with_client() -> Any:
            async def check(response: httpx.Response) -> None:
                await response.aread()
                held_to_the_description(response)

            async with httpx.AsyncClient(event_hooks={"response": [check]}) as client:
                more = {"oauth_token": self.token, **options}
                return await work(GitHubAPI(client, "tests", base_url=self.url, **more))

        return asyncio.run(with_client())

    def raises(self, error: type[Exception], work: Callable[[GitHubAPI], Awaitable[Any]]) -> Any:
        with pytest.raises(error) as caught:
            self.run(work)
        return caught.value


@contextmanager
def loopback(**options: Any) -> Iterator[Loopback]:
    """The real clock: the client measures its own JWTs by it."""
    fake = FakeGitHub(**options)
    fake.add_user("octo")
    fake.add_repository("octo/app")
    with fake.serve() as where:
        yield Loopback(fake, where.url, fake.add_token("octo"))


async def listed(gh: GitHubAPI) -> list[str]:
    url = "/repos/octo/app/issues{?per_page}"
    return [issue["title"] async for issue in gh.getiter(url, {"per_page": "2"})]


def test_the_client_reads_all_pages() -> None:
    with loopback() as here:
        for number in range(5):
            here.fake.open_issue("octo/app", f"{number}")
        assert here.run(listed) == ["4", "3", "2", "1", "0"]
        assert [it.operation for it in here.fake.requests] == ["issues/list-for-repo"] * 3


def test_the_client_writes_and_reads_back() -> None:
    async def work(gh: GitHubAPI) -> Any:
        made = await gh.post("/repos/octo/app/issues", data={"title": "A"})
        await gh.patch(made["url"], data={"state": "closed"})
        await gh.post(made["comments_url"], data={"body": "done"})
        hook = {"name": "web", "config": {"url": "http://127.0.0.1:9/"}, "active": False}
        hooked = await gh.post("/repos/octo/app/hooks", data=hook)
        await gh.delete(hooked["url"])
        return await gh.getitem(made["url"]), gh.rate_limit

    with loopback() as here:
        issue, limit = here.run(work)
        assert (issue["state"], issue["comments"]) == ("closed", 1)
        assert (limit.limit, limit.remaining) == (5000, 4994)
        assert issue["url"] == f"{here.url}/repos/octo/app/issues/1"


def test_the_client_s_cache_lives_on_etags() -> None:
    async def work(gh: GitHubAPI) -> Any:
        first = await gh.getitem("/repos/octo/app/issues/1")
        return first == await gh.getitem("/repos/octo/app/issues/1")

    with loopback() as here:
        here.fake.open_issue("octo/app", "A")
        assert here.run(work, cache={}) is True
        statuses = [it.response.status for it in here.fake.requests if it.response]
        assert statuses == [200, 304]


def test_the_client_gets_an_installation_token_with_its_own_jwt() -> None:
    with loopback() as here:
        app = here.fake.add_app("timely", "octo")
        number = here.fake.install_app("timely", "octo").id
        here.token = None

        async def work(gh: GitHubAPI) -> Any:
            made = await get_installation_access_token(
                gh,
                installation_id=str(number),
                app_id=str(app.id),
                private_key=app.private_key,
            )
            return await gh.getitem("/installation/repositories", oauth_token=made["token"])

        assert here.run(work)["total_count"] == 1


def test_the_client_understands_why_it_was_refused() -> None:
    async def mistaken(gh: GitHubAPI) -> None:
        await gh.post("/repos/octo/app/issues", data={"body": "no title"})

    async def twice(gh: GitHubAPI) -> None:
        hook = {"config": {"url": "http://127.0.0.1:9/"}}
        await gh.post("/repos/octo/app/hooks", data=hook)
        await gh.post("/repos/octo/app/hooks", data=hook)

    async def gone(gh: GitHubAPI) -> None:
        await gh.getitem("/repos/octo/app/issues/1")

    with loopback(call=Inbox()) as here:
        assert "title" in str(here.raises(InvalidField, mistaken))
        assert "Hook already exists" in str(here.raises(ValidationError, twice))
        here.fake.open_issue("octo/app", "A")
        here.fake.delete_issue("octo/app", 1)
        assert here.raises(BadRequest, gone).status_code == 410
        here.fake.rename_repository("octo/app", "new")
        assert here.raises(RedirectionException, gone).status_code == 301


def test_the_client_meets_the_faults() -> None:
    with loopback() as here:
        fail = here.fake.fail_next
        fail("issues/list-for-repo", primary_rate_limited(reset_in=60))
        assert here.raises(RateLimitExceeded, listed).rate_limit.remaining == 0
        fail("issues/list-for-repo", rate_limited(retry_after=3))
        assert here.raises(BadRequest, listed).headers["retry-after"] == "3"
        fail("issues/list-for-repo", server_error(502))
        here.raises(GitHubBroken, listed)
        assert here.run(listed) == []


def test_a_lost_answer_was_carried_out_and_told_to_the_hooks() -> None:
    async def work(gh: GitHubAPI) -> None:
        await gh.post("/repos/octo/app/issues", data={"title": "A"})

    inbox = Inbox()
    with loopback(call=inbox) as here:
        json_hook = {"events": ["issues"], "content_type": "json"}
        here.fake.add_hook("octo/app", "http://tracker.test/", **json_hook)
        here.fake.fail_next("issues/create", answer_lost())
        here.raises(httpx.RemoteProtocolError, work)
        assert here.run(listed) == ["A"]
        assert inbox.actions() == ["opened"]
        assert here.fake.requests[0].response is None


def test_a_hanging_provider_is_hung_up_on() -> None:
    with loopback() as here:
        here.fake.fail_next("*", hanging(0.1))
        with httpx.Client(timeout=0.05) as client, pytest.raises(httpx.ReadTimeout):
            client.get(f"{here.url}/user")
        assert here.fake.requests[-1].response is None


class Receiver:
    """A program on loopback that takes webhooks, asking GitHub back before it answers."""

    def __init__(self) -> None:
        self.got: list[Event] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = (await receive())["body"]
        headers = {name.decode(): text.decode() for name, text in scope["headers"]}
        self.got.append(Event.from_http(headers, body, secret="s3"))
        await send({"type": "http.response.start", "status": 202, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@pytest.mark.parametrize("answer_first", [True, False])
def test_webhooks_arrive_over_real_http(*, answer_first: bool) -> None:
    receiver = Receiver()
    with served(receiver) as there, loopback(answer_first=answer_first) as here:
        config = {"url": f"{there.url}/in", "secret": "s3"}

        async def work(gh: GitHubAPI) -> None:
            hook = {"config": config, "events": ["issues"]}
            await gh.post("/repos/octo/app/hooks", data=hook)
            await gh.post("/repos/octo/app/issues", data={"title": "A", "labels": ["bug"]})

        here.run(work)
        here.fake.settle()
        seen = sorted((event.event, event.data.get("action", "")) for event in receiver.got)
        assert seen == [("issues", "labeled"), ("issues", "opened"), ("ping", "")]
        assert {it.status_code for it in here.fake.deliveries} == {202}
        assert receiver.got[-1].data["repository"]["url"].startswith(here.url)


def test_a_receiver_that_is_not_there_is_a_failed_delivery() -> None:
    with loopback() as here:
        here.fake.add_hook("octo/app", "http://127.0.0.1:9/")
        assert here.fake.deliveries[-1].status == "failed to connect to host"


def test_a_receiver_may_ask_back_while_the_fake_waits_for_it() -> None:
    """The lock is not held while a webhook is out."""
    answers = []

    def ask_back(*_: Any) -> Response:
        with httpx.Client(timeout=5) as client:
            answers.append(client.get(f"{where.url}/repos/octo/app").status_code)
        return Response(200)

    fake = FakeGitHub(call=ask_back)
    fake.add_user("octo")
    fake.add_repository("octo/app")
    with fake.serve() as where:
        fake.add_hook("octo/app", "http://tracker.test/")
    assert answers == [200]
