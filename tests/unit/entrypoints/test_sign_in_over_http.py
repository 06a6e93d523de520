"""The pages where people sign in and out, in a browser that keeps its cookies."""

from __future__ import annotations

import logging
from datetime import timedelta

import httpx
import pytest
import sqlalchemy as sa
from house import BEN, Front, House
from lobby import (
    PASSWORDS,
    PUBLIC,
    SESSION,
    STATUS,
    Browser,
    accounts_of,
    hidden,
    opened_to_people,
)

from tt_integrations.adapters.sql.account_tables import accounts, sessions, sign_in_tries
from tt_integrations.adapters.sql.host_tables import users
from tt_integrations.domain.usecases.keep_accounts import ChosenPassword


@pytest.fixture
def browser(house: House, front: Front) -> Browser:
    front.behind = opened_to_people(house)
    return Browser(house.http)


def cookie_line(answer: httpx.Response, name: str) -> str:
    [line] = [c for c in answer.headers.get_list("set-cookie") if c.startswith(f"{name}=")]
    return line


def test_the_right_password_opens_a_session_that_the_api_knows(browser: Browser) -> None:
    assert browser.get(STATUS).status_code == 401
    got = browser.sign_in()
    assert (got.status_code, got.headers["location"]) == (303, "/integrations")
    assert browser.get(STATUS).json() == {"ok": True, "connected": False}


def test_the_cookie_is_for_this_host_over_https_only_and_for_no_script(browser: Browser) -> None:
    line = cookie_line(browser.sign_in(), SESSION)
    attributes = {part.strip().lower() for part in line.split(";")[1:]}
    assert attributes == {"httponly", "samesite=lax", "secure", "path=/", "max-age=1209600"}


def test_on_plain_http_the_cookie_has_its_plain_name(house: House, front: Front) -> None:
    front.behind = opened_to_people(house, public="http://127.0.0.1:8080")
    browser = Browser(house.http)
    line = cookie_line(browser.sign_in(), "tt_session")
    assert "secure" not in line.lower()
    assert browser.get(STATUS).status_code == 200


def test_under_a_path_all_addresses_begin_with_it(house: House, front: Front) -> None:
    front.behind = opened_to_people(house, public=f"{PUBLIC}/sub")
    browser = Browser(house.http)
    page = browser.get("/sign-in")
    assert 'action="/sub/sign-in"' in page.text
    assert 'href="/sub/static/style.css?v=' in page.text
    assert browser.sign_in().headers["location"] == "/sub/integrations"
    sent_off = Browser(house.http).get("/integrations/slack/link/x")
    assert sent_off.headers["location"].startswith("/sub/sign-in?next=%2Fintegrations")


@pytest.mark.parametrize(
    ("username", "password"),
    [("anna", "a guess"), ("anna", ""), ("nobody", "a guess"), ("gone", PASSWORDS["gone"])],
)
def test_whoever_is_not_let_in_reads_the_same_whatever_the_reason(
    browser: Browser, username: str, password: str
) -> None:
    got = browser.sign_in(username, password)
    assert got.status_code == 401
    assert "The username or the password is wrong." in got.text
    assert f'value="{username}"' in got.text
    assert password not in got.text or not password
    assert SESSION not in browser.cookies


def test_each_sign_in_makes_a_fresh_secret_and_ends_the_browsers_last(browser: Browser) -> None:
    browser.sign_in()
    former = browser.cookies[SESSION]
    browser.sign_in()
    assert browser.cookies[SESSION] != former
    left_over = Browser(browser.http, {SESSION: former})
    assert left_over.get(STATUS).status_code == 401


def test_a_secret_that_the_browser_brought_along_is_never_taken_over(browser: Browser) -> None:
    browser.cookies[SESSION] = "fixed-by-somebody-else"
    browser.sign_in()
    assert browser.cookies[SESSION] != "fixed-by-somebody-else"


def test_signing_out_ends_the_session_and_forgets_the_cookie(
    browser: Browser, house: House
) -> None:
    browser.sign_in()
    secret = browser.cookies[SESSION]
    got = browser.ask("POST", "/sign-out", data={"csrf_token": browser.csrf})
    assert (got.status_code, got.headers["location"]) == (303, "/sign-in")
    assert SESSION not in browser.cookies
    assert Browser(house.http, {SESSION: secret}).get(STATUS).status_code == 401


