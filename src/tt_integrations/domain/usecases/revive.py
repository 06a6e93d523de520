"""The step by which those work again that relied on a grant which was lost, and is there anew."""

from __future__ import annotations

from tt_integrations.domain.model.connection import ConnectionId, ConnectionState
from tt_integrations.ports.unit_of_work import Transaction


def revive(tx: Transaction, installation: ConnectionId) -> None:
    """The connection itself, whatever it was; of those that use it only who waited for this, and no others."""
    for relying in tx.connections.using(installation):
        waited = relying.state is ConnectionState.NEEDS_RECONNECT
        if waited or relying.id == installation:
            tx.connections.move(relying.id, ConnectionState.ACTIVE)
