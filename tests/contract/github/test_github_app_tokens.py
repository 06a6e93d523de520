"""Tokens of a GitHub App of the owner's own, at the fake."""

from __future__ import annotations

import logging
import traceback
from datetime import timedelta

import jwt
import pytest
from attrs import evolve
from github_apps import OF_INSTALLATIONS, OF_TOKENS, Installed, installed
from github_ground import NAME, NINE, SECRET
from github_keys import elliptic, rsa_pem

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.faults import answers, server_error
from tt_integrations.adapters.fakes.http import json_response
from tt_integrations.adapters.providers.github.app_grants import AppGrant, app_grant, app_in
from tt_integrations.adapters.providers.github.app_tokens import GitHubAppTokens
from tt_integrations.adapters.providers.github.fake import primary_rate_limited
from tt_integrations.adapters.providers.github.rest import Call, GitHubRest
from tt_integrations.domain.errors import (
    CallRejected,
    IntegrationError,
    InvalidSettings,
    MalformedPayload,
    NotConnected,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.grants import ConsentAsk, ConsentGiven, Grant


@pytest.fixture
def app() -> Installed:
    return installed()


def test_an_app_gets_a_token_for_an_hour_that_reads_its_issues(app: Installed) -> None:
    app.it.open("first")
    grant = app.fresh()
    assert grant.expires == app.it.fake.clock.now() + timedelta(hours=1)
    access = Access(grant.access_token, "octo")
    page = app.it.tracker.issues(access, app.it.repository, None, None)
    assert page is not None
    assert [issue.title for issue in page.issues] == ["first"]


def test_an_app_may_be_named_by_its_client_id(app: Installed) -> None:
    client = app.it.fake.add_app("other", "octo")
    number = app.it.fake.install_app("other", "octo").id
    assert app.fresh(app=client.client_id, installation=number, key=client.private_key)


def test_the_word_of_an_app_is_what_other_libraries_read_and_counts_for_nine_minutes(
    app: Installed,
) -> None:
    app.fresh()
    sent = app.it.calls(OF_TOKENS)[0].request.headers["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(sent, options={"verify_signature": False})
    at = int(NINE.timestamp())
    assert claims == {"iat": at - 60, "exp": at + 540, "iss": app.grant.app}
    assert jwt.get_unverified_header(sent) == {"alg": "RS256", "typ": "JWT"}


def test_a_token_may_be_long_and_have_dots() -> None:
    app = installed(long_tokens=True)
    grant = app.fresh()
    assert len(grant.access_token) > 255
    assert "." in grant.access_token
    access = Access(grant.access_token, "octo")
    assert app.it.tracker.repository(access, NAME) == app.it.repository


def test_what_refreshes_a_grant_is_the_key_for_the_next_time_too(app: Installed) -> None:
    first = app.fresh()
    again = app.tokens.refresh(first)
    assert again.refresh_token == first.refresh_token
    assert again.access_token != first.access_token
    assert app_in(again) == app.grant


def test_without_a_choice_the_only_installation_is_taken_for_good(app: Installed) -> None:
    grant = app.fresh(installation=None)
    assert app_in(grant) == app.grant
    app.it.fake.add_organization("acme")
    app.it.fake.install_app("timely", "acme")
    app.tokens.refresh(grant)
    assert len(app.it.calls(OF_INSTALLATIONS)) == 1


def test_of_several_installations_one_must_be_chosen_and_they_are_named(app: Installed) -> None:
    app.it.fake.add_organization("acme")
    other = app.it.fake.install_app("timely", "acme").id
    error = app.refused(evolve(app.grant, installation=None).as_grant())
    assert isinstance(error, InvalidSettings)
    assert error.field == "installation_id"
    assert f"{app.grant.installation} (octo), {other} (acme)" in str(error)


def test_an_installation_of_a_whole_enterprise_is_named_as_well_as_can_be(app: Installed) -> None:
    told = [{"id": 1, "account": {"slug": "acme-corp"}}, {"id": 2}, {"id": 3, "account": {}}]
    app.it.fake.fail_next(OF_INSTALLATIONS, answers(json_response(told)))
    error = app.refused(evolve(app.grant, installation=None).as_grant())
    assert str(error).endswith("choose one: 1 (acme-corp), 2, 3")


def test_an_app_that_is_installed_nowhere_says_so(app: Installed) -> None:
    app.it.fake.uninstall_app(app.grant.installation or 0)
    error = app.refused(evolve(app.grant, installation=None).as_grant())
    assert isinstance(error, InvalidSettings)
    assert "not installed anywhere" in str(error)


@pytest.mark.parametrize(
    "wrong",
    [
        {"app": "999999"},
        {"app": "999999", "installation": None},
        {"installation": 999999},
        {"key": rsa_pem()},
        {"key": rsa_pem(), "installation": None},
        {"key": elliptic()},
        {"key": "spoiled"},
    ],
    ids=["app", "app of any", "installation", "key", "key of any", "curve", "spoiled"],
)
def test_what_is_no_good_any_more_is_refused(app: Installed, wrong: dict[str, object]) -> None:
    assert isinstance(app.refused(evolve(app.grant, **wrong).as_grant()), ProviderRefused)


def test_an_app_that_was_uninstalled_or_suspended_is_refused(app: Installed) -> None:
    number = app.grant.installation or 0
    app.it.fake.suspend_installation(number)
    assert isinstance(app.refused(), ProviderRefused)
    app.it.fake.uninstall_app(number)
    assert isinstance(app.refused(), ProviderRefused)


@pytest.mark.parametrize("refresh_token", [None, "", "r", "app:7"])
def test_a_grant_of_something_else_is_refused(app: Installed, refresh_token: str | None) -> None:
    assert isinstance(app.refused(Grant("t", refresh_token)), ProviderRefused)
    assert app.it.fake.requests == []


@pytest.mark.parametrize("ahead", [-3600, 3600])
def test_a_clock_that_is_wrong_is_no_reason_to_give_up_the_grant(
    app: Installed, ahead: float
) -> None:
    wrong = ProviderClock(NINE + timedelta(seconds=ahead))
    rest = GitHubRest(app.it.tracker.rest.clients, wrong)
    with pytest.raises(ProviderUnavailable, match="clock"):
        GitHubAppTokens(rest).refresh(app.grant.as_grant())


@pytest.mark.parametrize("operation", [OF_TOKENS, OF_INSTALLATIONS])
def test_trouble_of_githubs_is_trouble_that_passes(app: Installed, operation: str) -> None:
    anywhere = evolve(app.grant, installation=None).as_grant()
    for fault in (server_error(), primary_rate_limited()):
        app.it.fake.fail_next(operation, fault)
        assert isinstance(app.refused(anywhere), ProviderUnavailable)
    app.it.fake.fail_next(operation, answers(json_response({}, 422)))
    assert isinstance(app.refused(anywhere), CallRejected)


@pytest.mark.parametrize(
    "told", [{}, {"token": 5, "expires_at": "x"}, {"token": "t", "expires_at": "tomorrow"}, []]
)
def test_an_answer_that_is_none_is_malformed(app: Installed, told: object) -> None:
    app.it.fake.fail_next(OF_TOKENS, answers(json_response(told, 201)))
    assert isinstance(app.refused(), MalformedPayload)


def test_a_token_that_is_revoked_ends_and_the_key_lives_on(app: Installed) -> None:
    grant = app.fresh()
    app.tokens.revoke(grant)
    with pytest.raises(ProviderRefused):
        app.it.tracker.repository(Access(grant.access_token, "octo"), NAME)
    assert app.tokens.refresh(grant).access_token


def test_of_what_is_dead_or_was_never_alive_nothing_is_to_be_revoked(app: Installed) -> None:
    grant = app.fresh()
    app.tokens.revoke(grant)
    app.tokens.revoke(grant)
    app.tokens.revoke(app.grant.as_grant())
    assert len(app.it.calls("apps/revoke-installation-access-token")) == 2


def test_the_fake_revokes_installation_tokens_only(app: Installed) -> None:
    call = Call("/installation/token", "DELETE")
    response = app.it.tracker.rest.answered
    with pytest.raises(IntegrationError):
        response(app.it.access, call)
    assert app.it.tracker.repository(app.it.access, NAME) == app.it.repository


def test_there_is_no_consent_page(app: Installed) -> None:
    with pytest.raises(NotConnected, match="no consent page"):
        app.tokens.consent_address(ConsentAsk("s", "c", "https://tt.example"))
    with pytest.raises(NotConnected, match="no consent page"):
        app.tokens.exchange(ConsentGiven("c", "v", "https://tt.example"))


def test_an_app_that_was_entered_is_a_grant_which_is_due_at_once() -> None:
    settings = {"app_id": "12", "installation_id": 34}
    grant = app_grant(settings, {"app_private_key": "pem:with:colons\nand lines"})
    assert grant is not None
    assert grant.expires is not None
    assert grant.expires < NINE
    assert app_in(grant) == AppGrant("12", 34, "pem:with:colons\nand lines")
    anywhere = app_grant({"app_id": "12"}, {"app_private_key": "pem"})
    assert anywhere is not None
    assert app_in(anywhere).installation is None


def test_without_a_key_there_is_no_grant_and_a_key_needs_its_app() -> None:
    assert app_grant({"app_id": "12"}, {"github_token": "t"}) is None
    with pytest.raises(InvalidSettings) as invalid:
        app_grant({"app_id": None}, {"app_private_key": "pem"})
    assert invalid.value.field == "app_id"


def test_neither_key_nor_word_nor_token_is_in_an_error_a_log_or_a_repr(
    app: Installed, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, name)
    grant = app.fresh()
    app.it.fake.fail_next(OF_TOKENS, answers(json_response({"token": [SECRET]}, 201)))
    error = app.refused()
    app.it.fake.fail_next(OF_TOKENS, answers(json_response({"message": SECRET}, 401)))
    refused = app.refused()
    chain = "".join(map(str, map(traceback.format_exception, (error, refused))))
    told = f"{chain} {caplog.text} {app.grant!r} {grant!r} {app.tokens!r}"
    sent = app.it.calls(OF_TOKENS)[0].request.headers["authorization"].removeprefix("Bearer ")
    secrets = (sent, grant.access_token, app.grant.key.splitlines()[1], SECRET)
    assert not any(secret in told for secret in secrets)
