"""Saving a connection's settings, and trying it out, with Slack asked what only Slack knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from stand import ANNA, BEN, CONFIG, TEST, Stand, stand

from patience import soon


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Stand]:
    with stand(tmp_path) as made:
        yield made


def test_nobody_saves_who_is_not_signed_in(here: Stand) -> None:
    assert here.ask(None, "POST", CONFIG, json={"channel_id": ""}).status_code == 401
    assert here.status("anna")["channel_id"] == "C0GENERAL"


def test_a_wrong_value_is_422_and_nothing_of_it_is_saved(here: Stand) -> None:
    got = here.ask("anna", "POST", CONFIG, json={"live_message": True, "daily_summary_time": "25"})
    assert got.status_code == 422
    body = got.json()
    assert (body["ok"], body["code"], body["field"]) == (
        False,
        "invalid_settings",
        "daily_summary_time",
    )
    assert here.status("anna")["live_message"] is False


@pytest.mark.parametrize("body", [b"[1]", b'"x"', b"{", b"\xff"])
def test_a_body_that_is_no_object_is_400(here: Stand, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    assert here.ask("anna", "POST", CONFIG, content=body, headers=headers).status_code == 400


def test_a_body_that_is_too_large_is_413(here: Stand) -> None:
    assert here.ask("anna", "POST", CONFIG, content=b"x" * 70_000).status_code == 413


def test_a_form_says_the_same_as_json(here: Stand) -> None:
    got = here.ask("anna", "POST", CONFIG, data={"live_message": "true", "channel_id": ""})
    assert got.json() == {"ok": True, "is_active": True, "checked": True}
    assert here.status("anna")["live_message"] is True
    assert here.status("anna")["channel_id"] is None


def test_a_token_that_slack_does_not_know_is_refused_by_its_field(here: Stand) -> None:
    got = here.ask("anna", "POST", CONFIG, json={"bot_token": "xoxb-wrong", "channel_id": ""})
    assert (got.status_code, got.json()["field"]) == (422, "bot_token")
    assert "xoxb-wrong" not in got.text
    assert here.status("anna")["channel_id"] == "C0GENERAL"
    assert here.ask("anna", "POST", TEST).json()["ok"] is True


def test_a_channel_without_the_app_is_refused_in_words(here: Stand) -> None:
    quiet = here.slack("add_channel", name="quiet", with_app=False)["id"]
    got = here.ask("anna", "POST", CONFIG, json={"channel_id": quiet})
    assert (got.status_code, got.json()["field"]) == (422, "channel_id")
    assert "/invite" in got.json()["error"]
    unknown = here.ask("anna", "POST", CONFIG, json={"channel_id": "C0NOWHERE"})
    assert (unknown.status_code, unknown.json()["field"]) == (422, "channel_id")


def test_while_slack_is_down_settings_are_saved_unchecked(here: Stand) -> None:
    other = here.slack("add_channel", name="other")["id"]
    here.fails("conversations.info", "server_error", times=None)
    got = here.config("anna", channel_id=other, live_message=True)
    assert got == {"ok": True, "is_active": True, "checked": False}
    assert here.status("anna")["channel_id"] == other


def test_a_connection_is_made_for_whoever_has_none(here: Stand) -> None:
    assert here.status("ben") == {"ok": True, "connected": False}
    assert here.config("ben", channel_id="#general")["is_active"] is False
    shown = here.status("ben")
    assert (shown["state"], shown["channel_id"]) == ("draft", "#general")
    assert here.status("anna")["linked_slack_user_id"] == ANNA


def test_a_test_says_what_slack_says(here: Stand) -> None:
    quiet = here.slack("add_channel", name="later")["id"]
    here.config("anna", channel_id=quiet)
    here.slack("kick", channel="later")
    got = here.ask("anna", "POST", TEST).json()
    assert (got["ok"], got["error"]) == (False, "invalid_settings")
    assert "/invite" in got["message"]


def test_a_missing_scope_is_named(here: Stand) -> None:
    token = here.slack("issue_bot_token", scopes=["commands", "channels:read"])
    assert here.config("anna", bot_token=token)["checked"] is True
    got = here.ask("anna", "POST", TEST).json()
    assert (got["ok"], got["error"]) == (False, "permission_missing")
    assert "chat:write" in got["message"]


def test_a_test_that_works_is_heard(here: Stand) -> None:
    assert here.ask("anna", "POST", TEST).json() == {
        "ok": True,
        "error": None,
        "message": "The connection works.",
    }
    assert here.heard() == [":wave: TimeTracker test message."]


def test_an_uninstalled_app_needs_to_be_connected_again_and_keeps_its_settings(here: Stand) -> None:
    here.config("anna", live_message=True)
    here.slack("uninstall")
    assert soon(lambda: here.status("anna")["state"] == "needs_reconnect")
    shown = here.status("anna")
    assert shown["connected"] is False
    assert shown["reason"]
    assert (shown["live_message"], shown["linked_slack_user_id"]) == (True, ANNA)
    assert "not active" in here.types("status")
    assert "not active" in here.types("status", BEN)
