# ruff: noqa: S101 - a contract suite asserts
"""The promises of `TimeEntries.take_back`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import evolve

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.changes import Change
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.people import Person, PersonId, Rounding
from tt_integrations.domain.model.timesheet import NewEntry, NewTimer, Project, TimeEntry, Timer
from tt_integrations.testing.clock import MORNING
from tt_integrations.testing.contracts.examples import at, between
from tt_integrations.testing.contracts.ground import Ground

UNROUNDED = Rounding()
MINUTE = timedelta(minutes=1)


class TakingBackContract:
    def test_a_timer_that_was_started_is_gone(self, ground: Ground) -> None:
        timer = _started(ground)
        _take_back(ground, Change(None, timer))
        assert _running(ground, timer) is None

    def test_an_entry_that_was_added_is_gone(self, ground: Ground) -> None:
        entry = _added(ground)
        _take_back(ground, Change(None, entry))
        with ground.unit_of_work.reading() as tx:
            assert list(tx.entries.within(entry.person, between(-9, 9))) == []

    def test_a_timer_that_was_stopped_runs_again_as_it_did(self, ground: Ground) -> None:
        timer = _started(ground, note="as before")
        ground.pause(timer, at(1), breaks=5 * MINUTE)
        was = evolve(timer, paused_at=at(1), breaks=5 * MINUTE)
        entry = _stopped(ground, was)
        _take_back(ground, Change(was, entry))
        assert _running(ground, timer) == was
        with ground.unit_of_work.reading() as tx:
            assert list(tx.entries.within(timer.person, between(-9, 9))) == []

    def test_a_timer_that_was_changed_is_as_before(self, ground: Ground) -> None:
        timer = _started(ground)
        paused = evolve(timer, paused_at=at(1), breaks=MINUTE, note="lunch")
        _change(ground, timer, paused)
        _take_back(ground, Change(timer, paused))
        assert _running(ground, timer) == timer

    def test_a_finished_entry_can_stand_as_another_one(self, ground: Ground) -> None:
        entry = _added(ground)
        before = evolve(entry, note="before", worked=MINUTE, billable=not entry.billable)
        _take_back(ground, Change(before, entry))
        with ground.unit_of_work.reading() as tx:
            assert list(tx.entries.within(entry.person, between(-9, 9))) == [before]

    def test_lengths_are_compared_in_whole_seconds(self, ground: Ground) -> None:
        timer = _started(ground)
        a_moment = timedelta(seconds=61, microseconds=999_999)
        paused = evolve(timer, breaks=a_moment)
        _change(ground, timer, paused)
        _take_back(ground, Change(timer, paused))
        assert _running(ground, timer) == timer

    @pytest.mark.parametrize(
        "otherwise",
        [
            lambda timer: evolve(timer, started=at(-1)),
            lambda timer: evolve(timer, note="other"),
            lambda timer: evolve(timer, paused_at=at(1)),
            lambda timer: evolve(timer, breaks=MINUTE),
            lambda timer: evolve(timer, billable=not timer.billable),
            lambda timer: evolve(timer, project=None),
            lambda timer: timer.stopped(at(1), UNROUNDED),
        ],
    )
    @pytest.mark.parametrize("made", [True, False])
    def test_what_does_not_stand_so_any_more_raises_conflict_and_is_left_alone(
        self, ground: Ground, otherwise: Callable[[Timer], Timer | TimeEntry], *, made: bool
    ) -> None:
        timer = _started(ground)
        before = None if made else evolve(timer, note="before")
        with ground.unit_of_work() as tx:
            with pytest.raises(Conflict):
                tx.entries.take_back(Change(before, otherwise(timer)))
            assert tx.timers.running(timer.person) == timer
            tx.commit()
        assert _running(ground, timer) == timer

    @pytest.mark.parametrize("lock", list(Lock))
    @pytest.mark.parametrize("made", [True, False])
    def test_a_finished_entry_that_is_locked_stays_and_the_lock_is_answered(
        self, ground: Ground, lock: Lock, *, made: bool
    ) -> None:
        timer = _started(ground)
        entry = _stopped(ground, timer)
        is_locked = ground.lock(entry.id, lock)
        with ground.unit_of_work() as tx:
            answer = tx.entries.take_back(Change(None if made else timer, entry))
            left = list(tx.entries.within(entry.person, between(-9, 9)))
            tx.commit()
        assert (answer, left) == ((lock, [entry]) if is_locked else (None, []))

    def test_what_is_gone_raises_conflict(self, ground: Ground) -> None:
        timer = _started(ground)
        _take_back(ground, Change(None, timer))
        with ground.unit_of_work() as tx, pytest.raises(Conflict):
            tx.entries.take_back(Change(None, timer))

    def test_a_stopped_timer_does_not_run_again_beside_another(self, ground: Ground) -> None:
        timer = _started(ground)
        entry = _stopped(ground, timer)
        other = _start(ground, timer.person, _project(timer))
        with ground.unit_of_work() as tx:
            with pytest.raises(Conflict):
                tx.entries.take_back(Change(timer, entry))
            # the transaction goes on
            assert tx.timers.running(timer.person) == other
            assert list(tx.entries.within(timer.person, between(-9, 9))) == [entry]
            tx.commit()

    def test_somebody_elses_timer_is_in_nobodys_way(self, ground: Ground) -> None:
        timer = _started(ground)
        entry = _stopped(ground, timer)
        ben = ground.add_person("Ben")
        _start(ground, ben.id, _project(timer))
        _take_back(ground, Change(timer, entry))
        assert _running(ground, timer) == timer

    def test_several_changes_are_taken_back_one_after_the_other(self, ground: Ground) -> None:
        timer = _started(ground)
        entry = _stopped(ground, timer)
        other = _start(ground, timer.person, _project(timer))
        with ground.unit_of_work() as tx:
            tx.entries.take_back(Change(None, other))
            tx.entries.take_back(Change(timer, entry))
            tx.commit()
        assert _running(ground, timer) == timer


def _ada_and_web(ground: Ground) -> tuple[Person, Project]:
    ada = ground.add_person()
    return ada, ground.add_project(ada, "Web", billable=False)


def _started(ground: Ground, note: str | None = None) -> Timer:
    ada, web = _ada_and_web(ground)
    return _start(ground, ada.id, web, note)


def _start(ground: Ground, person: PersonId, project: Project, note: str | None = None) -> Timer:
    with ground.unit_of_work() as tx:
        timer = tx.timers.start(NewTimer(person, project, MORNING, note=note))
        tx.commit()
    return timer


def _project(timer: Timer) -> Project:
    assert timer.project
    return timer.project


def _stopped(ground: Ground, timer: Timer) -> TimeEntry:
    entry = timer.stopped(at(2), UNROUNDED)
    with ground.unit_of_work() as tx:
        tx.timers.stop(entry)
        tx.commit()
    return entry


def _added(ground: Ground) -> TimeEntry:
    ada, web = _ada_and_web(ground)
    with ground.unit_of_work() as tx:
        entry = tx.entries.add(NewEntry(ada.id, web, between(0, 1), 60 * MINUTE))
        tx.commit()
    return entry


def _change(ground: Ground, was: Timer, becomes: Timer) -> None:
    with ground.unit_of_work() as tx:
        tx.timers.change(was, becomes)
        tx.commit()


def _take_back(ground: Ground, change: Change) -> None:
    with ground.unit_of_work() as tx:
        assert tx.entries.take_back(change) is None
        tx.commit()


def _running(ground: Ground, timer: Timer) -> Timer | None:
    with ground.unit_of_work.reading() as tx:
        return tx.timers.running(timer.person)
