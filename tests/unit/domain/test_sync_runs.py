"""When a sync's run begins and ends, and what becomes of it where something goes wrong between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count

import pytest
from attrs import define, evolve

from calendar_desk import CalendarDesk, meeting
from tt_integrations.domain.errors import Conflict, NotConnected
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.runs import Action, Decided, RunId, RunResult
from tt_integrations.domain.usecases.preview_undo import NothingToUndo
from tt_integrations.domain.usecases.sync_issues import SyncWanted
from tt_integrations.domain.usecases.sync_run import SyncRun
from tt_integrations.domain.usecases.tidy_up import INTERRUPTED, LONGEST_RUN, TidyUp
from tt_integrations.domain.usecases.undo_run import Undone
from tt_integrations.ports.unit_of_work import Reading, Transaction, UnitOfWork

ONE = Decided("one", "One", Action.CREATED)


@define
class Counting:
    """Counts the transactions that may write."""

    inner: UnitOfWork
    writing: int = 0

    @contextmanager
    def __call__(self) -> Iterator[Transaction]:
        self.writing += 1
        with self.inner() as tx:
            yield tx

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        with self.inner.reading() as tx:
            yield tx


@pytest.fixture
def desk() -> CalendarDesk:
    return CalendarDesk()


def of_sync(desk: CalendarDesk) -> SyncRun:
    return SyncRun(desk.work, desk.clock, desk.connection.id, "schedule")


def results(desk: CalendarDesk) -> list[RunResult]:
    return [run.result for run in desk.runs()]


def test_a_usual_sync_writes_in_one_transaction(desk: CalendarDesk) -> None:
    desk.wall.put(meeting("a"))
    desk.synced()
    desk.wall.put(meeting("b"))
    counting = Counting(desk.work)
    sync = evolve(desk.sync, unit_of_work=counting)
    sync(SyncWanted(desk.connection.id, "schedule"))
    assert counting.writing == 1
    assert results(desk) == [RunResult.DONE, RunResult.DONE]
    assert [each.item for each in desk.decided(desk.runs()[-1].id)] == ["b"]


def test_what_is_undone_takes_the_beginning_with_it_and_the_run_begins_again(
    desk: CalendarDesk,
) -> None:
    run = of_sync(desk)

    def lose() -> None:
        with run.noting() as (tx, number):
            tx.runs.decide(number, [ONE])
            raise Conflict("somebody was faster")

    with pytest.raises(Conflict):
        lose()
    assert (run.number, results(desk)) == (None, [])
    run.fail("somebody was faster")
    [kept] = desk.runs()
    assert (kept.result, kept.trouble) == (RunResult.FAILED, "somebody was faster")
    assert desk.decided(kept.id) == []


def test_what_was_noted_before_the_trouble_stays(desk: CalendarDesk) -> None:
    run = of_sync(desk)
    run.decide(ONE)
    assert results(desk) == [RunResult.RUNNING]
    assert run.fail("they are away").result is RunResult.PARTIAL
    assert desk.decided(desk.runs()[0].id) == [ONE]


def test_it_ends_once(desk: CalendarDesk) -> None:
    run = of_sync(desk)
    with run.noting(is_last=True) as (tx, number):
        tx.runs.decide(number, [ONE])
    assert run.end(RunResult.DONE) == run.ended == desk.runs()[0]
    assert run.begin() == desk.runs()[0].id


class Killed(BaseException):
    """The process is gone, and nobody tidies up behind it."""


def cut_short(desk: CalendarDesk) -> RunId:
    """A sync of two pages whose process dies between them."""
    desk.wall.put(*(meeting(f"e{number}", -60 + number, -50 + number) for number in range(5)))
    calls = count()

    def die() -> None:
        if next(calls):
            raise Killed

    desk.wall.meanwhile = die
    with pytest.raises(Killed):
        desk.try_sync()
    desk.wall.meanwhile = lambda: None
    assert results(desk) == [RunResult.RUNNING]
    return desk.runs()[0].id


def test_a_run_whose_process_died_is_over_after_a_while_and_can_be_taken_back(
    desk: CalendarDesk,
) -> None:
    run, tidy_up = cut_short(desk), TidyUp(desk.work, desk.clock)
    desk.clock.advance(LONGEST_RUN)
    assert tidy_up().ended == 0
    assert desk.undo(run) == NothingToUndo("the run has not ended")
    desk.clock.advance(timedelta(seconds=1))
    assert tidy_up().ended == 1
    [dead] = desk.runs()
    assert (dead.result, dead.trouble) == (RunResult.PARTIAL, INTERRUPTED)
    assert (dead.ended, dead.counts) == (desk.clock.now(), {Action.CREATED: 3})
    assert isinstance(desk.undo(run), Undone)
    assert desk.cards() == []


@pytest.mark.parametrize(
    "act", [SyncRun.begin, lambda run: run.end(RunResult.DONE), lambda run: run.fail("gone")]
)
def test_of_a_connection_that_is_gone_there_is_none(
    desk: CalendarDesk, act: Callable[[SyncRun], object]
) -> None:
    run = evolve(of_sync(desk), connection=ConnectionId(99))
    with pytest.raises(NotConnected, match="the connection is gone"):
        act(run)
    assert desk.runs() == []


def test_a_connection_that_is_deleted_while_its_calendar_is_read_ends_the_sync(
    desk: CalendarDesk,
) -> None:
    desk.wall.put(meeting("a"))

    def delete() -> None:
        with desk.work() as tx:
            del tx.tables.connections[desk.connection.id]  # type: ignore[attr-defined]
            tx.commit()

    desk.wall.meanwhile = delete
    with pytest.raises(NotConnected, match="the connection is gone"):
        desk.try_sync()
    assert (desk.notes(), desk.runs()) == ([], [])
