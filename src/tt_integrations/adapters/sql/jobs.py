from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.dialects.postgresql import insert  # SQLite understands the same

from tt_integrations.adapters.sql.moments import UTC_STORAGE
from tt_integrations.adapters.sql.own_tables import outbox
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.adapters.sql.works import document_of, work_of
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.work import Job, JobId, NewJob, Waiting

_COLUMNS = (
    outbox.c.id,
    outbox.c.connection_id,
    outbox.c.work,
    outbox.c.key,
    outbox.c.stored_at,
    outbox.c.tries,
    outbox.c.returns,
)
_WAITING = outbox.c.given_up_at.is_(None)
# `tries` tells whether it is still the caller's: it grows with each taking
_MINE = sa.and_(
    outbox.c.id == sa.bindparam("job"), outbox.c.tries == sa.bindparam("tries"), _WAITING
)
_FREE = sa.or_(outbox.c.held_until.is_(None), outbox.c.held_until <= sa.bindparam("now"))

_ENQUEUE = Prepared(
    insert(outbox)
    .values(
        connection_id=sa.bindparam("connection"),
        key=sa.bindparam("key"),
        once=sa.bindparam("once"),
        work=sa.bindparam("work"),
        stored_at=sa.bindparam("due"),
        due_at=sa.bindparam("due"),
        tries=0,
        returns=0,
    )
    .on_conflict_do_nothing(index_elements=[outbox.c.once])
    .returning(outbox.c.id)
)
_earlier, _busy = outbox.alias("earlier"), outbox.alias("busy")
_IS_OLDEST_OF_ITS_KEY = ~sa.exists().where(
    _earlier.c.key == outbox.c.key,
    _earlier.c.id < outbox.c.id,
    _earlier.c.given_up_at.is_(None),
)
# an older one may become visible after a younger one was taken: transactions end in an order of their own
_NONE_OF_ITS_KEY_IS_HELD = ~sa.exists().where(
    _busy.c.key == outbox.c.key, _busy.c.held_until > sa.bindparam("now")
)
_NEXT = (
    sa.select(outbox.c.id)
    .where(
        _WAITING,
        _FREE,
        outbox.c.due_at <= sa.bindparam("now"),
        _IS_OLDEST_OF_ITS_KEY,
        _NONE_OF_ITS_KEY_IS_HELD,
    )
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=outbox)
    .scalar_subquery()
)
_TAKE = Prepared(
    sa.update(outbox)
    .where(outbox.c.id == _NEXT)
    .values(held_until=sa.bindparam("until"), tries=outbox.c.tries + 1)
    .returning(*_COLUMNS)
)
_FINISH = Prepared(sa.delete(outbox).where(_MINE))
_GIVE_BACK = Prepared(
    sa.update(outbox)
    .where(_MINE)
    .values(due_at=sa.bindparam("due"), returns=outbox.c.returns + 1, held_until=None)
)
_GIVE_UP = Prepared(
    sa.update(outbox)
    .where(_MINE)
    .values(
        given_up_at=sa.bindparam("now"),
        reason=sa.bindparam("reason"),
        once=None,
        held_until=None,
    )
)
_DROP = Prepared(
    sa.delete(outbox)
    .where(
        outbox.c.connection_id == sa.bindparam("connection"),
        _WAITING,
        outbox.c.held_until.is_(None),
    )
    .returning(outbox.c.id)
)
_GIVEN_UP = Prepared(
    sa.select(*_COLUMNS, outbox.c.reason)
    .where(outbox.c.connection_id == sa.bindparam("connection"), outbox.c.given_up_at.is_not(None))
    .order_by(outbox.c.id.desc())
)
_DUE = Prepared(
    sa.select(sa.func.count().label("due"), sa.func.min(outbox.c.due_at).label("oldest")).where(
        _WAITING, _FREE, outbox.c.due_at <= sa.bindparam("now")
    )
)
_FORGET = Prepared(
    sa.delete(outbox).where(outbox.c.given_up_at < sa.bindparam("before")).returning(outbox.c.id)
)


@frozen
class SqlJobs:
    driver: Driver

    def enqueue(self, job: NewJob) -> bool:
        row = self.driver.row(
            _ENQUEUE,
            connection=job.connection,
            key=job.key,
            once=job.once,
            work=document_of(job.work),
            due=job.due,
        )
        return row is not None

    def take(self, now: datetime, lease: timedelta) -> Job | None:
        row = self.driver.row(_TAKE, now=now, until=now + lease)
        return _job(row) if row else None

    def finish(self, job: Job) -> None:
        self.driver.run(_FINISH, job=job.id, tries=job.tries)

    def give_back(self, job: Job, due: datetime) -> None:
        self.driver.run(_GIVE_BACK, job=job.id, tries=job.tries, due=due)

    def give_up(self, job: Job, now: datetime, reason: str) -> None:
        self.driver.run(_GIVE_UP, job=job.id, tries=job.tries, now=now, reason=reason)

    def drop(self, connection: ConnectionId) -> int:
        return len(self.driver.rows(_DROP, connection=connection))

    def given_up(self, connection: ConnectionId) -> Sequence[tuple[Job, str]]:
        rows = self.driver.rows(_GIVEN_UP, connection=connection)
        return [(_job(row[:-1]), row[-1]) for row in rows]

    def waiting(self, now: datetime) -> Waiting:
        due, oldest = self.driver.rows(_DUE, now=now)[0]
        return Waiting(due, UTC_STORAGE.load(oldest) if oldest else None)

    def forget(self, before: datetime) -> int:
        return len(self.driver.rows(_FORGET, before=before))


def _job(row: Sequence[Any]) -> Job:
    number, connection, work, key, stored, tries, returns = row
    return Job(
        id=JobId(number),
        connection=ConnectionId(connection),
        work=work_of(work),
        key=key,
        stored=UTC_STORAGE.load(stored),
        tries=tries,
        interrupted=tries > returns + 1,
    )
