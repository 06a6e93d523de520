"""Add to Slack when something is wrong: what the person reads, and what nobody reads."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import sqlalchemy as sa
from stand import ANNA, BEN, Stand, stand

from patience import soon
from tt_integrations.adapters.sql.own_tables import grants

CONNECT = "/integrations/slack/connect"
EXCHANGE = "oauth.v2.access"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Stand]:
    with stand(tmp_path) as made:
        yield made


def allowed(here: Stand, start: httpx.Response, user: str = BEN) -> str:
    address = start.headers["location"]
    return str(here.slack("allow", url=address, user=user, answer="allow"))


def back(here: Stand, start: httpx.Response, address: str) -> httpx.Response:
    parts, cookie = urlsplit(address), start.cookies["tt_consent"]
    here.http.cookies.clear()
    headers = {"cookie": f"tt_consent={cookie}"}
    return here.ask(None, "GET", f"{parts.path}?{parts.query}", headers=headers)


def returned(here: Stand, who: str = "ben", user: str = BEN) -> httpx.Response:
    start = here.ask(who, "GET", CONNECT)
    return back(here, start, allowed(here, start, user))


def test_nobody_connects_who_is_not_signed_in(here: Stand) -> None:
    got = here.ask(None, "GET", CONNECT)
    assert (got.status_code, got.headers["location"]) == (303, "/sign-in?next=%2Fintegrations")
    assert "set-cookie" not in got.headers


def test_a_wrong_client_secret_is_named(here: Stand) -> None:
    here.slack("configure", client_secret="another-one")
    page = returned(here)
    assert page.status_code == 422
    assert "client secret of the Slack app" in page.text
    assert here.status("ben") == {"ok": True, "connected": False}


@pytest.mark.parametrize(
    ("fault", "more", "status"),
    [
        ("server_error", {}, 503),
        ("malformed_json", {}, 503),
        ("rate_limited", {"retry_after": 30}, 503),
        ("refused", {"error": "invalid_code"}, 409),
        ("refused", {"error": "a_code_of_tomorrow"}, 502),
    ],
)
def test_a_slack_that_gives_no_token_connects_nobody(
    here: Stand, fault: str, more: dict[str, object], status: int
) -> None:
    here.fails(EXCHANGE, fault, times=None, **more)
    page = returned(here)
    assert page.status_code == status
    assert "Not connected" in page.text
    assert here.status("ben") == {"ok": True, "connected": False}


def test_after_trouble_a_new_attempt_connects(here: Stand) -> None:
    here.fails(EXCHANGE, "refused", error="invalid_code")
    assert returned(here).status_code == 409
    assert returned(here).status_code == 200
    assert here.status("ben")["linked_slack_user_id"] == BEN


def test_the_word_of_a_refusal_is_shown_as_text(here: Stand) -> None:
    start = here.ask("ben", "GET", CONNECT)
    state = parse_qs(urlsplit(start.headers["location"]).query)["state"][0]
    evil = f"/integrations/slack/callback?state={state}&error=%3Cscript%3Ealert(1)%3C/script%3E"
    page = back(here, start, evil)
    assert page.status_code == 400
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text


def test_what_passes_through_the_browser_is_neither_logged_nor_stored_plain(
    here: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    here.slack("configure", rotates_tokens=True)
    with caplog.at_level(logging.INFO):
        start = here.ask("ben", "GET", CONNECT)
        address = allowed(here, start)
        page = back(here, start, address)
    assert page.status_code == 200
    query = parse_qs(urlsplit(address).query)
    for secret in (query["code"][0], query["state"][0], start.cookies["tt_consent"]):
        assert secret not in caplog.text
        assert secret not in page.text
    with here.sandbox.engine.connect() as connection:
        kept = str(list(connection.execute(sa.select(grants))))
    assert "xox" not in kept + caplog.text + page.text


def test_connecting_anew_keeps_the_links_of_others(here: Stand) -> None:
    assert returned(here, "anna", ANNA).status_code == 200
    here.link("ben", BEN)
    here.slack("uninstall")
    assert soon(lambda: here.status("ben")["state"] == "needs_reconnect")
    assert returned(here, "anna", ANNA).status_code == 200
    assert here.status("ben")["state"] == "active"
    assert here.types("status", BEN) == "No active timer."


def test_looking_at_the_way_back_with_no_query_is_a_page(here: Stand) -> None:
    page = here.ask(None, "GET", "/integrations/slack/callback")
    assert page.status_code == 400
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "same-origin"
