"""`note`, `pause` and `resume`."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve
from test_switching import Interrupted

from keyboard import Keyboard
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.timesheet import Timer
from tt_integrations.domain.usecases.change_timer_from_slash import (
    AlreadyPaused,
    Noted,
    NoteMissing,
    NotPaused,
    Paused,
    Resumed,
)
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.report_time_from_slash import NothingRunning, Running
from tt_integrations.domain.usecases.start_timer_from_slash import Started
from tt_integrations.domain.usecases.stop_timer_from_slash import Stopped
from tt_integrations.testing.memory import MemoryUnitOfWork

HOUR = timedelta(hours=1)


@pytest.fixture
def web(slash: Keyboard) -> Timer:
    """An hour ago, Anna started on Web."""
    outcome = slash("start web")
    assert isinstance(outcome, Started)
    slash.clock.advance(HOUR)
    slash.announced.events.clear()
    return outcome.timer


def test_a_pause_is_no_work(slash: Keyboard, web: Timer) -> None:
    paused = evolve(web, paused_at=slash.clock.now())
    assert slash("pause") == Paused(paused, HOUR)
    slash.clock.advance(HOUR)
    assert slash("status") == Running(paused, HOUR)
    resumed = evolve(web, breaks=HOUR)
    assert slash("resume") == Resumed(resumed, HOUR)
    slash.clock.advance(HOUR)
    assert slash("status") == Running(resumed, 2 * HOUR)


def test_pauses_add_up(slash: Keyboard, web: Timer) -> None:
    for _ in range(2):
        slash("pause")
        slash.clock.advance(HOUR)
        slash("resume")
        slash.clock.advance(HOUR)
    outcome = slash("stop")
    assert isinstance(outcome, Stopped)
    assert (outcome.entry.worked, outcome.entry.breaks) == (3 * HOUR, 2 * HOUR)


def test_a_second_pause_says_that_it_is_paused(slash: Keyboard, web: Timer) -> None:
    slash("pause")
    slash.clock.advance(HOUR)
    assert slash("pause") == AlreadyPaused(evolve(web, paused_at=web.started + HOUR), HOUR)


def test_what_runs_cannot_be_resumed(slash: Keyboard, web: Timer) -> None:
    assert slash("resume") == NotPaused(web, HOUR)


def test_a_note_is_kept_with_the_work(slash: Keyboard, web: Timer) -> None:
    noted = evolve(web, note="the walls")
    assert slash("note  the walls ") == Noted(noted)
    assert slash("status") == Running(noted, HOUR)


def test_a_second_note_goes_on_a_line_of_its_own(slash: Keyboard, web: Timer) -> None:
    slash("note the walls")
    assert slash("note -- and the roof") == Noted(evolve(web, note="the walls\n-- and the roof"))


def test_a_note_leaves_a_pause_as_it_is(slash: Keyboard, web: Timer) -> None:
    slash("pause")
    paused_at = slash.clock.now()
    assert slash("note lunch") == Noted(evolve(web, paused_at=paused_at, note="lunch"))


def test_a_note_without_words_is_missing(slash: Keyboard, web: Timer) -> None:
    assert slash("note") == NoteMissing()


@pytest.mark.parametrize("text", ["note x", "pause", "resume"])
def test_where_nothing_runs_nothing_changes(slash: Keyboard, text: str) -> None:
    assert slash(text) == NothingRunning()


@pytest.mark.usefixtures("web")
@pytest.mark.parametrize("text", ["note x", "pause"])
def test_a_copy_of_a_change_does_nothing(slash: Keyboard, text: str) -> None:
    assert isinstance(slash(text, delivery="once"), Noted | Paused)
    assert slash(text, delivery="once") == HandledBefore()


def test_changes_are_announced_nowhere(slash: Keyboard, web: Timer) -> None:
    for text in ("note x", "pause", "resume"):
        slash(text)
    assert slash.announced.events == []


@pytest.mark.usefixtures("web")
def test_a_change_that_is_always_too_late_is_a_conflict(
    slash: Keyboard, unit_of_work: MemoryUnitOfWork
) -> None:
    with pytest.raises(Conflict):
        slash("pause", work=Interrupted(unit_of_work, change=True))
