"""What `/tt` does, below every provider's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from attrs import frozen

from keyboard import Keyboard
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import Timer
from tt_integrations.domain.usecases.answer_slash import (
    HelpWanted,
    LinkWanted,
    SlashOutcome,
    UnknownCommand,
    UnlinkWanted,
)
from tt_integrations.domain.usecases.choose_work import (
    NoSuchProject,
    ProjectNotNamed,
    SeveralProjects,
)
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.report_time_from_slash import (
    NothingRunning,
    ProjectsListed,
    Running,
    WorkedToday,
    WorkedWeek,
)
from tt_integrations.domain.usecases.start_timer_from_slash import AlreadyRunning, Started
from tt_integrations.domain.usecases.stop_timer_from_slash import NothingToStop, Stopped
from tt_integrations.ports.timesheet import Timers
from tt_integrations.testing.clock import MORNING
from tt_integrations.testing.memory import MemoryUnitOfWork


def test_a_timer_is_started_reported_and_stopped(slash: Keyboard) -> None:
    assert slash("status") == NothingRunning()
    started = slash("start web")
    assert isinstance(started, Started)
    assert started.timer.started == MORNING
    slash.clock.advance(timedelta(minutes=30))
    assert slash("status") == Running(started.timer, timedelta(minutes=30))
    assert slash("today") == WorkedToday(timedelta(minutes=30), 1)
    stopped = slash("stop")
    assert isinstance(stopped, Stopped)
    assert stopped.entry.worked == timedelta(minutes=30)
    assert slash("status") == NothingRunning()


def test_the_week_and_the_projects_are_told(slash: Keyboard) -> None:
    slash("log 30m web")
    half = timedelta(minutes=30)
    assert slash("week") == WorkedWeek(half, 1, ((MORNING.date(), half),))
    outcome = slash("projects")
    assert isinstance(outcome, ProjectsListed)
    assert [project.name for project in outcome.projects] == ["Mobile app", "Web"]


def test_a_start_without_a_project_asks_for_one(slash: Keyboard) -> None:
    assert slash("start") == ProjectNotNamed()


def test_an_unknown_project_is_named_back_as_typed(slash: Keyboard) -> None:
    assert slash("start  No Where ") == NoSuchProject("No Where")


def test_a_start_that_may_mean_several_projects_starts_none(slash: Keyboard) -> None:
    outcome = slash("start b")
    assert isinstance(outcome, SeveralProjects)
    assert [project.name for project in outcome.projects] == ["Mobile app", "Web"]
    assert slash("status") == NothingRunning()


def test_a_second_start_is_refused_with_the_running_timer(slash: Keyboard) -> None:
    started = slash("start web")
    slash.clock.advance(timedelta(minutes=5))
    assert isinstance(started, Started)
    assert slash("start mobile") == AlreadyRunning(started.timer, timedelta(minutes=5), "mobile")


def test_a_stop_without_a_timer_says_so(slash: Keyboard) -> None:
    assert slash("stop") == NothingToStop()


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("", HelpWanted()),
        ("help me", HelpWanted()),
        ("link", LinkWanted()),
        ("unlink", UnlinkWanted()),
        ("Strat web", UnknownCommand("Strat", "start")),
        ("dance", UnknownCommand("dance", None)),
    ],
)
def test_what_changes_no_time_is_told_apart(
    slash: Keyboard, text: str, outcome: SlashOutcome
) -> None:
    assert slash(text) == outcome


@pytest.mark.parametrize("text", ["start web", "stop"])
def test_a_copy_of_a_command_that_acted_does_nothing(slash: Keyboard, text: str) -> None:
    if text == "stop":
        slash("start web")
    first = slash(text, delivery="once")
    assert isinstance(first, Started | Stopped)
    assert slash(text, delivery="once") == HandledBefore()


def test_a_command_that_was_refused_may_be_sent_again(slash: Keyboard) -> None:
    assert slash("stop", delivery="once") == NothingToStop()
    slash("start web")
    assert isinstance(slash("stop", delivery="once"), Stopped)


@frozen
class Late:
    """A unit of work whose looks for a timer first see `stale`: what was so before somebody else acted."""

    inner: MemoryUnitOfWork
    stale: list[Timer | None]

    @contextmanager
    def __call__(self) -> Iterator[SimpleNamespace]:
        with self.inner() as tx:
            real = tx.timers
            timers = SimpleNamespace(running=self._look(real), start=real.start, stop=real.stop)
            yield SimpleNamespace(
                inbox=tx.inbox,
                projects=tx.projects,
                timers=timers,
                deeds=tx.deeds,
                commit=tx.commit,
            )

    def _look(self, timers: Timers) -> Callable[[PersonId], Timer | None]:
        return lambda person: self.stale.pop(0) if self.stale else timers.running(person)


def test_a_start_that_loses_the_race_is_told_of_the_winners_timer(slash: Keyboard) -> None:
    winner = slash("start web")
    assert isinstance(winner, Started)
    late = slash("start mobile", work=Late(slash.unit_of_work, [None]))
    assert late == AlreadyRunning(winner.timer, timedelta(0))


def test_a_lost_race_without_a_winner_is_a_conflict(slash: Keyboard) -> None:
    slash("start web")
    with pytest.raises(Conflict):
        slash("start mobile", work=Late(slash.unit_of_work, [None, None]))


def test_a_stop_that_loses_the_race_finds_nothing_to_stop(slash: Keyboard) -> None:
    started = slash("start web")
    assert isinstance(started, Started)
    slash("stop")
    assert slash("stop", work=Late(slash.unit_of_work, [started.timer])) == NothingToStop()
