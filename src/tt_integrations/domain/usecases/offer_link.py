"""An unknown sender wants to be linked: they get an address that ties them to whoever opens it signed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from attrs import field, frozen

from tt_integrations.domain.model.connection import Address, ConnectionId
from tt_integrations.domain.model.tickets import Purpose, Ticket
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

GOOD_FOR = timedelta(minutes=10)


@frozen
class LinkSender:
    """`connection` is the one that trusted the delivery; `sender` is how the provider names who typed."""

    connection: ConnectionId
    provider: str
    address: Address
    sender: str


@frozen
class LinkOffered:
    """`address` is for the sender alone: who opens it decides whose account it is. Good for so many `minutes`."""

    address: str = field(repr=False)
    minutes: int


@frozen
class AlreadyLinked:
    """Nothing is to be done."""


@frozen
class OfferLink:
    """`fresh_secret` makes a new random code at each call, of which `digest_of` is stored; `address_of(provider,
    code)` is where it is redeemed."""

    unit_of_work: UnitOfWork
    clock: Clock
    fresh_secret: Callable[[], str]
    digest_of: Callable[[str], str]
    address_of: Callable[[str, str], str]

    def __call__(self, command: LinkSender) -> LinkOffered:
        code = self.fresh_secret()
        ticket = Ticket(
            digest=self.digest_of(code),
            purpose=Purpose.LINK,
            provider=command.provider,
            expires=self.clock.now() + GOOD_FOR,
            connection=command.connection,
            facts={"address": command.address, "sender": command.sender},
        )
        with self.unit_of_work() as tx:
            tx.tickets.issue(ticket)
            tx.commit()
        minutes = int(GOOD_FOR.total_seconds()) // 60
        return LinkOffered(self.address_of(command.provider, code), minutes)
