"""Every connection is synced twice an hour, whoever asks, however often."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from attrs import define, evolve, field

from issue_desk import PROVIDER
from sync_desk import SyncDesk
from tt_integrations.domain.model.connection import ConnectionId, ConnectionState
from tt_integrations.domain.model.work import Job, Sync
from tt_integrations.domain.usecases.queue_syncs import (
    EVERY,
    SPREAD,
    QueueSyncs,
    enqueue_after,
    pause_of,
    sync_job,
)
from tt_integrations.testing.memory import MemoryStore

FAR = timedelta(days=400)


@define
class Counted:
    """How many transactions were begun that may write."""

    inner: Any
    writes: int = field(default=0)

    @contextmanager
    def __call__(self) -> Iterator[Any]:
        self.writes += 1
        with self.inner() as tx:
            yield tx

    def reading(self) -> Any:
        return self.inner.reading()


@pytest.fixture
def desk() -> SyncDesk:
    return SyncDesk()


def done(desk: SyncDesk) -> list[tuple[Job, datetime]]:
    """What waits, done now, each with when it was due."""
    ended = []
    with desk.work() as tx:
        while job := tx.jobs.take(desk.clock.now(), timedelta(minutes=1)):
            ended.append((job, job.stored))
            tx.jobs.finish(job)
        tx.commit()
    return ended


def test_a_connection_that_never_synced_is_due_at_once(desk: SyncDesk) -> None:
    assert desk.queue() == 1
    [(job, due)] = done(desk)
    assert (job.work, job.key) == (Sync("schedule"), f"sync:{desk.connection.id}")
    assert due == desk.clock.now()


def test_the_next_one_is_due_half_an_hour_later(desk: SyncDesk) -> None:
    desk.queue()
    done(desk)
    pause = pause_of(desk.connection.id)
    desk.clock.advance(pause.total_seconds() - 1)
    assert desk.queue() == 0
    desk.clock.advance(1)
    assert desk.queue() == 1
    assert len(done(desk)) == 1


def test_one_that_waits_already_is_not_stored_twice_for_whatever_cause(desk: SyncDesk) -> None:
    with desk.work() as tx:
        assert tx.jobs.enqueue(sync_job(desk.connection.id, "asked for", desk.clock.now()))
        tx.commit()
    assert desk.queue() == 0
    assert [job.work for job, _ in done(desk)] == [Sync("asked for")]


def test_a_sync_that_is_asked_for_in_between_does_not_wait_for_the_next_regular_one(
    desk: SyncDesk,
) -> None:
    desk.queue()
    done(desk)
    desk.clock.advance(60)
    desk.queue()
    with desk.work() as tx:
        assert tx.jobs.enqueue(sync_job(desk.connection.id, "asked for", desk.clock.now()))
        tx.commit()
    assert [job.work for job, _ in done(desk)] == [Sync("asked for")]


def test_connections_are_spread_by_their_numbers_and_nothing_else() -> None:
    pauses = [pause_of(ConnectionId(number)) for number in range(1, 201)]
    assert pauses == [pause_of(ConnectionId(number)) for number in range(1, 201)]
    assert all(EVERY - SPREAD <= pause <= EVERY + SPREAD for pause in pauses)
    assert len(set(pauses)) > 150
    early = sum(pause < EVERY for pause in pauses)
    assert 60 < early < 140


def test_who_looks_in_between_does_not_write(desk: SyncDesk) -> None:
    counted = Counted(desk.work)
    queue = QueueSyncs(counted, desk.clock, [PROVIDER])
    assert (queue(), counted.writes) == (1, 1)
    assert [queue() for _ in range(5)] == [0] * 5
    assert counted.writes == 1


def test_200_connections_take_one_transaction_that_writes(desk: SyncDesk) -> None:
    for number in range(199):
        desk.connect(desk.ground.add_person(f"P{number}"), {})
    counted = Counted(desk.work)
    assert QueueSyncs(counted, desk.clock, [PROVIDER])() == 200
    assert counted.writes == 1
    assert len(done(desk)) == 200


def test_more_connections_than_fit_on_one_page_are_all_seen_to(desk: SyncDesk) -> None:
    for number in range(4):
        desk.connect(desk.ground.add_person(f"P{number}"), {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tt_integrations.testing.memory.connections.MANY", 2)
        assert desk.queue() == 5


@pytest.mark.parametrize("state", list(ConnectionState))
def test_only_what_works_is_synced(desk: SyncDesk, state: ConnectionState) -> None:
    desk.put(state)
    assert desk.queue() == int(state.works)


def test_nothing_is_queued_for_nobody_and_for_somebody_who_was_deactivated() -> None:
    store = MemoryStore()
    desk = SyncDesk(store)
    store.add_connection(PROVIDER, None, {}, works=True)
    with store.unit_of_work() as tx:
        tx.tables.people[desk.owner.id] = evolve(desk.owner, active=False)
        tx.commit()
    assert desk.queue() == 0


def test_other_providers_are_not_synced(desk: SyncDesk) -> None:
    assert QueueSyncs(desk.work, desk.clock, ["other_connector"])() == 0


def test_two_processes_that_ask_at_once_store_one_job(desk: SyncDesk) -> None:
    for number in range(4):
        desk.connect(desk.ground.add_person(f"P{number}"), {})
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: desk.queue(), range(8)))
    assert sum(told) == 5
    assert len(done(desk)) == 5


def test_who_loses_the_race_between_the_look_and_the_write_stores_nothing(desk: SyncDesk) -> None:
    queue = desk.queue
    [seen] = [page for page in queue._due(desk.clock.now()) if page]
    assert desk.queue() == 1
    done(desk)
    assert queue._queued(seen, desk.clock.now()) == 0
    assert done(desk) == []


def test_what_happens_while_a_sync_is_under_way_is_seen_by_another_one_after_it(
    desk: SyncDesk,
) -> None:
    now = desk.clock.now()

    def happened() -> bool:
        with desk.work() as tx:
            stored = enqueue_after(tx, sync_job(desk.connection.id, "told of a change", now))
            tx.commit()
        return stored

    assert happened()
    with desk.work() as tx:
        assert tx.jobs.take(now, timedelta(minutes=1))
        tx.commit()
    assert happened()
    assert [happened() for _ in range(5)] == [False] * 5
    with desk.work() as tx:
        assert tx.jobs.take(now, timedelta(minutes=1)) is None  # one at a time
