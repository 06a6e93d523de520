"""What somebody else's page makes a browser ask for, and where it is sent."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from house import ANNA, Front, House
from lobby import CONFIG, PUBLIC, SESSION, STATUS, Browser, hidden, opened_to_people

from tt_integrations.adapters.proxies import Proxies, parse_networks, signed
from tt_integrations.entrypoints.web.next_page import HOME

ELSEWHERE = "https://evil.example"
FIELDS = {"github_username": "anna"}
LINK = "/integrations/slack/link/a-code"


@pytest.fixture
def browser(house: House, front: Front) -> Browser:
    """Anna's, signed in."""
    front.behind = opened_to_people(house)
    made = Browser(house.http)
    assert made.sign_in().status_code == 303
    return made


def config(
    browser: Browser, headers: dict[str, str] | None = None, **fields: str
) -> httpx.Response:
    return browser.ask(
        "POST", "/api/integrations/github/config", headers, json={**FIELDS, **fields}
    )


def test_with_the_session_alone_nothing_is_changed(browser: Browser) -> None:
    got = config(browser)
    assert (got.status_code, got.json()["code"]) == (403, "forged")
    assert browser.get("/api/integrations/github/status").json()["connected"] is False


@pytest.mark.parametrize("header", ["X-CSRF-Token", "X-CSRFToken", "x-csrf-token"])
def test_a_program_on_our_page_shows_the_proof_in_a_header(browser: Browser, header: str) -> None:
    assert config(browser, {header: browser.csrf}).json()["ok"] is True


def test_a_form_shows_the_proof_in_a_field_which_is_no_setting(browser: Browser) -> None:
    fields = {**FIELDS, "csrf_token": browser.csrf}
    got = browser.ask("POST", "/api/integrations/github/config", data=fields)
    assert got.json()["ok"] is True


@pytest.mark.parametrize(
    "how", ["guess", "session", "of another session", "in JSON", "in the query"]
)
def test_anything_else_is_no_proof(browser: Browser, how: str) -> None:
    other = Browser(browser.http)
    other.sign_in("ben")
    path = "/api/integrations/github/config"
    match how:
        case "in JSON":
            got = config(browser, csrf_token=browser.csrf)
        case "in the query":
            got = browser.ask("POST", f"{path}?csrf_token={browser.csrf}", json=FIELDS)
        case _:
            proofs = {"guess": "0" * 64, "session": browser.cookies[SESSION]}
            got = config(browser, {"X-CSRF-Token": proofs.get(how, other.csrf)})
    assert got.status_code == 403


@pytest.mark.parametrize("header", ["origin", "referer"])
def test_another_site_is_refused_even_if_it_knew_the_proof(browser: Browser, header: str) -> None:
    proof = {"X-CSRF-Token": browser.csrf}
    for said in (ELSEWHERE, "null", f"{PUBLIC}.evil.example", "http://tt.example"):
        assert config(browser, {**proof, header: said}).status_code == 403
    assert config(browser, {**proof, header: PUBLIC}).status_code == 200


def test_a_bearer_of_a_token_needs_no_proof_whatever_cookies_come_along(
    browser: Browser, house: House
) -> None:
    bearer = house.token(ANNA, "tt_anna")
    assert config(browser, {**bearer, "origin": ELSEWHERE}).status_code == 200
    assert config(Browser(house.http), bearer).status_code == 200


def test_a_body_that_is_too_large_is_told_so(browser: Browser) -> None:
    got = browser.ask("POST", CONFIG, content=b"x" * 70_000)
    assert got.status_code == 413


def test_the_page_to_link_oneself_holds_the_proof_and_asks_for_it(
    house: House, browser: Browser
) -> None:
    got = browser.ask("POST", LINK)
    assert got.status_code == 403
    assert "This did not come from one of our pages" in got.text
    assert "text/html" in got.headers["content-type"]
    assert browser.ask("POST", LINK, data={"csrf_token": browser.csrf}).status_code == 410


