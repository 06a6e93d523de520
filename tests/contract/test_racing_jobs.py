"""Many workers, in threads and processes of their own, over one outbox."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from attrs import evolve

from tt_integrations.adapters.jobs.worker import Worker
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.work import Done, Job, Result, TellOwner
from tt_integrations.ports.unit_of_work import Transaction
from tt_integrations.testing.clock import MORNING, FixedClock
from tt_integrations.testing.contracts import Ground
from tt_integrations.testing.contracts.examples import connected, job

RACERS, JOBS, KEYS = 8, 200, 20
LEASE = timedelta(minutes=2)
ORDER = list(range(JOBS // KEYS))


class Journal:
    """What was done of each key, and whether two of one key were ever under way at once."""

    def __init__(self) -> None:
        self.done: dict[str, list[int]] = defaultdict(list)
        self.overlaps: list[str] = []
        self._under_way: set[str] = set()
        self._writing = threading.Lock()

    def begins(self, taken: Job) -> None:
        with self._writing:
            if taken.key in self._under_way:
                self.overlaps.append(taken.key)
            self._under_way.add(taken.key)

    def ends(self, taken: Job) -> None:
        assert isinstance(taken.work, TellOwner)
        with self._writing:
            self._under_way.discard(taken.key)
            self.done[taken.key].append(int(taken.work.reason))

    def carry_out(self, taken: Job) -> Result:
        self.begins(taken)
        self.ends(taken)
        return Done()


@pytest.fixture
def connection(own_ground: Ground) -> ConnectionId:
    ada = own_ground.add_person()
    with own_ground.unit_of_work() as tx:
        added = connected(tx, ada, "k")
        tx.commit()
    return added.id


@pytest.fixture
def keys(own_ground: Ground, connection: ConnectionId) -> list[str]:
    """Of each there are jobs, numbered in the order they were stored."""
    keys = [f"key {number}" for number in range(KEYS)]
    with own_ground.unit_of_work() as tx:
        for number in ORDER:
            for key in keys:
                tx.jobs.enqueue(job(connection, str(number), key))
        tx.commit()
    return keys


def test_of_many_takers_each_gets_a_job_of_its_own_in_order_and_one_of_a_key_at_a_time(
    own_ground: Ground, keys: list[str]
) -> None:
    journal, left = Journal(), threading.Semaphore(JOBS)

    def take_and_finish(_: int) -> None:
        while left.acquire(blocking=False):
            taken = _take_patiently(own_ground)
            journal.begins(taken)
            with own_ground.unit_of_work() as tx:
                tx.jobs.finish(taken)
                journal.ends(taken)  # before the next of its key can be seen
                tx.commit()

    with ThreadPoolExecutor(RACERS) as racers:
        list(racers.map(take_and_finish, range(RACERS)))
    assert journal.overlaps == []
    assert journal.done == dict.fromkeys(keys, ORDER)
    with own_ground.unit_of_work() as tx:
        assert tx.jobs.take(MORNING + LEASE, LEASE) is None


def test_two_workers_over_one_database_do_each_job_once(
    own_ground: Ground, keys: list[str]
) -> None:
    journal, clock = Journal(), FixedClock()
    workers = [Worker(own_ground.unit_of_work, clock, journal.carry_out) for _ in range(2)]
    while sum(map(len, journal.done.values())) < JOBS:
        for worker in workers:
            worker.run_due()
        assert all(worker.drain(30) for worker in workers)
    for worker in workers:
        worker.close()
    assert journal.overlaps == []
    assert journal.done == dict.fromkeys(keys, ORDER)


def test_of_racing_claims_of_a_name_exactly_one_wins(own_ground: Ground) -> None:
    won = _race(own_ground, lambda tx: tx.claims.claim("a", MORNING))
    assert won.count(True) == 1


def test_of_racing_jobs_of_one_once_exactly_one_is_stored(
    own_ground: Ground, connection: ConnectionId
) -> None:
    only = evolve(job(connection, "one"), once="a")
    won = _race(own_ground, lambda tx: tx.jobs.enqueue(only))
    assert won.count(True) == 1


def _take_patiently(ground: Ground) -> Job:
    """While others hold the first of every key that has any left, nothing is due."""
    while True:
        with ground.unit_of_work() as tx:
            taken = tx.jobs.take(MORNING, LEASE)
            tx.commit()
        if taken is not None:
            return taken


def _race(ground: Ground, attempt: Callable[[Transaction], bool]) -> list[bool]:
    """Who of several that begin at once got what they wanted, each in a transaction that commits."""
    start = threading.Barrier(RACERS)

    def run(_: int) -> bool:
        start.wait(30)
        with ground.unit_of_work() as tx:
            won = attempt(tx)
            tx.commit()
        return won

    with ThreadPoolExecutor(RACERS) as racers:
        return list(racers.map(run, range(RACERS)))
