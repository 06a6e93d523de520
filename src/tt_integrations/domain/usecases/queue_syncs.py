"""Every few minutes: which connection is to be brought up to date, and was not seen to yet?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, timedelta

from attrs import evolve, frozen

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.domain.model.work import NewJob, Sync
from tt_integrations.domain.usecases.working_connections import pages_of_working
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork

EVERY = timedelta(minutes=30)
SPREAD = timedelta(minutes=5)
"""By up to so much sooner or later, for each connection always the same: so they drift apart."""
SCHEDULE = "schedule"
NEXT = "next sync"
"""The name of the cursor that says when a connection is due, as `due` in ISO 8601."""
DUE = "due"


@frozen
class QueueSyncs:
    """A job is stored when it is due, not before: what waits until then would hold up a sync that somebody asks for.
    A connection that has never been queued is due at once. `providers`: the keys of those that can be synced.

    When the next one is due is stored in the transaction that stores the job: however many processes ask, there is
    one, and who looks in between only reads.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    providers: Collection[str]

    def __call__(self) -> int:
        """How many syncs were stored. One that waits already, for whatever cause, is not stored twice."""
        now = self.clock.now()
        return sum(self._queued(page, now) for page in self._due(now))

    def _due(self, now: datetime) -> Iterator[Sequence[Cursor]]:
        """Some connections at a time, as what was read of when they are due."""
        for provider in self.providers:
            for page in pages_of_working(self.unit_of_work, provider):
                with self.unit_of_work.reading() as tx:
                    numbers = [connection.id for connection, _ in page]
                    known = [tx.cursors.at(number, NEXT) or _before(number) for number in numbers]
                yield [cursor for cursor in known if _is_due(cursor, now)]

    def _queued(self, due: Sequence[Cursor], now: datetime) -> int:
        if not due:
            return 0
        with self.unit_of_work() as tx:
            moved = [cursor for cursor in due if tx.cursors.move(_after(cursor, now))]
            stored = [tx.jobs.enqueue(sync_job(each.connection, SCHEDULE, now)) for each in moved]
            tx.commit()
        return sum(stored)


def sync_job(connection: ConnectionId, cause: str, due: datetime) -> NewJob:
    """A sync of that connection, however it comes to be wanted: one at a time, and one waits at most, unless it is
    stored by `enqueue_after`."""
    name = f"sync:{connection}"
    return NewJob(connection, Sync(cause), name, due, once=name)


def enqueue_after(tx: Transaction, job: NewJob) -> bool:
    """Store a sync that is to see what happened just now. One that waits already may be under way, and past it: then
    another one comes after. False where both wait."""
    return tx.jobs.enqueue(job) or tx.jobs.enqueue(evolve(job, once=f"{job.once}:again"))


def pause_of(connection: ConnectionId) -> timedelta:
    """From one sync of the connection to the next."""
    seconds = int(SPREAD.total_seconds())
    return EVERY + timedelta(seconds=connection * 7919 % (2 * seconds + 1) - seconds)


def _before(connection: ConnectionId) -> Cursor:
    return Cursor(connection, NEXT, version=0)


def _after(cursor: Cursor, now: datetime) -> Cursor:
    due = now + pause_of(cursor.connection)
    return Cursor(cursor.connection, NEXT, {DUE: due.isoformat()}, cursor.version + 1)


def _is_due(cursor: Cursor, now: datetime) -> bool:
    due = cursor.value.get(DUE)
    return not isinstance(due, str) or datetime.fromisoformat(due) <= now
