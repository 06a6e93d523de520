from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import Insert, insert  # SQLite understands the same

from tt_integrations.adapters.sql.listed import listed
from tt_integrations.adapters.sql.own_tables import links
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.adapters.sql.unnested import arrays, unnested
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.ports.connections import MANY

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
_PREFIX = sa.bindparam("prefix", type_=sa.String)
_UNDER = Prepared(
    sa.select(*_COLUMNS)
    .where(
        _OF_KIND,
        # not LIKE, which does not tell upper from lower case everywhere
        sa.func.substr(links.c.remote, 1, sa.func.length(_PREFIX)) == _PREFIX,
        links.c.remote > sa.bindparam("after"),
    )
    .order_by(links.c.remote)
    .limit(MANY)
)
_REMOVE = Prepared(sa.delete(links).where(_OF_KIND, _THEIRS))
_AMONG = Prepared(sa.select(*_COLUMNS).where(_OF_KIND, listed(links.c.remote, "remotes")))
# each by itself: what PostgreSQL knows of the table lags behind a long import, and it would read all the links so far
_wanted = unnested({"remotes": links.c.remote}).subquery()
_the_link = (
    sa.select(*_COLUMNS).where(_OF_KIND, links.c.remote == _wanted.c.remotes).limit(1).lateral()
)
_EACH_AMONG = Prepared(sa.select(*_the_link.c).select_from(_wanted.join(_the_link, sa.true())))
_TOWARDS = Prepared(
    sa.select(*_COLUMNS).where(_OF_KIND, listed(links.c.ours, "items")).order_by(links.c.number)
)


def _in_place(statement: Insert) -> Prepared:
    """With a new number: what is put last is the newest."""
    new = (links.c.number, links.c.ours, links.c.base, links.c.gone)
    return Prepared(
        statement.on_conflict_do_update(
            index_elements=[links.c.connection_id, links.c.kind, links.c.remote],
            set_={column: statement.excluded[column.name] for column in new},
        )
    )


_CELLS = {
    "connection": links.c.connection_id,
    "kind": links.c.kind,
    "remote": links.c.remote,
    "ours": links.c.ours,
    "base": links.c.base,
    "gone": links.c.gone,
}
_PUT_EACH = _in_place(
    insert(links).values({column: sa.bindparam(name) for name, column in _CELLS.items()})
)
_PUT_ALL = _in_place(
    insert(links).from_select([column.name for column in _CELLS.values()], unnested(_CELLS))
)


@frozen
class SqlLinks:
    driver: Driver

    def at(self, connection: ConnectionId, kind: Kind, remote: str) -> Link | None:
        row = self.driver.row(_AT, connection=connection, kind=kind, remote=remote)
        return _link(row) if row else None

    def to(self, connection: ConnectionId, kind: Kind, ours: int) -> Link | None:
        row = self.driver.row(_TO, connection=connection, kind=kind, ours=ours)
        return _link(row) if row else None

    def among(
        self, connection: ConnectionId, kind: Kind, remotes: Iterable[str]
    ) -> Mapping[str, Link]:
        among = _EACH_AMONG if self.driver.dialect.name == "postgresql" else _AMONG
        rows = self.driver.rows(among, connection=connection, kind=kind, remotes=list(remotes))
        return {link.remote: link for link in map(_link, rows)}

    def towards(
        self, connection: ConnectionId, kind: Kind, ours: Iterable[int]
    ) -> Mapping[int, Link]:
        rows = self.driver.rows(_TOWARDS, connection=connection, kind=kind, items=list(ours))
        return {link.ours: link for link in map(_link, rows)}  # of several the last, the newest

    def all_to(self, kind: Kind, ours: int) -> Sequence[Link]:
        return [_link(row) for row in self.driver.rows(_ALL_TO, kind=kind, ours=ours)]

    def reserve(self, connection: ConnectionId, kind: Kind, remote: str) -> Link | None:
        [row] = self.driver.rows(_RESERVE, connection=connection, kind=kind, remote=remote)
        link = _link(row)
        return link if link.ours or link.gone else None

    def put(self, link: Link) -> None:
        self.remove(link)  # so that what is put last is the newest
        self.driver.run(_PUT, **_cells(link))

    def put_all(self, links: Sequence[Link]) -> None:
        # of one place twice, which one statement cannot put, the last stays
        last = {(link.connection, link.kind, link.remote): n for n, link in enumerate(links)}
        rows = [_cells(links[n]) for n in sorted(last.values())]
        if rows and self.driver.dialect.name == "postgresql":
            self.driver.run(_PUT_ALL, **arrays(rows))
        else:
            self.driver.many(_PUT_EACH, rows)

    def remove(self, link: Link) -> None:
        self.driver.run(_REMOVE, connection=link.connection, kind=link.kind, remote=link.remote)

    def under(
        self, connection: ConnectionId, kind: Kind, prefix: str, after: str = ""
    ) -> Sequence[Link]:
        rows = self.driver.rows(
            _UNDER, connection=connection, kind=kind, prefix=prefix, after=after
        )
        return [_link(row) for row in rows]


def _cells(link: Link) -> dict[str, Any]:
    return {
        "connection": link.connection,
        "kind": link.kind,
        "remote": link.remote,
        "ours": link.ours,
        "base": dict(link.base),
        "gone": link.gone,
    }


def _link(row: Sequence[Any]) -> Link:
    connection, kind, remote, ours, base, gone = row
    return Link(ConnectionId(connection), Kind(kind), remote, ours, base, bool(gone))
