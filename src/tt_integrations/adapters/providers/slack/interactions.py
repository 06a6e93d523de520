"""Clicks on the buttons of our replies. What a button stands for is in its value: `<person id>:<command>`.

Source: docs.slack.dev, interactivity/handling-user-interaction and reference/interaction-payloads.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from tt_integrations.adapters.providers.slack.addresses import id_in, of_person
from tt_integrations.adapters.providers.slack.wire import (
    Action,
    BlockActions,
    Envelope,
    InteractionForm,
)
from tt_integrations.adapters.wire import parse_form, parse_json, structured
from tt_integrations.domain.errors import MalformedPayload
from tt_integrations.domain.model.delivery import Arrival, ButtonPressed, DeliveryId, Ignored
from tt_integrations.domain.model.people import PersonId

CLICK = "block_actions"
NOT_OURS = Ignored("button")
"""A button that none of our replies has, or one outside a message, where no reply could follow."""
_VALUE = re.compile("([0-9]{1,18}):([^\ud800-\udfff]+)")


def value_of(person: PersonId, command: str) -> str:
    """The value of a button that stands for `command`, shown to that person."""
    return f"{person}:{command}"


def claimed(body: bytes) -> tuple[str | None, str | None] | None:
    """Team and user of an interaction that nobody vouched for yet; None when it is no interaction."""
    try:
        fields = parse_form(body)
        payload = parse_json(fields["payload"].encode()) if "payload" in fields else None
    except MalformedPayload:
        return None, None
    if payload is None:
        return None
    user = _part(payload, "user")
    team = id_in(_part(payload, "team").get("id")) or id_in(user.get("team_id"))
    return team, id_in(user.get("id"))


def read_interaction(fields: Mapping[str, str], fallback: DeliveryId) -> Arrival:
    """`fallback`: what tells this delivery from all others when the click itself does not."""
    payload = parse_json(structured(fields, InteractionForm).payload.encode())
    kind = structured(payload, Envelope).type
    if kind != CLICK:
        return Ignored(kind)
    return _pressed(structured(payload, BlockActions), fallback)


def _pressed(click: BlockActions, fallback: DeliveryId) -> Arrival:
    team = id_in(click.team.id if click.team else click.user.team_id)
    user, action = id_in(click.user.id), click.actions[0] if click.actions else None
    meant = _VALUE.fullmatch(action.value or "") if action else None
    if not (team and user and action and meant and click.response_url):
        return NOT_OURS
    return ButtonPressed(
        id=_delivery_id(click, action) or fallback,
        text=meant[2],
        sender=user,
        address=of_person(team, user),
        meant_for=PersonId(int(meant[1])),
        reply_to=click.response_url,
    )


def _delivery_id(click: BlockActions, action: Action) -> DeliveryId | None:
    """Each click has a trigger id and a moment of its own."""
    if not click.trigger_id and not action.action_ts:
        return None
    told = f"{click.trigger_id} {action.action_ts} {action.action_id}"
    return DeliveryId(hashlib.sha256(told.encode(errors="replace")).hexdigest())


def _part(payload: object, name: str) -> Mapping[str, object]:
    part = payload.get(name) if isinstance(payload, dict) else None
    return part if isinstance(part, dict) else {}
