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
                secret = self._secret(tx, route.connection, dialect.signing_secret)
                if secret is None:
                    continue
                dialect.verify(delivery, secret, now)
            except Untrusted:
                continue
            except SecretUnreadable as error:
                unreadable = error
                continue
            return route
        raise unreadable or Untrusted("nobody here was sent this")

    def _secret(self, tx: Reading, connection: Connection, name: str) -> str | None:
        """The connection's own secret, else that of the installation it belongs to."""
        holder: Connection | None = connection
        sealed = connection.sealed(name)
        if sealed is None and connection.installation is not None:
            holder = tx.connections.find(connection.installation)
            sealed = holder.sealed(name) if holder else None
        if holder is None or sealed is None:
            return None
        return self.vault.open(sealed, Place(holder.id, name))


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
