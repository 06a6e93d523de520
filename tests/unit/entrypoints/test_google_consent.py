"""Connecting Google Calendar: to the consent page and back, in one browser, once, for as little as is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from diary import ANNAS, CONNECT, REVOKE, WRITE, Diary, diary

READ = f"{WRITE}.readonly"


@pytest.fixture
def here(database: str) -> Iterator[Diary]:
    with diary(database) as made:
        yield made


def scopes_asked(here: Diary) -> set[str]:
    asked = parse_qs(urlsplit(here.begun().headers["location"]).query)
    return set(asked["scope"][0].split())


def test_whoever_clicks_allow_on_the_page_of_google_is_connected(here: Diary) -> None:
    start = here.begun()
    page = here.http.get(start.headers["location"])
    request = unescape(re.findall('name="request" value="([^"]*)"', page.text)[0])
    boxes = re.findall('name="granted" value="([^"]*)"', page.text)
    form = {"request": request, "account": ANNAS, "decision": "allow", "granted": boxes}
    clicked = here.http.post(f"{here.google}/signin/oauth/consent", data=form)
    assert clicked.status_code == 302
    done = here.back(clicked.headers["location"], start.cookies["tt_consent"])
    assert (done.status_code, "Google Calendar is connected" in done.text) == (200, True)
    shown = here.status()
    assert (shown["connected"], shown["state"], shown["email"]) == (True, "active", ANNAS)


def test_the_page_is_asked_for_one_answer_bound_to_a_challenge_and_comes_back_to_us(
    here: Diary,
) -> None:
    start = here.begun()
    asked = parse_qs(urlsplit(start.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert (asked["access_type"], asked["prompt"]) == (["offline"], ["consent"])
    # from our settings, never from the Host header
    assert asked["redirect_uri"] == [f"{here.url}/integrations/google/callback"]
    cookie = start.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


@pytest.mark.parametrize(
    ("direction", "scope"), [("import", READ), ("export", WRITE), ("both", WRITE)]
)
def test_no_more_is_asked_for_than_the_direction_needs(
    here: Diary, direction: str, scope: str
) -> None:
    here.saved(sync_direction=direction)
    assert scopes_asked(here) == {scope, "openid", "email"}


def test_the_way_back_works_once(here: Diary) -> None:
    start = here.begun()
    address = here.allowed(start)
    assert here.back(address, start.cookies["tt_consent"]).status_code == 200
    again = here.back(address, start.cookies["tt_consent"])
    assert (again.status_code, "expired" in again.text) == (400, True)


@pytest.mark.parametrize("cookie", [None, "of-another-browser"])
def test_another_browser_cannot_bring_it_back(here: Diary, cookie: str | None) -> None:
    address = here.allowed(here.begun())
    assert here.back(address, cookie).status_code == 400
    assert here.status()["connected"] is False


def test_a_consent_ends_after_ten_minutes(here: Diary) -> None:
    start = here.begun()
    address = here.allowed(start)
    here.turn(seconds=601)
    assert here.back(address, start.cookies["tt_consent"]).status_code == 400


def test_a_made_up_state_is_refused(here: Diary) -> None:
    page = here.back("http://x/integrations/google/callback?state=guess&code=x", "x")
    assert page.status_code == 400


def test_somebody_who_clicks_cancel_is_told_so(here: Diary) -> None:
    start = here.begun()
    address = here.fake.deny(start.headers["location"])
    page = here.back(address, start.cookies["tt_consent"])
    assert (page.status_code, "access_denied" in page.text) == (400, True)
    assert here.status()["connected"] is False


def test_a_box_that_was_left_out_is_named_and_nothing_is_connected(here: Diary) -> None:
    here.saved(sync_direction="both")
    start = here.begun()
    address = here.allowed(start, scopes=["openid", "email"])
    page = here.back(address, start.cookies["tt_consent"])
    assert page.status_code == 409
    assert "leave ticked" in page.text
    assert WRITE in page.text
    assert here.status()["connected"] is False


def test_connecting_again_keeps_every_setting(here: Diary) -> None:
    here.connect(sync_days_back=3, skip_free=False)
    here.fake.revoke_grant(ANNAS)
    here.turn(hours=1)
    here.sync()
    assert here.status()["state"] == "needs_reconnect"
    assert here.consented().status_code == 200
    shown = here.status()
    assert (shown["state"], shown["sync_days_back"], shown["skip_free"]) == ("active", 3, False)


def test_who_is_not_signed_in_goes_nowhere(here: Diary) -> None:
    answer = here.ask(None, "GET", CONNECT)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/sign-in?next=%2Fintegrations",
    )


def test_the_owner_sees_when_a_grant_of_an_app_in_testing_ends(here: Diary) -> None:
    here.fake.put_app_in_testing()
    here.connect()
    ends = here.status()["consent_ends"]
    week = here.fake.clock.now().timestamp() + 7 * 24 * 3600
    assert ends is not None
    assert abs(_timestamp(ends) - week) < 60


def test_the_grant_is_given_back_with_the_last_connection_of_the_account(here: Diary) -> None:
    here.connect()
    here.saved("ben", default_project_id=3)
    assert here.consented("ben", account="anna").status_code == 200
    assert here.ask("anna", "POST", _disconnect(here, "anna")).json()["revoked"] is False
    assert here.calls(REVOKE) == 0
    assert here.synced("ben")["ok"] is True
    assert here.ask("ben", "POST", _disconnect(here, "ben")).json()["revoked"] is True
    assert here.calls(REVOKE) == 1
    assert here.status("anna")["state"] == here.status("ben")["state"] == "disabled"


def _disconnect(here: Diary, who: str) -> str:
    [own] = here.ask(who, "GET", "/api/integrations/connections").json()["connections"]
    return f"/api/integrations/connections/{own['id']}/disconnect"


def _timestamp(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
