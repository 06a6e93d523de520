"""What a host app passes on: requests signed just now, since the embedded library goes by the real clock."""

from __future__ import annotations

from house import FORM, signature

from tt_integrations import Integrations, Joined
from tt_integrations.adapters.clock import SystemClock
from tt_integrations.domain.model.delivery import Answer


def signed(body: bytes) -> dict[str, str]:
    stamp = str(int(SystemClock().now().timestamp()))
    return {
        "Content-Type": FORM,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(body, stamp),
    }


def typed(integrations: Integrations | Joined, body: bytes, key: str | None = None) -> Answer:
    return integrations.receive("slack", signed(body).items(), body, key)
