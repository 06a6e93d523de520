from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.moments import UTC_STORAGE
from tt_integrations.adapters.sql.own_tables import grants
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.grants import SealedGrant

_THE_GRANT = grants.c.connection_id == sa.bindparam("connection")
_VALUES: dict[str, sa.BindParameter[Any]] = {
    "access_token": sa.bindparam("access_token"),
    "refresh_token": sa.bindparam("refresh_token"),
    "expires_at": sa.bindparam("expires"),
    "scopes": sa.bindparam("scopes"),
    "version": sa.bindparam("version"),
}
_FIND = Prepared(
    sa.select(
        grants.c.access_token,
        grants.c.refresh_token,
        grants.c.expires_at,
        grants.c.scopes,
        grants.c.version,
        grants.c.refreshing_until,
    ).where(_THE_GRANT)
)
_FIRST = Prepared(
    insert(grants)
    .values(connection_id=sa.bindparam("connection"), **_VALUES)
    .on_conflict_do_nothing()
    .returning(grants.c.version)
)
_NEXT = Prepared(
    sa.update(grants)
    .where(_THE_GRANT, grants.c.version == sa.bindparam("before"))
    .values(**_VALUES, refreshing_until=None)
    .returning(grants.c.version)
)
_BEGIN = Prepared(
    sa.update(grants)
    .where(
        _THE_GRANT,
        grants.c.version == sa.bindparam("version"),
        sa.or_(
            grants.c.refreshing_until.is_(None), grants.c.refreshing_until <= sa.bindparam("now")
        ),
    )
    .values(refreshing_until=sa.bindparam("until"))
    .returning(grants.c.version)
)
_EXPIRE = Prepared(
    sa.update(grants)
    .where(_THE_GRANT, grants.c.version == sa.bindparam("version"))
    .values(expires_at=sa.bindparam("expires"))
    .returning(grants.c.version)
)
_DROP = Prepared(sa.delete(grants).where(_THE_GRANT))


@frozen
class SqlGrants:
    driver: Driver

    def find(self, connection: ConnectionId) -> SealedGrant | None:
        row = self.driver.row(_FIND, connection=connection)
        if row is None:
            return None
        access, refresh, expires, scopes, version, refreshing = row
        return SealedGrant(
            connection=connection,
            access_token=access,
            refresh_token=refresh,
            expires=UTC_STORAGE.load_optional(expires),
            scopes=frozenset(scopes.split()),
            version=version,
            refreshing_until=UTC_STORAGE.load_optional(refreshing),
        )

    def keep(self, grant: SealedGrant) -> bool:
        values = {
            "connection": grant.connection,
            "access_token": grant.access_token,
            "refresh_token": grant.refresh_token,
            "expires": grant.expires,
            "scopes": " ".join(sorted(grant.scopes)),
            "version": grant.version,
        }
        if grant.version == 1:
            return self.driver.row(_FIRST, **values) is not None
        return self.driver.row(_NEXT, **values, before=grant.version - 1) is not None

    def begin_refresh(self, grant: SealedGrant, now: datetime, until: datetime) -> bool:
        row = self.driver.row(
            _BEGIN, connection=grant.connection, version=grant.version, now=now, until=until
        )
        return row is not None

    def expire(self, grant: SealedGrant, at: datetime) -> bool:
        row = self.driver.row(
            _EXPIRE, connection=grant.connection, version=grant.version, expires=at
        )
        return row is not None

    def drop(self, connection: ConnectionId) -> None:
        self.driver.run(_DROP, connection=connection)
