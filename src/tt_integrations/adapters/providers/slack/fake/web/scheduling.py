"""chat.scheduleMessage.

Source: docs.slack.dev, reference/methods/chat.scheduleMessage.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tt_integrations.adapters.providers.slack.fake.messages import Scheduled
from tt_integrations.adapters.providers.slack.fake.refusal import Refused
from tt_integrations.adapters.providers.slack.fake.web import content
from tt_integrations.adapters.providers.slack.fake.web.chat import shown_draft, written
from tt_integrations.adapters.providers.slack.fake.web.limits import TIER_3
from tt_integrations.adapters.providers.slack.fake.web.method import Arguments, Caller, Method
from tt_integrations.adapters.providers.slack.fake.web.parameters import TEXT, whole
from tt_integrations.adapters.providers.slack.fake.web.room import open_to

FURTHEST = 120 * 24 * 3600
WINDOW, IN_WINDOW = 5 * 60, 30


def schedule(caller: Caller, arguments: Arguments) -> dict[str, Any]:
    channel = open_to(caller, arguments["channel"])
    said, warnings = content.read(arguments)
    post_at: int = arguments["post_at"]
    _check_time(caller, channel.id, post_at)
    memory = caller.memory
    planned = Scheduled(memory.new_id("Q"), post_at, written(caller, channel.id, said))
    memory.scheduled.append(planned)
    return {
        "channel": channel.id,
        "scheduled_message_id": planned.id,
        "post_at": post_at,
        "message": shown_draft(caller, said),
        "warnings": warnings,
    }


def _check_time(caller: Caller, channel: str, post_at: int) -> None:
    ahead = post_at - caller.memory.clock.timestamp()
    if ahead <= 0:
        raise Refused("time_in_past")
    if ahead > FURTHEST:
        raise Refused("time_too_far")
    window = post_at // WINDOW
    there = [one for one in caller.memory.scheduled if one.message.channel == channel]
    if sum(one.post_at // WINDOW == window for one in there) >= IN_WINDOW:
        raise Refused("restricted_too_many")


METHODS: Mapping[str, Method] = {
    "chat.scheduleMessage": Method(
        schedule,
        {"channel": TEXT, "post_at": whole("invalid_time"), **content.CONTENT},
        ("channel", "post_at"),
        ("chat:write",),
        per_minute=TIER_3,
    )
}
