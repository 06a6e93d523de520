"""What becomes of a job, by what its handler said."""

from __future__ import annotations

from datetime import timedelta

import pytest
from workshop import Workshop, run

from tt_integrations.adapters.jobs.failures import MOST_TRIES, pause_after
from tt_integrations.adapters.jobs.worker import LEASE, Worker
from tt_integrations.domain.errors import ProviderUnavailable
from tt_integrations.domain.model.work import Again, GivenUp

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
SECRET = "s3cret"


def test_where_nothing_is_due_nothing_is_begun(worker: Worker) -> None:
    assert run(worker) == 0


def test_what_is_done_is_forgotten(shop: Workshop, worker: Worker) -> None:
    shop.wants("one")
    run(worker)
    run(worker)
    assert (shop.words, shop.left()) == (["one"], [])


def test_what_is_not_due_waits(shop: Workshop, worker: Worker) -> None:
    shop.wants("one", hours=1)
    run(worker)
    assert shop.words == []
    shop.clock.advance(timedelta(hours=1))
    run(worker)
    assert shop.words == ["one"]


def test_what_is_to_come_again_comes_after_that_time(shop: Workshop, worker: Worker) -> None:
    shop.told["one"] = lambda: Again(MINUTE, "a rate limit")
    shop.wants("one")
    for pause in (MINUTE - SECOND, SECOND):
        run(worker)
        assert [each.tries for each in shop.seen] == [1]
        shop.clock.advance(pause)
    run(worker)
    assert [(each.tries, each.interrupted) for each in shop.seen] == [(1, False), (2, False)]


def test_what_is_to_come_again_at_once_comes_after_a_second(shop: Workshop, worker: Worker) -> None:
    shop.told["one"] = lambda: Again(timedelta(0), "now, please")
    shop.wants("one")
    run(worker)
    assert len(shop.seen) == 1
    shop.clock.advance(SECOND)
    run(worker)
    assert len(shop.seen) == 2


def test_what_is_given_up_is_kept_with_its_reason_and_the_next_one_goes_on(
    shop: Workshop, worker: Worker
) -> None:
    shop.told["one"] = lambda: GivenUp("the channel is gone")
    shop.wants("one", "two")
    run(worker)
    assert shop.words == ["one", "two"]
    assert shop.given_up() == [("one", "the channel is gone")]


def test_what_raises_comes_again_later_and_later_and_is_given_up_in_the_end(
    shop: Workshop, worker: Worker
) -> None:
    shop.raises("one", ProviderUnavailable("down"))
    shop.wants("one")
    for tries in range(1, MOST_TRIES):
        run(worker)
        shop.clock.advance(pause_after(tries) - SECOND)
        run(worker)
        assert [each.tries for each in shop.seen] == list(range(1, tries + 1))
        shop.clock.advance(SECOND)
    run(worker)
    assert shop.given_up() == [("one", "failed 12 times, at last by ProviderUnavailable")]
    assert shop.left() == []


def test_pauses_double_from_five_seconds_up_to_ten_minutes() -> None:
    seconds = [pause_after(tries).total_seconds() for tries in range(1, MOST_TRIES)]
    assert seconds == [5, 10, 20, 40, 80, 160, 320, 600, 600, 600, 600]
    assert pause_after(10_000) == timedelta(minutes=10)


def test_a_failure_is_logged_without_what_the_job_is_about(
    shop: Workshop, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    shop.raises(SECRET, ValueError(SECRET))
    shop.wants(SECRET)
    run(worker)
    assert "job 1 (TellOwner) failed at try 1: ValueError at" in caplog.text
    assert SECRET not in caplog.text


def test_an_error_of_ours_is_logged_in_its_own_words(
    shop: Workshop, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    shop.raises("one", ProviderUnavailable("busy with something else"))
    shop.wants("one")
    run(worker)
    assert "failed at try 1: ProviderUnavailable: busy with something else" in caplog.text


def test_a_job_whose_worker_was_killed_comes_again_as_interrupted(
    shop: Workshop, worker: Worker
) -> None:
    shop.wants("one")
    with shop.unit_of_work() as tx:  # what another process did before it was killed
        tx.jobs.take(shop.clock.now(), LEASE)
        tx.commit()
    run(worker)
    assert shop.seen == []
    shop.clock.advance(LEASE)
    run(worker)
    assert [(each.tries, each.interrupted) for each in shop.seen] == [(2, True)]
    assert shop.left() == []
