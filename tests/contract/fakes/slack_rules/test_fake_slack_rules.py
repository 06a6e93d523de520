"""The finer rules of blocks, parameters, profiles, views and credentials."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from slack_in_process import client, post

from tt_integrations.adapters.providers.slack.fake import FakeSlack

PLAIN = {"type": "plain_text", "text": "x"}


@pytest.fixture
def ada(fake: FakeSlack) -> httpx.Client:
    return client(fake, fake.issue_user_token("ada"))


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": PLAIN},
        {"type": "section", "fields": [PLAIN]},
        {"type": "header", "text": PLAIN},
        {"type": "context", "elements": [PLAIN]},
        {"type": "input", "label": PLAIN, "element": {"type": "plain_text_input"}},
        {"type": "rich_text", "elements": []},
    ],
)
def test_good_blocks_are_taken(bot: httpx.Client, block: dict[str, Any]) -> None:
    assert post(bot, blocks=[block])["message"]["blocks"] == [block]


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        ({"type": "section"}, "missing required field: text"),
        ({"type": "section", "text": "x"}, "missing required field: text"),
        ({"type": "section", "text": {"type": "html", "text": "x"}}, "unsupported type: html"),
        ({"type": "section", "text": {"type": "mrkdwn", "text": ""}}, "more than 0 characters"),
        ({"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}, "less than 3001"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "unsupported type: mrkdwn"),
        ({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}, "less than 151"),
        ({"type": "actions", "elements": []}, "missing required field: elements"),
        ({"type": "input", "label": PLAIN}, "missing required field: element"),
        ({"type": "divider", "block_id": "x" * 256}, "less than 256"),
    ],
)
def test_bad_blocks_are_refused_with_the_place(
    bot: httpx.Client, block: dict[str, Any], complaint: str
) -> None:
    answer = post(bot, blocks=[{"type": "divider"}, block])
    assert answer["error"] == "invalid_blocks"
    assert complaint in answer["errors"][0]
    assert "json-pointer:/blocks/1" in answer["response_metadata"]["messages"][0]


def test_a_block_id_is_used_once(bot: httpx.Client) -> None:
    twice = [{"type": "divider", "block_id": "a"}] * 2
    assert "already exists" in post(bot, blocks=twice)["errors"][0]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"file_ids": "F1,F2"}, None),
        ({"file_ids": ["F1"]}, None),
        ({"file_ids": [1]}, "invalid_arguments"),
        ({"blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"metadata": "[]"}, "invalid_metadata_format"),
        ({"metadata": {"event_type": "t", "event_payload": {}}}, None),
        ({"markdown_text": "*x*"}, "markdown_text_conflict"),
    ],
)
def test_parameters_have_their_types(
    bot: httpx.Client, wrong: dict[str, Any], error: str | None
) -> None:
    assert post(bot, **wrong).get("error") == error


def test_markdown_alone_is_a_text(fake: FakeSlack, bot: httpx.Client) -> None:
    bot.post("chat.postMessage", json={"channel": "general", "markdown_text": "**x**"})
    assert fake.messages("general")[0].text == "**x**"


def test_a_single_field_of_a_profile_can_be_set(fake: FakeSlack, ada: httpx.Client) -> None:
    ada.post("users.profile.set", data={"name": "status_text", "value": "web"})
    assert fake.profile("ada")["status_text"] == "web"
    profile = json.dumps({"status_text": "", "status_emoji": ""})
    assert ada.post("users.profile.set", data={"profile": profile}).json()["ok"] is True
    assert fake.profile("ada")["status_text"] == ""


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "invalid_profile"),
        ({"profile": "nonsense"}, "invalid_profile"),
        ({"profile": {"status_emoji": "clock"}}, "profile_status_set_failed_not_emoji_syntax"),
        ({"profile": {"status_expiration": "soon"}}, "invalid_arguments"),
        ({"profile": {"status_text": "x"}, "user": "U0OTHER"}, "not_admin"),
    ],
)
def test_a_wrong_profile_is_refused(
    ada: httpx.Client, arguments: dict[str, Any], error: str
) -> None:
    assert ada.post("users.profile.set", json=arguments).json()["error"] == error


def test_views_name_what_they_lack(bot: httpx.Client) -> None:
    modal = {"type": "modal", "title": PLAIN, "blocks": []}
    for method, arguments in (
        ("views.open", {"view": modal}),
        ("views.update", {"view": modal}),
        ("views.open", {"view": "nonsense", "trigger_id": "x"}),
        ("views.open", {"view": {**modal, "title": "x"}, "trigger_id": "x"}),
        ("views.open", {"view": {**modal, "callback_id": 5}, "trigger_id": "x"}),
        ("views.open", {"view": {**modal, "blocks": "x"}, "trigger_id": "x"}),
    ):
        assert bot.post(method, json=arguments).json()["error"] == "invalid_arguments"
    home = {"view": {"type": "home", "blocks": []}, "user_id": "U0NOBODY"}
    assert bot.post("views.publish", json=home).json()["error"] == "user_not_found"


def test_the_token_of_a_person_who_left_is_inactive(fake: FakeSlack, ada: httpx.Client) -> None:
    fake.deactivate("ada")
    assert ada.get("auth.test").json()["error"] == "account_inactive"


def test_broken_basic_credentials_are_no_client(fake: FakeSlack) -> None:
    browser = httpx.Client(transport=fake.transport, base_url="https://slack.test/api/")
    answer = browser.post("oauth.v2.access", headers={"authorization": "Basic ???"})
    assert answer.json()["error"] == "invalid_client_id"
