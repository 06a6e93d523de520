"""The step by which a sync becomes a run, and the host is told how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from attrs import define, field

from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.runs import (
    Action,
    Decided,
    NewRun,
    Run,
    RunId,
    RunResult,
    Trigger,
)
from tt_integrations.domain.usecases.issue_source import OutOfPatience
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork


@define
class SyncRun:
    """Begun in the first transaction that has something of it to keep, and ended in the last: a sync that finds
    nothing new is one transaction. `number` where it was begun before; `ended`: once it is over."""

    unit_of_work: UnitOfWork
    clock: Clock
    connection: ConnectionId
    cause: str
    number: RunId | None = None
    ended: Run | None = field(default=None, init=False)
    started: datetime = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.started = self.clock.now()

    @contextmanager
    def noting(self, *, is_last: bool = False) -> Iterator[Noting]:
        """A transaction of the run, committed at its end; what is raised in it undoes it, the run's beginning too.
        `is_last`: all went well, and the host is told so in it."""
        with self.unit_of_work() as tx:
            number = self.number or self._begun(tx)
            yield tx, number
            ended = self._ended(tx, number, RunResult.DONE, None) if is_last else None
            tx.commit()
        self.number, self.ended = number, ended

    def begin(self) -> RunId:
        """For who needs its number before there is anything to note."""
        if self.number is not None:
            return self.number
        with self.noting() as (_, number):
            return number

    def decide(self, decided: Decided) -> None:
        with self.noting() as (tx, number):
            tx.runs.decide(number, [decided])

    def end(self, result: RunResult, trouble: str | None = None) -> Run:
        """The run; as it ended before, if it did."""
        if self.ended is not None:
            return self.ended
        with self.unit_of_work() as tx:
            ended = self._ended(tx, self.number or self._begun(tx), result, trouble)
            tx.commit()
        return ended

    def fail(self, trouble: str) -> Run:
        """What was decided stays done."""
        if self.number is None:
            return self.end(RunResult.FAILED, trouble)
        with self.unit_of_work.reading() as tx:
            result = RunResult.PARTIAL if tx.runs.decided(self.number) else RunResult.FAILED
        return self.end(result, trouble)

    def _begun(self, tx: Transaction) -> RunId:
        return tx.runs.begin(NewRun(self.connection, Trigger.SYNC, self.cause, self.started))

    def _ended(self, tx: Transaction, number: RunId, result: RunResult, trouble: str | None) -> Run:
        now = self.clock.now()
        ended = tx.runs.end(number, now, result, trouble)
        if ended is None:
            raise NotConnected("the connection is gone")
        tx.connections.synced(self.connection, now, *_told(ended))
        return ended


Noting = tuple[Transaction, RunId]


def patient(clock: Clock, patience: timedelta) -> Callable[[], None]:
    """Raises OutOfPatience when it is called later than that."""
    until = clock.now() + patience

    def go_on() -> None:
        if clock.now() >= until:
            raise OutOfPatience

    return go_on


def _told(run: Run) -> tuple[RunResult, str | None]:
    """What the host is told: that some items are in trouble, too."""
    failed = run.count(Action.FAILED)
    if run.result is RunResult.DONE and failed:
        return RunResult.PARTIAL, f"{failed} could not be synced"
    return run.result, run.trouble
