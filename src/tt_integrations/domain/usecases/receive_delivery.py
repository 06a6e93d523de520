"""A provider called: find whom it is for, believe it or not, and have it carried out.

The claimed sender picks at most a few candidates by index, the signature decides among them. So the cost is
the same with ten connections and with a hundred thousand, and no body is understood before it is trusted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import assert_never

from attrs import frozen

from tt_integrations.domain.errors import NotConnected, SecretUnreadable, Untrusted
from tt_integrations.domain.model.connection import Address, ConnectionKey, Place, Route
from tt_integrations.domain.model.delivery import (
    AddressCheck,
    Challenge,
    Delivery,
    Ignored,
    Origin,
    SlashTyped,
)
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.usecases.answer_slash import AnswerSlash, SlashOutcome, SlashText
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Reading, UnitOfWork


@frozen
class NotLinked:
    """The sender is nobody here. `sender` is how the provider names them."""

    sender: str


@frozen
class Deactivated:
    """The sender's account here is switched off."""


@frozen
class NotActive:
    """The connection exists but is paused, broken or not finished."""


Reply = AddressCheck | Challenge | Ignored | NotLinked | Deactivated | NotActive | SlashOutcome


@frozen
class ReceiveDelivery:
    """Raises NotConnected, Untrusted, MalformedPayload, SecretUnreadable or StoreUnavailable."""

    unit_of_work: UnitOfWork
    vault: Vault
    clock: Clock
    dialects: Mapping[str, Dialect]
    slash: AnswerSlash

    def __call__(self, delivery: Delivery) -> Reply:
        dialect = self.dialects.get(delivery.provider)
        if dialect is None:
            raise NotConnected(f"no provider {delivery.provider!r}")
        if greeting := dialect.greeting(delivery):
            return greeting
        now = self.clock.now()
        with self.unit_of_work.reading() as tx:
            route = self._signed(tx, dialect, delivery, now)
            person = tx.people.find(route.person) if route.person else None
        match dialect.read(delivery):
            case SlashTyped() as typed:
                return self._slash(route, person, typed, now)
            case (Challenge() | Ignored()) as reply:
                return reply
            case unknown:
                assert_never(unknown)

    def _signed(self, tx: Reading, dialect: Dialect, delivery: Delivery, now: datetime) -> Route:
        """The first candidate whose secret signed the delivery."""
        unreadable: SecretUnreadable | None = None
        for route in _candidates(tx, dialect, delivery):
            connection, name = route.connection, dialect.signing_secret
            sealed = connection.sealed(name)
            if sealed is None:
                continue
            try:
                secret = self.vault.open(sealed, Place(connection.id, name))
                dialect.verify(delivery, secret, now)
            except Untrusted:
                continue
            except SecretUnreadable as error:
                unreadable = error
                continue
            return route
        raise unreadable or Untrusted("nobody here was sent this")

    def _slash(
        self, route: Route, person: Person | None, typed: SlashTyped, now: datetime
    ) -> Reply:
        if not route.connection.state.works:
            return NotActive()
        if person is None:
            return NotLinked(typed.sender)
        if not person.active:
            return Deactivated()
        origin = Origin(route.connection.id, typed.id, now)
        return self.slash(SlashText(person, typed.text, origin))


def _candidates(tx: Reading, dialect: Dialect, delivery: Delivery) -> Iterator[Route]:
    senders = dialect.senders(delivery)
    if delivery.connection is not None:
        yield from _at_connection(tx, delivery.provider, delivery.connection, senders)
    elif senders:
        for address in senders:
            routes = tx.addresses.routes(delivery.provider, address)
            yield from sorted(routes, key=lambda route: not route.connection.state.works)
    else:  # an arrival that names no sender, such as the first challenge after a set-up
        for connection in tx.connections.newest(delivery.provider):
            yield Route(connection)


def _at_connection(
    tx: Reading, provider: str, key: ConnectionKey, senders: Sequence[Address]
) -> Iterator[Route]:
    """The one connection that was named; its own links alone say who the sender is."""
    connection = tx.connections.keyed(provider, key)
    if connection is None:
        raise NotConnected("no such connection")
    for address in senders:
        for route in tx.addresses.routes(provider, address):
            if route.connection.id == connection.id:
                yield route
    yield Route(connection)
