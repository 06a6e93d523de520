"""Events that wait to be sent, first or again. Hold the lock.

Source: docs.slack.dev, apis/events-api.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tt_integrations.adapters.providers.slack.fake.deliveries import QueuedEvent
from tt_integrations.adapters.providers.slack.fake.memory import Memory


def queue_event(memory: Memory, event: Mapping[str, Any], team_id: str) -> str:
    """Wrap an event in its envelope, due now; gives its event_id."""
    now = memory.clock.timestamp()
    event_id = memory.new_id("Ev")
    team = memory.teams[team_id]
    envelope = {
        "token": memory.app.verification_token,
        "team_id": team_id,
        "api_app_id": memory.app.id,
        "event": {"event_ts": memory.new_ts(), **event},
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(now),
        "authorizations": [
            {
                "enterprise_id": team.enterprise_id,
                "team_id": team_id,
                "user_id": team.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }
    memory.events[event_id] = QueuedEvent(event_id, json.dumps(envelope).encode(), now)
    return event_id
