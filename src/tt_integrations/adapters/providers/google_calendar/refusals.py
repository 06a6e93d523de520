"""What Google means by an answer that is none of what was asked for. The status alone does not say it: 403 is a
limit that passes, or a scope that is missing, or a calendar that may only be read.

Source: developers.google.com, calendar guides/errors.
"""

from __future__ import annotations

import re

import httpx

from tt_integrations.adapters.http_answers import retry_after
from tt_integrations.adapters.wire import parse_json
from tt_integrations.domain.errors import (
    CallRejected,
    IntegrationError,
    MalformedPayload,
    NotConnected,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)

FORBIDDEN, NOT_FOUND, GONE, TOO_MANY = 403, 404, 410, 429
DELETED = "deleted"
LIMITS = frozenset(
    {
        "rateLimitExceeded",
        "userRateLimitExceeded",
        "quotaExceeded",
        "dailyLimitExceeded",
        "calendarUsageLimitsExceeded",
        "RATE_LIMIT_EXCEEDED",
    }
)
"""Reasons to call again later. Google does not say how much later."""
SCOPES = frozenset(
    {"insufficientPermissions", "insufficientScopes", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}
)
"""Reasons by which the grant is not for that."""
READ_ONLY = frozenset({"forbidden", "requiredAccessLevel"})
"""Reasons by which the account may not do that in this calendar, whatever the grant is for."""
PUSH = "push."
"""What reasons begin with that are about the address of a channel."""
ACCESS = "the account may not do that in this calendar"
_REASON = re.compile("[A-Za-z][A-Za-z0-9_.]{0,80}")


def refusal_in(response: httpx.Response, scope: str) -> IntegrationError | None:
    """The error to raise for 401, 403 and 429; None for every other answer. `scope`: what the call needs."""
    match response.status_code:
        case 401:
            return _unauthorised(response)
        case 429:
            return ProviderUnavailable("Google is called too often", _told(response))
        case 403:
            return _forbidden(response, scope)
        case _:
            return None


def rejection_of(response: httpx.Response) -> IntegrationError:
    """The error to raise for any other answer that is not a success. A calendar that may not be known is answered
    as if there were none."""
    status, reason = response.status_code, reason_in(response)
    if status == NOT_FOUND or (status == GONE and reason == DELETED):
        return NotConnected("there is no such calendar, or the account cannot see it")
    return CallRejected(reason or str(status))


def reason_in(response: httpx.Response) -> str:
    """Google's word for why, if it looks like one; empty for none."""
    try:
        payload = parse_json(response.content)
    except MalformedPayload:
        return ""
    error = payload.get("error") if isinstance(payload, dict) else None
    for details in (
        "errors",
        "details",
    ):  # the former is the Calendar API's, the latter Google's newer way
        reason = _reason_of(error.get(details)) if isinstance(error, dict) else ""
        if reason:
            return reason
    return ""


def _unauthorised(response: httpx.Response) -> IntegrationError:
    """An address that Google will not push to is answered so, too: the token is none the worse for it."""
    reason = reason_in(response)
    if reason.startswith(PUSH):
        return CallRejected(reason)
    return ProviderRefused("Google does not know the token, or it has expired")


def _forbidden(response: httpx.Response, scope: str) -> IntegrationError:
    reason = reason_in(response)
    if reason in LIMITS:
        return ProviderUnavailable(f"Google's limit is reached ({reason})", _told(response))
    if reason in SCOPES:
        return PermissionMissing(scope)
    if reason in READ_ONLY:
        return PermissionMissing(ACCESS)
    return CallRejected(reason or str(FORBIDDEN))


def _reason_of(details: object) -> str:
    for detail in details if isinstance(details, list) else ():
        reason = detail.get("reason") if isinstance(detail, dict) else None
        if isinstance(reason, str) and _REASON.fullmatch(reason):
            return reason
    return ""


def _told(response: httpx.Response) -> float | None:
    """Seconds, where there is a `Retry-After`. Google promises none: whoever calls backs off by themselves."""
    return retry_after(response) if "retry-after" in response.headers else None
