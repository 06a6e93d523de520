# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from attrs import evolve

from tt_integrations.domain.model.announcements import TimerStarted, TimerStopped, TimerTakenBack
from tt_integrations.domain.model.chat import Period
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.people import PersonId, Rounding
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId, Task, TaskId, Timer
from tt_integrations.domain.model.work import (
    AnnounceStart,
    AnnounceStop,
    AnnounceTakenBack,
    Job,
    NewJob,
    PostSummary,
    TellOwner,
    Work,
)
from tt_integrations.ports.unit_of_work import Transaction
from tt_integrations.testing.contracts.examples import at, connected, job
from tt_integrations.testing.contracts.ground import Ground

LEASE = timedelta(minutes=2)
TIMER = Timer(
    EntryId(7),
    PersonId(3),
    Project(ProjectId(5), "Café ☕", billable=False),
    at(0) + timedelta(microseconds=123_457),
    paused_at=at(1),
    breaks=timedelta(minutes=5, microseconds=1),
    task=Task(TaskId(9), "Roof"),
    note="up & <down>",
)
WORKS: list[Work] = [
    AnnounceStart(TimerStarted(TIMER)),
    AnnounceStart(TimerStarted(evolve(TIMER, project=None, task=None, paused_at=None, note=None))),
    AnnounceStop(TimerStopped(TIMER.stopped(at(3), Rounding(15)))),
    AnnounceTakenBack(TimerTakenBack(TIMER)),
    PostSummary(Period.WEEKLY, date(2026, 3, 29)),
    TellOwner("the token was revoked – “ça va”"),
]


