# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import evolve

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.people import Person, Rounding
from tt_integrations.domain.model.timesheet import NOTHING, EntryId, NewTimer, Project, Timer
from tt_integrations.testing.clock import MORNING
from tt_integrations.testing.contracts.examples import at, between
from tt_integrations.testing.contracts.ground import Ground

UNROUNDED = Rounding()
TEN_MINUTES = timedelta(minutes=10)


class TimersContract:
    def test_nobody_has_a_timer_before_they_start_one(self, ground: Ground) -> None:
        ada = ground.add_person()
        ground.add_finished_entry(ada, None, between(-2, -1))
        with ground.unit_of_work.reading() as tx:
            assert tx.timers.running(ada.id) is None

    def test_a_started_timer_is_what_runs_then_with_its_project(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        with ground.unit_of_work() as tx:
            started = tx.timers.start(NewTimer(ada.id, web, MORNING))
            assert tx.timers.running(ada.id) == started
            tx.commit()
        assert started == Timer(started.id, ada.id, web, MORNING)
        with ground.unit_of_work.reading() as tx:
            assert tx.timers.running(ada.id) == started

    def test_a_timer_is_on_its_task_with_its_note_and_billable_as_its_project(
        self, ground: Ground
    ) -> None:
        ada = ground.add_person()
        web = ground.add_project(ada, "Web", billable=False)
        build = ground.add_task(web, "Build")
        with ground.unit_of_work() as tx:
            started = tx.timers.start(NewTimer(ada.id, web, MORNING, build, "the\nwalls"))
            tx.commit()
        assert (started.task, started.note, started.billable) == (build, "the\nwalls", False)
        with ground.unit_of_work.reading() as tx:
            assert tx.timers.running(ada.id) == started
        _stop(ground, started, hours=1)
        with ground.unit_of_work.reading() as tx:
            [entry] = tx.entries.within(ada.id, between(0, 2))
        assert entry == started.stopped(at(1), UNROUNDED)

    @pytest.mark.parametrize(
        "becomes",
        [
            lambda timer: evolve(timer, paused_at=at(1)),
            lambda timer: evolve(timer, breaks=TEN_MINUTES),
            lambda timer: evolve(timer, note="a note"),
        ],
    )
    def test_a_timer_can_be_paused_resumed_or_noted_and_back(
        self, ground: Ground, becomes: Callable[[Timer], Timer]
    ) -> None:
        ada, web = _ada_and_web(ground)
        timer = _start(ground, ada, web)
        for was, then in ((timer, becomes(timer)), (becomes(timer), timer)):
            with ground.unit_of_work() as tx:
                tx.timers.change(was, then)
                tx.commit()
            with ground.unit_of_work.reading() as tx:
                assert tx.timers.running(ada.id) == then

    @pytest.mark.parametrize(
        "otherwise",
        [
            lambda timer: evolve(timer, paused_at=at(1)),
            lambda timer: evolve(timer, breaks=TEN_MINUTES),
            lambda timer: evolve(timer, note="a note"),
            lambda timer: evolve(timer, id=EntryId(timer.id + 1)),
        ],
    )
    def test_changing_a_timer_that_runs_otherwise_raises_conflict_and_changes_nothing(
        self, ground: Ground, otherwise: Callable[[Timer], Timer]
    ) -> None:
        ada, web = _ada_and_web(ground)
        timer = _start(ground, ada, web)
        with ground.unit_of_work() as tx:
            with pytest.raises(Conflict):
                tx.timers.change(otherwise(timer), evolve(timer, note="changed"))
            assert tx.timers.running(ada.id) == timer
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert tx.timers.running(ada.id) == timer

    def test_changing_a_timer_that_was_stopped_raises_conflict(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        timer = _start(ground, ada, web)
        _stop(ground, timer, hours=1)
        with ground.unit_of_work() as tx, pytest.raises(Conflict):
            tx.timers.change(timer, evolve(timer, paused_at=at(1)))

    def test_a_timer_is_kept_to_the_microsecond(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        exact = MORNING + timedelta(microseconds=123_457)
        _start(ground, ada, web, hours=0, microseconds=123_457)
        with ground.unit_of_work.reading() as tx:
            timer = tx.timers.running(ada.id)
        assert timer is not None
        assert (timer.started, timer.started.utcoffset()) == (exact, NOTHING)

    def test_a_paused_timer_is_still_under_way(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        timer = _start(ground, ada, web)
        ground.pause(timer, at(1), breaks=TEN_MINUTES)
        with ground.unit_of_work.reading() as tx:
            paused = tx.timers.running(ada.id)
        assert paused == evolve(timer, paused_at=at(1), breaks=TEN_MINUTES)

    def test_a_second_start_raises_conflict_and_starts_nothing(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        first = _start(ground, ada, web)
        with ground.unit_of_work() as tx:
            with pytest.raises(Conflict):
                tx.timers.start(NewTimer(ada.id, web, at(1)))
            assert tx.timers.running(ada.id) == first
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert tx.timers.running(ada.id) == first

    def test_a_paused_timer_stands_in_the_way_of_another(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        ground.pause(_start(ground, ada, web), at(1))
        with ground.unit_of_work() as tx, pytest.raises(Conflict):
            tx.timers.start(NewTimer(ada.id, web, at(2)))

    def test_everybody_has_a_timer_of_their_own(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        ben = ground.add_person("Ben")
        of_ada, of_ben = _start(ground, ada, web), _start(ground, ben, web, hours=1)
        with ground.unit_of_work.reading() as tx:
            assert (tx.timers.running(ada.id), tx.timers.running(ben.id)) == (of_ada, of_ben)

    def test_a_stopped_timer_becomes_that_finished_entry(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        timer = _start(ground, ada, web)
        ground.pause(timer, at(1), breaks=TEN_MINUTES)
        paused = evolve(timer, paused_at=at(1), breaks=TEN_MINUTES)
        entry = paused.stopped(at(3), UNROUNDED)
        _stop(ground, paused, hours=3)
        with ground.unit_of_work.reading() as tx:
            assert tx.timers.running(ada.id) is None
            assert list(tx.entries.within(ada.id, between(0, 4))) == [entry]
        assert (entry.worked, entry.breaks) == (timedelta(minutes=50), timedelta(minutes=130))

    def test_what_a_rounded_entry_is_worth_is_kept(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        timer = _start(ground, ada, web)
        with ground.unit_of_work() as tx:
            tx.timers.stop(timer.stopped(at(1.1), Rounding(minutes=15)))
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            [entry] = tx.entries.within(ada.id, between(0, 4))
        assert entry.worked == timedelta(hours=1)

    def test_stopping_twice_raises_conflict_and_changes_nothing(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        timer = _start(ground, ada, web)
        entry = timer.stopped(at(1), UNROUNDED)
        _stop(ground, timer, hours=1)
        with ground.unit_of_work() as tx:
            with pytest.raises(Conflict):
                tx.timers.stop(timer.stopped(at(2), UNROUNDED))
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert list(tx.entries.within(ada.id, between(0, 4))) == [entry]

    def test_after_a_stop_another_timer_may_start(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        _stop(ground, _start(ground, ada, web), hours=1)
        second = _start(ground, ada, web, hours=2)
        with ground.unit_of_work.reading() as tx:
            assert tx.timers.running(ada.id) == second


def _ada_and_web(ground: Ground) -> tuple[Person, Project]:
    ada = ground.add_person()
    return ada, ground.add_project(ada, "Web")


def _start(
    ground: Ground, person: Person, project: Project, hours: float = 0, microseconds: int = 0
) -> Timer:
    with ground.unit_of_work() as tx:
        moment = at(hours) + timedelta(microseconds=microseconds)
        timer = tx.timers.start(NewTimer(person.id, project, moment))
        tx.commit()
    return timer


def _stop(ground: Ground, timer: Timer, hours: float) -> None:
    with ground.unit_of_work() as tx:
        tx.timers.stop(timer.stopped(at(hours), UNROUNDED))
        tx.commit()
