"""Very many connections whose calendars have nothing new, each answer 80 ms away."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from attrs import define, field

from bench.calendar_apart import apart
from bench.calendar_database import Copies, Origin, origins
from bench.calendar_import import timed
from bench.calendar_ours import Ours, ours_over, outside_at
from bench.calendar_server import calendar_of
from bench.table import Figure, show
from tt_integrations.adapters.jobs.failures import result_of
from tt_integrations.adapters.jobs.worker import THREADS, Worker
from tt_integrations.adapters.sql.engine import opened
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.work import Done, Job, Result
from tt_integrations.domain.usecases.queue_syncs import sync_job

CONNECTIONS, IN_FLIGHT, WAIT = 1000, 200, 0.08
SECONDS = 3.0
GOAL, MILLI = 1000, 1000
Measured = tuple[int, int, float, float]
"""How many ended well, how many did not, and the seconds they took by the clock and of CPU time."""


def in_flight(folder: Path) -> None:
    crowd = folder / "crowd"
    crowd.mkdir()
    with origins(crowd, CONNECTIONS) as both, calendar_of(0, wait=WAIT) as address:
        for origin in both:
            where = {"address": address, "kind": origin.kind, "folder": origin.folder}
            many, usual = apart(queued, **where)
            alone = apart(unqueued, **where)
            show(
                f"{CONNECTIONS:,} connections, nothing new, {WAIT * MILLI:g} ms a call, {origin.kind}",
                [
                    *_of(f"{IN_FLIGHT} threads", many, GOAL),
                    *_of(f"{THREADS} threads, as is usual", usual),
                    *_of(f"{IN_FLIGHT} threads without a queue", alone),
                ],
            )


def _of(name: str, measured: Measured, goal: float | None = None) -> list[Figure]:
    well, badly, seconds, cpu = measured
    return [
        Figure(f"{name}: syncs", well / seconds, "/s", goal, at_least=True),
        Figure(f"{name}: CPU a sync", cpu / (well + badly) * MILLI, "ms"),
        Figure(f"{name}: to be tried again", badly),
    ]


@define
class Tally:
    """Carries syncs out and counts them by how they end."""

    ours: Ours
    ended: list[bool] = field(factory=list)

    def __call__(self, job: Job) -> Result:
        result = result_of(self.ours.application.carry_out, job)
        self.ended.append(result == Done())
        return result

    def measured(self, work: Callable[[], object]) -> Measured:
        """Of those that end during that work."""
        self.ended = []
        seconds, cpu = timed(work)
        well = sum(self.ended)
        return well, len(self.ended) - well, seconds, cpu


def queued(address: str, kind: str, folder: str) -> tuple[Measured, Measured]:
    """Syncs that a worker takes from the queue, with so many threads that they are in flight together, and with as
    many as a service has whose operator says nothing."""
    url = Copies(Origin(kind, folder), "queued").another()
    with outside_at(address) as outside, opened(url) as engine:
        ours = ours_over(engine, outside)
        _drained(ours, IN_FLIGHT, CONNECTIONS)  # nothing was read before: counts for nothing
        return _drained(ours, IN_FLIGHT, CONNECTIONS), _drained(ours, THREADS, IN_FLIGHT)


def _drained(ours: Ours, threads: int, connections: int) -> Measured:
    """A job for each of so many connections, until none is left."""
    tally = Tally(ours)
    worker = Worker(ours.parts.unit_of_work, ours.parts.clock, tally, threads)

    def work() -> None:
        worker.run_due()
        worker.drain()

    _queue(ours, connections)
    measured = tally.measured(work)
    worker.close()
    return measured


def _queue(ours: Ours, connections: int) -> None:
    now = ours.parts.clock.now()
    with ours.parts.unit_of_work() as tx:
        for number in range(1, connections + 1):
            tx.jobs.enqueue(sync_job(ConnectionId(number), "schedule", now))
        tx.commit()


def unqueued(address: str, kind: str, folder: str) -> Measured:
    """Every connection has a thread that syncs it over and over."""
    url = Copies(Origin(kind, folder), "unqueued").another()
    together = threading.Barrier(IN_FLIGHT + 1)
    with outside_at(address) as outside, opened(url) as engine:
        ours = ours_over(engine, outside)
        tally = Tally(ours)

        def over_and_over(number: int) -> None:
            tally(ours.job(number))
            together.wait()
            until = time.perf_counter() + SECONDS
            while time.perf_counter() < until:
                tally(ours.job(number))

        with ThreadPoolExecutor(IN_FLIGHT) as pool:
            threads = [pool.submit(over_and_over, n) for n in range(1, IN_FLIGHT + 1)]

            def work() -> None:
                together.wait()
                for thread in threads:
                    thread.result()

            while together.n_waiting < IN_FLIGHT:
                time.sleep(WAIT)
            return tally.measured(work)