class JobsContract:
    def test_what_was_stored_in_a_transaction_that_commits_is_taken(self, ground: Ground) -> None:
        connection = _connection(ground)
        _store(ground, job(connection, "one"))
        taken = _take(ground)
        assert taken == Job(taken.id, connection, TellOwner("one"), "k", at(0), tries=1)

    def test_what_was_stored_in_a_transaction_that_does_not_commit_is_never_due(
        self, ground: Ground
    ) -> None:
        connection = _connection(ground)
        with ground.unit_of_work() as tx:
            tx.jobs.enqueue(job(connection, "one"))
        assert _words(ground) == []

    @pytest.mark.parametrize("work", WORKS, ids=lambda work: type(work).__name__)
    def test_a_work_comes_back_as_it_was_stored(self, ground: Ground, work: Work) -> None:
        _store(ground, NewJob(_connection(ground), work, "k", at(0)))
        assert _take(ground).work == work

    def test_a_moment_is_kept_to_the_microsecond_and_is_utc(self, ground: Ground) -> None:
        due = at(0) + timedelta(microseconds=123_457)
        _store(ground, NewJob(_connection(ground), TellOwner("one"), "k", due))
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(due - timedelta(microseconds=1), LEASE) is None
            taken = tx.jobs.take(due, LEASE)
        assert taken is not None
        assert (taken.stored, taken.stored.utcoffset()) == (due, timedelta(0))

    def test_one_with_the_same_once_as_one_that_waits_is_not_stored(self, ground: Ground) -> None:
        connection = _connection(ground)
        stored = [_store(ground, evolve(job(connection, w), once="a")) for w in ("one", "two")]
        assert (stored, _words(ground)) == ([True, False], ["one"])

    def test_nor_while_somebody_holds_it(self, ground: Ground) -> None:
        connection = _connection(ground)
        only = evolve(job(connection, "one"), once="a")
        _store(ground, only)
        _take(ground)
        assert not _store(ground, only)

    def test_a_job_that_is_not_stored_for_its_once_leaves_the_transaction_whole(
        self, ground: Ground
    ) -> None:
        connection = _connection(ground)
        with ground.unit_of_work() as tx:
            for _ in range(2):
                tx.jobs.enqueue(evolve(job(connection, "one"), once="a"))
            tx.jobs.enqueue(job(connection, "two"))
            tx.commit()
        assert _words(ground) == ["one", "two"]

    def test_jobs_of_different_once_or_of_none_are_all_stored(self, ground: Ground) -> None:
        connection = _connection(ground)
        names = ("a", "b", None, None)
        assert [_store(ground, evolve(job(connection, "any"), once=n)) for n in names] == [True] * 4

    def test_after_it_was_finished_one_with_the_same_once_is_stored(self, ground: Ground) -> None:
        only = evolve(job(_connection(ground), "one"), once="a")
        _store(ground, only)
        _finish(ground, _take(ground))
        assert _store(ground, only)

    def test_after_it_was_given_up_one_with_the_same_once_is_stored(self, ground: Ground) -> None:
        only = evolve(job(_connection(ground), "one"), once="a")
        _store(ground, only)
        _give_up(ground, _take(ground))
        assert _store(ground, only)

    def test_nothing_is_taken_before_it_is_due(self, ground: Ground) -> None:
        _store(ground, job(_connection(ground), "one", hours=2))
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(at(1), LEASE) is None
            assert tx.jobs.take(at(2), LEASE) is not None

    def test_the_one_due_for_longest_is_taken_first(self, ground: Ground) -> None:
        connection = _connection(ground)
        for word, key, hours in (("late", "a", -1), ("early", "b", -3), ("between", "c", -2)):
            _store(ground, job(connection, word, key, hours))
        assert _words(ground) == ["early", "between", "late"]

    def test_of_those_due_for_as_long_the_one_stored_first_is_taken_first(
        self, ground: Ground
    ) -> None:
        connection = _connection(ground)
        for word in ("one", "two", "three"):
            _store(ground, job(connection, word, key=word))
        assert _words(ground) == ["one", "two", "three"]

    def test_a_held_job_is_not_taken_until_its_lease_ends(self, ground: Ground) -> None:
        _store(ground, job(_connection(ground), "one"))
        first = _take(ground)
        just_before = at(0) + LEASE - timedelta(microseconds=1)
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(just_before, LEASE) is None
            again = tx.jobs.take(at(0) + LEASE, LEASE)
        assert again == evolve(first, tries=2, interrupted=True)

    def test_jobs_of_one_key_come_in_the_order_they_were_stored_whatever_is_due(
        self, ground: Ground
    ) -> None:
        connection = _connection(ground)
        _store(ground, job(connection, "one", hours=1))
        _store(ground, job(connection, "two"))
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(at(0), LEASE) is None
        assert _words(ground, now=at(1)) == ["one", "two"]

    def test_jobs_of_one_key_come_one_at_a_time(self, ground: Ground) -> None:
        connection = _connection(ground)
        for word, key in (("one", "a"), ("two", "a"), ("other", "b")):
            _store(ground, job(connection, word, key))
        with ground.unit_of_work() as tx:
            taken = [tx.jobs.take(at(0), LEASE) for _ in range(3)]
        assert [each and each.work for each in taken] == [
            TellOwner("one"),
            TellOwner("other"),
            None,
        ]

    def test_one_whose_lease_ended_goes_before_the_later_ones_of_its_key(
        self, ground: Ground
    ) -> None:
        connection = _connection(ground)
        for word in ("one", "two"):
            _store(ground, job(connection, word))
        _take(ground)
        assert _words(ground, now=at(1)) == ["one", "two"]

    def test_a_finished_job_is_forgotten(self, ground: Ground) -> None:
        connection = _connection(ground)
        _store(ground, job(connection, "one"))
        _finish(ground, _take(ground))
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(at(99), LEASE) is None
            assert list(tx.jobs.given_up(connection)) == []

    def test_a_finish_that_is_undone_leaves_the_job_held(self, ground: Ground) -> None:
        _store(ground, job(_connection(ground), "one"))
        taken = _take(ground)
        with ground.unit_of_work() as tx:
            tx.jobs.finish(taken)
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(at(0), LEASE) is None
            assert tx.jobs.take(at(1), LEASE) is not None

    def test_a_job_given_back_is_taken_again_from_then_on_and_was_not_interrupted(
        self, ground: Ground
    ) -> None:
        _store(ground, job(_connection(ground), "one"))
        first = _take(ground)
        _give_back(ground, first, due=at(3))
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(at(2.9), LEASE) is None
            again = tx.jobs.take(at(3), LEASE)
        assert again == evolve(first, tries=2)

    def test_a_job_given_back_after_an_interruption_is_interrupted_no_more(
        self, ground: Ground
    ) -> None:
        _store(ground, job(_connection(ground), "one"))
        _take(ground)
        interrupted = _take(ground, at(1))
        _give_back(ground, interrupted, due=at(2))
        again = _take(ground, at(2))
        assert (interrupted.interrupted, again.interrupted, again.tries) == (True, False, 3)

    def test_the_later_ones_of_its_key_wait_for_a_job_given_back(self, ground: Ground) -> None:
        connection = _connection(ground)
        for word in ("one", "two"):
            _store(ground, job(connection, word))
        _give_back(ground, _take(ground), due=at(1))
        assert _words(ground) == []
        assert _words(ground, now=at(1)) == ["one", "two"]

    def test_a_job_given_up_is_never_taken_again_and_the_later_ones_wait_no_longer(
        self, ground: Ground
    ) -> None:
        connection = _connection(ground)
        for word in ("one", "two"):
            _store(ground, job(connection, word))
        _give_up(ground, _take(ground))
        assert _words(ground, now=at(99)) == ["two"]

    def test_those_given_up_are_kept_with_their_reasons_newest_first(self, ground: Ground) -> None:
        connection, other = _connection(ground), _connection(ground, "other")
        for word in ("one", "two", "three"):
            _store(ground, job(connection, word))
        _store(ground, job(other, "elsewhere", key="other"))
        given_up = [_give_up(ground, _take(ground), reason) for reason in ("too late", "gone", "x")]
        with ground.unit_of_work.reading() as tx:
            kept = list(tx.jobs.given_up(connection))
            assert [each.work for each, _ in tx.jobs.given_up(other)] == []
        assert given_up[2].connection == connection
        assert kept == list(zip(given_up, ("too late", "gone", "x"), strict=True))[::-1]

    def test_nothing_happens_when_somebody_else_has_taken_it_since(self, ground: Ground) -> None:
        connection = _connection(ground)
        _store(ground, job(connection, "one"))
        before = _take(ground)
        now = _take(ground, at(1))
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
        connection = _connection(ground)
        _store(ground, job(connection, "one"))
        before = _take(ground)
        _finish(ground, before)
        _store(ground, job(connection, "two"))
        taken = _take(ground)
        _finish(ground, before)
        _give_back(ground, taken, due=at(1))
        assert _words(ground, now=at(1)) == ["two"]

    def test_to_drop_forgets_those_that_are_neither_taken_nor_given_up(
        self, ground: Ground
    ) -> None:
        connection, other = _connection(ground), _connection(ground, "other")
        for word in ("given up", "back", "held", "one", "two"):
            _store(ground, job(connection, word, key="k" if word in ("one", "two") else word))
        _store(ground, job(other, "elsewhere", key="other", hours=1))
        _give_up(ground, _take(ground))
        _give_back(ground, _take(ground), due=at(2))
        _take(ground)
        with ground.unit_of_work() as tx:
            assert tx.jobs.drop(connection) == len(("back", "one", "two"))
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert [each.work for each, _ in tx.jobs.given_up(connection)] == [
                TellOwner("given up")
            ]
        assert _words(ground, now=at(3)) == ["held", "elsewhere"]


