"""Somebody wants their connection brought up to date, and does not wait for it."""

from __future__ import annotations

from collections.abc import Collection

from attrs import frozen

from tt_integrations.domain.usecases.queue_syncs import enqueue_after, sync_job
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class AskForSync:
    """`providers`: the keys of those that can be synced."""

    unit_of_work: UnitOfWork
    clock: Clock
    providers: Collection[str]

    def __call__(self, command: ConnectionOf) -> bool:
        """Whether there is something that will be synced; one that waits already is enough."""
        if command.provider not in self.providers:
            return False
        with self.unit_of_work() as tx:
            connection = tx.connections.owned(command.provider, command.person)
            if connection is None or not connection.state.works:
                return False
            enqueue_after(tx, sync_job(connection.id, "asked for", self.clock.now()))
            tx.commit()
        return True
