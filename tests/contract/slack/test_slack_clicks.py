"""Clicks on our buttons: whom they claim to be from, and what they stand for."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_requests import FORM, command, delivery, signed

from tt_integrations.adapters.providers.slack.dialect import SlackDialect
from tt_integrations.adapters.providers.slack.interactions import value_of
from tt_integrations.domain.errors import MalformedPayload
from tt_integrations.domain.model.delivery import Arrival, ButtonPressed, Delivery, Ignored
from tt_integrations.domain.model.people import PersonId

DIALECT = SlackDialect()
REPLY_TO = "https://hooks.slack.com/actions/T1/2/abc"
BUTTON = {"type": "button", "action_id": "stop", "value": "12:stop", "action_ts": "1.5"}
CLICK = {
    "type": "block_actions",
    "team": {"id": "T1", "domain": "acme"},
    "user": {"id": "U1", "team_id": "T1"},
    "trigger_id": "1.2.abc",
    "response_url": REPLY_TO,
    "actions": [BUTTON],
}


def click(**changed: Any) -> Delivery:
    return signed(urlencode({"payload": json.dumps({**CLICK, **changed})}).encode())


def read(**changed: Any) -> Arrival:
    return DIALECT.read(click(**changed))


def button(**changed: Any) -> list[dict[str, Any]]:
    return [{**BUTTON, **changed}]


def test_a_click_says_who_pressed_what_and_where_the_reply_goes() -> None:
    pressed = read(actions=button(value="12:start #7"))
    assert isinstance(pressed, ButtonPressed)
    assert (pressed.text, pressed.meant_for, pressed.sender) == ("start #7", 12, "U1")
    assert (pressed.address, pressed.reply_to) == ("T1/U1", REPLY_TO)
    assert REPLY_TO not in repr(pressed)


@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1))
def test_the_command_of_a_button_comes_back_as_it_went(text: str) -> None:
    pressed = read(actions=button(value=value_of(PersonId(3), text)))
    assert isinstance(pressed, ButtonPressed)
    assert (pressed.text, pressed.meant_for) == (text, 3)


@pytest.mark.parametrize(
    "value",
    ["", "stop", "12:", ":stop", "x:stop", "-1:stop", "１２:stop", "1" * 19 + ":x", "1:\ud800"],
)
def test_a_button_that_is_none_of_ours_is_ignored(value: str) -> None:
    assert read(actions=button(value=value)) == Ignored("button")


@pytest.mark.parametrize(
    "changed",
    [
        {"actions": []},
        {"actions": [{"action_id": "pick", "type": "static_select"}]},
        {"actions": [{"action_id": "typed", "value": None}]},
        {"response_url": ""},
        {"team": None, "user": {"id": "U1"}},
        {"user": {"id": "U1/U2"}},
    ],
)
def test_a_click_that_we_could_not_reply_to_is_ignored(changed: dict[str, Any]) -> None:
    assert read(**changed) == Ignored("button")


@pytest.mark.parametrize("kind", ["view_submission", "view_closed", "shortcut", "message_action"])
def test_every_other_interaction_is_known_and_ignored(kind: str) -> None:
    assert read(type=kind) == Ignored(kind)


@pytest.mark.parametrize("changed", [{"user": None}, {"actions": "x"}, {"actions": [{}]}])
def test_a_click_not_of_slacks_format_says_where(changed: dict[str, Any]) -> None:
    with pytest.raises(MalformedPayload, match=next(iter(changed))):
        read(**changed)


def test_each_click_is_a_delivery_of_its_own_and_a_copy_is_not() -> None:
    def identity(**changed: Any) -> str:
        pressed = read(**changed)
        assert isinstance(pressed, ButtonPressed)
        return pressed.id

    again, other = identity(trigger_id="1.3.abc"), identity(actions=button(action_ts="1.6"))
    assert len({identity(), again, other}) == 3
    assert identity() == identity(token="a new one")
    bare = click(trigger_id="", actions=button(action_ts=""))
    pressed = DIALECT.read(bare)
    assert isinstance(pressed, ButtonPressed)
    assert pressed.id == bare.headers["x-slack-signature"]


def test_a_click_comes_from_its_user_then_from_its_team() -> None:
    assert list(DIALECT.senders(click())) == ["T1/U1", "*/U1", "T1", "*"]


def test_where_the_app_belongs_to_an_organisation_the_user_names_the_team() -> None:
    sent = click(team=None, user={"id": "U1", "team_id": "T9"})
    assert list(DIALECT.senders(sent)) == ["T9/U1", "*/U1", "T9", "*"]
    pressed = DIALECT.read(sent)
    assert isinstance(pressed, ButtonPressed)
    assert pressed.address == "T9/U1"


def test_what_stands_beside_a_payload_does_not_name_the_sender() -> None:
    body = click().body + b"&team_id=T2&user_id=U2"
    assert DIALECT.senders(delivery(body, {"content-type": FORM}))[0] == "T1/U1"


def test_a_command_that_speaks_of_a_payload_is_still_a_command() -> None:
    assert DIALECT.senders(command(text="note payload=1"))[0] == "T1/U1"
    body = command().body + b"&not_a_payload=1"
    assert DIALECT.senders(delivery(body, {"content-type": FORM}))[0] == "T1/U1"


@pytest.mark.parametrize(
    "payload",
    ["", "{", "[]", "null", '"x"', "[" * 100_000, '{"team": "T1", "user": ["U1"]}',
     '{"team": {"id": 1}, "user": {"id": "U1"}}', '{"team": {"id": "T 1"}}'],
)  # fmt: skip
def test_an_untrusted_payload_that_names_nobody_comes_from_nobody(payload: str) -> None:
    body = urlencode({"payload": payload}).encode()
    assert list(DIALECT.senders(delivery(body, {"content-type": FORM}))) == []


@given(st.binary())
def test_whatever_is_in_a_payload_the_senders_are_answered(junk: bytes) -> None:
    for body in (b"payload=" + junk, urlencode({"payload": junk}).encode()):
        assert len(DIALECT.senders(delivery(body, {"content-type": FORM}))) in (0, 2, 4)
