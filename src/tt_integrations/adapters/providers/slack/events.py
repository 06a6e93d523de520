"""Slack's JSON requests: its handshake, and events, of which only the end of our grant matters.

Source: docs.slack.dev, apis/events-api and reference/events/tokens_revoked.
"""

from __future__ import annotations

from tt_integrations.adapters.providers.slack.wire import (
    Envelope,
    EventCallback,
    TokensRevokedCallback,
    UrlVerification,
)
from tt_integrations.adapters.wire import structured
from tt_integrations.domain.model.delivery import Arrival, Challenge, GrantEnded, Ignored


def read_json(payload: object) -> Arrival:
    kind = structured(payload, Envelope).type
    match kind:
        case "url_verification":
            return Challenge(structured(payload, UrlVerification).challenge)
        case "event_callback":
            return _event(payload)
        case _:  # everything genuine is acknowledged, or Slack would send it again
            return Ignored(kind)


def _event(payload: object) -> Arrival:
    kind = structured(payload, EventCallback).event.type
    match kind:
        case "app_uninstalled":
            return GrantEnded(kind)
        case "tokens_revoked":  # people's own tokens are none of ours
            ours = structured(payload, TokensRevokedCallback).event.tokens.bot
            return GrantEnded(kind) if ours else Ignored(kind)
        case _:
            return Ignored(kind)
