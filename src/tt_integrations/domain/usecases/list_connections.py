"""Connections in any state: a person's own, and everybody's for who sees all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from attrs import frozen

from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import Connection, ConnectionId
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import Run, RunsWanted, Trigger
from tt_integrations.domain.usecases.find_connection import visible
from tt_integrations.ports.unit_of_work import Reading, UnitOfWork

SOME = 50
"""So many connections are shown at a time."""


@frozen
class ConnectionsWanted:
    """Those to the provider of that key, with higher numbers than `after`; None: from the first one on."""

    person: Person
    provider: str
    after: ConnectionId | None = None


@frozen
class Standing:
    """A connection, whose it is, and the newest sync of it, still running or not; None where there is none."""

    connection: Connection
    owner: Person | None
    last_sync: Run | None = None


@frozen
class ListConnections:
    unit_of_work: UnitOfWork

    def __call__(self, command: ConnectionsWanted) -> Sequence[Standing]:
        """The next `SOME` of everybody's, by number. Raises NotConnected unless the person sees all."""
        if not command.person.sees_all:
            raise NotConnected("only an administrator sees all connections")
        with self.unit_of_work.reading() as tx:
            listed = tx.connections.listed(command.provider, None, command.after)[:SOME]
            return [_standing(tx, connection) for connection in listed]


@frozen
class OwnConnections:
    """`providers`: the keys of those that there are."""

    unit_of_work: UnitOfWork
    providers: Collection[str]

    def __call__(self, person: Person) -> Sequence[Connection]:
        """All that the person has, by provider and number."""
        with self.unit_of_work.reading() as tx:
            return own(tx, person, self.providers)

    def of(
        self, person: Person, numbers: Collection[ConnectionId]
    ) -> Mapping[ConnectionId, Standing]:
        """Those of these numbers that the person may see, and whose they are."""
        found: dict[ConnectionId, Standing] = {}
        with self.unit_of_work.reading() as tx:
            for number in sorted(numbers):
                try:
                    connection = visible(tx, number, person)
                except NotConnected:
                    continue
                found[number] = Standing(connection, _owner(tx, connection))
        return found


def own(tx: Reading, person: Person, providers: Collection[str]) -> Sequence[Connection]:
    """The step that all share who show something of all connections of a person."""
    return [
        connection
        for provider in sorted(providers)
        for connection in tx.connections.listed(provider, person.id, None)
    ]


def _standing(tx: Reading, connection: Connection) -> Standing:
    newest = tx.runs.newest(RunsWanted(connection=connection.id, trigger=Trigger.SYNC))
    return Standing(connection, _owner(tx, connection), next(iter(newest), None))


def _owner(tx: Reading, connection: Connection) -> Person | None:
    return None if connection.owner is None else tx.people.find(connection.owner)
