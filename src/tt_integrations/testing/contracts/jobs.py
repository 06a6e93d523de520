# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from datetime import date, timedelta

import pytest
from attrs import evolve

from tt_integrations.domain.model.announcements import TimerStarted, TimerStopped, TimerTakenBack
from tt_integrations.domain.model.chat import Period
from tt_integrations.domain.model.people import PersonId, Rounding
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId, Task, TaskId, Timer
from tt_integrations.domain.model.work import (
    AnnounceStart,
    AnnounceStop,
    AnnounceTakenBack,
    HandleDelivery,
    Job,
    NewJob,
    PostSummary,
    Sync,
    TellOwner,
    Waiting,
    Work,
)
from tt_integrations.testing.contracts.examples import at, job
from tt_integrations.testing.contracts.ground import Ground
from tt_integrations.testing.contracts.outbox import (
    LEASE,
    a_connection,
    give_up,
    store,
    take,
    words_due,
)

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
    HandleDelivery(7),
    Sync("asked for – “now”"),
]


class JobsContract:
    """How jobs are stored and taken. `ended_jobs.py` has the rest."""

    def test_what_was_stored_in_a_transaction_that_commits_is_taken(self, ground: Ground) -> None:
        connection = a_connection(ground)
        store(ground, job(connection, "one"))
        taken = take(ground)
        assert taken == Job(taken.id, connection, TellOwner("one"), "k", at(0), tries=1)

    def test_what_was_stored_in_a_transaction_that_does_not_commit_is_never_due(
        self, ground: Ground
    ) -> None:
        connection = a_connection(ground)
        with ground.unit_of_work() as tx:
            tx.jobs.enqueue(job(connection, "one"))
        assert words_due(ground) == []

    @pytest.mark.parametrize("work", WORKS, ids=lambda work: type(work).__name__)
    def test_a_work_comes_back_as_it_was_stored(self, ground: Ground, work: Work) -> None:
        store(ground, NewJob(a_connection(ground), work, "k", at(0)))
        assert take(ground).work == work

    def test_a_moment_is_kept_to_the_microsecond_and_is_utc(self, ground: Ground) -> None:
        due = at(0) + timedelta(microseconds=123_457)
        store(ground, NewJob(a_connection(ground), TellOwner("one"), "k", due))
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(due - timedelta(microseconds=1), LEASE) is None
            taken = tx.jobs.take(due, LEASE)
        assert taken is not None
        assert (taken.stored, taken.stored.utcoffset()) == (due, timedelta(0))

    def test_one_with_the_same_once_as_one_that_waits_is_not_stored(self, ground: Ground) -> None:
        connection = a_connection(ground)
        stored = [store(ground, evolve(job(connection, w), once="a")) for w in ("one", "two")]
        assert (stored, words_due(ground)) == ([True, False], ["one"])

    def test_nor_while_somebody_holds_it(self, ground: Ground) -> None:
        connection = a_connection(ground)
        only = evolve(job(connection, "one"), once="a")
        store(ground, only)
        take(ground)
        assert not store(ground, only)

    def test_a_job_that_is_not_stored_for_its_once_leaves_the_transaction_whole(
        self, ground: Ground
    ) -> None:
        connection = a_connection(ground)
        with ground.unit_of_work() as tx:
            for _ in range(2):
                tx.jobs.enqueue(evolve(job(connection, "one"), once="a"))
            tx.jobs.enqueue(job(connection, "two"))
            tx.commit()
        assert words_due(ground) == ["one", "two"]

    def test_jobs_of_different_once_or_of_none_are_all_stored(self, ground: Ground) -> None:
        connection = a_connection(ground)
        names = ("a", "b", None, None)
        assert [store(ground, evolve(job(connection, "any"), once=n)) for n in names] == [True] * 4

    def test_nothing_is_taken_before_it_is_due(self, ground: Ground) -> None:
        store(ground, job(a_connection(ground), "one", hours=2))
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(at(1), LEASE) is None
            assert tx.jobs.take(at(2), LEASE) is not None

    def test_the_one_due_for_longest_is_taken_first(self, ground: Ground) -> None:
        connection = a_connection(ground)
        for word, key, hours in (("late", "a", -1), ("early", "b", -3), ("between", "c", -2)):
            store(ground, job(connection, word, key, hours))
        assert words_due(ground) == ["early", "between", "late"]

    def test_of_those_due_for_as_long_the_one_stored_first_is_taken_first(
        self, ground: Ground
    ) -> None:
        connection = a_connection(ground)
        for word in ("one", "two", "three"):
            store(ground, job(connection, word, key=word))
        assert words_due(ground) == ["one", "two", "three"]

    def test_a_held_job_is_not_taken_until_its_lease_ends(self, ground: Ground) -> None:
        store(ground, job(a_connection(ground), "one"))
        first = take(ground)
        just_before = at(0) + LEASE - timedelta(microseconds=1)
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(just_before, LEASE) is None
            again = tx.jobs.take(at(0) + LEASE, LEASE)
        assert again == evolve(first, tries=2, interrupted=True)

    def test_jobs_of_one_key_come_in_the_order_they_were_stored_whatever_is_due(
        self, ground: Ground
    ) -> None:
        connection = a_connection(ground)
        store(ground, job(connection, "one", hours=1))
        store(ground, job(connection, "two"))
        with ground.unit_of_work() as tx:
            assert tx.jobs.take(at(0), LEASE) is None
        assert words_due(ground, now=at(1)) == ["one", "two"]

    def test_jobs_of_one_key_come_one_at_a_time(self, ground: Ground) -> None:
        connection = a_connection(ground)
        for word, key in (("one", "a"), ("two", "a"), ("other", "b")):
            store(ground, job(connection, word, key))
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
        connection = a_connection(ground)
        for word in ("one", "two"):
            store(ground, job(connection, word))
        take(ground)
        assert words_due(ground, now=at(1)) == ["one", "two"]

    def test_nothing_waits_where_nothing_is_due(self, ground: Ground) -> None:
        store(ground, job(a_connection(ground), "one", hours=1))
        assert _waiting(ground, 0) == Waiting(0, None)

    def test_all_that_is_due_and_held_by_nobody_waits_whatever_its_key(
        self, ground: Ground
    ) -> None:
        connection = a_connection(ground)
        for word, key, hours in (("one", "a", -1), ("two", "a", -3), ("three", "b", -2)):
            store(ground, job(connection, word, key, hours))
        assert _waiting(ground, 0) == Waiting(3, at(-3))
        take(ground)  # the oldest that is first of its key
        assert _waiting(ground, 0) == Waiting(2, at(-3))

    def test_one_whose_lease_ended_waits_again_and_one_given_up_does_not(
        self, ground: Ground
    ) -> None:
        connection = a_connection(ground)
        for word, key in (("one", "a"), ("two", "b")):
            store(ground, job(connection, word, key))
        give_up(ground, take(ground))
        take(ground)
        assert _waiting(ground, 0) == Waiting(0, None)
        assert _waiting(ground, 1) == Waiting(1, at(0))


def _waiting(ground: Ground, hours: float) -> Waiting:
    with ground.unit_of_work.reading() as tx:
        return tx.jobs.waiting(at(hours))
