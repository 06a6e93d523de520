"""What all interactions have in common: a payload in a form field, and an answer within three seconds.

Source: docs.slack.dev, interactivity/handling-user-interaction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from attrs import field, frozen

from tt_integrations.adapters.providers.slack.fake.issuing import issue_trigger
from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.outgoing import Outgoing, Parcel
from tt_integrations.adapters.providers.slack.fake.places import User
from tt_integrations.adapters.providers.slack.fake.signing import Signing, signing_of

OK = 200
SignWith = str | Mapping[str, Any] | Signing


@frozen
class InteractionAnswer:
    """What came of an interaction. `payload` is what was sent, with its trigger_id and response_url.

    `error`: what the person is told; `errors`: complaints by block id, with which a dialog stays open.
    """

    status: int | None
    body: bytes
    payload: Mapping[str, Any]
    error: str = ""
    errors: Mapping[str, str] = field(factory=dict)

    @property
    def trigger_id(self) -> str:
        return str(self.payload["trigger_id"])

    @property
    def response_url(self) -> str:
        return str(self.payload["response_url"])


def whence(memory: Memory, who: User, kind: str) -> dict[str, Any]:
    """The fields every payload begins with. Hold the lock."""
    team = memory.teams[who.team_id]
    return {
        "type": kind,
        "token": memory.app.verification_token,
        "api_app_id": memory.app.id,
        "team": {"id": team.id, "domain": team.domain},
        "user": {"id": who.id, "username": who.name, "name": who.name, "team_id": team.id},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": issue_trigger(memory, who),
    }


@frozen
class Interacting:
    memory: Memory
    outgoing: Outgoing

    def interact(self, payload: dict[str, Any], sign_with: SignWith) -> InteractionAnswer:
        """Send a payload. Raises ValueError without an `interactivity_url`. Do not hold the lock."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        url, signing = self.memory.app.interactivity_url, signing_of(sign_with)
        reply = self.outgoing.post(Parcel(payload["type"], url, body, signing=signing))
        error = "" if reply.status == OK else "operation_timeout"
        if reply.status not in (OK, None):
            error = "dispatch_failed"
        return InteractionAnswer(reply.status, reply.body, payload, error)
