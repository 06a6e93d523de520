from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.own_tables import inbox
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.delivery import Origin

# a second copy waits here for the first one's end, on either database, and then finds the row or inserts it
_CLAIM = Prepared(
    insert(inbox)
    .values(
        connection_id=sa.bindparam("connection"),
        delivery_id=sa.bindparam("delivery"),
        received_at=sa.bindparam("received"),
    )
    .on_conflict_do_nothing()
    .returning(inbox.c.connection_id)
)
_FORGET = Prepared(
    sa.delete(inbox)
    .where(inbox.c.received_at < sa.bindparam("before"))
    .returning(inbox.c.connection_id)
)


@frozen
class SqlInbox:
    driver: Driver

    def claim(self, origin: Origin) -> bool:
        row = self.driver.row(
            _CLAIM,
            connection=origin.connection,
            delivery=origin.delivery,
            received=origin.received,
        )
        return row is not None

    def forget(self, before: datetime) -> int:
        return len(self.driver.rows(_FORGET, before=before))
