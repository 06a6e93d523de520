"""A grant is refreshed for as long as Google likes, and ended when the owner does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve
from google_consent import OLD, consented, google_with_ada, granted, knows, oauth_with
from google_ground import ME, NINE

from tt_integrations.adapters.fakes.faults import answers
from tt_integrations.adapters.fakes.http import json_response
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle
from tt_integrations.adapters.providers.google_calendar.oauth import GoogleOAuth
from tt_integrations.adapters.providers.google_calendar.scopes import WRITE
from tt_integrations.domain.errors import ProviderRefused
from tt_integrations.domain.model.grants import Grant

TOKEN, USERINFO = "oauth2.token", "oauth2.userinfo"


@pytest.fixture
def fake() -> FakeGoogle:
    return google_with_ada()


@pytest.fixture
def oauth(fake: FakeGoogle) -> GoogleOAuth:
    return oauth_with(fake)


def test_a_refresh_gives_a_new_access_token_and_keeps_the_old_refresh_token(
    fake: FakeGoogle, oauth: GoogleOAuth
) -> None:
    first = granted(fake, oauth)
    fake.clock.advance(timedelta(hours=2))
    assert not knows(fake, first)
    second = oauth.refresh(first)
    assert second.access_token != first.access_token
    assert second.refresh_token == first.refresh_token
    assert second.expires == NINE + timedelta(hours=2, seconds=3599)
    assert second.scopes == first.scopes
    assert knows(fake, second)
    assert knows(fake, oauth.refresh(second))


def test_what_a_refresh_gives_anew_counts(fake: FakeGoogle, oauth: GoogleOAuth) -> None:
    told = {"access_token": "new", "expires_in": 60, "refresh_token": "1//new", "scope": "a b"}
    fake.fail_next(TOKEN, answers(json_response(told)))
    expires = NINE + timedelta(seconds=60)
    assert oauth.refresh(OLD) == Grant("new", "1//new", expires, frozenset({"a", "b"}))
    fake.fail_next(TOKEN, answers(json_response({"access_token": "new", "expires_in": 60})))
    assert oauth.refresh(OLD) == Grant("new", OLD.refresh_token, expires, OLD.scopes)


@pytest.mark.parametrize(("told", "lives"), [(-5, 0), (0, 0), (60, 60), (10**18, 24 * 60 * 60)])
def test_no_access_token_lives_longer_than_a_day(
    fake: FakeGoogle, oauth: GoogleOAuth, told: int, lives: int
) -> None:
    fake.fail_next(TOKEN, answers(json_response({"access_token": "new", "expires_in": told})))
    assert oauth.refresh(OLD).expires == NINE + timedelta(seconds=lives)


def test_without_a_refresh_token_there_is_nothing_to_go_on_with(
    fake: FakeGoogle, oauth: GoogleOAuth
) -> None:
    with pytest.raises(ProviderRefused):
        oauth.refresh(Grant("ya29.old"))
    assert fake.requests == []
    told = {"access_token": "new", "expires_in": 60, "scope": WRITE}
    fake.fail_next(TOKEN, answers(json_response(told)))
    with pytest.raises(ProviderRefused, match="connect again"):
        oauth.exchange(consented(fake, oauth))


def test_a_grant_that_the_owner_ended_at_google_is_refused(
    fake: FakeGoogle, oauth: GoogleOAuth
) -> None:
    grant = granted(fake, oauth)
    fake.revoke_grant(ME)
    with pytest.raises(ProviderRefused, match="invalid_grant"):
        oauth.refresh(grant)


def test_a_revoked_grant_is_dead_and_may_be_revoked_again(
    fake: FakeGoogle, oauth: GoogleOAuth
) -> None:
    grant = granted(fake, oauth)
    oauth.revoke(grant)
    assert not knows(fake, grant)
    oauth.revoke(grant)
    assert [name for name, _, _ in fake.requests].count("oauth2.revoke") == 2


def test_where_there_is_no_refresh_token_the_other_one_is_revoked(
    fake: FakeGoogle, oauth: GoogleOAuth
) -> None:
    grant = granted(fake, oauth)
    oauth.revoke(evolve(grant, refresh_token=None))
    assert not knows(fake, grant)
