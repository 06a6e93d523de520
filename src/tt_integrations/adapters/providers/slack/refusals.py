"""What Slack's error codes mean to us, and to whoever reads of them.

Source: docs.slack.dev, reference/methods/chat.postMessage, "Errors".
"""

from __future__ import annotations

from collections.abc import Mapping

from tt_integrations.adapters.providers.slack.web_answers import Refusal
from tt_integrations.domain.errors import (
    CallRejected,
    IntegrationError,
    InvalidSettings,
    OutcomeUnknown,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)

DEAD: Mapping[str, str] = {
    "invalid_auth": "Slack does not know the token",
    "not_authed": "there was no token",
    "account_inactive": "the app was removed from the workspace",
    "token_revoked": "the token was revoked",
    "token_expired": "the token has expired",
    "not_allowed_token_type": "it is a token of another kind than the app's bot has",
    "org_login_required": "the workspace is moving to an organisation",
    "team_access_not_granted": "the app was not let into the workspace",
}
"""Codes by which a token is no good any more."""
CHANNEL: Mapping[str, str] = {
    "channel_not_found": (
        "Slack knows no such channel, or it is private and the app is not in it; "
        "to let it in, type /invite and the app's name there"
    ),
    "not_in_channel": (
        "the app is not in this channel; to let it in, type /invite and the app's name there"
    ),
    "is_archived": "this channel is archived; please choose another one",
    "restricted_action": (
        "the workspace does not let the app post in this channel; please ask one of its administrators"
    ),
}
"""Codes by which a channel is not one we can post to. The last one has variants, told apart by what follows it."""
TOO_OFTEN = frozenset({"ratelimited", "rate_limited"})
LATER = frozenset(
    {"service_unavailable", "request_timeout", "team_added_to_org", "message_limit_exceeded"}
)
HALF_DONE = frozenset({"fatal_error", "internal_error"})
"""Slack says of these that some of the call may have succeeded."""


def meaning(refusal: Refusal, *, wait: float, repeatable: bool) -> IntegrationError:
    """The error to raise. `wait`: in seconds, for a call that came too early."""
    code = refusal.code
    if code in TOO_OFTEN:
        return ProviderUnavailable(f"Slack is called too often ({code})", wait)
    if code in LATER or (code in HALF_DONE and repeatable):
        return ProviderUnavailable(f"Slack cannot do it now ({code})")
    if code in HALF_DONE:
        return OutcomeUnknown(f"Slack broke off ({code})")
    return _for_good(refusal)


def _for_good(refusal: Refusal) -> IntegrationError:
    code = refusal.code
    if code in DEAD:
        return ProviderRefused(f"{DEAD[code]} ({code})")
    if code == "missing_scope":
        return PermissionMissing(refusal.scopes)
    if code.startswith("restricted_action"):
        return InvalidSettings("channel_id", CHANNEL["restricted_action"])
    if code in CHANNEL:
        return InvalidSettings("channel_id", CHANNEL[code])
    return CallRejected(code)
