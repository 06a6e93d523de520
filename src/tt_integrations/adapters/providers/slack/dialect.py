"""Slack's requests: whom they claim to be for, whether they are genuine, what they say.

Source: docs.slack.dev, authentication/verifying-requests-from-slack.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from tt_integrations.adapters.providers.slack.wire import (
    Envelope,
    EventCallback,
    InteractionForm,
    SlashForm,
    UrlVerification,
)
from tt_integrations.adapters.wire import parse_form, parse_json, structured
from tt_integrations.domain.errors import MalformedPayload, Untrusted
from tt_integrations.domain.model.connection import Address
from tt_integrations.domain.model.delivery import (
    AddressCheck,
    Arrival,
    Challenge,
    Delivery,
    DeliveryId,
    Ignored,
    SlashTyped,
)

TOLERANCE = 300
"""Seconds a request may be old, or ahead of our clock."""
ANY_TEAM = "*"
"""Stands for the team of a connection that was saved before its team was known."""

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_TIMESTAMP = re.compile("[0-9]{1,12}")
_SSL_CHECK = re.compile(rb"(?:^|&)ssl_check=1(?:&|$)")
_FORM_ID = re.compile(rb"(?:^|&)(team_id|user_id)=([A-Za-z0-9_-]{1,64})(?=&|$)")
_ID = re.compile("[A-Za-z0-9_-]{1,64}")


class SlackDialect:
    signing_secret = "signing_secret"  # noqa: S105 - the name of a setting

    def greeting(self, delivery: Delivery) -> AddressCheck | None:
        """Slack's ssl_check comes unsigned: it may be answered because nothing else is ever done with it."""
        if b"ssl_check=1" not in delivery.body:  # spares every other request the search
            return None
        if _media_type(delivery) == FORM and _SSL_CHECK.search(delivery.body):
            return AddressCheck()
        return None

    def senders(self, delivery: Delivery) -> Sequence[Address]:
        team, user = _claimed(delivery)
        if not team:
            return ()
        if not user:
            return (_of_team(team), _of_team(ANY_TEAM))
        people = (_of_person(team, user), _of_person(ANY_TEAM, user))
        return (*people, _of_team(team), _of_team(ANY_TEAM))

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
        media_type = _media_type(delivery)
        if media_type == FORM:
            return _read_form(delivery)
        if media_type == JSON:
            return _read_json(parse_json(delivery.body))
        raise MalformedPayload("content-type", "expected a form or JSON")

    def bindings(self, settings: Mapping[str, object]) -> Sequence[tuple[Address, bool]]:
        team, user = _id(settings.get("team_id")), _id(settings.get("linked_slack_user_id"))
        of_owner = [(_of_person(team or ANY_TEAM, user), True)] if user else []
        return [*of_owner, (_of_team(team or ANY_TEAM), False)]


def _media_type(delivery: Delivery) -> str:
    stated = delivery.headers.get("content-type")
    if stated is None:  # a proxy may drop it; the two formats cannot be mistaken for one another
        return JSON if delivery.body.lstrip().startswith(b"{") else FORM
    return stated.partition(";")[0].strip().lower()


def _claimed(delivery: Delivery) -> tuple[str | None, str | None]:
    """Team and user as the still untrusted body names them. Forms are only scanned: see A11."""
    if _media_type(delivery) == JSON:
        try:
            payload = parse_json(delivery.body)
        except MalformedPayload:
            return None, None
        return (_id(payload.get("team_id")) if isinstance(payload, dict) else None), None
    ids = {name: value.decode() for name, value in _FORM_ID.findall(delivery.body)}
    return ids.get(b"team_id"), ids.get(b"user_id")


def _id(value: object) -> str | None:
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def _of_person(team: str, user: str) -> Address:
    return Address(f"{team}/{user}")


def _of_team(team: str) -> Address:
    return Address(team)


def _read_form(delivery: Delivery) -> Arrival:
    fields = parse_form(delivery.body)
    if "payload" in fields:
        inner = parse_json(structured(fields, InteractionForm).payload.encode())
        return Ignored(structured(inner, Envelope).type)
    typed = structured(fields, SlashForm)
    return SlashTyped(_delivery_id(delivery, typed), _unescaped(typed.text), typed.user_id)


def _delivery_id(delivery: Delivery, typed: SlashForm) -> DeliveryId:
    """A trigger id makes the body of each command unique; without one the signature does, by its timestamp."""
    if typed.trigger_id:
        return DeliveryId(hashlib.sha256(delivery.body).hexdigest())
    return DeliveryId(delivery.headers["x-slack-signature"])


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _read_json(payload: object) -> Arrival:
    kind = structured(payload, Envelope).type
    match kind:
        case "url_verification":
            return Challenge(structured(payload, UrlVerification).challenge)
        case "event_callback":
            return Ignored(structured(payload, EventCallback).event.type)
        case _:  # everything genuine is acknowledged, or Slack would send it again
            return Ignored(kind)
