"""What must not be done before a host's own transaction is lasting, nor at all if it is undone.

SQLAlchemy tells of a commit before it commits, and of nothing when a savepoint is rolled back. So a row is written
along with what the call is about; once the transaction is over, whether another connection sees that row decides.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Lock, Thread
from uuid import uuid4
from weakref import ReferenceType, ref

import sqlalchemy as sa
from attrs import define, field, frozen

from tt_integrations.adapters.sql.unit_of_work import JoinedUnitOfWork, SqlUnitOfWork
from tt_integrations.domain.errors import StoreUnavailable
from tt_integrations.ports.clock import Clock

PAUSE = 0.02
"""Seconds between two looks at the transactions that go on; none of them asks the database."""
TRIES_AFTER = (0.2, 1.0, 3.0)
"""Seconds to wait before each further try, where the database is locked or away."""
log = logging.getLogger(__name__)


@frozen(eq=False)
class _Waiting:
    """`row`: the name of a claim in the transaction, which is not kept alive: a connection that is let go of ends it."""

    transaction: ReferenceType[sa.RootTransaction | None]
    engine: sa.Engine
    row: str
    call: Callable[[], None] = field(repr=False)

    @property
    def over(self) -> bool:
        """True once the driver's commit or rollback has returned, or failed."""
        transaction = self.transaction()
        return transaction is None or not transaction.is_active

    def lasting(self) -> bool:
        with SqlUnitOfWork(self.engine).reading() as tx:
            return tx.claims.note(self.row) is not None


@define(eq=False)
class AfterCommit:
    """Makes calls, in a thread of its own, once what the host's transaction did up to now is lasting. One per process.

    A call is not made if the host rolls back its transaction or the savepoint around, or if its COMMIT fails; nor,
    which is logged, if the process ends before. Nobody waits for it. A transaction prepared for a two-phase commit
    that is ended by another connection than its own counts as undone.
    """

    clock: Clock
    _waiting: list[_Waiting] = field(factory=list, init=False)
    _changing: Lock = field(factory=Lock, init=False)
    _thread: Thread | None = field(default=None, init=False)
    _closing: Event = field(factory=Event, init=False)

    def __call__(self, connection: sa.Connection, call: Callable[[], None]) -> None:
        """Raises StoreUnavailable, and makes no call, when the database is locked or away."""
        row = f"commit:{uuid4().hex}"
        with JoinedUnitOfWork(connection)() as tx:
            tx.claims.claim(row, self.clock.now())
            tx.commit()
        waiting = _Waiting(ref(connection.get_transaction()), connection.engine, row, call)
        with self._changing:
            self._waiting.append(waiting)
            if self._thread is None or not self._thread.is_alive():  # not after a fork
                # a daemon: a transaction that is never ended must not keep the program from ending
                self._thread = Thread(target=self._watch, name="after-commit", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Wait for the calls whose transactions are over; the others are not made."""
        self._closing.set()
        with self._changing:
            thread = self._thread
        if thread is not None:
            thread.join()

    def _watch(self) -> None:
        while waiting := self._still_waiting():
            closing = self._closing.is_set()
            for each in waiting:
                if each.over:
                    self._decide(each)
                elif closing:
                    log.warning("what was to follow a commit is not done: the program is ending")
                else:
                    continue
                with self._changing:
                    self._waiting.remove(each)
            self._closing.wait(PAUSE)

    def _still_waiting(self) -> list[_Waiting]:
        """In the order in which they came. With none the thread ends, and the next call makes another."""
        with self._changing:
            if not self._waiting:
                self._thread = None
            return list(self._waiting)

    def _decide(self, waiting: _Waiting) -> None:
        try:
            if self._is_lasting(waiting):
                waiting.call()
        except StoreUnavailable:
            log.warning("what was to follow a commit is not done: the database is locked or away")
        except Exception as error:  # noqa: BLE001 - nobody waits for it, and its text may tell what it is about
            log.error("what was to follow a commit failed: %s", type(error).__name__)  # noqa: TRY400

    def _is_lasting(self, waiting: _Waiting) -> bool:
        for pause in TRIES_AFTER:
            try:
                return waiting.lasting()
            except StoreUnavailable:
                self._closing.wait(pause)
        return waiting.lasting()
