"""What ticks, and that nothing which goes wrong ends it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from workshop import Workshop

from patience import LONG
from tt_integrations.adapters.jobs.embedded import EmbeddedJobs, Periodic
from tt_integrations.domain.errors import StoreUnavailable

OFTEN = timedelta(milliseconds=20)


class Calls:
    """Counts its calls, each of which may raise, and tells when there were enough."""

    def __init__(self, enough: int, error: Exception | None = None) -> None:
        self.count = 0
        self.were_enough = threading.Event()
        self._enough = enough
        self._error = error

    def __call__(self) -> None:
        self.count += 1
        if self.count >= self._enough:
            self.were_enough.set()
        if self._error is not None:
            raise self._error


Start = Callable[..., EmbeddedJobs]


@pytest.fixture
def start(shop: Workshop) -> Iterator[Start]:
    started: list[EmbeddedJobs] = []

    def begin(*periodic: Periodic) -> EmbeddedJobs:
        jobs = EmbeddedJobs(shop.worker(), periodic, tick=OFTEN)
        started.append(jobs)
        jobs.start()
        return jobs

    yield begin
    for jobs in started:
        jobs.stop()


def test_what_is_due_is_done_by_itself(shop: Workshop, start: Start) -> None:
    at_once = threading.Event()
    at_once.set()
    done = shop.waits("one", at_once)
    start()
    shop.wants("one")
    assert done.wait(LONG)


def test_what_is_periodic_is_called_again_and_again(start: Start) -> None:
    calls = Calls(3)
    start(Periodic("counting", OFTEN, calls))
    assert calls.were_enough.wait(LONG)


@pytest.mark.parametrize("error", [ValueError("odd"), StoreUnavailable("locked")])
def test_what_raises_is_called_again(start: Start, error: Exception) -> None:
    calls = Calls(3, error)
    start(Periodic("counting", OFTEN, calls))
    assert calls.were_enough.wait(LONG)


def test_what_raises_is_logged_by_its_name(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    calls = Calls(2, ValueError("odd"))
    jobs = start(Periodic("counting", OFTEN, calls))
    assert calls.were_enough.wait(LONG)
    jobs.stop()
    assert "counting failed" in caplog.text


def test_to_stop_waits_for_what_is_under_way(shop: Workshop, start: Start) -> None:
    let_go = threading.Event()
    hangs = shop.waits("one", let_go)
    jobs = start()
    shop.wants("one")
    assert hangs.wait(LONG)
    threading.Timer(0.05, let_go.set).start()
    jobs.stop()
    assert let_go.is_set()
    shop.clock.advance(timedelta(hours=1))
    assert shop.left() == []


def test_after_a_stop_nothing_is_called_until_it_starts_again(start: Start) -> None:
    calls = Calls(1)
    jobs = start(Periodic("counting", OFTEN, calls))
    assert calls.were_enough.wait(LONG)
    jobs.stop()
    before = calls.count
    assert not threading.Event().wait(OFTEN.total_seconds() * 5)
    assert calls.count == before
    calls.were_enough.clear()
    jobs.start()
    assert calls.were_enough.wait(LONG)


def test_to_start_twice_is_to_start_once(start: Start) -> None:
    jobs = start()
    scheduler = jobs._scheduler
    jobs.start()
    assert jobs._scheduler is scheduler


def test_to_stop_what_never_started_does_nothing(shop: Workshop) -> None:
    jobs = EmbeddedJobs(shop.worker(), ())
    jobs.stop()
    assert shop.seen == []


def test_no_tick_is_told_of_even_where_one_takes_longer_than_the_next(
    shop: Workshop, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    slow = Calls(3)

    def call() -> None:
        slow()
        threading.Event().wait(OFTEN.total_seconds() * 3)

    caplog.set_level(logging.DEBUG)
    jobs = start(Periodic("slow", OFTEN, call))
    assert slow.were_enough.wait(LONG)
    jobs.stop()
    assert [record for record in caplog.records if record.name.startswith("apscheduler")] == []
