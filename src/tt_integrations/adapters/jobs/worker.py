"""Takes what is due and has it carried out, several keys side by side."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from typing import assert_never

from attrs import define, field

from tt_integrations.adapters.jobs.failures import described, result_of
from tt_integrations.domain.errors import StoreUnavailable
from tt_integrations.domain.model.work import Again, Done, GivenUp, Job, Result
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

LEASE = timedelta(minutes=2)
"""Whoever takes a job has so long; longer than any call to a provider may last, retries included."""
THREADS = 4
"""Jobs done at once. Most of them wait for a provider most of their time."""
SHORTEST_PAUSE = timedelta(seconds=1)
"""No job comes again sooner, whatever its handler asks for."""
SETTLING_TRIES = 5
log = logging.getLogger(__name__)


@define
class Worker:
    """`carry_out` may raise whatever it likes: the job comes again, later and later, and in the end is given up.

    A provider that hangs holds up one thread and the jobs of one key, no others. `breath`: seconds between two
    attempts to mark a job as done where the database is locked or away.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    carry_out: Callable[[Job], Result]
    threads: int = THREADS
    lease: timedelta = LEASE
    breath: float = 1.0
    _begun: set[Future[None]] = field(factory=set, init=False)
    _pool: ThreadPoolExecutor | None = field(default=None, init=False)
    _taking: threading.Lock = field(factory=threading.Lock, init=False)
    _closing: threading.Event = field(factory=threading.Event, init=False)

    def run_due(self) -> int:
        """Begin what is due, as far as there are threads for it; how many were begun.

        Each thread goes on with what is due when its job has ended.
        """
        begun = 0
        with self._taking:
            self._begun = {future for future in self._begun if not future.done()}
            while len(self._begun) < self.threads and (job := self._take()) is not None:
                self._begun.add(self._opened_pool().submit(self._run, job))
                begun += 1
        return begun

    def drain(self, timeout: float | None = None) -> bool:
        """Wait for what was begun, at most `timeout` seconds; whether all of it ended."""
        _, left = wait(list(self._begun), timeout)
        return not left

    def close(self, timeout: float = 10) -> None:
        """Take nothing more, and wait for what was begun, at most `timeout` seconds.

        What does not end in time is taken again once its lease has ended.
        """
        self._closing.set()
        self.drain(timeout)
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _opened_pool(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._closing.clear()
            self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="tt-jobs")
        return self._pool

    def _take(self) -> Job | None:
        try:
            with self.unit_of_work() as tx:
                job = tx.jobs.take(self.clock.now(), self.lease)
                if job is not None:
                    tx.commit()
                return job
        except StoreUnavailable:  # somebody else is writing; what is due stays due
            return None

    def _run(self, job: Job) -> None:
        following: Job | None = job
        while following is not None:
            following = self._settled(following, result_of(self.carry_out, following))

    def _settled(self, job: Job, result: Result) -> Job | None:
        """The job that was taken with its mark. None: there is none, or it could not be marked; a tick begins anew."""
        try:
            return self._settle(job, result)
        except Exception as error:  # noqa: BLE001 - its lease will end, and show that it was interrupted
            log.error(  # noqa: TRY400 - its text may hold what the job is about
                "job %d could not be marked as %s: %s",
                job.id,
                type(result).__name__,
                described(error),
            )
            return None

    def _settle(self, job: Job, result: Result) -> Job | None:
        for _ in range(SETTLING_TRIES - 1):
            try:
                return self._mark(job, result)
            except StoreUnavailable:
                self._closing.wait(self.breath)
        return self._mark(job, result)

    def _mark(self, job: Job, result: Result) -> Job | None:
        """Takes the next one in the same transaction: each costs a database as much as a job's own statements."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            match result:
                case Done():
                    tx.jobs.finish(job)
                case Again(after):
                    tx.jobs.give_back(job, now + max(after, SHORTEST_PAUSE))
                case GivenUp(reason):
                    tx.jobs.give_up(job, now, reason)
                case unknown:
                    assert_never(unknown)
            following = None if self._closing.is_set() else tx.jobs.take(now, self.lease)
            tx.commit()
        return following
