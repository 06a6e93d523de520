"""The many meanings of 403 and 429: two limits, a permission, a single sign-on, a suspension."""

from __future__ import annotations

from datetime import timedelta

import pytest
from github_ground import CALLS, NINE, Ground, failing, ground

from tt_integrations.adapters.fakes.faults import (
    Fault,
    answers,
)
from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.github.fake import (
    permission_missing,
    primary_rate_limited,
    rate_limited,
    secondary_rate_limited,
    sso_required,
)
from tt_integrations.domain.errors import (
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)

EVERY = pytest.mark.parametrize("operation", CALLS)
RESET = str(int((NINE + timedelta(minutes=1)).timestamp()) + 90)  # an issue was opened meanwhile
EXCEEDED = "API rate limit exceeded for user ID 1."


@pytest.fixture
def it() -> Ground:
    made = ground()
    made.open("an issue")
    return made


def forbidden(message: str | None, status: int = 403, **headers: str) -> Fault:
    payload = {} if message is None else {"message": message}
    return answers(json_response(payload, status, **headers))


@EVERY
@pytest.mark.parametrize("status", [403, 429])
def test_when_the_hour_is_used_up_we_wait_for_the_next_one(
    it: Ground, operation: str, status: int
) -> None:
    error = failing(it, operation, primary_rate_limited(reset_in=90, status=status))
    assert isinstance(error, ProviderUnavailable)
    assert error.retry_after == 91


@EVERY
@pytest.mark.parametrize("status", [403, 429])
@pytest.mark.parametrize(
    ("told", "seconds"), [(7.0, 7.0), (60.0, 60.0), (None, 60.0), (0.0, 60.0), (0.5, 60.0)]
)
def test_too_much_at_once_waits_as_long_as_github_says_or_a_minute(
    it: Ground, operation: str, status: int, told: float | None, seconds: float
) -> None:
    error = failing(it, operation, secondary_rate_limited(told, status))
    assert isinstance(error, ProviderUnavailable)
    assert error.retry_after == seconds


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (rate_limited(5), 5),
        (forbidden(EXCEEDED, x_ratelimit_remaining="0"), 60),
        (forbidden(EXCEEDED, x_ratelimit_reset=RESET), 91),
        (forbidden(EXCEEDED, x_ratelimit_remaining="0", x_ratelimit_reset="soon"), 60),
        (forbidden(EXCEEDED, x_ratelimit_remaining="0", x_ratelimit_reset="9" * 11), 3600),
        (forbidden(EXCEEDED, x_ratelimit_remaining="0", x_ratelimit_reset="1"), 1),
        (forbidden(None, x_ratelimit_remaining="0", x_ratelimit_reset=RESET), 91),
        (answers(Response(403, {"x-ratelimit-remaining": "0"}, b"<html>")), 60),
        (answers(Response(429, {}, b"<html>")), 60),
        (forbidden("You have triggered an abuse detection mechanism."), 60),
        (forbidden("whatever", retry_after="12"), 12),
        (forbidden("whatever", status=429, retry_after="tomorrow"), 60),
        (forbidden(EXCEEDED, retry_after="3", x_ratelimit_reset=RESET), 3),
    ],
)
def test_the_limits_are_known_by_headers_and_message(
    it: Ground, fault: Fault, seconds: float
) -> None:
    error = failing(it, "users/get-authenticated", fault)
    assert isinstance(error, ProviderUnavailable)
    assert error.retry_after == seconds


def test_the_limit_itself_is_reached_and_is_over_when_it_said(it: Ground) -> None:
    it.fake.set_rate_limit("octo", remaining=1)
    it.tracker.account(it.access)
    with pytest.raises(ProviderUnavailable) as unavailable:
        it.tracker.account(it.access)
    assert unavailable.value.retry_after is not None
    it.fake.clock.advance(unavailable.value.retry_after)
    assert it.tracker.account(it.access).login == "octo"


@EVERY
def test_a_permission_that_is_missing_is_named(it: Ground, operation: str) -> None:
    error = failing(it, operation, permission_missing("issues=read; metadata=read"))
    assert isinstance(error, PermissionMissing)
    assert error.scope == "issues=read; metadata=read"


@pytest.mark.parametrize(
    ("fault", "scope"),
    [
        (permission_missing("issues=write", "installation"), "issues=write"),
        (
            permission_missing("issues=write,pull_requests=write"),
            "issues=write,pull_requests=write",
        ),
        (permission_missing("<b>ghp_0123</b>"), "unnamed"),
        (permission_missing("ghp_0123"), "unnamed"),
        (sso_required(), "single sign-on for the organisation"),
        (forbidden("Must have admin rights to Repository."), "unnamed"),
        (
            forbidden("No.", x_accepted_oauth_scopes="admin:repo_hook, repo"),
            "admin:repo_hook, repo",
        ),
        (forbidden("Resource not accessible by integration", x_ratelimit_remaining="0"), "unnamed"),
        (forbidden(None), "unnamed"),
        (answers(Response(403, {}, b"<html>")), "unnamed"),
        (answers(json_response([], 403)), "unnamed"),
        (answers(json_response({"message": 5}, 403)), "unnamed"),
    ],
)
def test_what_else_is_forbidden_is_a_permission_even_if_it_was_the_last_request_of_the_hour(
    it: Ground, fault: Fault, scope: str
) -> None:
    error = failing(it, "users/get-authenticated", fault)
    assert isinstance(error, PermissionMissing)
    assert error.scope == scope


def test_a_suspended_installation_is_refused(it: Ground) -> None:
    fault = forbidden("This installation has been suspended")
    assert isinstance(failing(it, "issues/list-for-repo", fault), ProviderRefused)


def test_an_app_reads_with_the_token_of_its_installation(it: Ground) -> None:
    with pytest.raises(PermissionMissing):
        it.tracker.hook(
            it.with_token("octo", "fine_grained", permissions={"issues": "write"}),
            it.repository,
            "https://tt.example/x",
            "s",
        )
    reader = it.with_token("octo", "fine_grained", permissions={"issues": "read"})
    page = it.tracker.issues(reader, it.repository, None, None)
    assert page is not None
    assert len(page.issues) == 1
