from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.own_tables import claims
from tt_integrations.adapters.sql.prepared import Driver, Prepared

# a second caller waits here for the first one's end, on either database, and then finds the row or inserts it
_CLAIM = Prepared(
    insert(claims)
    .values(name=sa.bindparam("name"), claimed_at=sa.bindparam("now"), note=sa.bindparam("note"))
    .on_conflict_do_nothing()
    .returning(claims.c.name)
)
_NOTE = Prepared(sa.select(claims.c.note).where(claims.c.name == sa.bindparam("name")))
_FORGET = Prepared(
    sa.delete(claims).where(claims.c.claimed_at < sa.bindparam("before")).returning(claims.c.name)
)


@frozen
class SqlClaims:
    driver: Driver

    def claim(self, name: str, now: datetime, note: str = "") -> bool:
        return self.driver.row(_CLAIM, name=name, now=now, note=note) is not None

    def note(self, name: str) -> str | None:
        row = self.driver.row(_NOTE, name=name)
        return row[0] if row else None

    def forget(self, before: datetime) -> int:
        return len(self.driver.rows(_FORGET, before=before))
