"""A provider will not have us any more: whoever relied on that grant must connect anew."""

from __future__ import annotations

from attrs import frozen

from tt_integrations.domain.model.connection import Connection, ConnectionId, ConnectionState
from tt_integrations.domain.model.work import NewJob, TellOwner
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork


@frozen
class GrantLost:
    """`connection` is the one that noticed; `reason` a sentence, with the provider's word for it."""

    connection: ConnectionId
    reason: str


@frozen
class EndGrant:
    """Settings and links stay, so that connecting again is all there is to do. Each owner is told once."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, command: GrantLost) -> int:
        """How many connections stopped working by it; 0 when they had before."""
        with self.unit_of_work() as tx:
            noticed = tx.connections.find(command.connection)
            relying = tx.connections.using(noticed.source) if noticed else []
            stopped = [c for c in relying if self._stop(tx, c, command.reason)]
            tx.commit()
        return len(stopped)

    def _stop(self, tx: Transaction, connection: Connection, reason: str) -> bool:
        if connection.state is ConnectionState.DISABLED:
            return False
        if not tx.connections.move(connection.id, ConnectionState.NEEDS_RECONNECT, reason):
            return False
        tx.jobs.drop(connection.id)
        now = self.clock.now()
        key = f"owner:{connection.id}"
        tx.jobs.enqueue(NewJob(connection.id, TellOwner(reason), key, now))
        return True
