"""What GitHub means by an answer that is none of what was asked for.

Four things come as 403: a permission that is missing, a single sign-on that is due, and two limits. They are told
apart by headers and message, never by the status.

Source: docs.github.com, rest/using-the-rest-api: troubleshooting-the-rest-api, rate-limits-for-the-rest-api.
"""

from __future__ import annotations

import re
from datetime import datetime

import httpx

from tt_integrations.adapters.wire import parse_json
from tt_integrations.domain.errors import (
    IntegrationError,
    MalformedPayload,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)

TOO_MANY = 429
WAIT = 60.0
"""Seconds to wait at least where GitHub does not say how long."""
HOUR = 3600.0
"""Seconds. The primary limit starts anew after that time at the latest, whatever our clock says."""
OF_CLOCKS = ("'Expiration time' claim", "'Issued at' claim")
SIGN_ON = "single sign-on for the organisation"
UNNAMED = "unnamed"
_SECONDS = re.compile("[0-9]{1,6}")
_MOMENT = re.compile("[0-9]{1,11}")
_PERMISSIONS = re.compile("[a-z_]{1,60}=[a-z]{1,10}([;,] ?[a-z_]{1,60}=[a-z]{1,10}){0,20}")
_SCOPES = re.compile("[a-z_]{1,40}(:[a-z_]{1,40})?(, ?[a-z_]{1,40}(:[a-z_]{1,40})?){0,20}")


def refusal_in(response: httpx.Response, now: datetime) -> IntegrationError | None:
    """The error to raise for 401, 403 and 429; None for every other answer."""
    match response.status_code:
        case 401:
            return _unauthorized(message_in(response))
        case 403 | 429:
            return _forbidden(response, message_in(response).lower(), now)
        case _:
            return None


def _unauthorized(message: str) -> IntegrationError:
    """The word of an App counts for minutes only: by a clock that is wrong it is over, or not begun."""
    if any(claim in message for claim in OF_CLOCKS):
        return ProviderUnavailable("the clock of this machine is not GitHub's: one is wrong", WAIT)
    return ProviderRefused("GitHub does not know the token, or it has expired")


def message_in(response: httpx.Response) -> str:
    """GitHub's sentence about it; empty for none. For telling cases apart, never to be passed on."""
    try:
        payload = parse_json(response.content)
    except MalformedPayload:
        return ""
    message = payload.get("message") if isinstance(payload, dict) else None
    return message if isinstance(message, str) else ""


def wanted_by(response: httpx.Response) -> str:
    """What would have been needed, if the answer names it in a form that can hold no secret."""
    permissions: str = response.headers.get("x-accepted-github-permissions", "")
    if _PERMISSIONS.fullmatch(permissions):
        return permissions
    scopes: str = response.headers.get("x-accepted-oauth-scopes", "")
    return scopes if _SCOPES.fullmatch(scopes) else UNNAMED


def _forbidden(response: httpx.Response, message: str, now: datetime) -> IntegrationError:
    told = _told(response)
    if told is not None or _is_secondary(message):
        return ProviderUnavailable("too much at once (secondary limit)", told or WAIT)
    if _is_primary(response, message):
        return ProviderUnavailable("the requests of this hour are used up", _left(response, now))
    if response.status_code == TOO_MANY:
        return ProviderUnavailable("called too often", WAIT)
    if "has been suspended" in message:
        return ProviderRefused("the installation is suspended")
    return PermissionMissing(SIGN_ON if _wants_sign_on(response) else wanted_by(response))


def _is_secondary(message: str) -> bool:
    return "secondary rate limit" in message or "abuse detection" in message


def _is_primary(response: httpx.Response, message: str) -> bool:
    """The last request of an hour may lack a permission, too: nothing being left does not say it."""
    nothing_left = response.headers.get("x-ratelimit-remaining", "").strip() == "0"
    return "rate limit exceeded" in message or (nothing_left and not message)


def _wants_sign_on(response: httpx.Response) -> bool:
    return "required" in response.headers.get("x-github-sso", "")


def _told(response: httpx.Response) -> float | None:
    told = response.headers.get("retry-after", "").strip()
    return float(told) if _SECONDS.fullmatch(told) else None


def _left(response: httpx.Response, now: datetime) -> float:
    """Seconds until the hour is over, and one more since moments are cut to seconds."""
    told = response.headers.get("x-ratelimit-reset", "").strip()
    if not _MOMENT.fullmatch(told):
        return WAIT
    return min(max(float(told) - now.timestamp(), 0) + 1, HOUR)
