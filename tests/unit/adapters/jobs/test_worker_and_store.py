"""A worker whose store is locked or broken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from workshop import Workshop, run

from patience import LONG
from tt_integrations.adapters.jobs.worker import LEASE, SETTLING_TRIES, Worker

SECRET = "s3cret"


@pytest.fixture
def worker(shop: Workshop) -> Iterator[Worker]:
    """With one thread, so that what is done when is certain."""
    worker = shop.worker(threads=1)
    yield worker
    worker.close(LONG)


def test_where_the_store_is_locked_nothing_is_taken_and_what_is_due_stays_due(
    shop: Workshop, worker: Worker
) -> None:
    shop.wants("one")
    shop.unit_of_work.times = 1
    assert worker.run_due() == 0
    assert run(worker) == 1
    assert (shop.words, shop.left()) == (["one"], [])


def test_what_was_done_while_the_store_is_locked_is_marked_when_it_is_free(
    shop: Workshop, worker: Worker
) -> None:
    shop.locks("one", SETTLING_TRIES - 1)
    shop.wants("one")
    run(worker)
    shop.clock.advance(LEASE)
    assert (shop.words, shop.left()) == (["one"], [])


def test_what_was_done_but_could_not_be_marked_comes_again_as_interrupted(
    shop: Workshop, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    shop.locks("one", SETTLING_TRIES)
    shop.wants("one")
    run(worker)
    assert "job 1 could not be marked as Done: StoreUnavailable: locked" in caplog.text
    shop.told.clear()
    shop.clock.advance(LEASE)
    run(worker)
    assert [each.interrupted for each in shop.seen] == [False, True]


def test_marking_a_job_and_taking_the_next_one_is_one_transaction(
    shop: Workshop, worker: Worker
) -> None:
    shop.wants("one", "two", key=None)
    written = shop.unit_of_work.written
    worker.threads = 1
    run(worker)
    assert sorted(shop.words) == ["one", "two"]
    assert shop.unit_of_work.written - written == 3


def test_a_store_that_breaks_ends_no_thread_unheard_and_the_next_tick_goes_on(
    shop: Workshop, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    shop.unit_of_work.error = RuntimeError(SECRET)
    shop.locks("one", 1)  # to mark it
    worker.threads = 1
    shop.wants("one", "two", key=None)
    run(worker)
    assert "job 1 could not be marked as Done: RuntimeError at" in caplog.text
    assert SECRET not in caplog.text
    run(worker)
    assert shop.words == ["one", "two"]
