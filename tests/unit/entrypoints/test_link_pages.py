"""The address that a person was given to link themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from stand import BEN, Stand, stand

LINK = "/integrations/slack/link/"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Stand]:
    with stand(tmp_path) as made:
        yield made


def test_looking_shows_who_and_changes_nothing(here: Stand) -> None:
    code = here.code(BEN)
    for _ in range(2):
        page = here.ask("ben", "GET", LINK + code)
        assert page.status_code == 200
        assert "<strong>U0BEN</strong>" in page.text
        assert "<strong>Ben Birch</strong>" in page.text
    assert "not linked" in here.types("status", BEN)


def test_confirming_links_once(here: Stand) -> None:
    code = here.link("ben", BEN)
    assert here.types("status", BEN) == "No active timer."
    assert here.ask("ben", "POST", LINK + code).status_code == 410
    assert here.ask("anna", "GET", LINK + code).status_code == 410
    assert "linked already" in here.types("link", BEN)


def test_nobody_is_linked_who_is_not_signed_in(here: Stand) -> None:
    code = here.code(BEN)
    assert here.ask(None, "POST", LINK + code).headers["location"].startswith("/sign-in?")
    assert "not linked" in here.types("status", BEN)


def test_a_link_ends_after_ten_minutes(here: Stand) -> None:
    code = here.code(BEN)
    here.slack("clock", advance=601)
    assert here.ask("ben", "GET", LINK + code).status_code == 410
    assert here.ask("ben", "POST", LINK + code).status_code == 410


def test_a_made_up_code_is_an_expired_one(here: Stand) -> None:
    assert here.ask("ben", "GET", f"{LINK}guess").status_code == 410
    assert here.ask("ben", "GET", "/integrations/nobody/link/guess").status_code == 404


def test_the_last_link_of_a_slack_user_counts(here: Stand) -> None:
    here.link("ben", BEN)
    here.types("start support", BEN)
    here.types("unlink", BEN)
    here.link("anna", BEN)
    assert here.types("status", BEN) == "No active timer."
    assert "Timer started for *Web*" in here.types("start web", BEN)
    assert here.status("anna")["linked_slack_user_id"] == BEN


def test_unlinking_and_linking_again_keeps_the_settings(here: Stand) -> None:
    here.link("ben", BEN)
    here.config("ben", channel_id="C0GENERAL", live_message=True)
    assert "not linked any more" in here.types("unlink", BEN)
    assert "not linked" in here.types("status", BEN)
    here.link("ben", BEN)
    assert here.status("ben")["live_message"] is True
    assert here.status("ben")["connected"] is True


def test_a_page_gives_nothing_away(here: Stand) -> None:
    headers = here.ask("ben", "GET", LINK + here.code(BEN)).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
