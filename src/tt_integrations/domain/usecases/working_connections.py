"""The step by which the connections are found that something is to be done for by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tt_integrations.domain.model.connection import Connection, ConnectionId
from tt_integrations.domain.model.people import Person
from tt_integrations.ports.unit_of_work import Reading, UnitOfWork

Owned = tuple[Connection, Person]


def pages_of_working(unit_of_work: UnitOfWork, provider: str) -> Iterator[Sequence[Owned]]:
    """The provider's connections that work, with their owners, who are active: many at a time, by number. No
    transaction is open while a page is looked at."""
    after: ConnectionId | None = None
    while True:
        with unit_of_work.reading() as tx:
            page = tx.connections.working(provider, after)
            owned = [(c, tx.people.find(c.owner)) for c in page if c.owner is not None]
        yield [(c, person) for c, person in owned if person and person.active]
        if not page:
            return
        after = page[-1].id


def working(tx: Reading, number: ConnectionId) -> Owned | None:
    """The connection of that number and its owner, if it works and they are active; else None."""
    connection = tx.connections.find(number)
    if connection is None or not connection.state.works or connection.owner is None:
        return None
    owner = tx.people.find(connection.owner)
    return (connection, owner) if owner and owner.active else None
