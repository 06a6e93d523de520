from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.own_tables import links
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.links import Kind, Link

_COLUMNS = (
    links.c.connection_id,
    links.c.kind,
    links.c.remote,
    links.c.ours,
    links.c.base,
    links.c.gone,
)
_OF_KIND = sa.and_(
    links.c.connection_id == sa.bindparam("connection"), links.c.kind == sa.bindparam("kind")
)
_THEIRS = links.c.remote == sa.bindparam("remote")
_AT = Prepared(sa.select(*_COLUMNS).where(_OF_KIND, _THEIRS))
_TO = Prepared(
    sa.select(*_COLUMNS)
    .where(_OF_KIND, links.c.ours == sa.bindparam("ours"))
    .order_by(links.c.number.desc())
    .limit(1)
)
_PUT = Prepared(
    sa.insert(links).values(
        connection_id=sa.bindparam("connection"),
        kind=sa.bindparam("kind"),
        remote=sa.bindparam("remote"),
        ours=sa.bindparam("ours"),
        base=sa.bindparam("base"),
        gone=sa.bindparam("gone"),
    )
)
_ALL_TO = Prepared(
    sa.select(*_COLUMNS)
    .where(links.c.kind == sa.bindparam("kind"), links.c.ours == sa.bindparam("ours"))
    .order_by(links.c.number)
)
# a change that changes nothing: it waits for whoever did the same, and locks the row, or makes one to be locked
_RESERVE = Prepared(
    insert(links)
    .values(
        connection_id=sa.bindparam("connection"),
        kind=sa.bindparam("kind"),
        remote=sa.bindparam("remote"),
        ours=0,
        base={},
        gone=False,
    )
    .on_conflict_do_update(
        index_elements=[links.c.connection_id, links.c.kind, links.c.remote],
        set_={"remote": sa.bindparam("remote")},
    )
    .returning(*_COLUMNS)
)
_REMOVE = Prepared(sa.delete(links).where(_OF_KIND, _THEIRS))


@frozen
class SqlLinks:
    driver: Driver

    def at(self, connection: ConnectionId, kind: Kind, remote: str) -> Link | None:
        row = self.driver.row(_AT, connection=connection, kind=kind, remote=remote)
        return _link(row) if row else None

    def to(self, connection: ConnectionId, kind: Kind, ours: int) -> Link | None:
        row = self.driver.row(_TO, connection=connection, kind=kind, ours=ours)
        return _link(row) if row else None

    def all_to(self, kind: Kind, ours: int) -> Sequence[Link]:
        return [_link(row) for row in self.driver.rows(_ALL_TO, kind=kind, ours=ours)]

    def reserve(self, connection: ConnectionId, kind: Kind, remote: str) -> Link | None:
        [row] = self.driver.rows(_RESERVE, connection=connection, kind=kind, remote=remote)
        link = _link(row)
        return link if link.ours or link.gone else None

    def put(self, link: Link) -> None:
        self.remove(link)  # so that what is put last is the newest
        self.driver.run(
            _PUT,
            connection=link.connection,
            kind=link.kind,
            remote=link.remote,
            ours=link.ours,
            base=dict(link.base),
            gone=link.gone,
        )

    def remove(self, link: Link) -> None:
        self.driver.run(_REMOVE, connection=link.connection, kind=link.kind, remote=link.remote)


def _link(row: Sequence[Any]) -> Link:
    connection, kind, remote, ours, base, gone = row
    return Link(ConnectionId(connection), Kind(kind), remote, ours, base, bool(gone))
