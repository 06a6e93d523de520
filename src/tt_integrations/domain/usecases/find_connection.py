"""A connection by its number, for whoever may see it: its owner, and who sees all."""

from __future__ import annotations

from attrs import frozen

from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import Connection, ConnectionId
from tt_integrations.domain.model.people import Person
from tt_integrations.ports.unit_of_work import Reading, UnitOfWork


@frozen
class ConnectionNumbered:
    """`person` None: whoever runs the service, who sees all."""

    person: Person | None
    connection: ConnectionId


@frozen
class FindConnection:
    unit_of_work: UnitOfWork

    def __call__(self, command: ConnectionNumbered) -> Connection:
        """Raises NotConnected where there is none, or it is somebody else's: nobody learns which of the two."""
        with self.unit_of_work.reading() as tx:
            return visible(tx, command.connection, command.person)


def visible(tx: Reading, number: ConnectionId, person: Person | None) -> Connection:
    """The step that all share who show something of a connection. Raises as above."""
    connection = tx.connections.find(number)
    if connection is None:
        raise NotConnected("there is no such connection")
    if person is None or person.sees_all or connection.owner == person.id:
        return connection
    raise NotConnected("there is no such connection")
