from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.connection_rows import COLUMNS, connection_of
from tt_integrations.adapters.sql.host_tables import integrations
from tt_integrations.adapters.sql.own_tables import addresses, state
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.connection import Address, ConnectionId, Route
from tt_integrations.domain.model.people import PersonId
from tt_integrations.ports.connections import FEW

_ROUTES = Prepared(
    sa.select(addresses.c.person_id, *COLUMNS)
    .select_from(
        addresses.join(integrations).outerjoin(state, state.c.connection_id == integrations.c.id)
    )
    .where(
        addresses.c.provider == sa.bindparam("provider"),
        addresses.c.address == sa.bindparam("address"),
    )
    .order_by(addresses.c.connection_id.desc())
    .limit(FEW)
)
_BIND = insert(addresses).from_select(
    ["provider", "address", "connection_id", "person_id"],
    sa.select(
        integrations.c.provider,
        sa.bindparam("address", type_=sa.String),
        integrations.c.id,
        sa.bindparam("person", type_=sa.Integer),
    ).where(integrations.c.id == sa.bindparam("connection")),
)
_BIND_AGAIN = Prepared(
    _BIND.on_conflict_do_update(
        index_elements=[addresses.c.provider, addresses.c.address, addresses.c.connection_id],
        set_={"person_id": _BIND.excluded.person_id},
    )
)
_UNBIND = Prepared(
    sa.delete(addresses).where(
        addresses.c.connection_id == sa.bindparam("connection"),
        addresses.c.address == sa.bindparam("address"),
    )
)


@frozen
class SqlAddresses:
    driver: Driver

    def routes(self, provider: str, address: Address) -> Sequence[Route]:
        rows = self.driver.rows(_ROUTES, provider=provider, address=address)
        return [Route(connection_of(row[1:]), _person(row[0])) for row in rows]

    def bind(self, connection: ConnectionId, address: Address, person: PersonId | None) -> None:
        self.driver.run(_BIND_AGAIN, connection=connection, address=address, person=person)

    def unbind(self, connection: ConnectionId, address: Address) -> None:
        self.driver.run(_UNBIND, connection=connection, address=address)


def _person(number: int | None) -> PersonId | None:
    return PersonId(number) if number is not None else None
