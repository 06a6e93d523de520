"""Several keys side by side, one of each at a time."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from workshop import Workshop, run

from patience import LONG
from tt_integrations.adapters.jobs.worker import LEASE, Worker
from tt_integrations.domain.model.work import Again

MINUTE = timedelta(minutes=1)
WORDS = [str(number) for number in range(50)]


@pytest.mark.parametrize("threads", [1, 4, 16])
def test_jobs_of_one_key_are_done_in_order_however_many_threads_there_are(
    shop: Workshop, threads: int
) -> None:
    worker = shop.worker(threads)
    shop.wants(*WORDS)
    run(worker)
    worker.close(LONG)
    assert shop.words == WORDS


def test_all_that_is_due_is_done_in_one_go(shop: Workshop, worker: Worker) -> None:
    shop.wants(*WORDS, key=None)
    assert 1 <= run(worker) <= worker.threads
    assert sorted(shop.words) == sorted(WORDS)
    assert shop.left() == []


def test_a_handler_that_hangs_holds_up_no_other_key(
    shop: Workshop, worker: Worker, let_go: threading.Event
) -> None:
    at_once = threading.Event()
    at_once.set()
    shop.waits("hangs", let_go)
    other = shop.waits("other", at_once)
    shop.wants("hangs", "behind it", key="a")
    shop.wants("other", key="b")
    worker.run_due()
    assert other.wait(LONG)
    assert "behind it" not in shop.words
    let_go.set()
    assert worker.drain(LONG)
    assert shop.words[-1] == "behind it"


def test_a_full_worker_takes_nothing_more(shop: Workshop, let_go: threading.Event) -> None:
    worker = shop.worker(threads=2)
    for word in ("one", "two"):
        shop.waits(word, let_go)
    shop.wants("one", "two", "three", key=None)
    assert (worker.run_due(), worker.run_due()) == (2, 0)
    assert not worker.drain(0.01)
    assert shop.left() == ["three"]  # free for another process
    let_go.set()
    worker.close(LONG)


def test_a_closed_worker_takes_nothing_more_and_may_begin_anew(
    shop: Workshop, let_go: threading.Event
) -> None:
    worker = shop.worker()
    hangs = shop.waits("one", let_go)
    shop.wants("one", "two")
    worker.run_due()
    assert hangs.wait(LONG)
    worker.close(timeout=0.01)
    let_go.set()
    assert worker.drain(LONG)
    assert shop.left() == ["two"]
    run(worker)
    worker.close(LONG)
    assert shop.left() == []


def test_whoever_comes_back_after_its_lease_undoes_nothing_of_who_took_over(
    shop: Workshop, let_go: threading.Event
) -> None:
    slow, quick = shop.worker(), shop.worker()
    hangs = shop.waits("one", let_go)
    shop.wants("one")
    slow.run_due()
    assert hangs.wait(LONG)
    shop.clock.advance(LEASE)
    shop.told["one"] = lambda: Again(MINUTE, "not yet")
    run(quick)
    let_go.set()
    slow.close(LONG)
    quick.close(LONG)
    assert shop.left() == []
    shop.clock.advance(MINUTE)
    assert shop.left() == ["one"]