def _connection(ground: Ground, key: str = "k") -> ConnectionId:
    ada = ground.add_person()
    with ground.unit_of_work() as tx:
        added = connected(tx, ada, key)
        tx.commit()
    return added.id


def _store(ground: Ground, new: NewJob) -> bool:
    with ground.unit_of_work() as tx:
        stored = tx.jobs.enqueue(new)
        tx.commit()
    return stored


def _take(ground: Ground, now: datetime = at(0)) -> Job:  # noqa: B008 - frozen
    with ground.unit_of_work() as tx:
        taken = tx.jobs.take(now, LEASE)
        tx.commit()
    assert taken is not None
    return taken


def _finish(ground: Ground, taken: Job) -> None:
    with ground.unit_of_work() as tx:
        tx.jobs.finish(taken)
        tx.commit()


def _give_back(ground: Ground, taken: Job, due: datetime) -> None:
    with ground.unit_of_work() as tx:
        tx.jobs.give_back(taken, due)
        tx.commit()


def _give_up(ground: Ground, taken: Job, reason: str = "any") -> Job:
    with ground.unit_of_work() as tx:
        tx.jobs.give_up(taken, at(0), reason)
        tx.commit()
    return taken


def _words(ground: Ground, now: datetime = at(0)) -> list[str]:  # noqa: B008 - frozen
    """What is taken until nothing is due, each finished at once. Nothing of it stays."""
    with ground.unit_of_work() as tx:
        return list(_said(tx, now))


def _said(tx: Transaction, now: datetime) -> list[str]:
    said = []
    while (taken := tx.jobs.take(now, LEASE)) is not None:
        assert isinstance(taken.work, TellOwner)
        said.append(taken.work.reason)
        tx.jobs.finish(taken)
    return said
