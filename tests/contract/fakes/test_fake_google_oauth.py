"""Consent, tokens and their death at the fake Google, driven by google-auth over loopback HTTP."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.credentials import Credentials

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle, invalid_grant

ME = "ada@example.com"
BACK = "http://127.0.0.1:9/back"
EVENTS = "https://www.googleapis.com/auth/calendar.events"
READ = "https://www.googleapis.com/auth/calendar.readonly"
VERIFIER = "v" * 50
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)


@pytest.fixture
def google():
    fake = FakeGoogle(ProviderClock(datetime(2026, 3, 2, 8, tzinfo=UTC)))
    fake.add_account(ME, "Ada Lovelace")
    return fake


@pytest.fixture
def client(google):
    with httpx.Client(transport=google.transport, base_url="https://oauth2.googleapis.com") as made:
        yield made


def page(google, **more):
    asked = {
        "client_id": google.client.client_id,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": f"{EVENTS} {READ} openid email",
        "access_type": "offline",
        "state": "s1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **more,
    }
    return "https://accounts.google.com/o/oauth2/v2/auth?" + urlencode(asked)


def answer_of(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def redeem(google, client, code, **more):
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        **more,
    }
    return client.post(
        "/token", data=form, auth=(google.client.client_id, google.client.client_secret)
    )


def credentials(google, url, tokens):
    return Credentials(
        None,
        refresh_token=tokens["refresh_token"],
        token_uri=f"{url}/token",
        client_id=google.client.client_id,
        client_secret=google.client.client_secret,
    )


def test_the_consent_page_can_be_clicked_and_may_grant_fewer_scopes(google, client):
    shown = client.get(page(google))
    assert shown.status_code == 200
    assert shown.text.count('type="checkbox"') == 4
    form = {
        "request": urlsplit(page(google)).query,
        "account": ME,
        "granted": [EVENTS],
        "decision": "allow",
    }
    sent = answer_of(client.post("/signin/oauth/consent", data=form).headers["location"])
    assert (sent["state"], sent["scope"]) == ("s1", EVENTS)
    got = redeem(google, client, sent["code"]).json()
    assert (got["scope"], got["expires_in"], got["token_type"]) == (EVENTS, 3599, "Bearer")
    assert got["refresh_token"].startswith("1//")


def test_cancel_sends_access_denied_back(google):
    assert answer_of(google.deny(page(google))) == {"state": "s1", "error": "access_denied"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"response_type": "token"},
        {"scope": "https://www.googleapis.com/auth/calendar.made-up"},
        {"client_id": "nobody"},
        {"acces_type": "offline"},
        {"access_type": "always"},
        {"redirect_uri": "nowhere"},
    ],
)
def test_a_mistaken_authorization_request_is_shown_and_never_sent_back(google, client, wrong):
    shown = client.get(page(google, **wrong))
    assert shown.status_code in (400, 401)
    assert "Access blocked" in shown.text


def test_a_code_works_once_for_ten_minutes_with_its_verifier_and_address(google, client):
    code = answer_of(google.approve(page(google)))["code"]
    assert redeem(google, client, code, code_verifier="x" * 43).json()["error"] == "invalid_grant"
    assert redeem(google, client, code, redirect_uri="http://127.0.0.1/").status_code == 400
    assert redeem(google, client, code).status_code == 200
    assert redeem(google, client, code).json()["error"] == "invalid_grant"
    late = answer_of(google.approve(page(google)))["code"]
    google.clock.advance(timedelta(minutes=10))
    assert redeem(google, client, late).json()["error"] == "invalid_grant"


def test_a_second_consent_has_a_refresh_token_only_when_asked_with_prompt(google, client):
    first = redeem(google, client, answer_of(google.approve(page(google)))["code"]).json()
    again = client.get(page(google))
    assert again.status_code == 302
    second = redeem(google, client, answer_of(again.headers["location"])["code"]).json()
    asked = answer_of(google.approve(page(google, prompt="consent")))["code"]
    third = redeem(google, client, asked).json()
    assert ["refresh_token" in one for one in (first, second, third)] == [True, False, True]


def test_clients_and_grant_types_are_checked(google, client):
    ids = {"client_id": google.client.client_id, "client_secret": "wrong"}
    wrong = client.post("/token", data={"grant_type": "refresh_token", **ids})
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    ids["client_secret"] = google.client.client_secret
    other = client.post("/token", data={"grant_type": "password", **ids})
    assert (other.status_code, other.json()["error"]) == (400, "unsupported_grant_type")
    odd = client.post("/token", data={"grant_type": "refresh_token", "refresh": "x", **ids})
    assert odd.json()["error"] == "invalid_request"


def test_google_auth_refreshes_and_keeps_its_refresh_token(google):
    tokens = google.grant(ME, READ)
    with google.serve() as served:
        mine = credentials(google, served.url, tokens)
        mine.refresh(Request())
        assert mine.token != tokens["access_token"]
        assert mine.refresh_token == tokens["refresh_token"]
        with AuthorizedSession(mine) as session:
            url = f"{served.url}/calendar/v3/users/me/calendarList?alt=json"
            assert session.get(url).json()["items"][0]["primary"] is True
            google.clock.advance(3599)
            assert session.get(url).status_code == 200
    names = [operation for operation, _, _ in google.requests]
    assert names.count("oauth2.token") == 2


def test_google_auth_learns_of_a_revoked_grant_and_of_the_death_after_seven_days(google):
    google.put_app_in_testing()
    tokens = google.grant(ME, READ)
    assert tokens["refresh_token_expires_in"] == 7 * 24 * 3600
    with google.serve() as served:
        google.clock.advance(timedelta(days=7))
        with pytest.raises(RefreshError, match="invalid_grant"):
            credentials(google, served.url, tokens).refresh(Request())
        fresh = google.grant(ME, READ)
        google.revoke_grant(ME)
        with pytest.raises(RefreshError, match="invalid_grant"):
            credentials(google, served.url, fresh).refresh(Request())
        last = google.grant(ME, READ)
        google.fail_next("oauth2.token", invalid_grant())
        with pytest.raises(RefreshError, match="invalid_grant"):
            credentials(google, served.url, last).refresh(Request())
        credentials(google, served.url, last).refresh(Request())


def test_revoking_either_token_kills_the_whole_grant_and_a_dead_one_is_400(google, client):
    one, other = google.grant(ME, READ), google.grant(ME, EVENTS)
    assert client.post("/revoke", data={"token": one["refresh_token"]}).status_code == 200
    dead = client.post("/revoke", data={"token": other["access_token"]})
    assert (dead.status_code, dead.json()["error"]) == (400, "invalid_token")


def test_userinfo_tells_what_the_scopes_allow(google, client):
    token = google.grant(ME, "openid email")["access_token"]
    headers = {"authorization": f"Bearer {token}"}
    for path in ("/oauth2/v3/userinfo", "/v1/userinfo"):
        got = client.get(path, headers=headers).json()
        assert got.keys() == {"sub", "email", "email_verified"}
    assert client.get("/v1/userinfo").status_code == 401


def test_calendar_events_alone_does_not_open_the_calendar_list(google, client):
    token = google.grant(ME, EVENTS)["access_token"]
    got = client.get(
        "/calendar/v3/users/me/calendarList", headers={"authorization": f"Bearer {token}"}
    )
    assert got.status_code == 403
    assert got.json()["error"]["errors"][0]["reason"] == "insufficientPermissions"


def test_refresh_tokens_die_of_disuse_and_of_a_hundred_younger_ones(google, client):
    def refresh(token):
        ids = {"client_id": google.client.client_id, "client_secret": google.client.client_secret}
        form = {"grant_type": "refresh_token", "refresh_token": token, **ids}
        return client.post("/token", data=form)

    oldest = google.grant(ME, READ)["refresh_token"]
    assert "refresh_token" not in refresh(oldest).json()
    younger = [google.grant(ME, READ)["refresh_token"] for _ in range(100)]
    assert refresh(oldest).json()["error"] == "invalid_grant"
    assert refresh(younger[0]).status_code == 200
    google.clock.advance(timedelta(days=183))
    assert refresh(younger[0]).json()["error"] == "invalid_grant"


def test_granted_scopes_are_included_when_asked_for(google, client):
    google.grant(ME, EVENTS)
    url = page(google, scope=READ, include_granted_scopes="true")
    assert answer_of(google.approve(url))["scope"] == f"{READ} {EVENTS}"
