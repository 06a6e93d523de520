from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.connection_rows import COLUMNS, connection_of
from tt_integrations.adapters.sql.host_tables import integrations
from tt_integrations.adapters.sql.moments import UTC_STORAGE
from tt_integrations.adapters.sql.own_tables import deliveries, inbox, state
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.delivery import Delivery, KeptDelivery, Origin

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
_KEEP = Prepared(
    sa.insert(deliveries)
    .values(
        connection_id=sa.bindparam("connection"),
        provider=sa.bindparam("provider"),
        headers=sa.bindparam("headers"),
        received_at=sa.bindparam("received"),
        body=sa.bindparam("body"),
    )
    .returning(deliveries.c.number)
)
_KEPT = Prepared(
    sa.select(
        deliveries.c.provider,
        deliveries.c.headers,
        deliveries.c.received_at,
        deliveries.c.body,
        *COLUMNS,
    )
    .select_from(
        deliveries.join(integrations).outerjoin(state, state.c.connection_id == integrations.c.id)
    )
    .where(deliveries.c.number == sa.bindparam("delivery"))
)
_DROP = Prepared(sa.delete(deliveries).where(deliveries.c.number == sa.bindparam("delivery")))
_FORGET_KEPT = Prepared(
    sa.delete(deliveries)
    .where(deliveries.c.received_at < sa.bindparam("before"))
    .returning(deliveries.c.number)
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

    def keep(self, connection: ConnectionId, delivery: Delivery, received: datetime) -> int:
        [row] = self.driver.rows(
            _KEEP,
            connection=connection,
            provider=delivery.provider,
            headers=dict(delivery.headers),
            received=received,
            body=delivery.body,
        )
        return int(row[0])

    def kept(self, number: int) -> KeptDelivery | None:
        row = self.driver.row(_KEPT, delivery=number)
        if row is None:
            return None
        provider, headers, received, body, *connection = row
        return KeptDelivery(
            number=number,
            connection=connection_of(connection),
            delivery=Delivery(provider, headers, body),
            received=UTC_STORAGE.load(received),
        )

    def drop(self, number: int) -> None:
        self.driver.run(_DROP, delivery=number)

    def forget(self, before: datetime) -> int:
        kept = self.driver.rows(_FORGET_KEPT, before=before)
        return len(self.driver.rows(_FORGET, before=before)) + len(kept)
