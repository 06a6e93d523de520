"""The step by which the connections are found that something is to be done for by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen

from tt_integrations.domain.model.connection import Connection, ConnectionId, ConnectionState
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


@frozen
class NotWorking:
    """`why`, in words."""

    why: str


def working(tx: Reading, number: ConnectionId) -> Owned | NotWorking:
    """The connection of that number and its owner, if it works and they are active."""
    connection = tx.connections.find(number)
    if connection is None:
        return NotWorking("there is no such connection")
    if not connection.state.works:
        return NotWorking(why_not(connection))
    owner = tx.people.find(connection.owner) if connection.owner is not None else None
    if owner is None or not owner.active:
        return NotWorking("nobody active owns the connection")
    return connection, owner


class Ended(Exception):
    """Somebody stopped the connection while something was done for it; what was done before that stays."""


def still_working(connection: Connection | None) -> Connection:
    """The connection, found in the transaction that stores something for it. Raises Ended where it works no more."""
    if connection is None or connection.state is ConnectionState.DISABLED:
        raise Ended("the connection was ended")
    if not connection.state.works:
        raise Ended(why_not(connection))
    return connection


def why_not(connection: Connection) -> str:
    """Of one that does not work, in words."""
    match connection.state:
        case ConnectionState.PAUSED:
            return "the connection is paused"
        case ConnectionState.NEEDS_RECONNECT:
            why = f": {connection.reason}" if connection.reason else ""
            return f"the connection needs to be connected again{why}"
        case ConnectionState.DRAFT:
            return "the connection is not complete yet"
        case _:
            return "it is not connected"
