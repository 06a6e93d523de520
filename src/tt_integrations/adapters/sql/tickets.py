from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.sql.moments import UTC_STORAGE
from tt_integrations.adapters.sql.own_tables import tickets
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.tickets import Purpose, Ticket

_COLUMNS = (
    tickets.c.digest,
    tickets.c.purpose,
    tickets.c.provider,
    tickets.c.expires_at,
    tickets.c.connection_id,
    tickets.c.person_id,
    tickets.c.facts,
)
_GOOD = sa.and_(
    tickets.c.digest == sa.bindparam("digest"),
    tickets.c.purpose == sa.bindparam("purpose"),
    tickets.c.expires_at > sa.bindparam("now"),
)
_ISSUE = Prepared(
    sa.insert(tickets).values(
        digest=sa.bindparam("digest"),
        purpose=sa.bindparam("purpose"),
        provider=sa.bindparam("provider"),
        expires_at=sa.bindparam("expires"),
        connection_id=sa.bindparam("connection"),
        person_id=sa.bindparam("person"),
        facts=sa.bindparam("facts"),
    )
)
_LOOK = Prepared(sa.select(*_COLUMNS).where(_GOOD))
_REDEEM = Prepared(sa.delete(tickets).where(_GOOD).returning(*_COLUMNS))
_FORGET = Prepared(
    sa.delete(tickets)
    .where(tickets.c.expires_at < sa.bindparam("before"))
    .returning(tickets.c.digest)
)


@frozen
class SqlTickets:
    driver: Driver

    def issue(self, ticket: Ticket) -> None:
        self.driver.run(
            _ISSUE,
            digest=ticket.digest,
            purpose=ticket.purpose,
            provider=ticket.provider,
            expires=ticket.expires,
            connection=ticket.connection,
            person=ticket.person,
            facts=dict(ticket.facts),
        )

    def look(self, purpose: Purpose, digest: str, now: datetime) -> Ticket | None:
        row = self.driver.row(_LOOK, digest=digest, purpose=purpose, now=now)
        return _ticket(row) if row else None

    def redeem(self, purpose: Purpose, digest: str, now: datetime) -> Ticket | None:
        row = self.driver.row(_REDEEM, digest=digest, purpose=purpose, now=now)
        return _ticket(row) if row else None

    def forget(self, before: datetime) -> int:
        return len(self.driver.rows(_FORGET, before=before))


def _ticket(row: Sequence[Any]) -> Ticket:
    digest, purpose, provider, expires, connection, person, facts = row
    return Ticket(
        digest=digest,
        purpose=Purpose(purpose),
        provider=provider,
        expires=UTC_STORAGE.load(expires),
        connection=ConnectionId(connection) if connection is not None else None,
        person=PersonId(person) if person is not None else None,
        facts=facts,
    )
