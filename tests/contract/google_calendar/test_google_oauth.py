"""Our side of Google's OAuth against the fake: consent, codes, refreshing, the end."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from attrs import evolve
from google_consent import (
    ASK,
    BACK,
    CHALLENGE,
    VERIFIER,
    consented,
    google_with_ada,
    knows,
    oauth_with,
)
from google_ground import ME, NINE

from tt_integrations.adapters.fakes.faults import answers, server_error
from tt_integrations.adapters.fakes.http import json_response
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle
from tt_integrations.adapters.providers.google_calendar.oauth import GoogleOAuth
from tt_integrations.adapters.providers.google_calendar.oauth_answers import email_in
from tt_integrations.adapters.providers.google_calendar.scopes import EMAIL, READ, WRITE
from tt_integrations.domain.errors import PermissionMissing, ProviderRefused
from tt_integrations.domain.model.calendar_rules import Direction

TOKEN, USERINFO = "oauth2.token", "oauth2.userinfo"


@pytest.fixture
def fake() -> FakeGoogle:
    return google_with_ada()


@pytest.fixture
def oauth(fake: FakeGoogle) -> GoogleOAuth:
    return oauth_with(fake)


def test_the_consent_page_is_asked_for_little_each_time_and_with_pkce(oauth: GoogleOAuth) -> None:
    address = urlsplit(oauth.consent_address(ASK))
    assert address.netloc == "accounts.google.com"
    assert parse_qs(address.query) == {
        "client_id": [oauth.client_id],
        "redirect_uri": [BACK],
        "response_type": ["code"],
        "scope": [f"{WRITE} openid email"],
        "access_type": ["offline"],
        "prompt": ["consent"],
        "state": [ASK.state],
        "code_challenge": [CHALLENGE.decode()],
        "code_challenge_method": ["S256"],
    }


def test_who_only_imports_is_asked_for_reading_alone(fake: FakeGoogle, oauth: GoogleOAuth) -> None:
    reading = evolve(ASK, settings={"sync_direction": "import"})
    asked = parse_qs(urlsplit(oauth.consent_address(reading)).query)
    assert asked["scope"] == [f"{READ} openid email"]
    given = consented(fake, oauth, direction=Direction.IMPORT)
    assert oauth.exchange(given).grant.scopes == {READ, "openid", EMAIL}


def test_a_code_becomes_a_grant_and_tells_whose_it_is(fake: FakeGoogle, oauth: GoogleOAuth) -> None:
    got = oauth.exchange(consented(fake, oauth))
    assert got.settings == {"email": ME, "consent_ends": None}
    assert got.grant.expires == NINE + timedelta(seconds=3599)
    assert got.grant.scopes == {WRITE, "openid", EMAIL}
    assert got.grant.refresh_token is not None
    assert knows(fake, got.grant)
    assert [name for name, _, _ in fake.requests if name == USERINFO] == []


def test_a_code_is_good_once_and_only_with_its_verifier(
    fake: FakeGoogle, oauth: GoogleOAuth
) -> None:
    given = consented(fake, oauth)
    with pytest.raises(ProviderRefused):
        oauth.exchange(evolve(given, verifier="another-verifier-of-forty-three-characters"))
    oauth.exchange(given)
    with pytest.raises(ProviderRefused):
        oauth.exchange(given)


def test_secrets_travel_in_the_body_alone(fake: FakeGoogle, oauth: GoogleOAuth) -> None:
    given = consented(fake, oauth)
    grant = oauth.exchange(given).grant
    oauth.refresh(grant)
    oauth.revoke(grant)
    exchanged, refreshed, revoked = (request for _, request, _ in fake.requests)
    credentials = {"client_id": oauth.client_id, "client_secret": oauth.client_secret}
    assert exchanged.form() == {
        "grant_type": "authorization_code",
        "code": given.code,
        "code_verifier": VERIFIER,
        "redirect_uri": BACK,
        **credentials,
    }
    assert refreshed.form() == {
        "grant_type": "refresh_token",
        "refresh_token": grant.refresh_token,
        **credentials,
    }
    assert revoked.form() == {"token": grant.refresh_token}
    for request in (exchanged, refreshed, revoked):
        assert request.query == ()
        assert "authorization" not in request.headers


@pytest.mark.parametrize(
    ("direction", "ticked", "missing"),
    [
        (Direction.BOTH, ["openid", EMAIL], WRITE),
        (Direction.EXPORT, [EMAIL], WRITE),
        (Direction.IMPORT, ["openid"], READ),
    ],
)
def test_what_the_owner_did_not_grant_is_named(
    fake: FakeGoogle, direction: Direction, ticked: list[str], missing: str
) -> None:
    oauth = oauth_with(fake)
    with pytest.raises(PermissionMissing) as error:
        oauth.exchange(consented(fake, oauth, ticked, direction))
    assert error.value.scope == missing


def test_who_may_write_may_read(fake: FakeGoogle, oauth: GoogleOAuth) -> None:
    given = consented(fake, oauth)
    now_only_read = evolve(given, settings={"sync_direction": "import"})
    assert WRITE in oauth.exchange(now_only_read).grant.scopes


def test_without_an_id_token_google_is_asked_whose_account_it_is(
    fake: FakeGoogle, oauth: GoogleOAuth
) -> None:
    got = oauth.exchange(consented(fake, oauth, [WRITE, EMAIL]))
    assert got.settings["email"] == ME
    assert fake.requests[-1][0] == USERINFO


@pytest.mark.parametrize(
    "fault",
    [
        server_error(),
        answers(json_response([])),
        answers(json_response({"email": 5})),
        answers(json_response({"sub": "1"})),
        answers(json_response({"email": "two words"})),
    ],
)
def test_a_consent_is_not_lost_for_want_of_a_name(
    fake: FakeGoogle, oauth: GoogleOAuth, fault: object
) -> None:
    fake.fail_next(USERINFO, fault)
    got = oauth.exchange(consented(fake, oauth, [WRITE, EMAIL]))
    assert got.settings["email"] is None
    assert knows(fake, got.grant)


def test_nobody_is_asked_for_a_name_that_was_not_granted(
    fake: FakeGoogle, oauth: GoogleOAuth
) -> None:
    assert oauth.exchange(consented(fake, oauth, [WRITE])).settings["email"] is None
    assert USERINFO not in [name for name, _, _ in fake.requests]


def coded(claims: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("id_token", "email"),
    [
        (f"a.{coded({'email': ME})}.c", ME),
        (None, None),
        ("", None),
        ("a.b", None),
        ("a.b.c.d", None),
        ("a.é.c", None),
        ("a.!!!.c", None),
        (f"a.{coded([1])}.c", None),
        (f"a.{coded({})}.c", None),
        (f"a.{coded({'email': 'x' * 300})}.c", None),
    ],
)
def test_an_id_token_tells_an_address_or_nothing(id_token: str | None, email: str | None) -> None:
    assert email_in(id_token) == email


def test_a_consent_of_an_app_in_testing_says_when_it_ends(
    fake: FakeGoogle, oauth: GoogleOAuth
) -> None:
    fake.put_app_in_testing()
    got = oauth.exchange(consented(fake, oauth))
    assert got.settings["consent_ends"] == "2026-03-09T09:00:00+00:00"
    fake.clock.advance(timedelta(days=7))
    with pytest.raises(ProviderRefused):
        oauth.refresh(got.grant)


def test_it_works_over_a_socket_too(fake: FakeGoogle, oauth: GoogleOAuth) -> None:
    clients = Clients()
    with fake.serve() as here:
        served = evolve(
            oauth,
            clients=clients,
            authorize_url=f"{here.url}/o/oauth2/v2/auth",
            token_url=f"{here.url}/token",
            revoke_url=f"{here.url}/revoke",
            userinfo_url=f"{here.url}/v1/userinfo",
        )
        got = served.exchange(consented(fake, served, [WRITE, EMAIL]))
        served.revoke(served.refresh(got.grant))
        clients.close()
    assert got.settings["email"] == ME
    assert not knows(fake, got.grant)


def test_no_secret_is_in_a_repr(fake: FakeGoogle, oauth: GoogleOAuth) -> None:
    got = oauth.exchange(consented(fake, oauth))
    shown = f"{oauth!r} {got!r}"
    for secret in (fake.client.client_secret, got.grant.access_token, got.grant.refresh_token):
        assert secret is not None
        assert secret not in shown
