"""How a connection gets a key and a state of its own."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.own_tables import addresses, state
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.connection import ConnectionId, ConnectionKey, ConnectionState

_FORGET = Prepared(
    sa.delete(addresses).where(addresses.c.connection_id == sa.bindparam("connection"))
)
_ADOPT = Prepared(
    insert(state)
    .values(
        connection_id=sa.bindparam("connection"),
        key=sa.bindparam("key"),
        state=sa.bindparam("state"),
        installation_id=sa.bindparam("installation"),
    )
    .on_conflict_do_nothing()
    .returning(state.c.connection_id)
)


def give_state(
    driver: Driver,
    connection: ConnectionId,
    key: ConnectionKey,
    begins: ConnectionState,
    installation: ConnectionId | None,
) -> None:
    """Raises Conflict when it has them already or the key is taken."""
    row = driver.row(
        _ADOPT, connection=connection, key=key, state=begins, installation=installation
    )
    if row is None:
        raise Conflict("the connection key is in use")
    # a host may have deleted a row past our foreign keys, and given its id away again
    driver.run(_FORGET, connection=connection)
