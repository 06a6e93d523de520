"""Names and moments that the suites share."""

from __future__ import annotations

from datetime import datetime, timedelta

from tt_integrations.domain.model.connection import (
    Address,
    Connection,
    ConnectionId,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.delivery import DeliveryId, Origin
from tt_integrations.domain.model.grants import SealedGrant
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.tickets import Purpose, Ticket
from tt_integrations.domain.model.work import NewJob, TellOwner
from tt_integrations.ports.unit_of_work import Transaction
from tt_integrations.testing.clock import MORNING

ACME, OTHER = "acme_connector", "other_connector"
DOOR, GATE = Address("door"), Address("gate")


def at(hours: float) -> datetime:
    """So many hours after MORNING."""
    return MORNING + timedelta(hours=hours)


def between(start: float, end: float) -> Span:
    """From and to so many hours after MORNING."""
    return Span(at(start), at(end))


def new_connection(
    owner: Person,
    key: str,
    provider: str = ACME,
    state: ConnectionState = ConnectionState.ACTIVE,
) -> NewConnection:
    return NewConnection(
        ConnectionKey(key), provider, owner.id, f"{provider} of {owner.name}", state
    )


def connected(tx: Transaction, owner: Person, key: str, provider: str = ACME) -> Connection:
    """A new active connection."""
    return tx.connections.add(new_connection(owner, key, provider))


def origin(connection: ConnectionId, delivery: str = "first") -> Origin:
    return Origin(connection, DeliveryId(delivery), MORNING)


def job(connection: ConnectionId, word: str, key: str = "k", hours: float = 0) -> NewJob:
    """Something to be done so many hours after MORNING, told apart by its word."""
    return NewJob(connection, TellOwner(word), key, at(hours))


def grant(connection: ConnectionId) -> SealedGrant:
    """The first of that connection."""
    scopes = frozenset({"chat:write", "users:read"})
    return SealedGrant(connection, "sealed access", "sealed refresh", at(1), scopes, version=1)


def ticket(digest: str) -> Ticket:
    """Ties somebody unknown to whoever redeems it within an hour after MORNING."""
    return Ticket(digest, Purpose.LINK, ACME, at(1))
