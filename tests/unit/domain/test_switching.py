"""`switch`: one step from one piece of work to another."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from keyboard import Keyboard
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.announcements import TimerStarted, TimerStopped
from tt_integrations.domain.model.timesheet import Timer
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.start_timer_from_slash import AlreadyRunning, Started
from tt_integrations.domain.usecases.switch_timer_from_slash import Switched
from tt_integrations.testing.memory import MemoryStore, MemoryUnitOfWork

HOUR = timedelta(hours=1)


def running(work: MemoryUnitOfWork, slash: Keyboard) -> Timer | None:
    with work.reading() as tx:
        return tx.timers.running(slash.person.id)


@pytest.fixture
def web(slash: Keyboard) -> Timer:
    """An hour ago, Anna started on Web."""
    outcome = slash("start web")
    assert isinstance(outcome, Started)
    slash.clock.advance(HOUR)
    slash.announced.events.clear()
    return outcome.timer


def test_what_runs_is_stopped_and_the_other_started_at_the_same_moment(
    slash: Keyboard, web: Timer, unit_of_work: MemoryUnitOfWork
) -> None:
    outcome = slash("switch mobile -- lunch")
    assert isinstance(outcome, Switched)
    assert outcome.stopped == web.stopped(slash.clock.now(), slash.person.rounding)
    assert (outcome.timer.started, outcome.timer.note) == (slash.clock.now(), "lunch")
    assert running(unit_of_work, slash) == outcome.timer
    assert slash.announced.events == [TimerStopped(outcome.stopped), TimerStarted(outcome.timer)]


def test_where_nothing_runs_a_switch_is_a_start(slash: Keyboard) -> None:
    outcome = slash("switch web")
    assert isinstance(outcome, Started)
    assert slash.announced.events == [TimerStarted(outcome.timer)]


def test_a_switch_to_what_runs_already_changes_nothing(slash: Keyboard, web: Timer) -> None:
    assert slash("switch web -- again") == AlreadyRunning(web, HOUR)
    assert slash.announced.events == []


def test_a_switch_to_a_task_of_the_project_that_runs_is_one(
    slash: Keyboard, web: Timer, store: MemoryStore
) -> None:
    assert web.project
    store.add_task(web.project, "Build")
    outcome = slash("switch web / build")
    assert isinstance(outcome, Switched)
    assert slash("switch web / build") == AlreadyRunning(outcome.timer, timedelta(0))


def test_a_paused_timer_is_worth_what_was_worked_before_the_pause(
    slash: Keyboard, web: Timer
) -> None:
    slash("pause")
    slash.clock.advance(HOUR)
    outcome = slash("switch mobile")
    assert isinstance(outcome, Switched)
    assert (outcome.stopped.worked, outcome.stopped.breaks) == (HOUR, HOUR)
    assert outcome.timer.paused_at is None


def test_a_copy_of_a_switch_does_nothing(slash: Keyboard, web: Timer) -> None:
    assert isinstance(slash("switch mobile", delivery="once"), Switched)
    assert slash("switch mobile", delivery="once") == HandledBefore()


class Interrupted:
    """A unit of work in which somebody else acts between our look at the timer and what we do with it."""

    def __init__(self, inner: MemoryUnitOfWork, **refused: bool) -> None:
        self._inner, self._refused = inner, refused

    def __call__(self) -> Interrupted:
        return self

    def __enter__(self) -> SimpleNamespace:
        self._entered = self._inner()
        tx = self._entered.__enter__()
        methods = {n: getattr(tx.timers, n) for n in ("running", "start", "stop", "change")}
        timers = SimpleNamespace(**(methods | dict.fromkeys(self._refused, _refuse)))
        parts = {n: getattr(tx, n) for n in ("inbox", "projects", "tasks", "deeds", "commit")}
        return SimpleNamespace(timers=timers, **parts)

    def __exit__(self, *error: object) -> None:
        self._entered.__exit__(*error)


def _refuse(*_: object) -> None:
    raise Conflict("somebody else was first")


def test_a_timer_stopped_elsewhere_meanwhile_leaves_only_the_start_to_do(
    slash: Keyboard, web: Timer, unit_of_work: MemoryUnitOfWork
) -> None:
    slash("stop")
    slash.announced.events.clear()
    late = Interrupted(unit_of_work, stop=True)
    outcome = slash("switch mobile", work=late)
    assert isinstance(outcome, Started)
    assert slash.announced.events == [TimerStarted(outcome.timer)]


def test_a_timer_started_elsewhere_meanwhile_leaves_everything_as_it_is(
    slash: Keyboard, web: Timer, unit_of_work: MemoryUnitOfWork
) -> None:
    late = Interrupted(unit_of_work, start=True, stop=True)
    assert slash("switch mobile", work=late) == AlreadyRunning(web, HOUR)
    assert running(unit_of_work, slash) == web