def test_people_who_are_not_signed_in_are_sent_to_sign_in_and_come_back(
    house: House, browser: Browser
) -> None:
    stranger = Browser(house.http)
    sent_off = stranger.get(f"{LINK}?x=1&y=%C3%A4")
    assert sent_off.status_code == 303
    where = urlsplit(sent_off.headers["location"])
    [wanted] = parse_qs(where.query)["next"]
    assert (where.scheme, where.netloc, where.path) == ("", "", "/sign-in")
    assert wanted == f"{LINK}?x=1&y=%C3%A4"
    page = stranger.get(sent_off.headers["location"])
    assert hidden(page, "next").replace("&amp;", "&") == wanted
    assert stranger.sign_in(next_page=wanted).headers["location"] == wanted


@pytest.mark.parametrize("asked", [("POST", LINK), ("GET", "/integrations/slack/connect")])
def test_whoever_wanted_to_change_something_or_to_leave_comes_back_to_the_first_page(
    house: House, browser: Browser, asked: tuple[str, str]
) -> None:
    sent_off = Browser(house.http).ask(*asked)
    assert sent_off.headers["location"] == "/sign-in?next=%2Fintegrations"


def test_programs_that_nobody_vouches_for_read_why(house: House, browser: Browser) -> None:
    got = Browser(house.http).get(STATUS)
    assert (got.status_code, got.json()["code"]) == (401, "unauthenticated")
    assert got.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "away",
    [
        ELSEWHERE,
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/%0d%0aset-cookie:x\r\nx",
        "javascript:alert(1)",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(house: House, browser: Browser, away: str) -> None:
    stranger = Browser(house.http)
    shown = stranger.ask("GET", "/sign-in", params={"next": away})
    assert hidden(shown, "next") == HOME
    assert stranger.sign_in(next_page=away).headers["location"] == HOME


def test_nobody_is_signed_in_as_somebody_else_by_another_sites_form(
    house: House, browser: Browser
) -> None:
    stranger = Browser(house.http)
    fields = {"username": "ben", "password": "ben's long password"}
    proof = Browser(
        house.http
    ).proof()  # the attacker's own form has one, for the attacker's browser
    for sent in (fields, {**fields, "csrf_token": proof}):
        got = stranger.ask("POST", "/sign-in", data=sent)
        assert got.status_code == 403
        assert "Please sign in again" in got.text
        assert SESSION not in stranger.cookies
    assert stranger.sign_in(headers={"origin": ELSEWHERE}).status_code == 403
    assert stranger.sign_in(headers={"origin": PUBLIC}).status_code == 303


SHARED = "0123456789abcdef0123456789abcdef"


def proxied(house: House, username: str, away: int = 0, secret: str = SHARED) -> dict[str, str]:
    time = str(int(house.clock.timestamp()) + away)
    return {
        "x-tt-user": username,
        "x-tt-time": time,
        "x-tt-signature": signed(secret, time, username.encode()),
    }


def test_whom_a_trusted_proxy_signed_in_is_that_person_without_a_session(
    house: House, front: Front
) -> None:
    front.behind = opened_to_people(house, Proxies(parse_networks("127.0.0.0/8"), SHARED))
    anybody = Browser(house.http)
    assert anybody.ask("GET", STATUS, proxied(house, "ben")).status_code == 200
    assert config(anybody, proxied(house, "ben")).status_code == 200
    assert config(anybody, {**proxied(house, "ben"), "origin": ELSEWHERE}).status_code == 403
    for refused in (
        proxied(house, "ben", away=-301),
        proxied(house, "ben", secret="f" * 32),
        proxied(house, "gone"),
        {**proxied(house, "ben"), "x-tt-user": "anna"},
    ):
        assert anybody.ask("GET", STATUS, refused).status_code == 401


def test_a_proxy_that_is_not_among_the_trusted_is_nobody(house: House, front: Front) -> None:
    front.behind = opened_to_people(house, Proxies(parse_networks("10.0.0.0/8"), SHARED))
    assert Browser(house.http).ask("GET", STATUS, proxied(house, "ben")).status_code == 401
