"""What Google's answers to a code or a refresh token come to: a grant, or the reason why there is none.

Here `error` is a text; in the Calendar API it is an object.

Source: developers.google.com, identity/protocols/oauth2/web-server, identity/openid-connect/openid-connect.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import datetime, timedelta

from attrs import field, frozen

from tt_integrations.adapters.providers.google_calendar.scopes import lacking
from tt_integrations.adapters.wire import parse_json, structured
from tt_integrations.domain.errors import (
    CallRejected,
    IntegrationError,
    InvalidSettings,
    MalformedPayload,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.calendar_rules import Direction
from tt_integrations.domain.model.grants import Grant

A_DAY = 24 * 60 * 60
"""Seconds. No access token lives longer, whatever a broken answer says."""
A_YEAR = 366 * A_DAY
OURS_WRONG: Mapping[str, tuple[str, str]] = {
    "invalid_client": ("client_id", "Google knows no client of this id and secret"),
    "deleted_client": ("client_id", "the client was deleted at Google"),
    "disabled_client": ("client_id", "the client is switched off at Google"),
    "unauthorized_client": ("client_id", "the grant was given to another client"),
    "redirect_uri_mismatch": ("redirect_uri", "the Google client does not list this redirect URI"),
}
LATER = frozenset({"temporarily_unavailable", "server_error", "internal_failure", "slow_down"})
DEAD = frozenset({"invalid_token", "invalid_grant"})
"""What is answered to a token that is to be revoked and is dead already."""
_CODE = re.compile("[a-z][a-z_]{0,80}")
_EMAIL = re.compile("[!-~]{1,254}")

Said = Mapping[str, object]


@frozen
class Tokens:
    """`expires_in` in seconds. `refresh_token_expires_in`, too: it is there where the grant is limited in time, as
    all are as long as the consent screen is in testing. `id_token` says whose account it is."""

    access_token: str = field(repr=False)
    expires_in: int
    scope: str = ""
    refresh_token: str | None = field(default=None, repr=False)
    refresh_token_expires_in: int | None = None
    id_token: str | None = field(default=None, repr=False)


@frozen
class Claims:
    email: str = ""


def tokens_in(said: Said) -> Tokens:
    """Raises ProviderUnavailable."""
    try:
        return structured(said, Tokens)
    except MalformedPayload as error:
        raise unreadable(error) from None


def grant_in(tokens: Tokens, now: datetime) -> Grant:
    """`now`: when it was asked for, so that it is never thought to live longer than it does."""
    return Grant(
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token or None,
        expires=_after(now, tokens.expires_in, A_DAY),
        scopes=frozenset(tokens.scope.split()),
    )


def end_in(tokens: Tokens, now: datetime) -> str | None:
    """When the grant ends whatever we do, in ISO 8601; None: it does not."""
    left = tokens.refresh_token_expires_in
    return None if left is None else _after(now, left, A_YEAR).isoformat(timespec="seconds")


def check_granted(grant: Grant, direction: Direction) -> None:
    """Raises PermissionMissing with what the owner left out: each scope has a box of its own to tick.

    Raises ProviderRefused where there is nothing to go on with in an hour.
    """
    for scope in lacking(direction, grant.scopes):
        raise PermissionMissing(scope)
    if grant.refresh_token is None:
        raise ProviderRefused("Google gave no refresh token; please connect again")


def email_in(id_token: str | None) -> str | None:
    """Whose account it is. The signature is not looked at: the text came from Google's own address over TLS just
    now, which says as much (OpenID Connect Core, 3.1.3.7)."""
    parts = (id_token or "").split(".")
    coded = parts[1] if len(parts) == len(("head", "claims", "signature")) else ""
    try:
        claims = urlsafe_b64decode(coded + "=" * (-len(coded) % 4))
        return claimed_email(parse_json(claims))
    except (ValueError, MalformedPayload):
        return None


def claimed_email(claims: object) -> str | None:
    try:
        email = structured(claims, Claims).email
    except MalformedPayload:
        return None
    return email if _EMAIL.fullmatch(email) else None


def code_in(said: Said) -> str:
    """Google's word for why not, if it looks like one."""
    error = said.get("error")
    return error if isinstance(error, str) and _CODE.fullmatch(error) else "unnamed"


def why_refused(said: Said) -> IntegrationError:
    code = code_in(said)
    if code == "invalid_grant":
        return ProviderRefused("Google does not take the consent, or not any more (invalid_grant)")
    if code in OURS_WRONG:
        return InvalidSettings(*OURS_WRONG[code])
    if code in LATER:
        return ProviderUnavailable(f"Google cannot do it now ({code})")
    return CallRejected(code)


def unreadable(error: MalformedPayload) -> ProviderUnavailable:
    """An answer that is not Google's own comes from something between it and us."""
    return ProviderUnavailable(f"an answer that is none of Google's: {error}")


def _after(now: datetime, seconds: int, most: int) -> datetime:
    return now + timedelta(seconds=max(0, min(seconds, most)))
