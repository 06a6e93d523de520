"""The Events API calls us: envelopes, retries, doubles and the end of an installation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import define, field
from slack_sdk.signature import Clock, SignatureVerifier

from tt_integrations.adapters.fakes.callback import NoAnswer
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.slack.fake import FakeSlack

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
EVENT = {"type": "app_home_opened", "user": "U0ADA"}


@define
class App:
    """The program under test: answers in turn, the last one again and again."""

    answers: list[Response | NoAnswer] = field(factory=lambda: [Response(200)])
    got: list[tuple[Mapping[str, str], Any]] = field(factory=list)
    echoes: str = ""

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Response | NoAnswer:
        self.got.append((headers, json.loads(body)))
        challenge = self.got[-1][1].get("challenge", "")
        if self.echoes == "json":
            return json_response({"challenge": challenge})
        if self.echoes:
            return Response(200, {}, self.echoes.replace("X", challenge).encode())
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def retries(self) -> list[tuple[str | None, str | None]]:
        names = ("x-slack-retry-num", "x-slack-retry-reason")
        return [(headers.get(names[0]), headers.get(names[1])) for headers, _ in self.got]


class Fixed(Clock):
    def now(self) -> float:
        return NOW.timestamp()


@pytest.fixture
def app() -> App:
    return App()


@pytest.fixture
def fake(app: App) -> FakeSlack:
    slack = FakeSlack(request_url="https://tt.example/slack", clock=ProviderClock(NOW), call=app)
    slack.add_user("U0ADA", "ada")
    return slack


def test_an_event_comes_in_its_envelope(fake: FakeSlack, app: App) -> None:
    answer = fake.send_event(EVENT)

    envelope = app.got[0][1]
    assert answer.status == 200
    assert envelope["event"] == {**EVENT, "event_ts": envelope["event"]["event_ts"]}
    assert (envelope["type"], envelope["event_id"]) == ("event_callback", answer.event_id)
    assert (envelope["team_id"], envelope["api_app_id"]) == ("T0SANDBOX", "A0SANDBOX")
    assert envelope["event_time"] == int(NOW.timestamp())
    assert len(envelope["authorizations"]) == 1
    assert app.retries() == [(None, None)]


def test_events_are_signed_as_json(fake: FakeSlack) -> None:
    fake.send_event(EVENT)
    sent = fake.deliveries[0]
    headers = {name.lower(): value for name, value in sent.headers.items()}
    assert SignatureVerifier(fake.app.signing_secret, Fixed()).is_valid_request(sent.body, headers)
    assert headers["content-type"] == "application/json"
    fake.send_event(EVENT, sign_with="wrong_secret")
    forged = {name.lower(): value for name, value in fake.deliveries[1].headers.items()}
    verifier = SignatureVerifier(fake.app.signing_secret, Fixed())
    assert not verifier.is_valid_request(fake.deliveries[1].body, forged)


def test_a_failure_is_retried_at_once_after_a_minute_and_after_five(
    fake: FakeSlack, app: App
) -> None:
    app.answers = [Response(500)]
    fake.send_event(EVENT)
    counts = []
    for seconds in (0, 59, 1, 299, 1, 3600):
        fake.clock.advance(seconds)
        fake.run_retries()
        counts.append(len(app.got))

    assert counts == [2, 2, 3, 3, 4, 4]
    again = [(str(n), "http_error") for n in (1, 2, 3)]
    assert app.retries() == [(None, None), *again]
    assert len({body["event_id"] for _, body in app.got}) == 1


def test_a_success_ends_the_retries(fake: FakeSlack, app: App) -> None:
    app.answers = [Response(500), Response(204)]
    fake.send_event(EVENT)
    assert [answer.status for answer in fake.run_retries()] == [204]
    fake.clock.advance(3600)
    assert fake.run_retries() == []


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        ("ReadTimeout", "http_timeout"),
        ("ConnectError", "connection_failed"),
        ("RemoteProtocolError", "unknown_error"),
    ],
)
def test_a_retry_gives_the_reason(fake: FakeSlack, app: App, why: str, reason: str) -> None:
    app.answers = [NoAnswer(why), Response(200)]
    fake.send_event(EVENT)
    fake.run_retries()
    assert app.retries()[1] == ("1", reason)


def test_too_many_redirects_are_a_reason(fake: FakeSlack, app: App) -> None:
    app.answers = [Response(302, {"location": "https://x.example"})] * 3 + [Response(200)]
    fake.send_event(EVENT)
    fake.run_retries()
    assert app.retries()[-1] == ("1", "too_many_redirects")


def test_no_retry_is_honoured_on_a_failure(fake: FakeSlack, app: App) -> None:
    app.answers = [Response(404, {"X-Slack-No-Retry": "1"})]
    fake.send_event(EVENT)
    fake.clock.advance(3600)
    assert fake.run_retries() == []


def test_an_event_can_come_twice(fake: FakeSlack, app: App) -> None:
    sent = fake.send_event(EVENT)
    fake.redeliver(sent.event_id)
    assert app.got[0][1] == app.got[1][1]
    with pytest.raises(ValueError, match="no event"):
        fake.redeliver("Ev0")


def test_events_can_come_out_of_order(fake: FakeSlack, app: App) -> None:
    fake.send_events([{"type": "first"}, {"type": "second"}], order=[1, 0])
    first, second = (body["event"] for _, body in app.got)
    assert (first["type"], second["type"]) == ("second", "first")
    assert first["event_ts"] > second["event_ts"]


@pytest.mark.parametrize("echo", ["X", "json", "challenge=X"])
def test_an_address_is_verified_by_its_challenge(fake: FakeSlack, app: App, echo: str) -> None:
    app.echoes = echo
    assert fake.verify_url() is True
    assert app.got[0][1].keys() == {"token", "challenge", "type"}


def test_an_address_that_answers_something_else_is_not_verified(fake: FakeSlack, app: App) -> None:
    app.echoes = "no"
    assert fake.verify_url() is False


@pytest.mark.parametrize(
    "order", [("app_uninstalled", "tokens_revoked"), ("tokens_revoked", "app_uninstalled")]
)
def test_uninstalling_sends_both_events_in_either_order(
    fake: FakeSlack, app: App, order: tuple[str, ...]
) -> None:
    fake.issue_user_token("U0ADA")
    fake.uninstall(order=order)

    events = [body["event"] for _, body in app.got]
    assert [event["type"] for event in events] == list(order)
    revoked = events[order.index("tokens_revoked")]["tokens"]
    assert revoked["oauth"] == ["U0ADA"]
    assert len(revoked["bot"]) == 1
    with pytest.raises(ValueError, match="no event"):
        fake.uninstall(order=("goodbye",))


def test_app_rate_limited_has_no_inner_event(fake: FakeSlack, app: App) -> None:
    fake.app_rate_limited()
    assert app.got[0][1].keys() == {
        "token",
        "type",
        "team_id",
        "minute_rate_limited",
        "api_app_id",
    }


def test_a_revoked_user_token_is_announced_with_the_next_run(fake: FakeSlack, app: App) -> None:
    import httpx

    token = fake.issue_user_token("U0ADA")
    browser = httpx.Client(transport=fake.transport, base_url="https://slack.test")
    browser.post("/api/auth.revoke", data={"token": token})
    assert app.got == []
    fake.run_retries()
    assert app.got[0][1]["event"]["tokens"] == {"oauth": ["U0ADA"], "bot": []}
