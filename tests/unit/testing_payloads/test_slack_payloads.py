"""The strategies for Slack's payloads, and the text that is in all of them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import find, given, settings

from tt_integrations.testing.payloads import HOSTILE, slack, texts

few = settings(max_examples=25, deadline=None)


@few
@given(slack.slash_forms())
def test_a_slash_form_survives_its_encoding(form: dict[str, str]) -> None:
    assert dict(parse_qsl(urlencode(form), keep_blank_values=True)) == form


@few
@given(slack.slash_forms("/time", texts(5)))
def test_a_slash_form_names_the_command_the_person_and_where_to_answer(
    form: dict[str, str],
) -> None:
    assert form["command"] == "/time"
    assert re.fullmatch("[UW][A-Z0-9]{10}", form["user_id"])
    assert form["response_url"].startswith("https://hooks.slack.com/commands/")
    assert form["is_enterprise_install"] == "false"


@few
@given(slack.block_actions())
def test_a_click_says_who_clicked_what_and_where(click: dict[str, Any]) -> None:
    assert click["type"] == "block_actions"
    assert {"id", "username"} <= click["user"].keys()
    assert all(re.fullmatch(r"\d{10}\.\d{6}", one["action_ts"]) for one in click["actions"])
    assert all(("selected_option" in one) != ("value" in one) for one in click["actions"])


@few
@given(slack.event_envelopes())
def test_an_envelope_holds_one_event_under_one_id(envelope: dict[str, Any]) -> None:
    assert envelope["event_id"].startswith("Ev")
    assert {"type", "event_ts"} <= envelope["event"].keys()
    assert len(envelope["authorizations"]) == 1


@few
@given(slack.url_verifications())
def test_a_verification_brings_a_challenge(asked: dict[str, Any]) -> None:
    assert asked.keys() == {"type", "token", "challenge"}


@few
@given(texts())
def test_no_text_holds_what_no_provider_lets_through(text: str) -> None:
    assert "\0" not in text
    assert text.encode().decode() == text


@pytest.mark.parametrize("part", ["<!channel>", "\u202e", "🇮🇹", "x" * 5000])
def test_hostile_text_is_met(part: str) -> None:
    assert part in find(texts(), lambda text: part in text)
    assert any(part in text for text in HOSTILE)
