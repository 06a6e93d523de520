"""A token is told to Slack, and to nobody else."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

import pytest
from slack_calls import HELLO, STOP, Ground, access_with, ground

from tt_integrations.adapters.fakes.faults import (
    Fault,
    answer_lost,
    answers,
    hanging,
    malformed_json,
    server_error,
)
from tt_integrations.adapters.fakes.http import json_response
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.slack.chat import SlackChat
from tt_integrations.adapters.providers.slack.fake import FakeSlack, rate_limited, refused
from tt_integrations.adapters.providers.slack.pacing import Pacing
from tt_integrations.adapters.providers.slack.web_api import SlackWebApi
from tt_integrations.domain.errors import IntegrationError, ProviderRefused
from tt_integrations.domain.model.chat import MessageRef

CANARY = "xoxb-canary-7f3a"
GENERAL = "C0GENERAL"
CALLS: list[Callable[[Ground], object]] = [
    lambda s: s.chat.workspace(s.access),
    lambda s: s.chat.check_channel(s.access, GENERAL),
    lambda s: s.chat.post(s.access, GENERAL, HELLO),
    lambda s: s.chat.edit(s.access, MessageRef(GENERAL, "1.000001"), STOP),
]
FAULTS = [
    rate_limited(),
    server_error(),
    malformed_json(),
    answer_lost(),
    hanging(),
    refused("token_revoked"),
    refused("fatal_error"),
    refused(CANARY),
    refused(f"invalid_{CANARY}"),
    answers(json_response({"ok": CANARY})),
    answers(json_response({"ok": False, "error": [CANARY]})),
    answers(json_response({"ok": False, "error": "missing_scope", "needed": f"{CANARY} <x>"})),
]


def told(error: BaseException, log: pytest.LogCaptureFixture) -> str:
    chain = "".join(traceback.format_exception(error))
    return f"{error} {error!r} {vars(error)} {chain} {log.text}"


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", FAULTS)
def test_no_error_and_no_log_tells_the_token(
    call: Callable[[Ground], object], fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    slack = ground()
    mine = Ground(slack.fake, slack.chat, access_with(CANARY))
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, name)
    slack.fake.fail_next("*", fault)
    with pytest.raises(IntegrationError) as error:
        call(mine)
    assert CANARY not in told(error.value, caplog)


@pytest.mark.parametrize("call", CALLS[:3])
def test_an_answer_that_repeats_the_token_in_the_wrong_place_is_not_passed_on(
    call: Callable[[Ground], object], caplog: pytest.LogCaptureFixture
) -> None:
    slack = ground()
    odd = {"ok": True, "channel": {CANARY: CANARY}, "ts": [CANARY], "team": {CANARY: 1}}
    slack.fake.fail_next("*", answers(json_response(odd)))
    with pytest.raises(IntegrationError) as error:
        call(slack)
    assert CANARY not in told(error.value, caplog)


def test_over_a_socket_not_even_httpx_and_httpcore_tell_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name in ("httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, name)
    fake, clients = FakeSlack(), Clients()
    with fake.serve() as here:
        chat = SlackChat(SlackWebApi(clients, Pacing(fake.clock), f"{here.url}/api"))
        with pytest.raises(ProviderRefused) as error:
            chat.post(access_with(CANARY), GENERAL, HELLO)
        clients.close()
    assert "send_request_headers" in caplog.text
    assert CANARY not in told(error.value, caplog)


@pytest.mark.parametrize(
    "token", ["", f"{CANARY}\n", f"{CANARY} x", f"{CANARY}-ö", f"\x00{CANARY}"]
)
def test_a_text_that_cannot_be_a_token_is_not_sent_and_not_told(
    token: str, caplog: pytest.LogCaptureFixture
) -> None:
    slack = ground()
    with pytest.raises(ProviderRefused) as error:
        slack.chat.workspace(access_with(token))
    assert slack.fake.requests == []
    assert CANARY not in told(error.value, caplog)


def test_no_repr_of_ours_shows_the_token() -> None:
    slack = ground()
    assert CANARY not in repr(access_with(CANARY))
    assert slack.access.token not in repr(slack.chat)


def test_a_host_that_did_not_choose_a_level_gets_no_addresses_in_its_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    logger = logging.getLogger("httpx")
    monkeypatch.setattr(logger, "level", logging.NOTSET)
    Clients()
    assert logger.level == logging.WARNING
    monkeypatch.setattr(logger, "level", logging.INFO)
    Clients()
    assert logger.level == logging.INFO
