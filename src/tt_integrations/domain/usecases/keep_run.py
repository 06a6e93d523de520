"""The step by which a sync becomes a run, and the host is told how it went."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from attrs import frozen

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


@frozen
class KeepRun:
    unit_of_work: UnitOfWork
    clock: Clock

    def begin(self, connection: ConnectionId, cause: str) -> RunId:
        with self.unit_of_work() as tx:
            run = tx.runs.begin(NewRun(connection, Trigger.SYNC, cause, self.clock.now()))
            tx.commit()
        return run

    def decide(self, run: RunId, decided: Iterable[Decided]) -> None:
        with self.unit_of_work() as tx:
            tx.runs.decide(run, list(decided))
            tx.commit()

    def end(
        self,
        connection: ConnectionId,
        run: RunId,
        result: RunResult | None,
        trouble: str | None = None,
    ) -> Run:
        """`result` None: as what was decided says. The host is told in the same transaction."""
        with self.unit_of_work() as tx:
            if result is None:
                result = RunResult.PARTIAL if tx.runs.decided(run) else RunResult.FAILED
            ended = end_in(tx, connection, run, self.clock.now(), (result, trouble))
            tx.commit()
        return ended

    def patient(self, patience: timedelta) -> Callable[[], None]:
        """Raises OutOfPatience when it is called later than that."""
        until = self.clock.now() + patience

        def go_on() -> None:
            if self.clock.now() >= until:
                raise OutOfPatience

        return go_on


def end_in(
    tx: Transaction,
    connection: ConnectionId,
    run: RunId,
    now: datetime,
    how: tuple[RunResult, str | None],
) -> Run:
    ended = tx.runs.end(run, now, *how)
    if ended is None:
        raise NotConnected("the connection is gone")
    tx.connections.synced(connection, now, *_told(ended))
    return ended


def _told(run: Run) -> tuple[RunResult, str | None]:
    """What the host is told: that some items are in trouble, too."""
    failed = run.count(Action.FAILED)
    if run.result is RunResult.DONE and failed:
        return RunResult.PARTIAL, f"{failed} could not be synced"
    return run.result, run.trouble
