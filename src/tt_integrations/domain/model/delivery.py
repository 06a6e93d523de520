"""What a provider sends us, before and after it is understood, and what we send back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NewType

from attrs import field, frozen

from tt_integrations.domain.model.connection import Address, ConnectionId, ConnectionKey
from tt_integrations.domain.model.people import PersonId

DeliveryId = NewType("DeliveryId", str)
"""The same for every copy of one delivery, different for any two deliveries."""


@frozen
class Delivery:
    """A request from a provider: header names in lower case, the body as its raw bytes."""

    provider: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    connection: ConnectionKey | None = None


@frozen
class SlashTyped:
    """Somebody typed a slash command. `sender` is how the provider names them, to be shown to them alone."""

    id: DeliveryId
    text: str
    sender: str
    address: Address
    """The sender's, of those that `senders` named: what a link binds."""
    reply_to: str | None = field(default=None, repr=False)
    """Where a reply may follow that is too late for the answer. A secret."""


@frozen
class ButtonPressed:
    """Somebody pressed a button of one of our replies; `text` is the command it stands for.

    `meant_for` is the person to whom we showed the button. The reply cannot be the answer: it goes to `reply_to`.
    """

    id: DeliveryId
    text: str
    sender: str
    address: Address
    meant_for: PersonId | None
    reply_to: str = field(repr=False)


@frozen
class GrantEnded:
    """The provider says that what the owner allowed us is over. `reason` is the provider's word for it."""

    reason: str


@frozen
class Challenge:
    """The provider asks us to prove that the address is ours by echoing `token`."""

    token: str


@frozen
class AddressCheck:
    """The provider checks that the address answers at all; nothing is to be done."""


@frozen
class Ignored:
    """Understood, and of no interest here. `kind` is the provider's word for it."""

    kind: str


Arrival = SlashTyped | ButtonPressed | GrantEnded | Challenge | Ignored


@frozen
class Answer:
    """What goes back to the provider, as the successful answer of the same exchange."""

    body: bytes
    media_type: str


@frozen
class Origin:
    """The delivery a command came from: it acts at most once for a connection."""

    connection: ConnectionId
    delivery: DeliveryId
    received: datetime
