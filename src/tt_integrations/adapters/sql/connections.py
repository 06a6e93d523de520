from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.sql.connection_rows import COLUMNS, connection_of, document
from tt_integrations.adapters.sql.giving_state import give_state
from tt_integrations.adapters.sql.held_person import hold_person
from tt_integrations.adapters.sql.host_tables import integrations
from tt_integrations.adapters.sql.moments import UTC_STORAGE
from tt_integrations.adapters.sql.own_tables import state
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.connection import (
    Connection,
    ConnectionId,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.model.storable import storable
from tt_integrations.ports.connections import FEW, MANY

_STATED = integrations.outerjoin(state, state.c.connection_id == integrations.c.id)
_PROVIDER = integrations.c.provider == sa.bindparam("provider")
_OF_PROVIDER = sa.select(*COLUMNS).select_from(_STATED).where(_PROVIDER)
_WORKS = sa.or_(
    # not `in_`, whose list is expanded anew at each execution
    *(state.c.state == s.value for s in ConnectionState if s.works),
    sa.and_(state.c.state.is_(None), integrations.c.is_active),
)
_NEWEST_FIRST = integrations.c.id.desc()

_FIND = Prepared(
    sa.select(*COLUMNS).select_from(_STATED).where(integrations.c.id == sa.bindparam("connection"))
)
_OF = Prepared(
    sa.select(*COLUMNS)
    .select_from(_STATED)
    .where(integrations.c.user_id == sa.bindparam("owner"), _WORKS)
    .order_by(_NEWEST_FIRST)
    .limit(FEW)
)
_USING = Prepared(
    sa.select(*COLUMNS)
    .select_from(_STATED)
    .where(state.c.installation_id == sa.bindparam("connection"))
    .order_by(integrations.c.id)
)
_WORKING = Prepared(
    _OF_PROVIDER.where(_WORKS, integrations.c.id > sa.bindparam("after"))
    .order_by(integrations.c.id)
    .limit(MANY)
)
_LISTED = (
    _OF_PROVIDER.where(integrations.c.id > sa.bindparam("after"))
    .order_by(integrations.c.id)
    .limit(MANY)
)
_EVERYBODYS = Prepared(_LISTED)
_ONES_OWN = Prepared(_LISTED.where(integrations.c.user_id == sa.bindparam("owner")))
_KEYED = Prepared(_OF_PROVIDER.where(state.c.key == sa.bindparam("key")))
_OWNED = Prepared(
    _OF_PROVIDER.where(integrations.c.user_id == sa.bindparam("owner"))
    .order_by(_NEWEST_FIRST)
    .limit(1)
)
_NEWEST = Prepared(_OF_PROVIDER.where(_WORKS).order_by(_NEWEST_FIRST).limit(FEW))
_WAITING = Prepared(_OF_PROVIDER.where(state.c.key.is_(None)).order_by(integrations.c.id))

_ADD = Prepared(
    sa.insert(integrations)
    .values(
        name=sa.bindparam("name"),
        provider=sa.bindparam("provider"),
        user_id=sa.bindparam("owner"),
        is_active=sa.bindparam("is_active"),
        config=sa.bindparam("config"),
    )
    .returning(integrations.c.id)
)
_REMOVE = Prepared(sa.delete(integrations).where(integrations.c.id == sa.bindparam("connection")))
_MOVE = Prepared(
    sa.update(state)
    .where(
        state.c.connection_id == sa.bindparam("connection"),
        sa.or_(
            state.c.state != sa.bindparam("state"),
            state.c.reason.is_distinct_from(sa.bindparam("reason")),
        ),
    )
    .values(state=sa.bindparam("state"), reason=sa.bindparam("reason"))
    .returning(state.c.connection_id)
)
_STATE = Prepared(
    sa.select(state.c.state)
    .where(state.c.connection_id == sa.bindparam("connection"))
    .with_for_update()
)
_MIRROR = Prepared(
    # what a host without us goes by
    sa.update(integrations)
    .where(integrations.c.id == sa.bindparam("connection"))
    .values(is_active=sa.bindparam("works"), last_error=sa.bindparam("reason"))
)
_SETTINGS = Prepared(
    sa.select(integrations.c.config)
    .where(integrations.c.id == sa.bindparam("connection"))
    .with_for_update()
)
_SAVE = Prepared(
    sa.update(integrations)
    .where(integrations.c.id == sa.bindparam("connection"))
    .values(config=sa.bindparam("config"))
)
_SYNCED = Prepared(
    sa.update(integrations)
    .where(integrations.c.id == sa.bindparam("connection"))
    .values(
        last_sync_at=sa.bindparam("at"),
        last_sync_status=sa.bindparam("status"),
        last_error=sa.bindparam("trouble"),
    )
)
_STATUS = {RunResult.DONE: "success", RunResult.PARTIAL: "partial"}
"""In the words that hosts know; every other result is an `error` to them."""


@frozen
class SqlConnections:
    """Connections, and the adoption of those that the host stored without us."""

    driver: Driver

    def find(self, connection: ConnectionId) -> Connection | None:
        row = self.driver.row(_FIND, connection=connection)
        return connection_of(row) if row else None

    def of(self, owner: PersonId) -> Sequence[Connection]:
        return [connection_of(row) for row in self.driver.rows(_OF, owner=owner)]

    def using(self, installation: ConnectionId) -> Sequence[Connection]:
        itself = self.find(installation)
        others = [connection_of(r) for r in self.driver.rows(_USING, connection=installation)]
        return [itself, *others] if itself else others

    def working(self, provider: str, after: ConnectionId | None) -> Sequence[Connection]:
        rows = self.driver.rows(_WORKING, provider=provider, after=after or 0)
        return [connection_of(row) for row in rows]

    def listed(
        self, provider: str, owner: PersonId | None, after: ConnectionId | None
    ) -> Sequence[Connection]:
        named = {} if owner is None else {"owner": owner}
        statement = _EVERYBODYS if owner is None else _ONES_OWN
        rows = self.driver.rows(statement, provider=provider, after=after or 0, **named)
        return [connection_of(row) for row in rows]

    def move(
        self, connection: ConnectionId, state: ConnectionState, reason: str | None = None
    ) -> bool:
        before = self.driver.row(_STATE, connection=connection)
        if (
            before is None
            or self.driver.row(_MOVE, connection=connection, state=state, reason=reason) is None
        ):
            return False
        self.driver.run(_MIRROR, connection=connection, works=state.works, reason=reason)
        return bool(before[0] != state)

    def keyed(self, provider: str, key: ConnectionKey) -> Connection | None:
        row = self.driver.row(_KEYED, provider=provider, key=key)
        return connection_of(row) if row else None

    def owned(self, provider: str, owner: PersonId) -> Connection | None:
        row = self.driver.row(_OWNED, provider=provider, owner=owner)
        return connection_of(row) if row else None

    def reserve(self, provider: str, owner: PersonId) -> Connection | None:
        hold_person(self.driver, owner)
        return self.owned(provider, owner)

    def newest(self, provider: str) -> Sequence[Connection]:
        return [connection_of(row) for row in self.driver.rows(_NEWEST, provider=provider)]

    def add(self, new: NewConnection) -> Connection:
        row = self.driver.rows(
            _ADD,
            name=new.name,
            provider=new.provider,
            owner=new.owner,
            is_active=new.state.works,
            config={},
        )[0]
        connection = ConnectionId(row[0])
        try:
            give_state(self.driver, connection, new.key, new.state, new.installation)
        except Conflict:  # without a key of its own it would be found as the host's
            self.driver.run(_REMOVE, connection=connection)
            raise
        return Connection(
            connection,
            new.key,
            new.provider,
            new.owner,
            new.state,
            {},
            installation=new.installation,
        )

    def save(self, connection: ConnectionId, settings: Mapping[str, object]) -> None:
        row = self.driver.row(_SETTINGS, connection=connection)
        stored = document(row[0]) if row else {}
        self.driver.run(_SAVE, connection=connection, config={**stored, **settings})

    def synced(
        self, connection: ConnectionId, at: datetime, result: RunResult, trouble: str | None = None
    ) -> None:
        self.driver.run(
            _SYNCED,
            connection=connection,
            at=UTC_STORAGE.store(at),  # as hosts keep this one, whatever their zone is
            status=_STATUS.get(result, "error"),
            trouble=None if trouble is None else storable(trouble),
        )

    def waiting(self, provider: str) -> Sequence[Connection]:
        return [connection_of(row) for row in self.driver.rows(_WAITING, provider=provider)]

    def adopt(self, connection: ConnectionId, key: ConnectionKey, state: ConnectionState) -> None:
        give_state(self.driver, connection, key, state, None)
