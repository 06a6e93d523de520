from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.account_tables import sign_in_tries as tries
from tt_integrations.adapters.sql.moments import UTC_STORAGE
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.accounts import Tries

_insert = insert(tries).values(
    key=sa.bindparam("key"), begun_at=sa.bindparam("now"), count=sa.literal_column("1")
)
_over = tries.c.begun_at <= sa.bindparam("since", type_=tries.c.begun_at.type)
_COUNT = Prepared(
    _insert.on_conflict_do_update(
        index_elements=[tries.c.key],
        set_={
            "begun_at": sa.case((_over, _insert.excluded.begun_at), else_=tries.c.begun_at),
            "count": sa.case(
                (_over, sa.literal_column("1")),
                else_=tries.c.count + sa.literal_column("1", sa.Integer),
            ),
        },
    ).returning(tries.c.count, tries.c.begun_at)
)
_TAKE_BACK = Prepared(
    sa.update(tries)
    .where(tries.c.key == sa.bindparam("this"), tries.c.count > sa.literal_column("0"))
    .values(count=tries.c.count - sa.literal_column("1", sa.Integer))
)
_FORGET = Prepared(
    sa.delete(tries).where(tries.c.begun_at < sa.bindparam("before")).returning(tries.c.key)
)


@frozen
class SqlSignInTries:
    driver: Driver

    def count(self, key: str, now: datetime, since: datetime) -> Tries:
        [(count, begun)] = self.driver.rows(_COUNT, key=key, now=now, since=since)
        return Tries(count, UTC_STORAGE.load(begun))

    def take_back(self, key: str) -> None:
        self.driver.run(_TAKE_BACK, this=key)

    def forget(self, before: datetime) -> int:
        return len(self.driver.rows(_FORGET, before=before))
