"""Slack says no, with HTTP 200 and a code, and which of our errors that is."""

from __future__ import annotations

import pytest
from attrs import evolve
from slack_calls import CALLS, Ground, access_with, failing, ground

from tt_integrations.adapters.providers.slack.fake import refused
from tt_integrations.domain.errors import CallRejected, PermissionMissing, ProviderRefused

EVERY = pytest.mark.parametrize("method", CALLS)


@pytest.fixture
def slack() -> Ground:
    return ground()


@EVERY
@pytest.mark.parametrize(
    "code",
    [
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "not_allowed_token_type",
        "org_login_required",
        "team_access_not_granted",
    ],
)
def test_a_dead_token_is_refused_with_slacks_reason(slack: Ground, method: str, code: str) -> None:
    error = failing(slack, method, refused(code))
    assert isinstance(error, ProviderRefused)
    assert code in str(error)


@EVERY
def test_a_refusal_says_which_of_the_stored_tokens_it_is_of(slack: Ground, method: str) -> None:
    stored = evolve(slack, access=evolve(slack.access, sealed="as it is stored"))
    error = failing(stored, method, refused("token_expired"))
    assert isinstance(error, ProviderRefused)
    assert error.refused == "as it is stored"


@EVERY
def test_revoked_expired_and_invented_tokens_are_refused(slack: Ground, method: str) -> None:
    expired = slack.fake.issue_bot_token()
    slack.fake.revoke_token(slack.fake.bot_token)
    slack.fake.expire_token(expired)
    for token, reason in (
        (slack.fake.bot_token, "account_inactive"),
        (expired, "token_expired"),
        ("xoxb-invented", "invalid_auth"),
    ):
        with pytest.raises(ProviderRefused, match=reason):
            CALLS[method](Ground(slack.fake, slack.chat, access_with(token)))
        slack.fake.clock.advance(1)


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
def test_a_missing_permission_is_named(slack: Ground, method: str) -> None:
    mute = Ground(slack.fake, slack.chat, access_with(slack.fake.issue_bot_token(["commands"])))
    with pytest.raises(PermissionMissing) as missing:
        CALLS[method](mute)
    assert missing.value.scope == "chat:write"


@EVERY
def test_any_other_code_is_passed_on(slack: Ground, method: str) -> None:
    error = failing(slack, method, refused("ekm_access_denied"))
    assert isinstance(error, CallRejected)
    assert error.reason == "ekm_access_denied"


def test_a_code_that_looks_like_none_is_not_passed_on(slack: Ground) -> None:
    error = failing(slack, "auth.test", refused("xoxb-1 <secret>"))
    assert isinstance(error, CallRejected)
    assert error.reason == "unnamed"
