"""Slack's requests: whom they claim to be for, whether they are genuine, what they say.

Source: docs.slack.dev, authentication/verifying-requests-from-slack.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from tt_integrations.adapters.providers.slack.addresses import (
    ANY_TEAM,
    id_in,
    of_person,
    of_team,
)
from tt_integrations.adapters.providers.slack.events import read_json
from tt_integrations.adapters.providers.slack.interactions import claimed, read_interaction
from tt_integrations.adapters.providers.slack.media_types import FORM, JSON, media_type_of
from tt_integrations.adapters.providers.slack.wire import SlashForm
from tt_integrations.adapters.wire import parse_form, parse_json, structured
from tt_integrations.domain.errors import MalformedPayload, Untrusted
from tt_integrations.domain.model.connection import Address
from tt_integrations.domain.model.delivery import (
    AddressCheck,
    Arrival,
    Delivery,
    DeliveryId,
    SlashTyped,
)
from tt_integrations.domain.model.storable import storable

TOLERANCE = 300
"""Seconds a request may be old, or ahead of our clock."""

_TIMESTAMP = re.compile("[0-9]{1,12}")
_SSL_CHECK = re.compile(rb"(?:^|&)ssl_check=1(?:&|$)")
_FORM_ID = re.compile(rb"(?:^|&)(team_id|user_id)=([A-Za-z0-9_-]{1,64})(?=&|$)")


class SlackDialect:
    signing_secret = "signing_secret"  # noqa: S105 - the name of a setting
    token = "bot_token"  # noqa: S105 - as above
    takes_commands = True
    makes_secret = False

    def greeting(self, delivery: Delivery) -> AddressCheck | None:
        """Slack's ssl_check comes unsigned: it may be answered because nothing else is ever done with it."""
        if b"ssl_check=1" not in delivery.body:  # spares every other request the search
            return None
        if media_type_of(delivery) == FORM and _SSL_CHECK.search(delivery.body):
            return AddressCheck()
        return None

    def senders(self, delivery: Delivery) -> Sequence[Address]:
        team, user = _claimed(delivery)
        if not team:
            return ()
        if not user:
            return (of_team(team), of_team(ANY_TEAM))
        people = (of_person(team, user), of_person(ANY_TEAM, user))
        return (*people, of_team(team), of_team(ANY_TEAM))

    def verify(self, delivery: Delivery, secret: str, now: datetime) -> None:
        stamp = delivery.headers.get("x-slack-request-timestamp", "")
        # `int` would also take " 1", "1_0" and digits of other scripts
        if not _TIMESTAMP.fullmatch(stamp) or abs(now.timestamp() - int(stamp)) > TOLERANCE:
            raise Untrusted("the timestamp is missing, malformed or out of the allowed 300 seconds")
        if not secret:
            raise Untrusted("no signing secret")
        signed = b"v0:%b:%b" % (stamp.encode(), delivery.body)
        expected = b"v0=" + hmac.digest(secret.encode(), signed, "sha256").hex().encode()
        given = delivery.headers.get("x-slack-signature", "").encode(errors="replace")
        if not hmac.compare_digest(given, expected):
            raise Untrusted("the signature does not match")

    def read(self, delivery: Delivery) -> Arrival:
        media_type = media_type_of(delivery)
        if media_type == FORM:
            return _read_form(delivery)
        if media_type == JSON:
            return read_json(parse_json(delivery.body))
        raise MalformedPayload("content-type", "expected a form or JSON")

    def bindings(self, settings: Mapping[str, object]) -> Sequence[tuple[Address, bool]]:
        team, user = id_in(settings.get("team_id")), id_in(settings.get("linked_slack_user_id"))
        of_owner = [(of_person(team or ANY_TEAM, user), True)] if user else []
        return [*of_owner, (of_team(team or ANY_TEAM), False)]

    def linked(self, address: Address) -> Mapping[str, object]:
        team, _, user = address.partition("/")
        return {"team_id": team, "linked_slack_user_id": user}

    def unlinked(self) -> Mapping[str, object]:
        return {"linked_slack_user_id": None}


def _claimed(delivery: Delivery) -> tuple[str | None, str | None]:
    """Team and user as the still untrusted body names them. Commands are only scanned: see A11."""
    if media_type_of(delivery) == JSON:
        try:
            payload = parse_json(delivery.body)
        except MalformedPayload:
            return None, None
        return (id_in(payload.get("team_id")) if isinstance(payload, dict) else None), None
    if b"payload=" in delivery.body and (of_click := claimed(delivery.body)):
        return of_click
    ids = {name: value.decode() for name, value in _FORM_ID.findall(delivery.body)}
    return ids.get(b"team_id"), ids.get(b"user_id")


def _read_form(delivery: Delivery) -> Arrival:
    fields = parse_form(delivery.body)
    if "payload" in fields:
        return read_interaction(fields, _signature(delivery))
    typed = structured(fields, SlashForm)
    return SlashTyped(
        id=_delivery_id(delivery, typed),
        text=_unescaped(typed.text),
        sender=typed.user_id,
        address=of_person(typed.team_id, typed.user_id),
        reply_to=typed.response_url or None,
    )


def _delivery_id(delivery: Delivery, typed: SlashForm) -> DeliveryId:
    """A trigger id makes the body of each command unique; without one the signature does, by its timestamp."""
    if typed.trigger_id:
        return DeliveryId(hashlib.sha256(delivery.body).hexdigest())
    return _signature(delivery)


def _signature(delivery: Delivery) -> DeliveryId:
    return DeliveryId(delivery.headers.get("x-slack-signature", ""))


def _unescaped(text: str) -> str:
    return storable(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
