"""A linked sender wants to be nobody here again."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from tt_integrations.domain.model.connection import (
    Address,
    Changes,
    ConnectionId,
    ConnectionState,
)
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import UnitOfWork


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
                tx.addresses.unbind(connection.id, command.address)
                self.store(tx, dialect, connection, Changes(dialect.unlinked()))
                if connection.installation is not None:  # it was made by a link, and ends with it
                    tx.connections.move(connection.id, ConnectionState.DISABLED)
            tx.commit()
        return Unlinked()
