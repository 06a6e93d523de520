"""A provider will not have us any more: whoever relied on that grant must connect anew."""

from __future__ import annotations

from attrs import field, frozen

from tt_integrations.domain.model.connection import Connection, ConnectionId, ConnectionState
from tt_integrations.domain.model.work import NewJob, TellOwner
from tt_integrations.domain.usecases.token_in_use import refused_in_use
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork

RESTING = (ConnectionState.PAUSED, ConnectionState.DISABLED)
"""Whose owner lets them rest, or ended them: they are not to work again by themselves when the grant is there anew."""


@frozen
class GrantLost:
    """`connection` is the one that noticed; `reason` a sentence, with the provider's word for it. `refused`: the token
    by which it did, as it was stored; None where it was told so."""

    connection: ConnectionId
    reason: str
    refused: str | None = field(default=None, repr=False)


@frozen
class TokenReplaced:
    """The connection has another token by now, and nothing ended."""


@frozen
class EndGrant:
    """Settings and links stay, so that connecting again is all there is to do. Each owner is told once."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, command: GrantLost) -> int | TokenReplaced:
        """How many connections stopped working by it; 0 when they had before."""
        with self.unit_of_work() as tx:
            noticed = tx.connections.find(command.connection)
            if noticed is None:
                return 0
            refused, now = command.refused, self.clock.now()
            if refused is not None and not refused_in_use(tx, noticed, refused, now):
                return TokenReplaced()
            relying = tx.connections.using(noticed.source)
            stopped = [c for c in relying if self._stop(tx, c, command.reason)]
            tx.commit()
        return len(stopped)

    def _stop(self, tx: Transaction, connection: Connection, reason: str) -> bool:
        if connection.state in RESTING:
            return False
        if not tx.connections.move(connection.id, ConnectionState.NEEDS_RECONNECT, reason):
            return False
        tx.jobs.drop(connection.id)
        now = self.clock.now()
        key = f"owner:{connection.id}"
        tx.jobs.enqueue(NewJob(connection.id, TellOwner(reason), key, now))
        return True
