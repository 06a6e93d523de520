"""What Slack's answers to `oauth.v2.access` come to: a grant, or the reason why there is none.

Source: docs.slack.dev, reference/methods/oauth.v2.access.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from tt_integrations.adapters.providers.slack.refusals import meaning
from tt_integrations.adapters.providers.slack.web_answers import Installed, Refusal, Tokens
from tt_integrations.adapters.wire import structured
from tt_integrations.domain.errors import (
    IntegrationError,
    InvalidSettings,
    MalformedPayload,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.grants import Grant, Granted

A_YEAR = 366 * 24 * 60 * 60
"""Seconds. No token lives longer, whatever a broken answer says."""
OURS_WRONG: Mapping[str, tuple[str, str]] = {
    "invalid_client_id": ("client_id", "Slack knows no app with this client ID"),
    "bad_client_secret": ("client_secret", "this is not the client secret of the Slack app"),
    "pkce_not_allowed": ("client_id", "the Slack app has PKCE switched off; it must be on"),
    "bad_redirect_uri": ("redirect_uri", "the Slack app does not list this redirect URL"),
}
NO_GOOD = frozenset(
    {"invalid_code", "code_already_used", "invalid_code_verifier", "invalid_refresh_token"}
)

T = TypeVar("T")
Said = Mapping[str, object]


def granted_in(said: Said, now: datetime) -> Granted:
    """Of a consent. Settings: `team_id`, `team_name`, `bot_user_id`, `app_id`, `linked_slack_user_id`."""
    installed = _read(said, Installed)
    settings = {
        "team_id": installed.team.id,
        "team_name": installed.team.name,
        "bot_user_id": installed.bot_user_id,
        "app_id": installed.app_id,
        "linked_slack_user_id": installed.authed_user.id,
    }
    return Granted(grant_in(said, now), settings)


def grant_in(said: Said, now: datetime) -> Grant:
    """`now`: when it was asked for, so that it is never thought to live longer than it does."""
    tokens = _read(said, Tokens)
    expires = None
    if tokens.expires_in is not None:
        expires = now + timedelta(seconds=max(0, min(tokens.expires_in, A_YEAR)))
    scopes = frozenset(filter(None, tokens.scope.split(",")))
    return Grant(tokens.access_token, tokens.refresh_token, expires, scopes)


def why_refused(refusal: Refusal, wait: float) -> IntegrationError:
    """`wait`: in seconds, for a call that came too early."""
    code = refusal.code
    if code in NO_GOOD:
        return ProviderRefused(f"Slack does not take what came of the consent ({code})")
    if code in OURS_WRONG:
        return InvalidSettings(*OURS_WRONG[code])
    return meaning(refusal, wait=wait, repeatable=True)


def unreadable(error: MalformedPayload) -> ProviderUnavailable:
    """An answer that is not Slack's own comes from something between it and us."""
    return ProviderUnavailable(f"an answer that is none of Slack's: {error}")


def _read(said: Said, form: type[T]) -> T:
    try:
        return structured(said, form)
    except MalformedPayload as error:
        raise unreadable(error) from None
