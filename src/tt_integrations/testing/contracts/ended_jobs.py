# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from attrs import evolve

from tt_integrations.domain.model.work import TellOwner
from tt_integrations.testing.contracts.examples import at, job
from tt_integrations.testing.contracts.ground import Ground
from tt_integrations.testing.contracts.outbox import (
    LEASE,
    a_connection,
    finish,
    give_back,
    give_up,
    store,
    take,
    words_due,
)


class EndedJobsContract:
    """What becomes of a job that was taken, or is to be dropped."""

    def test_after_it_was_finished_one_with_the_same_once_is_stored(self, ground: Ground) -> None:
        only = evolve(job(a_connection(ground), "one"), once="a")
        store(ground, only)
        finish(ground, take(ground))
        assert store(ground, only)

    def test_after_it_was_given_up_one_with_the_same_once_is_stored(self, ground: Ground) -> None:
        only = evolve(job(a_connection(ground), "one"), once="a")
        store(ground, only)
        give_up(ground, take(ground))
        assert store(ground, only)

    def test_a_finished_job_is_forgotten(self, ground: Ground) -> None:
        connection = a_connection(ground)
        store(ground, job(connection, "one"))
        finish(ground, take(ground))
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(at(99), LEASE) is None
            assert list(tx.jobs.given_up(connection)) == []

    def test_a_finish_that_is_undone_leaves_the_job_held(self, ground: Ground) -> None:
        store(ground, job(a_connection(ground), "one"))
        taken = take(ground)
        with ground.unit_of_work() as tx:
            tx.jobs.finish(taken)
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(at(0), LEASE) is None
            assert tx.jobs.take(at(1), LEASE) is not None

    def test_a_job_given_back_is_taken_again_from_then_on_and_was_not_interrupted(
        self, ground: Ground
    ) -> None:
        store(ground, job(a_connection(ground), "one"))
        first = take(ground)
        give_back(ground, first, due=at(3))
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(at(2.9), LEASE) is None
            again = tx.jobs.take(at(3), LEASE)
        assert again == evolve(first, tries=2)

    def test_a_job_that_was_interrupted_once_is_marked_so_for_good(self, ground: Ground) -> None:
        store(ground, job(a_connection(ground), "one"))
        take(ground)
        interrupted = take(ground, at(1))
        give_back(ground, interrupted, due=at(2))
        again = take(ground, at(2))
        assert (interrupted.interrupted, again.interrupted, again.tries) == (True, True, 3)

    def test_the_later_ones_of_its_key_wait_for_a_job_given_back(self, ground: Ground) -> None:
        connection = a_connection(ground)
        for word in ("one", "two"):
            store(ground, job(connection, word))
        give_back(ground, take(ground), due=at(1))
        assert words_due(ground) == []
        assert words_due(ground, now=at(1)) == ["one", "two"]

    def test_a_job_given_up_is_never_taken_again_and_the_later_ones_wait_no_longer(
        self, ground: Ground
    ) -> None:
        connection = a_connection(ground)
        for word in ("one", "two"):
            store(ground, job(connection, word))
        give_up(ground, take(ground))
        assert words_due(ground, now=at(99)) == ["two"]

    def test_those_given_up_are_kept_with_their_reasons_newest_first(self, ground: Ground) -> None:
        connection, other = a_connection(ground), a_connection(ground, "other")
        for word in ("one", "two", "three"):
            store(ground, job(connection, word))
        store(ground, job(other, "elsewhere", key="other"))
        given_up = [give_up(ground, take(ground), reason) for reason in ("too late", "gone", "x")]
        with ground.unit_of_work.reading() as tx:
            kept = list(tx.jobs.given_up(connection))
            assert [each.work for each, _ in tx.jobs.given_up(other)] == []
        assert given_up[2].connection == connection
        assert kept == list(zip(given_up, ("too late", "gone", "x"), strict=True))[::-1]

    def test_nothing_happens_when_somebody_else_has_taken_it_since(self, ground: Ground) -> None:
        connection = a_connection(ground)
        store(ground, job(connection, "one"))
        before = take(ground)
        now = take(ground, at(1))
        with ground.unit_of_work() as tx:
            tx.jobs.finish(before)
            tx.jobs.give_back(before, at(0))
            tx.jobs.give_up(before, at(1), "too late")
            tx.commit()
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(at(1), LEASE) is None
            assert list(tx.jobs.given_up(connection)) == []
            assert tx.jobs.take(at(2), LEASE) == evolve(now, tries=3)

    def test_nothing_happens_to_a_later_job_by_whoever_means_one_that_is_gone(
        self, ground: Ground
    ) -> None:
        connection = a_connection(ground)
        store(ground, job(connection, "one"))
        before = take(ground)
        finish(ground, before)
        store(ground, job(connection, "two"))
        taken = take(ground)
        finish(ground, before)
        give_back(ground, taken, due=at(1))
        assert words_due(ground, now=at(1)) == ["two"]

    def test_to_drop_forgets_those_that_are_neither_taken_nor_given_up(
        self, ground: Ground
    ) -> None:
        connection, other = a_connection(ground), a_connection(ground, "other")
        for word in ("given up", "back", "held", "one", "two"):
            store(ground, job(connection, word, key="k" if word in ("one", "two") else word))
        store(ground, job(other, "elsewhere", key="other", hours=1))
        give_up(ground, take(ground))
        give_back(ground, take(ground), due=at(2))
        take(ground)
        with ground.unit_of_work() as tx:
            assert tx.jobs.drop(connection) == len(("back", "one", "two"))
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert [each.work for each, _ in tx.jobs.given_up(connection)] == [
                TellOwner("given up")
            ]
        assert words_due(ground, now=at(3)) == ["held", "elsewhere"]

    def test_to_forget_drops_those_that_were_given_up_before_that_moment(
        self, ground: Ground
    ) -> None:
        connection = a_connection(ground)
        for word in ("early", "late", "waiting"):
            store(ground, job(connection, word, key=word))
        early, late = take(ground), take(ground)
        with ground.unit_of_work() as tx:
            tx.jobs.give_up(early, at(1), "x")
            tx.jobs.give_up(late, at(2), "x")
            tx.commit()
        with ground.unit_of_work() as tx:
            assert (tx.jobs.forget(at(1)), tx.jobs.forget(at(2))) == (0, 1)
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert [each.work for each, _ in tx.jobs.given_up(connection)] == [late.work]
        assert words_due(ground, now=at(3)) == ["waiting"]
