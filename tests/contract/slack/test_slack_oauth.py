"""Our side of Slack's OAuth against the fake: consent, codes, rotation, the end."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from attrs import evolve
from slack_calls import NINE, chat_over
from slack_consent import ASK, BACK, OLD, VERIFIER, consented, oauth_with, rotating_slack

from tt_integrations.adapters.fakes.faults import answers
from tt_integrations.adapters.fakes.http import json_response
from tt_integrations.adapters.http import Clients
from tt_integrations.adapters.providers.slack.fake import FakeSlack
from tt_integrations.adapters.providers.slack.oauth import SlackOAuth
from tt_integrations.domain.errors import ProviderRefused
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.grants import Grant


@pytest.fixture
def fake() -> FakeSlack:
    return rotating_slack()


@pytest.fixture
def oauth(fake: FakeSlack) -> SlackOAuth:
    return oauth_with(fake)


def granted(fake: FakeSlack, oauth: SlackOAuth) -> Grant:
    return oauth.exchange(consented(fake, oauth)).grant


def knows(fake: FakeSlack, grant: Grant) -> bool:
    chat = chat_over(fake.clock, fake.transport)
    try:
        chat.workspace(Access(grant.access_token, "T0SANDBOX"))
    except ProviderRefused:
        return False
    return True


def test_the_consent_page_is_asked_for_the_bots_scopes_with_pkce(oauth: SlackOAuth) -> None:
    address = urlsplit(oauth.consent_address(ASK))
    assert f"{address.scheme}://{address.netloc}{address.path}" == (
        "https://slack.com/oauth/v2/authorize"
    )
    assert parse_qs(address.query, strict_parsing=True) == {
        "client_id": [oauth.client_id],
        "scope": ["commands,chat:write,channels:read"],
        "redirect_uri": [BACK],
        "state": ["state/1&2"],
        "code_challenge": [ASK.challenge],
        "code_challenge_method": ["S256"],
    }


def test_the_state_comes_back_as_it_was(fake: FakeSlack, oauth: SlackOAuth) -> None:
    back = fake.allow(oauth.consent_address(ASK), "U0ADA")
    assert parse_qs(urlsplit(back).query)["state"] == ["state/1&2"]


def test_a_code_becomes_a_grant_that_works(fake: FakeSlack, oauth: SlackOAuth) -> None:
    got = oauth.exchange(consented(fake, oauth))
    assert got.settings == {
        "team_id": "T0SANDBOX",
        "team_name": "Sandbox",
        "bot_user_id": fake.memory.teams["T0SANDBOX"].bot_user_id,
        "app_id": "A0SANDBOX",
        "linked_slack_user_id": "U0ADA",
    }
    assert got.grant.expires == NINE + timedelta(hours=12)
    assert got.grant.scopes == {"commands", "chat:write", "channels:read"}
    assert got.grant.refresh_token is not None
    assert knows(fake, got.grant)


def test_a_grant_that_does_not_rotate_never_expires(fake: FakeSlack, oauth: SlackOAuth) -> None:
    fake.configure(rotates_tokens=False)
    grant = granted(fake, oauth)
    assert (grant.refresh_token, grant.expires) == (None, None)
    with pytest.raises(ProviderRefused):
        oauth.refresh(grant)


def test_a_code_is_good_once(fake: FakeSlack, oauth: SlackOAuth) -> None:
    given = consented(fake, oauth)
    oauth.exchange(given)
    with pytest.raises(ProviderRefused, match="invalid_code"):
        oauth.exchange(given)


def test_a_code_is_no_good_without_its_verifier(fake: FakeSlack, oauth: SlackOAuth) -> None:
    with pytest.raises(ProviderRefused, match="invalid_code_verifier"):
        oauth.exchange(evolve(consented(fake, oauth), verifier="another"))


def test_client_id_and_secret_travel_in_a_header_alone(fake: FakeSlack, oauth: SlackOAuth) -> None:
    given = consented(fake, oauth)
    oauth.exchange(given)
    sent = fake.requests[-1].request
    assert sent.form() == {
        "code": given.code,
        "code_verifier": VERIFIER,
        "redirect_uri": BACK,
    }
    assert sent.query == ()


def test_a_refresh_rotates_both_tokens_and_uses_the_old_one_up(
    fake: FakeSlack, oauth: SlackOAuth
) -> None:
    first = granted(fake, oauth)
    fake.clock.advance(timedelta(hours=11))
    second = oauth.refresh(first)
    assert second.access_token != first.access_token
    assert second.refresh_token not in (None, first.refresh_token)
    assert second.expires == NINE + timedelta(hours=23)
    assert second.scopes == first.scopes
    assert knows(fake, second)
    with pytest.raises(ProviderRefused, match="invalid_refresh_token"):
        oauth.refresh(first)
    assert knows(fake, oauth.refresh(second))


def test_what_a_refresh_does_not_give_anew_stays(fake: FakeSlack, oauth: SlackOAuth) -> None:
    fake.fail_next("oauth.v2.access", answers(json_response({"ok": True, "access_token": "new"})))
    assert oauth.refresh(OLD) == Grant("new", OLD.refresh_token, None, OLD.scopes)


@pytest.mark.parametrize(
    ("told", "lives"), [(-5, 0), (0, 0), (60, 60), (10**18, 366 * 24 * 60 * 60)]
)
def test_no_grant_lives_longer_than_a_year(
    fake: FakeSlack, oauth: SlackOAuth, told: int, lives: int
) -> None:
    payload = {"ok": True, "access_token": "new", "expires_in": told}
    fake.fail_next("oauth.v2.access", answers(json_response(payload)))
    assert oauth.refresh(OLD).expires == NINE + timedelta(seconds=lives)


def test_a_revoked_grant_is_dead_and_may_be_revoked_again(
    fake: FakeSlack, oauth: SlackOAuth
) -> None:
    grant = granted(fake, oauth)
    oauth.revoke(grant)
    assert not knows(fake, grant)
    oauth.revoke(grant)
    assert [s.operation for s in fake.requests].count("auth.revoke") == 2


def test_what_cannot_be_a_token_needs_no_revoking(fake: FakeSlack, oauth: SlackOAuth) -> None:
    oauth.revoke(Grant("not a token\n"))
    assert fake.requests == []


def test_it_works_over_a_socket_too(fake: FakeSlack, oauth: SlackOAuth) -> None:
    clients = Clients()
    with fake.serve() as here:
        served = evolve(
            oauth,
            clients=clients,
            authorize_url=f"{here.url}/oauth/v2/authorize",
            base_url=f"{here.url}/api",
        )
        grant = served.refresh(granted(fake, served))
        served.revoke(grant)
        clients.close()
    assert not knows(fake, grant)


def test_no_secret_is_in_a_repr(fake: FakeSlack, oauth: SlackOAuth) -> None:
    got = oauth.exchange(consented(fake, oauth))
    shown = f"{oauth!r} {got!r}"
    for secret in (fake.app.client_secret, got.grant.access_token, got.grant.refresh_token):
        assert secret is not None
        assert secret not in shown
