# ruff: noqa: S101 - a contract suite asserts
"""The promises of `Runs.end_overdue`."""

from __future__ import annotations

from datetime import datetime, timedelta

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.runs import (
    Action,
    Decided,
    NewRun,
    Run,
    RunId,
    RunResult,
    RunsWanted,
    Trigger,
)
from tt_integrations.testing.contracts.examples import at, connected
from tt_integrations.testing.contracts.ground import Ground

MOMENT = timedelta(microseconds=1)
CUT = "it was cut short"


class OverdueRunsContract:
    def test_an_overdue_run_is_partial_where_something_was_decided_and_failed_where_nothing_was(
        self, ground: Ground
    ) -> None:
        connection = _connection(ground)
        some, none = (_begin(ground, connection, at(0)) for _ in range(2))
        actions = (Action.CREATED, Action.KEPT, Action.CREATED)
        with ground.unit_of_work() as tx:
            tx.runs.decide(some, [Decided("x", "", action) for action in actions])
            tx.commit()
        assert _end_overdue(ground, at(1), at(2) + MOMENT) == len((some, none))
        ended = [_found(ground, run) for run in (some, none)]
        assert [(run.ended, run.result, run.trouble, run.counts) for run in ended] == [
            (at(2) + MOMENT, RunResult.PARTIAL, CUT, {Action.CREATED: 2, Action.KEPT: 1}),
            (at(2) + MOMENT, RunResult.FAILED, CUT, {}),
        ]

    def test_only_what_began_before_that_moment_and_has_not_ended_is_overdue(
        self, ground: Ground
    ) -> None:
        connection = _connection(ground)
        runs = [_begin(ground, connection, at(0) + late) for late in (-MOMENT, -MOMENT, 0 * MOMENT)]
        before = [_found(ground, run) for run in runs]
        with ground.unit_of_work() as tx:
            before[0] = tx.runs.end(runs[0], at(0), RunResult.DONE) or before[0]
            tx.commit()
        assert _end_overdue(ground, at(0), at(2)) == 1
        after = [_found(ground, run) for run in runs]
        assert [was == now for was, now in zip(before, after, strict=True)] == [True, False, True]

    def test_what_was_ended_so_is_not_overdue_again(self, ground: Ground) -> None:
        run = _begin(ground, _connection(ground), at(0))
        assert [_end_overdue(ground, at(1), at(2)), _end_overdue(ground, at(1), at(3))] == [1, 0]
        assert _found(ground, run).ended == at(2)

    def test_whoever_was_slow_and_ends_such_a_run_after_all_has_the_last_word(
        self, ground: Ground
    ) -> None:
        run = _begin(ground, _connection(ground), at(0))
        _end_overdue(ground, at(1), at(2))
        with ground.unit_of_work() as tx:
            tx.runs.decide(run, [Decided("x", "", Action.CREATED)])
            ended = tx.runs.end(run, at(3), RunResult.DONE)
            tx.commit()
        assert _found(ground, run) == ended
        assert ended is not None
        assert (ended.result, ended.trouble, ended.counts) == (
            RunResult.DONE,
            None,
            {Action.CREATED: 1},
        )

    def test_no_store_stumbles_over_why_a_run_was_cut_short(self, ground: Ground) -> None:
        run = _begin(ground, _connection(ground), at(0))
        with ground.unit_of_work() as tx:
            tx.runs.end_overdue(at(1), at(2), "a\0b\ud800c")
            tx.commit()
        assert _found(ground, run).trouble == "abc"


def _connection(ground: Ground, key: str = "k") -> ConnectionId:
    owner = ground.add_person()
    with ground.unit_of_work() as tx:
        added = connected(tx, owner, key)
        tx.commit()
    return added.id


def _begin(ground: Ground, connection: ConnectionId, started: datetime) -> RunId:
    with ground.unit_of_work() as tx:
        run = tx.runs.begin(NewRun(connection, Trigger.SYNC, "schedule", started))
        tx.commit()
    return run


def _end_overdue(ground: Ground, before: datetime, moment: datetime) -> int:
    with ground.unit_of_work() as tx:
        ended = tx.runs.end_overdue(before, moment, CUT)
        tx.commit()
    return ended


def _found(ground: Ground, run: RunId) -> Run:
    with ground.unit_of_work.reading() as tx:
        [found] = [each for each in tx.runs.newest(RunsWanted()) if each.id == run]
    return found