def test_looking_signs_nobody_out(browser: Browser) -> None:
    browser.sign_in()
    assert browser.get("/sign-out").status_code == 405
    assert browser.ask("POST", "/sign-out").status_code == 403
    assert browser.get(STATUS).status_code == 200


def test_a_program_has_no_session_to_sign_out_of_and_keeps_its_token(
    browser: Browser, house: House
) -> None:
    bearer = house.token(BEN, "tt_ben")
    assert browser.ask("POST", "/sign-out", bearer).status_code == 303
    assert browser.ask("GET", STATUS, bearer).status_code == 200


def test_a_session_is_over_after_twelve_hours_without_a_look(
    browser: Browser, house: House
) -> None:
    browser.sign_in()
    house.clock.advance(timedelta(hours=12) - timedelta(seconds=1))
    assert browser.get(STATUS).status_code == 200
    house.clock.advance(timedelta(hours=12))
    assert browser.get(STATUS).status_code == 401


def test_a_session_is_over_after_a_fortnight_however_it_is_used(
    browser: Browser, house: House
) -> None:
    browser.sign_in()
    for _ in range(14 * 3 - 1):
        house.clock.advance(timedelta(hours=8))
        assert browser.get(STATUS).status_code == 200
    house.clock.advance(timedelta(hours=8))
    assert browser.get(STATUS).status_code == 401


def test_the_session_of_somebody_deactivated_is_dead(browser: Browser, house: House) -> None:
    browser.sign_in("ben")
    with house.engine.begin() as connection:
        connection.execute(sa.update(users).where(users.c.id == BEN).values(is_active=False))
    assert browser.get(STATUS).status_code == 401


def test_a_new_password_signs_the_person_out_everywhere(browser: Browser, house: House) -> None:
    browser.sign_in("ben")
    accounts_of(house).set_password(ChosenPassword("ben", "another long password"))
    assert browser.get(STATUS).status_code == 401
    assert browser.sign_in("ben").status_code == 401
    assert browser.sign_in("ben", "another long password").status_code == 303


def test_no_secret_is_ever_logged_nor_stored(
    browser: Browser, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    proof = browser.proof()
    browser.sign_in("anna", "a wrong guess of it")
    browser.sign_in("my password in the wrong field", "a guess")
    browser.sign_in()
    former, csrf = browser.cookies[SESSION], browser.csrf
    browser.ask("POST", "/sign-out", data={"csrf_token": csrf})
    browser.sign_in()
    # what the browser itself is made of logs every byte
    ours = [each for each in caplog.records if not each.name.startswith("http")]
    logged = "\n".join(each.getMessage() for each in ours)
    assert "person 1 signed in from 127.0.0.1" in logged
    assert "a sign-in from 127.0.0.1 failed" in logged
    with house.engine.connect() as connection:
        rows = [connection.execute(sa.select(t)).all() for t in (accounts, sessions, sign_in_tries)]
    stored = str(rows)
    assert stored.count("datetime") > 2
    assert "$argon2id$" in stored
    kept = (former, csrf, proof, browser.cookies[SESSION], PASSWORDS["anna"])
    for secret in (*kept, "a wrong guess", "my password in the wrong field"):
        assert secret not in logged
        assert secret not in stored


def test_the_page_is_nobody_elses_and_runs_nothing(browser: Browser) -> None:
    page = browser.get("/sign-in")
    assert page.headers["content-security-policy"].split("; ") == [
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    ]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "same-origin"
    assert page.headers["cache-control"] == "no-store"
    for forbidden in ("<script", "<style", " style=", " on", "http://", "https://", "//"):
        assert forbidden not in page.text.replace(" once", "").replace("</", "<")


def test_what_is_typed_comes_back_as_text(browser: Browser) -> None:
    typed = '"><script>alert(1)</script>'
    page = browser.sign_in(typed, "a guess", f"/x?{typed.replace(' ', '')}")
    assert "<script" not in page.text
    assert hidden(page, "next").startswith("/x?&#34;&gt;&lt;script")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(b"\xff", "application/x-www-form-urlencoded"), (b"x" * 70_000, "text/plain"), (b"", "")],
)
def test_what_is_no_form_is_a_form_again(browser: Browser, content: bytes, media_type: str) -> None:
    got = browser.ask("POST", "/sign-in", {"content-type": media_type}, content=content)
    assert got.status_code in (400, 403)
    assert "<h1" in got.text
