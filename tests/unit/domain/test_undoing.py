"""`undo`: the last thing a person did, taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from keyboard import Keyboard, keyboard_of
from tt_integrations.domain.model.announcements import TimerStarted, TimerTakenBack
from tt_integrations.domain.model.changes import UNDO_WITHIN
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import NewTimer, Timer
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.log_time_from_slash import Logged
from tt_integrations.domain.usecases.report_time_from_slash import NothingRunning, Running
from tt_integrations.domain.usecases.start_timer_from_slash import Started
from tt_integrations.domain.usecases.stop_timer_from_slash import Stopped
from tt_integrations.domain.usecases.switch_timer_from_slash import Switched
from tt_integrations.domain.usecases.undo_from_slash import NothingToUndo, Undone, UndoRefused
from tt_integrations.testing.contracts.examples import between
from tt_integrations.testing.memory import MemoryStore

MINUTE = timedelta(minutes=1)


@pytest.fixture
def web(slash: Keyboard) -> Timer:
    """A minute ago, Anna started on Web."""
    outcome = slash("start web")
    assert isinstance(outcome, Started)
    slash.clock.advance(MINUTE)
    slash.announced.events.clear()
    return outcome.timer


def undone(slash: Keyboard) -> tuple[str, Timer | None]:
    outcome = slash("undo")
    assert isinstance(outcome, Undone)
    return outcome.deed.word, outcome.now


def test_a_start_that_is_taken_back_leaves_no_timer(slash: Keyboard, web: Timer) -> None:
    assert undone(slash) == ("start", None)
    assert slash("status") == NothingRunning()
    assert slash.announced.events == [TimerTakenBack(web)]


def test_a_stopped_timer_runs_again_as_if_never_stopped(slash: Keyboard, web: Timer) -> None:
    slash("stop")
    slash.announced.events.clear()
    slash.clock.advance(MINUTE)
    assert undone(slash) == ("stop", web)
    assert slash("status") == Running(web, 2 * MINUTE)
    assert slash.announced.events == [TimerStarted(web)]


def test_a_switch_is_taken_back_as_one(slash: Keyboard, web: Timer) -> None:
    switched = slash("switch mobile")
    assert isinstance(switched, Switched)
    slash.announced.events.clear()
    slash.clock.advance(MINUTE)
    assert undone(slash) == ("switch", web)
    assert slash("status") == Running(web, 2 * MINUTE)
    assert slash.announced.events == [TimerTakenBack(switched.timer), TimerStarted(web)]


@pytest.mark.parametrize("text", ["pause", "note x"])
def test_a_change_is_taken_back_and_announced_nowhere(
    slash: Keyboard, web: Timer, text: str
) -> None:
    slash(text)
    slash.clock.advance(MINUTE)
    assert undone(slash) == (text.split(maxsplit=1)[0], web)
    assert slash("status") == Running(web, 2 * MINUTE)
    assert slash.announced.events == []


def test_a_pause_that_was_ended_goes_on_when_that_is_taken_back(
    slash: Keyboard, web: Timer
) -> None:
    slash("pause")
    slash("resume")
    slash.clock.advance(MINUTE)
    paused = evolve(web, paused_at=web.started + MINUTE)
    assert undone(slash) == ("resume", paused)
    assert slash("status") == Running(paused, MINUTE)


def test_logged_work_that_is_taken_back_is_gone(slash: Keyboard, store: MemoryStore) -> None:
    logged = slash("log 30m web")
    assert isinstance(logged, Logged)
    assert undone(slash) == ("log", None)
    with store.unit_of_work.reading() as tx:
        assert list(tx.entries.within(slash.person.id, between(-9, 9))) == []


def test_who_did_nothing_has_nothing_to_undo(slash: Keyboard) -> None:
    assert slash("undo") == NothingToUndo()


def test_nothing_is_undone_twice(slash: Keyboard, web: Timer) -> None:
    slash("stop")
    slash("undo")
    assert slash("undo") == NothingToUndo()
    assert slash("status") == Running(web, MINUTE)


def test_looking_and_being_refused_are_nothing_to_undo(slash: Keyboard, web: Timer) -> None:
    for text in ("status", "start mobile", "resume", "projects"):
        slash(text)
    assert undone(slash) == ("start", None)


def test_after_ten_minutes_there_is_nothing_to_undo_any_more(slash: Keyboard) -> None:
    slash("start web")
    slash.clock.advance(UNDO_WITHIN)
    assert undone(slash) == ("start", None)
    slash("start web")
    slash.clock.advance(UNDO_WITHIN + timedelta.resolution)
    assert slash("undo") == NothingToUndo()


def test_what_was_changed_elsewhere_is_left_alone(
    slash: Keyboard, web: Timer, store: MemoryStore
) -> None:
    store.pause(web, slash.clock.now())
    paused = evolve(web, paused_at=slash.clock.now())
    outcome = slash("undo")
    assert isinstance(outcome, UndoRefused)
    assert outcome.deed.word == "start"
    assert slash("status") == Running(paused, MINUTE)
    assert slash.announced.events == []


@pytest.mark.parametrize("lock", list(Lock))
def test_logged_work_that_the_host_locked_stays_and_it_is_said_why(
    slash: Keyboard, store: MemoryStore, lock: Lock
) -> None:
    logged = slash("log 30m web")
    assert isinstance(logged, Logged)
    store.lock(logged.entry.id, lock)
    outcome = slash("undo")
    assert isinstance(outcome, UndoRefused)
    assert (outcome.deed.word, outcome.lock) == ("log", lock)
    with store.unit_of_work.reading() as tx:
        assert list(tx.entries.within(slash.person.id, between(-9, 9))) == [logged.entry]


def test_a_switch_from_what_is_locked_now_is_not_taken_back_by_half(
    slash: Keyboard, web: Timer, store: MemoryStore
) -> None:
    switched = slash("switch mobile")
    assert isinstance(switched, Switched)
    store.lock(web.id, Lock.INVOICED)
    outcome = slash("undo")
    assert isinstance(outcome, UndoRefused)
    assert outcome.lock is Lock.INVOICED
    assert slash("status") == Running(switched.timer, timedelta(0))


def test_a_switch_is_not_taken_back_by_half(
    slash: Keyboard, web: Timer, store: MemoryStore
) -> None:
    """The new timer could be taken back, the stopped one not."""
    switched = slash("switch mobile")
    assert isinstance(switched, Switched)
    with store.unit_of_work() as tx:
        row = tx.tables.entries[web.id]
        tx.tables.entries[web.id] = evolve(row, note="invoiced")
        tx.commit()
    assert isinstance(slash("undo"), UndoRefused)
    assert slash("status") == Running(switched.timer, timedelta(0))


def test_a_stopped_timer_does_not_run_again_beside_another(
    slash: Keyboard, web: Timer, store: MemoryStore
) -> None:
    slash("stop")
    assert web.project
    with store.unit_of_work() as tx:
        other = tx.timers.start(NewTimer(slash.person.id, web.project, slash.clock.now()))
        tx.commit()
    assert isinstance(slash("undo"), UndoRefused)
    assert slash("status") == Running(other, timedelta(0))


def test_everybody_undoes_their_own(slash: Keyboard, web: Timer, store: MemoryStore) -> None:
    boss: Person = store.add_person("Boss", sees_all=True)
    other = keyboard_of(boss, store.unit_of_work, slash.clock)
    assert other("undo") == NothingToUndo()
    assert isinstance(other("start web"), Started)
    assert undone(slash) == ("start", None)
    assert isinstance(other("status"), Running)


def test_a_copy_of_an_undo_does_nothing(slash: Keyboard, web: Timer) -> None:
    assert isinstance(slash("stop"), Stopped)
    assert isinstance(slash("undo", delivery="once"), Undone)
    assert slash("undo", delivery="once") == HandledBefore()
