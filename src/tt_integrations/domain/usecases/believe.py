"""The step by which an arrival is believed: the claimed sender picks candidates, the signature decides among them.

Candidates are found by index and are few, so the cost is the same with ten connections and with a hundred
thousand, and no body is understood before it is trusted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from attrs import frozen

from tt_integrations.domain.errors import NotConnected, SecretUnreadable, Untrusted
from tt_integrations.domain.model.connection import (
    Address,
    Connection,
    ConnectionKey,
    Place,
    Route,
)
from tt_integrations.domain.model.delivery import Delivery
from tt_integrations.domain.usecases.renew_secret import believed_secrets
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Reading


@frozen
class Believe:
    vault: Vault

    def __call__(self, tx: Reading, dialect: Dialect, delivery: Delivery, now: datetime) -> Route:
        """The first candidate whose secret signed the delivery.

        Raises Untrusted, NotConnected for a key of no connection, or SecretUnreadable when nobody signed it
        but a secret could not be tried.
        """
        unreadable: SecretUnreadable | None = None
        for route in _candidates(tx, dialect, delivery):
            try:
                if not self._signed(tx, dialect, delivery, route.connection, now):
                    continue
            except SecretUnreadable as error:
                unreadable = error
                continue
            return route
        raise unreadable or Untrusted("nobody here was sent this")

    def _signed(
        self,
        tx: Reading,
        dialect: Dialect,
        delivery: Delivery,
        connection: Connection,
        now: datetime,
    ) -> bool:
        """By the connection's own secret or the one before it, else by that of the installation it belongs to."""
        holder: Connection | None = connection
        name = dialect.signing_secret
        if connection.sealed(name) is None and connection.installation is not None:
            holder = tx.connections.find(connection.installation)
        if holder is None:
            return False
        return any(
            _signed_with(dialect, delivery, self._opened(holder, believed), now)
            for believed in believed_secrets(holder, name, now)
        )

    def _opened(self, holder: Connection, name: str) -> str:
        return self.vault.open(holder.sealed(name) or "", Place(holder.id, name))


def _signed_with(dialect: Dialect, delivery: Delivery, secret: str, now: datetime) -> bool:
    try:
        dialect.verify(delivery, secret, now)
    except Untrusted:
        return False
    return True


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
