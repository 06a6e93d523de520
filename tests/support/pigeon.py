"""A provider that is nobody's brand: pigeons carry JSON, and wear the secret around the neck."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from tt_integrations.domain.errors import MalformedPayload, Untrusted
from tt_integrations.domain.model.connection import Address, ConnectionKey
from tt_integrations.domain.model.delivery import (
    AddressCheck,
    Arrival,
    ButtonPressed,
    Challenge,
    Delivery,
    DeliveryId,
    GrantEnded,
    Ignored,
    SlashTyped,
)
from tt_integrations.domain.model.people import PersonId

KEY = "pigeon_connector"
TOKEN = "bot_token"
SECRET = "coo"
REPLY_TO = "https://loft.example/1"


def pigeon(
    kind: str, secret: str = SECRET, key: ConnectionKey | None = None, **said: object
) -> Delivery:
    """A delivery from `team` T and `user` ann, unless told otherwise."""
    body = json.dumps({"kind": kind, "team": "T", "user": "ann", "id": "1", "text": "", **said})
    return Delivery(KEY, {"neck": secret}, body.encode(), key)


class PigeonDialect:
    signing_secret = "neck"
    token = TOKEN
    takes_commands = True
    makes_secret = False

    def greeting(self, delivery: Delivery) -> AddressCheck | None:
        return AddressCheck() if delivery.body == b"coo?" else None

    def senders(self, delivery: Delivery) -> Sequence[Address]:
        said = json.loads(delivery.body)
        return () if said["team"] is None else (_of(said), Address(said["team"]))

    def verify(self, delivery: Delivery, secret: str, now: datetime) -> None:
        assert now.tzinfo
        if delivery.headers["neck"] != secret:
            raise Untrusted("another pigeon")

    def read(self, delivery: Delivery) -> Arrival:
        said = json.loads(delivery.body)
        return _KINDS[said["kind"]](said)

    def bindings(self, settings: Mapping[str, object]) -> Sequence[tuple[Address, bool]]:
        team, user = settings.get("team"), settings.get("user")
        of_owner = [(Address(f"{team}/{user}"), True)] if user else []
        return [*of_owner, (Address(f"{team}"), False)]

    def linked(self, address: Address) -> Mapping[str, object]:
        team, _, user = address.partition("/")
        return {"team": team, "user": user}

    def unlinked(self) -> Mapping[str, object]:
        return {"user": None}


Said = Mapping[str, str]


def _of(said: Said) -> Address:
    return Address(f"{said['team']}/{said['user']}")


def _typed(said: Said) -> Arrival:
    return SlashTyped(DeliveryId(said["id"]), said["text"], said["user"], _of(said), REPLY_TO)


def _pressed(said: Said) -> Arrival:
    meant_for = PersonId(int(said["meant_for"])) if "meant_for" in said else None
    name = DeliveryId(said["id"])
    return ButtonPressed(name, said["text"], said["user"], _of(said), meant_for, REPLY_TO)


def _garbled(_said: Said) -> Arrival:
    raise MalformedPayload("$", "a pigeon fell ill")


_KINDS: Mapping[str, Callable[[Said], Arrival]] = {
    "typed": _typed,
    "pressed": _pressed,
    "ended": lambda said: GrantEnded(said["text"]),
    "challenge": lambda said: Challenge(said["text"]),
    "ignored": lambda said: Ignored(said["text"]),
    "garbled": _garbled,
}
