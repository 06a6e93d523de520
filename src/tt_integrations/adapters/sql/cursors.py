from __future__ import annotations

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.own_tables import cursors
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.cursors import Cursor

_THE_CURSOR = sa.and_(
    cursors.c.connection_id == sa.bindparam("connection"), cursors.c.name == sa.bindparam("cursor")
)
_AT = Prepared(sa.select(cursors.c.value, cursors.c.version).where(_THE_CURSOR))
_FIRST = Prepared(
    insert(cursors)
    .values(
        connection_id=sa.bindparam("connection"),
        name=sa.bindparam("cursor"),
        value=sa.bindparam("document"),
        version=1,
    )
    .on_conflict_do_nothing()
    .returning(cursors.c.version)
)
_NEXT = Prepared(
    sa.update(cursors)
    .where(_THE_CURSOR, cursors.c.version == sa.bindparam("before"))
    .values(value=sa.bindparam("document"), version=cursors.c.version + 1)
    .returning(cursors.c.version)
)
_DROP = Prepared(sa.delete(cursors).where(_THE_CURSOR))
_DROP_ALL = Prepared(
    sa.delete(cursors).where(cursors.c.connection_id == sa.bindparam("connection"))
)


@frozen
class SqlCursors:
    driver: Driver

    def at(self, connection: ConnectionId, name: str) -> Cursor | None:
        row = self.driver.row(_AT, connection=connection, cursor=name)
        return Cursor(connection, name, value=row[0], version=row[1]) if row else None

    def move(self, cursor: Cursor) -> bool:
        values = {
            "connection": cursor.connection,
            "cursor": cursor.name,
            "document": dict(cursor.value),
        }
        if cursor.version == 1:
            return self.driver.row(_FIRST, **values) is not None
        return self.driver.row(_NEXT, **values, before=cursor.version - 1) is not None

    def drop(self, connection: ConnectionId, name: str) -> None:
        self.driver.run(_DROP, connection=connection, cursor=name)

    def drop_all(self, connection: ConnectionId) -> None:
        self.driver.run(_DROP_ALL, connection=connection)
