"""What a genuine request says, and whom it claims to come from."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from slack_requests import COMMAND, FORM, JSON, STAMP, command, delivery, signed

from tt_integrations.adapters.providers.slack.dialect import SlackDialect
from tt_integrations.domain.errors import MalformedPayload
from tt_integrations.domain.model.delivery import (
    AddressCheck,
    Challenge,
    Delivery,
    Ignored,
    SlashTyped,
)

DIALECT = SlackDialect()


def typed(sent: Delivery) -> SlashTyped:
    arrival = DIALECT.read(sent)
    assert isinstance(arrival, SlashTyped)
    return arrival


def event(payload: object) -> Delivery:
    return signed(json.dumps(payload).encode(), JSON)


def test_a_command_is_its_text_and_its_sender() -> None:
    arrival = typed(command(text="start web", user_id="U7"))
    assert (arrival.text, arrival.sender) == ("start web", "U7")


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("R&amp;D", "R&D"),
        ("&lt;b&gt;", "<b>"),
        ("&amp;lt;", "&lt;"),
        ("&amp;amp;", "&amp;"),
        ("&quot;", "&quot;"),
        ("a & b", "a & b"),
        ("a\0b", "ab"),
    ],
)
def test_the_escaping_of_slack_is_undone_once(sent: str, text: str) -> None:
    assert typed(command(text=sent)).text == text


def test_a_command_without_text_is_an_empty_one() -> None:
    without = {name: value for name, value in COMMAND.items() if name != "text"}
    assert typed(command(text="")).text == ""
    assert typed(signed(urlencode(without).encode())).text == ""


def test_a_copy_of_a_command_has_the_same_id_even_signed_anew() -> None:
    again = signed(command().body, stamp=str(STAMP + 60))
    assert typed(again).id == typed(command()).id


def test_two_commands_have_two_ids() -> None:
    assert typed(command(trigger_id="1.2.abc")).id != typed(command(trigger_id="1.2.abd")).id


def test_without_a_trigger_id_the_same_words_later_are_another_command() -> None:
    bare = command(trigger_id="")
    assert typed(bare).id == typed(bare).id
    assert typed(bare).id != typed(signed(bare.body, stamp=str(STAMP + 1))).id


@pytest.mark.parametrize("missing", ["team_id", "user_id", "command"])
def test_a_command_that_lacks_a_field_is_malformed_there(missing: str) -> None:
    without = {name: value for name, value in COMMAND.items() if name != missing}
    with pytest.raises(MalformedPayload) as caught:
        DIALECT.read(signed(urlencode(without).encode()))
    assert caught.value.path == f"$.{missing}"


@pytest.mark.parametrize(
    ("body", "media_type", "path"),
    [
        (b"", FORM, "$.team_id"),
        (b"user_id=U1&user_id=U2", FORM, "body"),
        (b"text=%FF", FORM, "body"),
        (b"payload=", FORM, "body"),
        (b"payload={", FORM, "body"),
        (b"payload=[]", FORM, "$"),
        (b"payload={}", FORM, "$.type"),
        (b"", JSON, "body"),
        (b"\xff", JSON, "body"),
        (b"[" * 200_000, JSON, "body"),
        (b"[]", JSON, "$"),
        (b"null", JSON, "$"),
        (b"{}", JSON, "$.type"),
        (b'{"type": 1}', JSON, "$.type"),
        (b'{"type": "url_verification"}', JSON, "$.challenge"),
        (b'{"type": "url_verification", "challenge": null}', JSON, "$.challenge"),
        (b'{"type": "event_callback"}', JSON, "$.event"),
        (b'{"type": "event_callback", "event": []}', JSON, "$.event.type"),
        (b'{"type": "event_callback", "event": {}}', JSON, "$.event.type"),
        (b"hello", "text/plain", "content-type"),
        (b"hello", "", "content-type"),
        (b"hello", "multipart/form-data; boundary=x", "content-type"),
    ],
)
def test_what_slack_would_not_send_is_malformed_with_its_path(
    body: bytes, media_type: str, path: str
) -> None:
    with pytest.raises(MalformedPayload) as caught:
        DIALECT.read(signed(body, media_type))
    assert caught.value.path == path


@pytest.mark.parametrize(
    "media_type", [FORM, FORM.upper(), f"{FORM}; charset=utf-8", f" {FORM} ;charset=UTF-8"]
)
def test_the_content_type_is_read_as_http_has_it(media_type: str) -> None:
    assert isinstance(DIALECT.read(signed(command().body, media_type)), SlashTyped)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (command().body, SlashTyped),
        (b' {"type": "url_verification", "challenge": "c"}', Challenge),
        (b"payload=%7B%22type%22%3A+%22shortcut%22%7D", Ignored),
    ],
)
def test_without_a_content_type_the_two_formats_are_told_apart(body: bytes, kind: type) -> None:
    assert isinstance(DIALECT.read(delivery(body, {})), kind)


def test_a_challenge_is_to_be_echoed() -> None:
    assert DIALECT.read(event({"type": "url_verification", "challenge": "c"})) == Challenge("c")


@pytest.mark.parametrize(
    ("payload", "word"),
    [
        ({"type": "event_callback", "event": {"type": "tokens_revoked"}}, "tokens_revoked"),
        ({"type": "app_rate_limited", "minute_rate_limited": 1}, "app_rate_limited"),
        ({"type": "invented_in_2030"}, "invented_in_2030"),
    ],
)
def test_every_other_genuine_event_is_known_and_ignored(payload: object, word: str) -> None:
    assert DIALECT.read(event(payload)) == Ignored(word)


def test_an_interaction_is_known_and_ignored() -> None:
    body = urlencode({"payload": json.dumps({"type": "view_submission", "view": {}})}).encode()
    assert DIALECT.read(signed(body)) == Ignored("view_submission")


@pytest.mark.parametrize(
    "body", [b"ssl_check=1", b"ssl_check=1&token=x", b"token=x&ssl_check=1", b"a=1&ssl_check=1&b=2"]
)
def test_an_ssl_check_is_greeted_unsigned(body: bytes) -> None:
    assert DIALECT.greeting(delivery(body, {"content-type": FORM})) == AddressCheck()


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"ssl_check=0", FORM),
        (b"ssl_check=", FORM),
        (b"ssl_check=11", FORM),
        (b"not_ssl_check=1", FORM),
        (b"text=ssl_check%3D1", FORM),
        (b'{"ssl_check": 1}', JSON),
        (b"ssl_check=1", JSON),
        (b"", FORM),
    ],
)
def test_nothing_else_is_greeted(body: bytes, media_type: str) -> None:
    assert DIALECT.greeting(delivery(body, {"content-type": media_type})) is None


@pytest.mark.parametrize(
    ("body", "addresses"),
    [
        (b"team_id=T1&user_id=U1", ["T1/U1", "*/U1", "T1", "*"]),
        (b"user_id=U1&x=2&team_id=T1", ["T1/U1", "*/U1", "T1", "*"]),
        (b"team_id=T1", ["T1", "*"]),
        (b"team_id=T1&user_id=", ["T1", "*"]),
        (b"user_id=U1", []),
        (b"not_team_id=T1&user_id=U1", []),
        (b"text=team_id%3DT1", []),
        (b"team_id=T%31&user_id=U1", []),
        (b"team_id=" + b"T" * 65, []),
        (b"team_id=*&user_id=U1", []),
        (b"team_id=T1/U2&user_id=U1", []),
        (b"\xff&team_id=T1&user_id=U1&\xff", ["T1/U1", "*/U1", "T1", "*"]),
    ],
)
def test_a_form_claims_to_come_from_its_team_and_user(body: bytes, addresses: list[str]) -> None:
    assert list(DIALECT.senders(delivery(body, {"content-type": FORM}))) == addresses


@pytest.mark.parametrize(
    ("payload", "addresses"),
    [
        ('{"team_id": "T1", "type": "event_callback"}', ["T1", "*"]),
        ('{"team_id": "T1", "user_id": "U1"}', ["T1", "*"]),
        ('{"team_id": 7}', []),
        ('{"team_id": "*"}', []),
        ('{"team_id": ""}', []),
        ("{}", []),
        ("[]", []),
        ("not json", []),
    ],
)
def test_an_event_claims_to_come_from_its_team(payload: str, addresses: list[str]) -> None:
    claimed = DIALECT.senders(delivery(payload.encode(), {"content-type": JSON}))
    assert list(claimed) == addresses


@pytest.mark.parametrize(
    ("settings", "bound"),
    [
        ({}, [("*", False)]),
        ({"linked_slack_user_id": "U1"}, [("*/U1", True), ("*", False)]),
        ({"team_id": "T1"}, [("T1", False)]),
        ({"team_id": "T1", "linked_slack_user_id": "U1"}, [("T1/U1", True), ("T1", False)]),
        ({"team_id": "T1/U2", "linked_slack_user_id": "U1/U2"}, [("*", False)]),
        ({"team_id": None, "linked_slack_user_id": 7}, [("*", False)]),
        ({"team_id": "*", "linked_slack_user_id": "*"}, [("*", False)]),
        ({"team_id": "T1", "linked_slack_user_id": " U1"}, [("T1", False)]),
    ],
)
def test_saved_settings_stand_for_the_owner_and_the_team(
    settings: dict[str, object], bound: list[tuple[str, bool]]
) -> None:
    assert list(DIALECT.bindings(settings)) == bound


def test_a_command_says_whose_address_it_comes_from_and_where_a_late_reply_goes() -> None:
    arrival = typed(command(user_id="U7", response_url="https://hooks.slack.com/commands/1"))
    assert arrival.address == "T1/U7"
    assert arrival.reply_to == "https://hooks.slack.com/commands/1"
    assert "hooks.slack.com" not in repr(arrival)


def test_a_command_without_a_response_address_has_none() -> None:
    assert typed(command()).reply_to is None
