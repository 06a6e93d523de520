"""What goes wrong on the way to a grant, and which of our errors it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve
from slack_consent import OLD, VERIFIER, consented, oauth_with, rotating_slack

from tt_integrations.adapters.fakes.faults import (
    Fault,
    answer_lost,
    answers,
    hanging,
    malformed_json,
    server_error,
)
from tt_integrations.adapters.fakes.http import json_response
from tt_integrations.adapters.providers.slack.fake import FakeSlack, rate_limited, refused
from tt_integrations.adapters.providers.slack.oauth import SlackOAuth
from tt_integrations.domain.errors import (
    CallRejected,
    IntegrationError,
    InvalidSettings,
    ProviderUnavailable,
)


@pytest.fixture
def fake() -> FakeSlack:
    return rotating_slack()


@pytest.fixture
def oauth(fake: FakeSlack) -> SlackOAuth:
    return oauth_with(fake)


def exchange(fake: FakeSlack, oauth: SlackOAuth) -> None:
    oauth.exchange(consented(fake, oauth))


def refresh(_fake: FakeSlack, oauth: SlackOAuth) -> None:
    oauth.refresh(OLD)


def revoke(_fake: FakeSlack, oauth: SlackOAuth) -> None:
    oauth.revoke(OLD)


Do = Callable[[FakeSlack, SlackOAuth], None]
BOTH = pytest.mark.parametrize("do", [exchange, refresh])
EVERY = pytest.mark.parametrize("do", [exchange, refresh, revoke])


@BOTH
@pytest.mark.parametrize(
    ("code", "field"),
    [
        ("bad_client_secret", "client_secret"),
        ("invalid_client_id", "client_id"),
        ("pkce_not_allowed", "client_id"),
        ("bad_redirect_uri", "redirect_uri"),
    ],
)
def test_what_is_wrong_with_the_app_is_named(
    fake: FakeSlack, oauth: SlackOAuth, do: Do, code: str, field: str
) -> None:
    fake.fail_next("oauth.v2.access", refused(code))
    with pytest.raises(InvalidSettings) as wrong:
        do(fake, oauth)
    assert wrong.value.field == field


@pytest.mark.parametrize("field", ["client_id", "client_secret"])
def test_wrong_credentials_are_told_by_slack(
    fake: FakeSlack, oauth: SlackOAuth, field: str
) -> None:
    given = consented(fake, oauth)
    with pytest.raises(InvalidSettings) as wrong:
        evolve(oauth, **{field: "wrong-ö"}).exchange(given)
    assert wrong.value.field == field


def test_an_app_without_pkce_is_told_to_switch_it_on(fake: FakeSlack, oauth: SlackOAuth) -> None:
    given = consented(fake, oauth)
    fake.configure(allows_pkce=False)
    with pytest.raises(InvalidSettings, match="PKCE"):
        oauth.exchange(given)


@EVERY
@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (rate_limited(7), 7.0),
        (rate_limited(None), 30.0),
        (refused("ratelimited"), 30.0),
        (server_error(), None),
        (server_error(504), None),
        (malformed_json(), None),
        (answer_lost(), None),
        (hanging(), None),
        (refused("fatal_error"), None),
        (answers(json_response({"ok": "yes"})), None),
    ],
)
def test_whatever_keeps_slack_from_answering_may_be_over_later(
    fake: FakeSlack, oauth: SlackOAuth, do: Do, fault: Fault, seconds: float | None
) -> None:
    fake.fail_next("*", fault)
    with pytest.raises(ProviderUnavailable) as error:
        do(fake, oauth)
    assert type(error.value) is ProviderUnavailable
    assert error.value.retry_after == seconds


@BOTH
@pytest.mark.parametrize(
    "more", [{}, {"access_token": 5}, {"access_token": "x", "team": None}, {"expires_in": "soon"}]
)
def test_an_answer_without_tokens_is_none_of_slacks(
    fake: FakeSlack, oauth: SlackOAuth, do: Do, more: dict[str, object]
) -> None:
    more = {"refresh_token": 5, **more}
    fake.fail_next("oauth.v2.access", answers(json_response({"ok": True, **more})))
    with pytest.raises(ProviderUnavailable):
        do(fake, oauth)


@EVERY
def test_a_code_nobody_expects_is_passed_on(fake: FakeSlack, oauth: SlackOAuth, do: Do) -> None:
    fake.fail_next("*", refused("invalid_grant_type"))
    with pytest.raises(CallRejected, match="invalid_grant_type"):
        do(fake, oauth)


@pytest.mark.parametrize("code", ["invalid_code", "token_revoked", "bad_client_secret", "odd"])
def test_no_error_tells_a_secret(fake: FakeSlack, oauth: SlackOAuth, code: str) -> None:
    given = consented(fake, oauth)
    fake.fail_next("oauth.v2.access", refused(code))
    with pytest.raises(IntegrationError) as error:
        oauth.exchange(given)
    for secret in (given.code, VERIFIER, oauth.client_secret):
        assert secret not in repr(error.value)
