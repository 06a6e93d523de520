"""What goes wrong on the way to Slack or at Slack, and which of our errors it is."""

from __future__ import annotations

import httpx
import pytest
from slack_calls import CALLS, GENERAL, HELLO, Ground, access_with, failing, ground

from tt_integrations.adapters.fakes.faults import (
    Fault,
    answer_lost,
    answers,
    hanging,
    malformed_json,
    server_error,
)
from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.slack.chat import SlackChat
from tt_integrations.adapters.providers.slack.fake import (
    FakeSlack,
    done_but_failed,
    rate_limited,
    refused,
    warned,
)
from tt_integrations.adapters.providers.slack.pacing import Pacing
from tt_integrations.adapters.providers.slack.web_api import SlackWebApi
from tt_integrations.domain.errors import (
    IntegrationError,
    MalformedPayload,
    OutcomeUnknown,
    ProviderUnavailable,
)

EVERY = pytest.mark.parametrize("method", CALLS)


@pytest.fixture
def slack() -> Ground:
    return ground()


@EVERY
@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (rate_limited(7), 7.0),
        (rate_limited(None), 30.0),
        (refused("ratelimited"), 30.0),
        (refused("rate_limited"), 30.0),
        (answers(Response(429, {"retry-after": "tomorrow"}, b"<html>")), 30.0),
        (answers(json_response({"ok": False, "error": "ratelimited"}, retry_after="9")), 9.0),
    ],
)
def test_called_too_often_says_how_long_to_wait(
    slack: Ground, method: str, fault: Fault, seconds: float
) -> None:
    error = failing(slack, method, fault)
    assert isinstance(error, ProviderUnavailable)
    assert error.retry_after == seconds


@EVERY
@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_page_of_html_instead_of_slack_means_unavailable(
    slack: Ground, method: str, status: int
) -> None:
    error = failing(slack, method, server_error(status))
    assert type(error) is ProviderUnavailable
    assert str(error) == f"answered {status}"
    assert slack.texts() == []


def unreadable(error: IntegrationError, method: str) -> str:
    """Where the answer makes no sense. A post may have been made; anything else is merely not understood."""
    if method == "chat.postMessage":
        assert isinstance(error, OutcomeUnknown)
        return str(error).rpartition(": ")[2]
    assert isinstance(error, MalformedPayload)
    return error.path


@EVERY
def test_an_answer_that_is_cut_off_is_not_understood(slack: Ground, method: str) -> None:
    assert unreadable(failing(slack, method, malformed_json()), method) == "body"


@EVERY
@pytest.mark.parametrize(
    ("payload", "path"),
    [
        ([], "body"),
        ({}, "ok"),
        ({"ok": "true"}, "ok"),
        ({"ok": 1}, "ok"),
        ({"ok": False}, "$"),
        ({"ok": False, "error": 5}, "$.error"),
    ],
)
def test_what_is_no_answer_of_slacks_is_not_understood(
    slack: Ground, method: str, payload: object, path: str
) -> None:
    error = failing(slack, method, answers(json_response(payload)))
    assert unreadable(error, method).startswith(path)


@pytest.mark.parametrize("payload", [{}, {"channel": GENERAL}, {"channel": GENERAL, "ts": 1.5}])
def test_a_post_whose_answer_names_no_message_may_have_happened(
    slack: Ground, payload: dict[str, object]
) -> None:
    fault = answers(json_response({"ok": True, **payload}))
    assert isinstance(failing(slack, "chat.postMessage", fault), OutcomeUnknown)


@pytest.mark.parametrize("fault", [answer_lost(), done_but_failed(), server_error(504)])
def test_a_post_may_have_happened_when_its_answer_is_lost(slack: Ground, fault: Fault) -> None:
    error = failing(slack, "chat.postMessage", fault)
    assert isinstance(error, OutcomeUnknown)


@pytest.mark.parametrize("fault", [answer_lost(), done_but_failed("internal_error")])
def test_a_post_whose_answer_was_lost_is_not_made_again(slack: Ground, fault: Fault) -> None:
    failing(slack, "chat.postMessage", fault)
    assert len(slack.texts()) == 1
    assert slack.calls("chat.postMessage") == 1


@pytest.mark.parametrize("fault", [hanging(), refused("internal_error")])
def test_nobody_knows_what_became_of_a_post_that_hung(slack: Ground, fault: Fault) -> None:
    assert isinstance(failing(slack, "chat.postMessage", fault), OutcomeUnknown)


@pytest.mark.parametrize("method", ["chat.update", "auth.test"])
@pytest.mark.parametrize(
    "fault",
    [
        answer_lost(),
        hanging(),
        done_but_failed(),
        refused("internal_error"),
        refused("service_unavailable"),
        server_error(504),
    ],
)
def test_what_may_be_repeated_is_just_unavailable(slack: Ground, method: str, fault: Fault) -> None:
    assert type(failing(slack, method, fault)) is ProviderUnavailable


def test_a_warning_changes_nothing(slack: Ground) -> None:
    slack.fake.fail_next("chat.postMessage", warned("missing_charset"))
    assert slack.chat.post(slack.access, GENERAL, HELLO).channel == GENERAL


def test_a_redirect_is_not_followed(slack: Ground) -> None:
    elsewhere = answers(Response(302, {"location": "https://evil.example/"}))
    assert isinstance(failing(slack, "auth.test", elsewhere), MalformedPayload)
    assert len(slack.fake.requests) == 1


def test_over_a_socket_a_hanging_slack_is_left_after_a_while() -> None:
    fake = FakeSlack()
    clients = Clients(timeout=httpx.Timeout(0.2))
    with fake.serve() as here:
        chat = SlackChat(SlackWebApi(clients, Pacing(fake.clock), f"{here.url}/api"))
        fake.fail_next("chat.postMessage", hanging(0.5))
        with pytest.raises(OutcomeUnknown):
            chat.post(access_with(fake.bot_token), GENERAL, HELLO)
        clients.close()


def test_over_a_socket_an_answer_that_is_lost_leaves_one_message() -> None:
    fake = FakeSlack()
    clients = Clients()
    with fake.serve() as here:
        chat = SlackChat(SlackWebApi(clients, Pacing(fake.clock), f"{here.url}/api"))
        fake.answer_lost("chat.postMessage")
        with pytest.raises(OutcomeUnknown):
            chat.post(access_with(fake.bot_token), GENERAL, HELLO)
        clients.close()
    assert len(fake.messages("general")) == 1


def test_where_nobody_listens_nothing_was_sent() -> None:
    clients = Clients()
    chat = SlackChat(SlackWebApi(clients, Pacing(FakeSlack().clock), "http://127.0.0.1:9"))
    with pytest.raises(ProviderUnavailable, match="not reached"):
        chat.post(access_with("xoxb-1"), GENERAL, HELLO)
    clients.close()
