"""What can go wrong, switched on by one line or over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RateLimitErrorRetryHandler

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.faults import answer_lost, hanging, malformed_json, server_error
from tt_integrations.adapters.providers.slack.fake import (
    FakeSlack,
    done_but_failed,
    rate_limited,
    refused,
    warned,
)

POST = "chat.postMessage"
HELLO = {"channel": "C0GENERAL", "text": "hello"}


@pytest.fixture
def fake() -> FakeSlack:
    slack = FakeSlack(clock=ProviderClock(datetime(2026, 7, 1, 12, tzinfo=UTC)))
    slack.add_user("U0ADA", "ada")
    return slack


@pytest.fixture
def url(fake: FakeSlack) -> Iterator[str]:
    with fake.serve() as here:
        yield here.url


@pytest.fixture
def bot(fake: FakeSlack, url: str) -> WebClient:
    return WebClient(fake.bot_token, base_url=f"{url}/api/", retry_handlers=[])


@pytest.fixture
def raw(fake: FakeSlack) -> httpx.Client:
    bearer = {"authorization": f"Bearer {fake.bot_token}"}
    return httpx.Client(transport=fake.transport, base_url="https://slack.test", headers=bearer)


def test_a_rate_limit_is_a_429_with_its_wait(fake: FakeSlack, bot: WebClient) -> None:
    fake.fail_next(POST, rate_limited(retry_after=3))

    with pytest.raises(SlackApiError) as limited:
        bot.chat_postMessage(**HELLO)

    answer = limited.value.response
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")
    assert answer["error"] == "ratelimited"
    assert fake.messages("general") == []
    assert bot.chat_postMessage(**HELLO)["ok"] is True


def test_the_official_retry_handler_gets_through(fake: FakeSlack, bot: WebClient) -> None:
    bot.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    fake.fail_next(POST, rate_limited(retry_after=0))
    assert bot.chat_postMessage(**HELLO)["ok"] is True
    assert [seen.operation for seen in fake.requests] == [POST, POST]


def test_a_rate_limit_may_come_without_a_wait(fake: FakeSlack, raw: httpx.Client) -> None:
    fake.fail_next(POST, rate_limited(retry_after=None))
    answer = raw.post(f"/api/{POST}", json=HELLO)
    assert (answer.status_code, "retry-after" in answer.headers) == (429, False)


def test_any_error_code_can_be_had(fake: FakeSlack, raw: httpx.Client) -> None:
    fake.fail_next(POST, refused("rate_limited"))
    answer = raw.post(f"/api/{POST}", json=HELLO)
    assert (answer.status_code, answer.json()) == (200, {"ok": False, "error": "rate_limited"})
    assert fake.messages("general") == []


def test_a_call_may_succeed_and_report_an_error(fake: FakeSlack, raw: httpx.Client) -> None:
    fake.fail_next(POST, done_but_failed())
    assert raw.post(f"/api/{POST}", json=HELLO).json()["error"] == "fatal_error"
    assert len(fake.messages("general")) == 1


def test_a_call_may_succeed_with_a_warning(fake: FakeSlack, raw: httpx.Client) -> None:
    fake.fail_next("auth.test", warned("deprecated_thing"))
    answer = raw.get("/api/auth.test")
    assert (answer.json()["ok"], answer.json()["warning"]) == (True, "deprecated_thing")
    assert answer.headers["x-oauth-scopes"]


def test_a_lost_answer_leaves_the_message_posted(fake: FakeSlack, raw: httpx.Client) -> None:
    fake.fail_next(POST, answer_lost())
    with pytest.raises(httpx.RemoteProtocolError):
        raw.post(f"/api/{POST}", json=HELLO)
    assert len(fake.messages("general")) == 1
    assert fake.requests[-1].response is None


def test_a_hanging_call_does_nothing(fake: FakeSlack, raw: httpx.Client) -> None:
    fake.fail_next(POST, hanging())
    with pytest.raises(httpx.ReadTimeout):
        raw.post(f"/api/{POST}", json=HELLO)
    assert fake.messages("general") == []


def test_broken_answers_and_pages_of_proxies_happen(fake: FakeSlack, raw: httpx.Client) -> None:
    fake.fail_next("auth.test", malformed_json())
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        raw.get("/api/auth.test").json()
    fake.fail_next("auth.test", server_error(503))
    answer = raw.get("/api/auth.test")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "text/html")


def test_faults_of_response_urls_and_of_the_page_are_named_too(
    fake: FakeSlack, raw: httpx.Client
) -> None:
    fake.fail_next("authorize", server_error())
    fake.fail_next("response_url", server_error())
    assert raw.get("/oauth/v2/authorize").status_code == 502
    assert raw.post("/commands/T/1/x", json={}).status_code == 502


def test_the_limits_are_off_unless_asked_for(raw: httpx.Client) -> None:
    answers = [raw.post(f"/api/{POST}", json=HELLO).status_code for _ in range(3)]
    assert answers == [200, 200, 200]


def test_a_channel_takes_a_message_a_second_when_limits_are_on() -> None:
    at = ProviderClock(datetime(2026, 7, 1, 12, tzinfo=UTC))
    fake = FakeSlack(clock=at, enforce_rate_limits=True)
    fake.add_channel("random")
    bearer = {"authorization": f"Bearer {fake.bot_token}"}
    raw = httpx.Client(transport=fake.transport, base_url="https://slack.test", headers=bearer)

    def post(channel: str) -> int:
        return raw.post(f"/api/{POST}", json={**HELLO, "channel": channel}).status_code

    assert [post("general"), post("general"), post("random")] == [200, 429, 200]
    at.advance(1)
    assert post("general") == 200
    assert [m.text for m in fake.messages("general")] == ["hello", "hello"]


def test_a_tier_is_counted_by_method_and_team_when_limits_are_on() -> None:
    at = ProviderClock(datetime(2026, 7, 1, 12, tzinfo=UTC))
    fake = FakeSlack(clock=at, enforce_rate_limits=True)
    bearer = {"authorization": f"Bearer {fake.bot_token}"}
    raw = httpx.Client(transport=fake.transport, base_url="https://slack.test", headers=bearer)
    ask: dict[str, Any] = {"url": "/api/conversations.info", "params": {"channel": "C0GENERAL"}}
    assert {raw.get(**ask).status_code for _ in range(50)} == {200}
    at.advance(20)
    limited = raw.get(**ask)
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "40")
    assert raw.get("/api/users.info", params={"user": fake.add_user("U1").id}).status_code == 200
    at.advance(40)
    assert raw.get(**ask).status_code == 200


def test_faults_and_the_clock_are_driven_over_http(
    fake: FakeSlack, bot: WebClient, url: str
) -> None:
    with httpx.Client(base_url=f"{url}/_fake") as control:
        armed = {"operation": POST, "fault": "rate_limited", "with": {"retry_after": 7}}
        assert control.post("/faults", json=armed).json()["ok"] is True
        with pytest.raises(SlackApiError, match="ratelimited"):
            bot.chat_postMessage(**HELLO)
        control.post("/clock", json={"advance": 60})
        assert fake.clock.now() == datetime(2026, 7, 1, 12, 1, tzinfo=UTC)
        offered = control.get("/actions").json()
        assert {"slash", "send_event", "click", "uninstall", "configure"} <= set(offered["actions"])
        assert {"refused", "warned", "done_but_failed", "answer_lost"} <= set(offered["faults"])


def test_every_action_of_seeding_and_reading_works_over_http(fake: FakeSlack, url: str) -> None:
    with httpx.Client(base_url=f"{url}/_fake") as control:

        def act(action: str, /, **arguments: Any) -> Any:
            answer = control.post(f"/{action}", json=arguments).json()
            assert answer["ok"] is True, answer
            return answer["result"]

        assert act("add_team", team="T2", name="Two")["id"] == "T2"
        assert act("add_user", user="U2", name="bob", team="T2")["name"] == "bob"
        assert act("add_channel", name="board", kind="private")["kind"] == "private"
        token = act("issue_user_token", user="U0ADA")
        act("invite", channel="board", user="ada")
        act("kick", channel="board")
        act("archive", channel="board")
        act("revoke_token", token=token)
        act("deactivate", user="ada")
        assert fake.memory.users["U0ADA"].deleted is True
        assert act("messages", channel="general") == []
        assert act("ephemerals", user="ada") == []
        assert act("profile", user="ada")["status_text"] == ""
        assert act("uninstall") == []
        twice = control.post("/add_team", json={"team": "T2"})
        assert (twice.status_code, twice.json()["error"]) == (400, "team T2 exists")
        assert control.post("/configure", json={"colour": "red"}).status_code == 400
        assert control.post("/dance", json={}).status_code == 404
