"""The step by which arrivals find a connection, shared by all that store or change its settings."""

from __future__ import annotations

from collections.abc import Mapping

from tt_integrations.domain.model.connection import Connection
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Transaction


def bind_addresses(
    tx: Transaction, dialect: Dialect, connection: Connection, settings: Mapping[str, object]
) -> None:
    for address, is_owner in dialect.bindings(settings):
        tx.addresses.bind(connection.id, address, connection.owner if is_owner else None)
