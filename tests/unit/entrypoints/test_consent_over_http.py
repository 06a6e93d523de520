"""Add to Slack: to the consent page and back, in one browser, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from stand import BEN, Stand, stand

from patience import soon

CONNECT = "/integrations/slack/connect"
A_DAY = 24 * 60 * 60


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Stand]:
    with stand(tmp_path) as made:
        yield made


def begun(here: Stand, who: str = "ben") -> httpx.Response:
    return here.ask(who, "GET", CONNECT, headers={"host": "evil.example"})


def allowed(here: Stand, address: str, answer: str = "allow", user: str = BEN) -> str:
    return str(here.slack("allow", url=address, user=user, answer=answer))


def back(here: Stand, address: str, cookie: str | None) -> httpx.Response:
    parts = urlsplit(address)
    headers = {"cookie": f"tt_consent={cookie}"} if cookie else {}
    here.http.cookies.clear()
    return here.ask(None, "GET", f"{parts.path}?{parts.query}", headers=headers)


def connected(here: Stand, who: str = "ben", user: str = BEN) -> httpx.Response:
    start = begun(here, who)
    return back(here, allowed(here, start.headers["location"], user=user), cookie_of(start))


def cookie_of(answer: httpx.Response) -> str:
    return str(answer.cookies["tt_consent"])


def test_the_consent_page_is_asked_for_what_we_need_and_no_more(here: Stand) -> None:
    start = begun(here)
    assert start.status_code == 302
    asked = parse_qs(urlsplit(start.headers["location"]).query)
    assert asked["scope"] == ["commands,chat:write,channels:read"]
    assert asked["code_challenge_method"] == ["S256"]
    # from our settings, never from the Host header
    assert asked["redirect_uri"] == [f"{here.sandbox.url}/integrations/slack/callback"]
    cookie = start.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_whoever_allows_is_connected_and_linked(here: Stand) -> None:
    page = connected(here)
    assert (page.status_code, "Slack is connected" in page.text) == (200, True)
    assert "On to sandbox" in page.text
    shown = here.status("ben")
    assert (shown["connected"], shown["linked_slack_user_id"]) == (True, BEN)
    assert here.types("start support", BEN).startswith(":stopwatch: Timer started")
    here.config("ben", channel_id="C0GENERAL")
    here.types("stop", BEN)
    assert soon(lambda: any("*Ben Birch* stopped" in text for text in here.heard()))


def test_the_way_back_works_once(here: Stand) -> None:
    start = begun(here)
    address = allowed(here, start.headers["location"])
    assert back(here, address, cookie_of(start)).status_code == 200
    again = back(here, address, cookie_of(start))
    assert (again.status_code, "expired" in again.text) == (400, True)


@pytest.mark.parametrize("cookie", [None, "of-another-browser"])
def test_another_browser_cannot_bring_it_back(here: Stand, cookie: str | None) -> None:
    address = allowed(here, begun(here).headers["location"])
    assert back(here, address, cookie).status_code == 400
    assert here.status("ben")["connected"] is False


def test_a_consent_ends_after_ten_minutes(here: Stand) -> None:
    start = begun(here)
    address = allowed(here, start.headers["location"])
    here.slack("clock", advance=601)
    assert back(here, address, cookie_of(start)).status_code == 400


def test_somebody_who_says_no_is_told_so(here: Stand) -> None:
    start = begun(here)
    page = back(here, allowed(here, start.headers["location"], "cancel"), cookie_of(start))
    assert (page.status_code, "access_denied" in page.text) == (400, True)
    assert here.status("ben")["connected"] is False


def test_a_made_up_state_is_refused(here: Stand) -> None:
    page = back(here, "http://x/integrations/slack/callback?state=guess&code=x", "x")
    assert page.status_code == 400
    assert here.ask("ben", "GET", "/integrations/nobody/connect").status_code == 404


def test_a_token_that_rotates_is_refreshed_in_time(here: Stand) -> None:
    here.slack("configure", rotates_tokens=True)
    connected(here)
    here.config("ben", channel_id="C0GENERAL")
    here.slack("clock", advance=A_DAY)
    here.types("start support", BEN)
    assert soon(lambda: any("*Ben Birch* started" in text for text in here.heard()))


def test_connecting_again_keeps_every_setting(here: Stand) -> None:
    connected(here)
    here.config("ben", channel_id="C0GENERAL", live_message=True, daily_summary_time="17:30")
    here.slack("uninstall")
    assert soon(lambda: here.status("ben")["state"] == "needs_reconnect")
    connected(here)
    shown = here.status("ben")
    assert (shown["state"], shown["live_message"], shown["daily_summary_time"]) == (
        "active",
        True,
        "17:30",
    )
    assert here.types("status", BEN) == "No active timer."


def test_several_workspaces_live_side_by_side(here: Stand) -> None:
    connected(here)
    here.slack("add_team", team="T0OTHER", name="Other")
    here.slack("add_user", user="U0BENTOO", name="bentoo", team="T0OTHER")
    start = begun(here)
    address = here.slack(
        "allow", url=f"{start.headers['location']}&team=T0OTHER", user="U0BENTOO", answer="allow"
    )
    assert back(here, str(address), cookie_of(start)).status_code == 200
    assert here.types("start support", BEN).startswith(":stopwatch: Timer started")
    got = here.slack("slash", text="/tt status", user="U0BENTOO", team="T0OTHER")
    assert "*Support &amp; training*" in got["text"]
