"""Trying a connection out over HTTP: what somebody reads who presses the button."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from stand import TEST, Stand, stand


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Stand]:
    with stand(tmp_path) as made:
        yield made


def tried(here: Stand, who: str = "anna") -> Mapping[str, Any]:
    answer: Mapping[str, Any] = here.ask(who, "POST", TEST).json()
    return answer


@pytest.mark.parametrize(
    ("code", "error", "words"),
    [
        ("invalid_auth", "provider_refused", "Slack does not know the token"),
        ("token_revoked", "provider_refused", "the token was revoked"),
        ("account_inactive", "provider_refused", "removed from the workspace"),
        ("channel_not_found", "invalid_settings", "knows no such channel"),
        ("not_in_channel", "invalid_settings", "/invite"),
        ("is_archived", "invalid_settings", "archived"),
        ("restricted_action", "invalid_settings", "administrators"),
        ("service_unavailable", "provider_unavailable", "cannot do it now"),
        ("a_code_of_tomorrow", "call_rejected", "a_code_of_tomorrow"),
    ],
)
def test_each_refusal_of_slack_is_said_in_words(
    here: Stand, code: str, error: str, words: str
) -> None:
    here.fails("chat.postMessage", "refused", error=code)
    got = tried(here)
    assert (got["ok"], got["error"]) == (False, error)
    assert words in got["message"]
    assert here.status("anna")["connected"] is True  # trying changes nothing


@pytest.mark.parametrize(
    ("fault", "error", "heard"),
    [
        ("server_error", "provider_unavailable", 0),
        ("malformed_json", "outcome_unknown", 1),
        ("answer_lost", "outcome_unknown", 1),
    ],
)
def test_a_slack_that_gives_no_good_answer_is_said_so(
    here: Stand, fault: str, error: str, heard: int
) -> None:
    here.fails("chat.postMessage", fault)
    got = tried(here)
    assert (got["ok"], got["error"]) == (False, error)
    assert got["message"]
    assert len(here.heard()) == heard


def test_a_long_wait_is_told_and_not_waited_for(here: Stand) -> None:
    here.fails("chat.postMessage", "rate_limited", retry_after=60)
    got = tried(here)
    assert (got["ok"], got["error"]) == (False, "provider_unavailable")
    assert here.heard() == []


def test_without_a_channel_the_token_alone_is_tried(here: Stand) -> None:
    here.config("anna", channel_id=None)
    assert tried(here) == {
        "ok": True,
        "error": None,
        "message": "The connection works. No channel is set, so no test message was posted.",
    }
    here.fails("auth.test", "refused", error="invalid_auth")
    assert tried(here)["error"] == "provider_refused"
    assert here.heard() == []


def test_a_channel_without_a_token_is_a_trouble_of_its_own(here: Stand) -> None:
    here.config("ben", signing_secret="0123456789abcdef-of-ben", channel_id="#general")
    assert tried(here, "ben") == {
        "ok": False,
        "error": "token_missing",
        "message": "No token is stored: what the provider tells us arrives, but we can ask for nothing.",
    }


def test_whoever_was_linked_by_a_link_speaks_with_the_token_of_the_installation(
    here: Stand,
) -> None:
    here.link("ben", "U0BEN")
    assert tried(here, "ben")["message"].endswith("so no test message was posted.")
    here.config("ben", channel_id="C0GENERAL")
    assert tried(here, "ben")["message"] == "The connection works."
    assert len(here.heard()) == 1
