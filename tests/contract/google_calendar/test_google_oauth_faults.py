"""What goes wrong on the way to a grant, and which of our errors it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve
from google_consent import OLD, VERIFIER, consented, google_with_ada, oauth_with

from tt_integrations.adapters.fakes.faults import (
    Fault,
    answer_lost,
    answers,
    hanging,
    malformed_json,
    server_error,
)
from tt_integrations.adapters.fakes.http import json_response
from tt_integrations.adapters.providers.google_calendar.fake import (
    Client,
    FakeGoogle,
    invalid_client,
    invalid_grant,
    temporarily_unavailable,
)
from tt_integrations.adapters.providers.google_calendar.oauth import GoogleOAuth
from tt_integrations.domain.errors import (
    CallRejected,
    IntegrationError,
    InvalidSettings,
    ProviderRefused,
    ProviderUnavailable,
)


@pytest.fixture
def fake() -> FakeGoogle:
    return google_with_ada()


@pytest.fixture
def oauth(fake: FakeGoogle) -> GoogleOAuth:
    return oauth_with(fake)


def exchange(fake: FakeGoogle, oauth: GoogleOAuth) -> None:
    oauth.exchange(consented(fake, oauth))


def refresh(_fake: FakeGoogle, oauth: GoogleOAuth) -> None:
    oauth.refresh(OLD)


def revoke(_fake: FakeGoogle, oauth: GoogleOAuth) -> None:
    oauth.revoke(OLD)


Do = Callable[[FakeGoogle, GoogleOAuth], None]
BOTH = pytest.mark.parametrize("do", [exchange, refresh])
EVERY = pytest.mark.parametrize("do", [exchange, refresh, revoke])


def refused(code: object, status: int = 400) -> Fault:
    return answers(json_response({"error": code, "error_description": "words"}, status))


@BOTH
def test_a_consent_that_is_no_good_any_more_is_refused(
    fake: FakeGoogle, oauth: GoogleOAuth, do: Do
) -> None:
    fake.fail_next("oauth2.token", invalid_grant())
    with pytest.raises(ProviderRefused):
        do(fake, oauth)


@BOTH
@pytest.mark.parametrize(
    ("fault", "field"),
    [
        (invalid_client(), "client_id"),
        (refused("unauthorized_client", 401), "client_id"),
        (refused("deleted_client", 401), "client_id"),
        (refused("disabled_client", 401), "client_id"),
        (refused("redirect_uri_mismatch"), "redirect_uri"),
    ],
)
def test_what_is_wrong_with_our_client_is_named(
    fake: FakeGoogle, oauth: GoogleOAuth, do: Do, fault: Fault, field: str
) -> None:
    fake.fail_next("oauth2.token", fault)
    with pytest.raises(InvalidSettings) as wrong:
        do(fake, oauth)
    assert wrong.value.field == field


@pytest.mark.parametrize("field", ["client_id", "client_secret"])
def test_wrong_credentials_are_told_by_google(
    fake: FakeGoogle, oauth: GoogleOAuth, field: str
) -> None:
    given = consented(fake, oauth)
    with pytest.raises(InvalidSettings) as wrong:
        evolve(oauth, **{field: "wrong-ö"}).exchange(given)
    assert wrong.value.field == "client_id"


def test_a_grant_of_another_client_is_none_of_ours(fake: FakeGoogle, oauth: GoogleOAuth) -> None:
    grant = oauth.exchange(consented(fake, oauth)).grant
    other = Client("other.apps.googleusercontent.com", "s")
    fake.add_client(other.client_id, other.client_secret, [])
    theirs = evolve(oauth, client_id=other.client_id, client_secret=other.client_secret)
    with pytest.raises(InvalidSettings):
        theirs.refresh(grant)


@EVERY
@pytest.mark.parametrize(
    "fault",
    [
        temporarily_unavailable(),
        refused("temporarily_unavailable"),
        refused("internal_failure"),
        server_error(),
        server_error(504),
        malformed_json(),
        answer_lost(),
        hanging(),
        answers(json_response({}, 429)),
        answers(json_response([])),
    ],
)
def test_whatever_keeps_google_from_answering_may_be_over_later(
    fake: FakeGoogle, oauth: GoogleOAuth, do: Do, fault: Fault
) -> None:
    fake.fail_next("*", fault)
    with pytest.raises(ProviderUnavailable) as error:
        do(fake, oauth)
    assert type(error.value) is ProviderUnavailable


@BOTH
@pytest.mark.parametrize(
    "told",
    [{}, {"access_token": 5, "expires_in": 5}, {"access_token": "x", "expires_in": "soon"}],
)
def test_an_answer_without_tokens_is_none_of_googles(
    fake: FakeGoogle, oauth: GoogleOAuth, do: Do, told: dict[str, object]
) -> None:
    fake.fail_next("oauth2.token", answers(json_response(told)))
    with pytest.raises(ProviderUnavailable):
        do(fake, oauth)


@EVERY
@pytest.mark.parametrize(
    ("code", "shown"),
    [("invalid_request", "invalid_request"), ({"a": 1}, "unnamed"), ("A Secret", "unnamed")],
)
def test_a_code_nobody_expects_is_passed_on(
    fake: FakeGoogle, oauth: GoogleOAuth, do: Do, code: object, shown: str
) -> None:
    fake.fail_next("*", refused(code))
    with pytest.raises(CallRejected) as error:
        do(fake, oauth)
    assert error.value.reason == shown


@pytest.mark.parametrize("code", ["invalid_token", "invalid_grant"])
def test_what_is_dead_is_revoked(fake: FakeGoogle, oauth: GoogleOAuth, code: str) -> None:
    fake.fail_next("oauth2.revoke", refused(code))
    oauth.revoke(OLD)
    assert len(fake.requests) == 1


@pytest.mark.parametrize("code", ["invalid_grant", "invalid_client", "odd"])
def test_no_error_tells_a_secret(fake: FakeGoogle, oauth: GoogleOAuth, code: str) -> None:
    given = consented(fake, oauth)
    for status in (400, 500):
        answer = json_response({"error": code, "error_description": given.code}, status)
        fake.fail_next("oauth2.token", answers(answer))
        with pytest.raises(IntegrationError) as error:
            oauth.exchange(given)
        for secret in (given.code, VERIFIER, oauth.client_secret):
            assert secret not in repr(error.value)
