"""JSON and forms, tokens and charsets: what the fake reads of a request, and what it refuses."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from tt_integrations.adapters.providers.slack.fake import FakeSlack

FORM = "application/x-www-form-urlencoded"
POST = "/api/chat.postMessage"


@pytest.fixture
def fake() -> FakeSlack:
    return FakeSlack()


@pytest.fixture
def anyone(fake: FakeSlack) -> httpx.Client:
    return httpx.Client(transport=fake.transport, base_url="https://slack.test")


@pytest.fixture
def bot(anyone: httpx.Client, fake: FakeSlack) -> httpx.Client:
    anyone.headers["authorization"] = f"Bearer {fake.bot_token}"
    return anyone


def test_a_form_carries_the_token_and_blocks_as_text(fake: FakeSlack, anyone: httpx.Client) -> None:
    blocks = json.dumps([{"type": "divider"}])
    form = {"token": fake.bot_token, "channel": "general", "text": "x", "blocks": blocks}

    answer = anyone.post(POST, data={**form, "unfurl_links": "false"}).json()

    assert answer["ok"] is True
    assert "warning" not in answer
    assert fake.messages("general")[0].blocks == ({"type": "divider"},)


def test_multipart_forms_are_read_too(fake: FakeSlack, bot: httpx.Client) -> None:
    answer = bot.post(POST, files={"channel": (None, "general"), "text": (None, "héllo")})

    assert answer.json()["ok"] is True
    assert fake.messages("general")[0].text == "héllo"


@pytest.mark.parametrize("scheme", ["bearer", "Token", "Basic"])
def test_the_scheme_is_bearer_with_a_capital(
    fake: FakeSlack, anyone: httpx.Client, scheme: str
) -> None:
    answer = anyone.post("/api/auth.test", headers={"authorization": f"{scheme} {fake.bot_token}"})
    assert answer.json() == {"ok": False, "error": "not_authed"}
    assert answer.status_code == 200


def test_a_token_in_json_or_the_query_does_not_count(fake: FakeSlack, anyone: httpx.Client) -> None:
    token = {"token": fake.bot_token}
    assert anyone.get("/api/auth.test", params=token).json()["error"] == "not_authed"
    assert anyone.post("/api/auth.test", json=token).json()["error"] == "not_authed"


@pytest.mark.parametrize(
    ("kind", "warning"),
    [
        ("application/json; charset=utf-8", None),
        ("application/json", "missing_charset"),
    ],
)
def test_json_without_a_charset_earns_a_warning(
    bot: httpx.Client, kind: str, warning: str | None
) -> None:
    body = {"channel": "general", "text": "x"}
    answer = bot.post(POST, content=json.dumps(body), headers={"content-type": kind}).json()
    assert answer["ok"] is True
    assert answer.get("warning") == warning


@pytest.mark.parametrize(
    ("kind", "body", "error"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"[1]", "json_not_object"),
        ("text/plain", b"x", "invalid_post_type"),
        ("", b"x=1", "missing_post_type"),
        (FORM, b"text=%ff", "invalid_form_data"),
        (FORM + "; charset=ebcdic", b"text=1", "invalid_charset"),
        (FORM, b"text[0]=1", "invalid_array_arg"),
        (FORM, b"t-e=1", "invalid_arg_name"),
        ("multipart/form-data", b"x", "invalid_form_data"),
    ],
)
def test_a_body_that_cannot_be_read_has_its_own_code(
    bot: httpx.Client, kind: str, body: bytes, error: str
) -> None:
    answer = bot.post(POST, content=body, headers={"content-type": kind})
    assert (answer.status_code, answer.json()["error"]) == (200, error)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"txet": "x"}, "unknown argument: txet"),
        ({"text": 5}, "text must be a string"),
        ({"unfurl_links": "maybe"}, "unfurl_links must be a boolean"),
        ({"token": "xoxb-1"}, "unknown argument: token"),
    ],
)
def test_a_mistaken_parameter_is_answered_loudly(
    bot: httpx.Client, wrong: dict[str, Any], reason: str
) -> None:
    answer = bot.post(POST, json={"channel": "general", "text": "x", **wrong})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_arguments")
    assert answer.json()["response_metadata"]["messages"] == [f"[ERROR] {reason}"]


def test_a_missing_parameter_is_named(bot: httpx.Client) -> None:
    answer = bot.post(POST, json={"text": "x"})
    assert (answer.status_code, answer.json()["error"]) == (200, "invalid_arguments")
    assert "channel" in answer.text


def test_a_null_is_as_good_as_nothing(bot: httpx.Client) -> None:
    body = {"channel": "general", "text": "x", "blocks": None}
    assert bot.post(POST, json=body).json()["ok"] is True


def test_other_addresses_are_not_found(anyone: httpx.Client) -> None:
    assert anyone.get("/nothing").status_code == 404
