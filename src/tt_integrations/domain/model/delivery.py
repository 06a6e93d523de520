"""What a provider sends us, before and after it is understood, and what we send back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NewType

from attrs import field, frozen

from tt_integrations.domain.model.connection import (
    Address,
    Connection,
    ConnectionId,
    ConnectionKey,
)
from tt_integrations.domain.model.events import CalendarNews
from tt_integrations.domain.model.issues import Issue, Repository
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
class IssueNews:
    """Something happened to an issue: `action` is the provider's word, `issue` how it is since.

    `login` is who was assigned or unassigned. `moved_from` and `moved_to`: the same issue where it was, or is now.
    """

    id: DeliveryId
    action: str
    issue: Issue
    login: str | None = None
    moved_from: Issue | None = None
    moved_to: Issue | None = None


@frozen
class RepositoryNews:
    """Something happened to a repository: `action` is the provider's word."""

    id: DeliveryId
    action: str
    repository: Repository


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


News = IssueNews | RepositoryNews
"""What may be carried out later just as well: nobody waits for words."""
Arrival = SlashTyped | ButtonPressed | GrantEnded | Challenge | Ignored | News | CalendarNews


@frozen
class Answer:
    """What goes back to the provider, as the successful answer of the same exchange. `later`: it was taken, and
    nothing was done about it yet, or is to be done at all."""

    body: bytes
    media_type: str
    later: bool = False


@frozen
class Origin:
    """The delivery a command came from: it acts at most once for a connection."""

    connection: ConnectionId
    delivery: DeliveryId
    received: datetime


@frozen
class KeptDelivery:
    """A believed delivery that could not be carried out when it came, kept to be tried again."""

    number: int
    connection: Connection
    delivery: Delivery
    received: datetime
