"""What Google answers when something is wrong on its side, or with the grant; one function per cause.

Source: developers.google.com, calendar guides/errors.
"""

from __future__ import annotations

from collections.abc import Callable

from tt_integrations.adapters.fakes.faults import Fault, answers
from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.google_calendar.fake import refusals
from tt_integrations.adapters.providers.google_calendar.fake.refusals import OAuthRefusal, Refusal


def by_reason(status: int, reason: str, domain: str = "global") -> Fault:
    """Any error of the Calendar API."""
    return answers(Refusal(status, reason, reason, domain).response(), reason)


def rate_limited(status: int = 403, retry_after: int | None = None) -> Fault:
    """`status` 403 or 429. Google documents no Retry-After; `retry_after` in seconds adds one."""
    found = Refusal(status, "rateLimitExceeded", "Rate Limit Exceeded", "usageLimits").response()
    return answers(_with(found, retry_after), "rate_limited")


def user_rate_limited(retry_after: int | None = None) -> Fault:
    message = "User Rate Limit Exceeded"
    found = Refusal(403, "userRateLimitExceeded", message, "usageLimits").response()
    return answers(_with(found, retry_after), "user_rate_limited")


def quota_exceeded() -> Fault:
    return by_reason(403, "quotaExceeded", "usageLimits")


def insufficient_permissions() -> Fault:
    return answers(refusals.insufficient_permissions().response(), "insufficient_permissions")


def forbidden() -> Fault:
    return by_reason(403, "forbidden")


def auth_error() -> Fault:
    return answers(refusals.auth_error().response(), "auth_error")


def full_sync_required() -> Fault:
    return answers(refusals.full_sync_required().response(), "full_sync_required")


def precondition_failed() -> Fault:
    return answers(refusals.precondition_failed().response(), "precondition_failed")


def backend_error(status: int = 503) -> Fault:
    return by_reason(status, "backendError")


def invalid_grant() -> Fault:
    return answers(refusals.invalid_grant().response(), "invalid_grant")


def invalid_client() -> Fault:
    return answers(refusals.invalid_client().response(), "invalid_client")


def temporarily_unavailable() -> Fault:
    found = OAuthRefusal(503, "temporarily_unavailable", "Try again").response()
    return answers(found, "temporarily_unavailable")


KINDS: dict[str, Callable[..., Fault]] = {
    one.__name__: one
    for one in (
        *(by_reason, rate_limited, user_rate_limited, quota_exceeded, insufficient_permissions),
        *(forbidden, auth_error, full_sync_required, precondition_failed, backend_error),
        *(invalid_grant, invalid_client, temporarily_unavailable),
    )
}


def _with(response: Response, retry_after: int | None) -> Response:
    return response if retry_after is None else response.with_headers(retry_after=str(retry_after))
