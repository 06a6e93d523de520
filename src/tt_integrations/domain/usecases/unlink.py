"""A linked sender wants to be nobody here again."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from tt_integrations.domain.model.connection import (
    Address,
    Changes,
    Connection,
    ConnectionId,
    ConnectionState,
)
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork


@frozen
class UnlinkSender:
    """`connection` is the one by which the sender was known, `address` theirs."""

    connection: ConnectionId
    address: Address


@frozen
class Unlinked:
    pass


@frozen
class Unlink:
    unit_of_work: UnitOfWork
    dialects: Mapping[str, Dialect]
    store: StoreSettings

    def __call__(self, command: UnlinkSender) -> Unlinked:
        with self.unit_of_work() as tx:
            connection = tx.connections.find(command.connection)
            if connection is not None:
                dialect = self.dialects[connection.provider]
                part(tx, self.store, dialect, connection, command.address)
            tx.commit()
        return Unlinked()


def part(
    tx: Transaction,
    store: StoreSettings,
    dialect: Dialect,
    connection: Connection,
    address: Address,
) -> None:
    """The step by which the sender at that address is not the connection's owner any more."""
    tx.addresses.unbind(connection.id, address)
    store(tx, dialect, connection, Changes(dialect.unlinked()))
    if connection.installation is not None:  # it was made by a link, and ends with it
        tx.connections.move(connection.id, ConnectionState.DISABLED)


def part_from_others(
    tx: Transaction,
    store: StoreSettings,
    dialect: Dialect,
    connection: Connection,
    address: Address,
) -> None:
    """The last link of a sender counts: they are nobody else from now on."""
    for route in tx.addresses.routes(connection.provider, address):
        if route.person is not None and route.person != connection.owner:
            part(tx, store, dialect, route.connection, address)
