"""What `/tt` does, below every provider's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from attrs import frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.connection import ConnectionKey, ConnectionState, NewConnection
from tt_integrations.domain.model.delivery import DeliveryId, Origin
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.timesheet import Timer
from tt_integrations.domain.usecases.answer_slash import (
    AnswerSlash,
    HelpWanted,
    SlashOutcome,
    SlashText,
)
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.report_time_from_slash import (
    NothingRunning,
    ReportTimeFromSlash,
    Running,
    WorkedToday,
)
from tt_integrations.domain.usecases.start_timer_from_slash import (
    AlreadyRunning,
    NoSuchProject,
    ProjectNotNamed,
    SeveralProjects,
    Started,
    StartTimerFromSlash,
)
from tt_integrations.domain.usecases.stop_timer_from_slash import (
    NothingToStop,
    Stopped,
    StopTimerFromSlash,
)
from tt_integrations.ports.timesheet import Timers
from tt_integrations.testing.memory import MemoryUnitOfWork

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Turned:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.at = NINE

    def now(self) -> datetime:
        return self.at


class Slash:
    """Anna at her keyboard: each command is a new delivery, unless it is said which."""

    def __init__(self, unit_of_work: MemoryUnitOfWork) -> None:
        self.clock, self.unit_of_work, self.typed = Turned(), unit_of_work, 0
        new = NewConnection(ConnectionKey("k"), "chat", PersonId(1), "Chat", ConnectionState.ACTIVE)
        with unit_of_work() as tx:
            self.connection = tx.connections.add(new).id
            person = tx.people.find(PersonId(1))
            tx.commit()
        assert person
        self.anna: Person = person

    def __call__(self, text: str, delivery: str | None = None, work: object = None) -> SlashOutcome:
        self.typed += 1
        origin = Origin(self.connection, DeliveryId(delivery or f"d{self.typed}"), self.clock.now())
        parts = (work or self.unit_of_work, self.clock)
        answer = AnswerSlash(
            StartTimerFromSlash(*parts), StopTimerFromSlash(*parts), ReportTimeFromSlash(*parts)
        )
        return answer(SlashText(self.anna, text, origin))


@pytest.fixture
def slash(unit_of_work: MemoryUnitOfWork) -> Slash:
    return Slash(unit_of_work)


def test_a_timer_is_started_reported_and_stopped(slash: Slash) -> None:
    assert slash("status") == NothingRunning()
    started = slash("start web")
    assert isinstance(started, Started)
    assert started.timer.started == NINE
    slash.clock.at += timedelta(minutes=30)
    assert slash("status") == Running(started.timer, timedelta(minutes=30))
    assert slash("today") == WorkedToday(timedelta(minutes=30), 1)
    stopped = slash("stop")
    assert isinstance(stopped, Stopped)
    assert stopped.entry.worked == timedelta(minutes=30)
    assert slash("status") == NothingRunning()


def test_a_start_without_a_project_asks_for_one(slash: Slash) -> None:
    assert slash("start") == ProjectNotNamed()


def test_an_unknown_project_is_named_back_as_typed(slash: Slash) -> None:
    assert slash("start  No Where ") == NoSuchProject("No Where")


def test_a_start_that_may_mean_several_projects_starts_none(slash: Slash) -> None:
    outcome = slash("start b")
    assert isinstance(outcome, SeveralProjects)
    assert [project.name for project in outcome.projects] == ["Mobile app", "Web"]
    assert slash("status") == NothingRunning()


def test_a_second_start_is_refused_with_the_running_timer(slash: Slash) -> None:
    started = slash("start web")
    slash.clock.at += timedelta(minutes=5)
    assert isinstance(started, Started)
    assert slash("start mobile") == AlreadyRunning(started.timer, timedelta(minutes=5))


def test_a_stop_without_a_timer_says_so(slash: Slash) -> None:
    assert slash("stop") == NothingToStop()


def test_any_other_word_is_a_wish_for_help(slash: Slash) -> None:
    assert slash("dance") == HelpWanted()


@pytest.mark.parametrize("text", ["start web", "stop"])
def test_a_copy_of_a_command_that_acted_does_nothing(slash: Slash, text: str) -> None:
    if text == "stop":
        slash("start web")
    first = slash(text, delivery="once")
    assert isinstance(first, Started | Stopped)
    assert slash(text, delivery="once") == HandledBefore()


def test_a_command_that_was_refused_may_be_sent_again(slash: Slash) -> None:
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
                inbox=tx.inbox, projects=tx.projects, timers=timers, commit=tx.commit
            )

    def _look(self, timers: Timers) -> Callable[[PersonId], Timer | None]:
        return lambda person: self.stale.pop(0) if self.stale else timers.running(person)


def test_a_start_that_loses_the_race_is_told_of_the_winners_timer(slash: Slash) -> None:
    winner = slash("start web")
    assert isinstance(winner, Started)
    late = slash("start mobile", work=Late(slash.unit_of_work, [None]))
    assert late == AlreadyRunning(winner.timer, timedelta(0))


def test_a_lost_race_without_a_winner_is_a_conflict(slash: Slash) -> None:
    slash("start web")
    with pytest.raises(Conflict):
        slash("start mobile", work=Late(slash.unit_of_work, [None, None]))


def test_a_stop_that_loses_the_race_finds_nothing_to_stop(slash: Slash) -> None:
    started = slash("start web")
    assert isinstance(started, Started)
    slash("stop")
    assert slash("stop", work=Late(slash.unit_of_work, [started.timer])) == NothingToStop()
