"""An owner lets a connection rest, or lets it go on. What it knows and may do stays as it is."""

from __future__ import annotations

from collections.abc import Collection

from attrs import frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.connection import Connection, ConnectionState
from tt_integrations.domain.usecases.find_connection import ConnectionNumbered, visible
from tt_integrations.domain.usecases.queue_syncs import enqueue_after, sync_job
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

BY_OWNER = "paused"


@frozen
class PauseConnection:
    """Raises NotConnected where somebody may not see it, and Conflict where it does not work anyway."""

    unit_of_work: UnitOfWork

    def __call__(self, command: ConnectionNumbered) -> Connection:
        """The connection as it is then; one that rests already goes on resting."""
        with self.unit_of_work() as tx:
            connection = visible(tx, command.connection, command.person)
            if connection.state.works:
                tx.connections.move(connection.id, ConnectionState.PAUSED, BY_OWNER)
                tx.commit()
            elif connection.state is not ConnectionState.PAUSED:
                raise Conflict(f"it does not work at the moment: {connection.state}")
            return tx.connections.find(connection.id) or connection


@frozen
class ResumeConnection:
    """Raises as above. `syncing`: the keys of the providers whose connections are brought up to date at once."""

    unit_of_work: UnitOfWork
    clock: Clock
    syncing: Collection[str]

    def __call__(self, command: ConnectionNumbered) -> Connection:
        """The connection as it is then; one that works already goes on working."""
        with self.unit_of_work() as tx:
            connection = visible(tx, command.connection, command.person)
            if connection.state is ConnectionState.PAUSED:
                tx.connections.move(connection.id, ConnectionState.ACTIVE)
                if connection.provider in self.syncing:
                    enqueue_after(tx, sync_job(connection.id, "resumed", self.clock.now()))
                tx.commit()
            elif not connection.state.works:
                raise Conflict(f"it is not paused: {connection.state}")
            return tx.connections.find(connection.id) or connection
