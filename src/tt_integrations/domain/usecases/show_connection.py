"""A person's connection to a provider as it stands. Looking at it changes nothing."""

from __future__ import annotations

from attrs import frozen

from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.runs import Run, RunsWanted, Trigger
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class ConnectionOf:
    person: PersonId
    provider: str


@frozen
class ShowConnection:
    unit_of_work: UnitOfWork

    def __call__(self, command: ConnectionOf) -> Connection | None:
        with self.unit_of_work.reading() as tx:
            return tx.connections.owned(command.provider, command.person)

    def last_sync(self, connection: Connection) -> Run | None:
        """The newest sync of it, still running or not; None where there was none."""
        with self.unit_of_work.reading() as tx:
            newest = tx.runs.newest(RunsWanted(connection=connection.id, trigger=Trigger.SYNC))
        return next(iter(newest), None)
