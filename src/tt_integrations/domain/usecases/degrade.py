"""The step by which a connection is known to work badly, or well again, after a job tried to use it."""

from __future__ import annotations

from tt_integrations.domain.model.connection import ConnectionId, ConnectionState
from tt_integrations.ports.unit_of_work import UnitOfWork


def degrade(unit_of_work: UnitOfWork, connection: ConnectionId, reason: str) -> None:
    """`reason` is a sentence for people."""
    _move(unit_of_work, connection, ConnectionState.DEGRADED, reason)


def recover(unit_of_work: UnitOfWork, connection: ConnectionId) -> None:
    _move(unit_of_work, connection, ConnectionState.ACTIVE, None)


def _move(
    unit_of_work: UnitOfWork, connection: ConnectionId, state: ConnectionState, reason: str | None
) -> None:
    with unit_of_work() as tx:
        stands = tx.connections.find(connection)
        if stands is not None and stands.state.works:  # nobody stopped it meanwhile
            tx.connections.move(connection, state, reason)
        tx.commit()
