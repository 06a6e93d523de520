"""Takes what is due and has it carried out, several keys side by side."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta

from attrs import define, field

from tt_integrations.domain.errors import StoreUnavailable
from tt_integrations.domain.model.work import Again, Done, GivenUp, Job, Result
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

LEASE = timedelta(minutes=2)
"""Whoever takes a job has so long; longer than any call to a provider may last, retries included."""
MOST_TRIES = 12
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)
log = logging.getLogger(__name__)


def pause_after(tries: int) -> timedelta:
    """How long to leave a job alone that failed `tries` times: twice as long each time, up to ten minutes."""
    pause: timedelta = FIRST_PAUSE * 2 ** min(tries - 1, 10)
    return min(pause, LONGEST_PAUSE)


@define
class Worker:
    """`carry_out` may raise whatever it likes: the job comes again, later and later, and in the end is given up.

    A provider that hangs holds up one thread and the jobs of one key, no others.
    """

    unit_of_work: UnitOfWork
    clock: Clock
    carry_out: Callable[[Job], Result]
    threads: int = 4
    lease: timedelta = LEASE
    _running: set[Future[None]] = field(factory=set, init=False)
    _pool: ThreadPoolExecutor | None = field(default=None, init=False)
    _taking: threading.Lock = field(factory=threading.Lock, init=False)

    def run_due(self) -> int:
        """Begin what is due, as far as there are threads for it; how many were begun."""
        begun = 0
        with self._taking:
            while len(self._running) < self.threads and (job := self._take()) is not None:
                self._begin(job)
                begun += 1
        return begun

    def drain(self, timeout: float | None = None) -> bool:
        """Wait for what was begun, at most `timeout` seconds; whether all of it ended."""
        _, left = wait(list(self._running), timeout)
        return not left

    def close(self, timeout: float = 10) -> None:
        """Wait for what was begun. What does not end in time is taken again once its lease has ended."""
        self.drain(timeout)
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def _take(self) -> Job | None:
        try:
            with self.unit_of_work() as tx:
                job = tx.jobs.take(self.clock.now(), self.lease)
                if job is not None:
                    tx.commit()
                return job
        except StoreUnavailable:  # somebody else is writing; what is due stays due
            return None

    def _begin(self, job: Job) -> None:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="tt-jobs")
        future = self._pool.submit(self._run, job)
        self._running.add(future)
        future.add_done_callback(self._running.discard)

    def _run(self, job: Job) -> None:
        result = self._result(job)
        try:
            self._settle(job, result)
        except StoreUnavailable:
            # held until its lease ends, then taken again and known to have been interrupted
            log.warning("job %d ended but could not be marked as %s", job.id, type(result).__name__)

    def _result(self, job: Job) -> Result:
        try:
            return self.carry_out(job)
        except Exception as error:  # no job may end the worker
            name = type(job.work).__name__
            log.exception("job %d (%s) failed at try %d", job.id, name, job.tries)
            reason = f"failed {job.tries} times, at last by {type(error).__name__}"
            if job.tries >= MOST_TRIES:
                return GivenUp(reason)
            return Again(pause_after(job.tries), reason)

    def _settle(self, job: Job, result: Result) -> None:
        now = self.clock.now()
        with self.unit_of_work() as tx:
            match result:
                case Done():
                    tx.jobs.finish(job.id)
                case Again(after):
                    tx.jobs.give_back(job.id, now + after)
                case GivenUp(reason):
                    tx.jobs.give_up(job.id, now, reason)
            tx.commit()
