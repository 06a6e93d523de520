# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from attrs import evolve

from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.people import Person
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
from tt_integrations.ports.runs import SOME_RUNS
from tt_integrations.testing.contracts.examples import ACME, at, connected
from tt_integrations.testing.contracts.ground import Ground

MOMENT = timedelta(microseconds=1)
NO_RUN = RunId(4711)


class RunsContract:
    """Runs themselves. `decisions.py` has what was decided in them."""

    @pytest.mark.parametrize("trigger", list(Trigger))
    def test_a_run_that_was_begun_has_not_ended(self, ground: Ground, trigger: Trigger) -> None:
        connection = _connection(ground)
        new = NewRun(connection, trigger, "asked for – “now” ☕", at(0) + MOMENT)
        run = _begin(ground, new)
        assert _find(ground, run) == Run(run, connection, trigger, new.cause, new.started)

    @pytest.mark.parametrize("trouble", [None, "they are away – “ça va”"])
    @pytest.mark.parametrize("result", [r for r in RunResult if r != RunResult.RUNNING])
    def test_a_run_that_was_ended_is_over(
        self, ground: Ground, result: RunResult, trouble: str | None
    ) -> None:
        run = _begin(ground, _new(_connection(ground)))
        _end(ground, run, at(1) + MOMENT, result, trouble)
        found = _find(ground, run)
        assert found is not None
        assert (found.ended, found.result, found.trouble) == (at(1) + MOMENT, result, trouble)

    def test_the_moments_of_a_run_are_utc(self, ground: Ground) -> None:
        run = _begin(ground, _new(_connection(ground)))
        _end(ground, run, at(1))
        found = _find(ground, run)
        assert found is not None
        assert found.ended is not None
        assert {found.started.utcoffset(), found.ended.utcoffset()} == {timedelta(0)}

    def test_a_run_that_ends_has_its_decisions_counted(self, ground: Ground) -> None:
        run, other = (_begin(ground, _new(_connection(ground, key))) for key in "ab")
        actions = (Action.CREATED, Action.IGNORED, Action.CREATED)
        with ground.unit_of_work() as tx:
            tx.runs.decide(run, [Decided("x", "", action) for action in actions])
            tx.runs.decide(other, [Decided("x", "", Action.FAILED)])
            tx.commit()
        before = _find(ground, run)
        _end(ground, run, at(1))
        after = _find(ground, run)
        assert before is not None
        assert after is not None
        assert (before.counts, after.counts) == ({}, {Action.CREATED: 2, Action.IGNORED: 1})

    def test_a_run_without_decisions_counts_none(self, ground: Ground) -> None:
        run = _begin(ground, _new(_connection(ground)))
        _end(ground, run, at(1))
        found = _find(ground, run)
        assert found is not None
        assert found.counts == {}

    def test_there_is_none_of_another_number(self, ground: Ground) -> None:
        run = _begin(ground, _new(_connection(ground)))
        assert [_find(ground, RunId(run + 1)), _find(ground, RunId(0))] == [None, None]

    def test_no_run_is_begun_of_a_connection_that_is_gone(self, ground: Ground) -> None:
        gone = ConnectionId(4711)
        with pytest.raises(NotConnected), ground.unit_of_work() as tx:
            tx.runs.begin(NewRun(gone, Trigger.SYNC, "schedule", at(0)))
        with ground.unit_of_work.reading() as tx:
            assert not tx.runs.newest(RunsWanted(connection=gone))

    def test_a_run_begun_in_a_transaction_that_is_undone_never_was(self, ground: Ground) -> None:
        connection = _connection(ground)
        with ground.unit_of_work() as tx:
            run = tx.runs.begin(_new(connection))
            assert tx.runs.find(run) is not None
        assert _find(ground, run) is None

    def test_no_store_stumbles_over_the_words_of_a_run(self, ground: Ground) -> None:
        run = _begin(ground, evolve(_new(_connection(ground)), cause="a\0b\ud800c"))
        _end(ground, run, at(1), RunResult.FAILED, "d\0e\udfff")
        found = _find(ground, run)
        assert found is not None
        assert (found.cause, found.trouble) == ("abc", "de")

    def test_runs_are_listed_newest_first_by_when_they_were_begun(self, ground: Ground) -> None:
        one, two = _connection(ground, "one"), _connection(ground, "two")
        begun = [_begin(ground, _new(connection)) for connection in (one, two, one)]
        assert _numbers(ground, RunsWanted()) == begun[::-1]

    def test_a_list_shows_each_run_as_it_is_now(self, ground: Ground) -> None:
        run = _begin(ground, _new(_connection(ground)))
        _end(ground, run, at(1), RunResult.PARTIAL, "any")
        with ground.unit_of_work.reading() as tx:
            assert list(tx.runs.newest(RunsWanted())) == [tx.runs.find(run)]

    def test_so_many_are_listed_and_then_those_before(self, ground: Ground) -> None:
        connection = _connection(ground)
        with ground.unit_of_work() as tx:
            begun = [tx.runs.begin(_new(connection)) for _ in range(SOME_RUNS + 2)]
            tx.commit()
        newest = _numbers(ground, RunsWanted())
        assert newest == begun[: -SOME_RUNS - 1 : -1]
        assert _numbers(ground, RunsWanted(before=newest[-1])) == begun[1::-1]
        assert _numbers(ground, RunsWanted(before=begun[0])) == []

    def test_only_those_are_listed_that_are_wanted(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        one, two = _connection(ground, "one", ada), _connection(ground, "two", ada)
        three = _connection(ground, "three", ben)
        nobodys = ground.add_connection(ACME, None, {}, works=True)
        of_one, of_two, of_three, of_nobody, failed = (
            _begin(ground, _new(connection)) for connection in (one, two, three, nobodys, one)
        )
        _end(ground, failed, at(1), RunResult.FAILED)
        for wanted, runs in (
            (RunsWanted(), [failed, of_nobody, of_three, of_two, of_one]),
            (RunsWanted(owner=ada.id), [failed, of_two, of_one]),
            (RunsWanted(owner=ben.id), [of_three]),
            (RunsWanted(connection=one), [failed, of_one]),
            (RunsWanted(connection=nobodys), [of_nobody]),
            (RunsWanted(result=RunResult.FAILED), [failed]),
            (RunsWanted(result=RunResult.RUNNING, before=of_nobody), [of_three, of_two, of_one]),
            (RunsWanted(ada.id, one, RunResult.RUNNING, before=failed), [of_one]),
            (RunsWanted(ben.id, one), []),
            (RunsWanted(result=RunResult.DONE), []),
            (RunsWanted(trigger=Trigger.UNDO), []),
        ):
            assert (wanted, _numbers(ground, wanted)) == (wanted, runs)

    def test_a_run_is_taken_back_once(self, ground: Ground) -> None:
        run, other = (_begin(ground, _new(_connection(ground, key))) for key in "ab")
        with ground.unit_of_work() as tx:
            marked = [tx.runs.mark_undone(run) for _ in range(2)]
            tx.commit()
        with ground.unit_of_work() as tx:
            marked.append(tx.runs.mark_undone(run))
        found = [_find(ground, each) for each in (run, other)]
        assert marked == [True, False, False]
        assert [each and each.undone for each in found] == [True, False]

    def test_whoever_undid_its_transaction_took_nothing_back(self, ground: Ground) -> None:
        run = _begin(ground, _new(_connection(ground)))
        for _ in range(2):
            with ground.unit_of_work() as tx:
                assert tx.runs.mark_undone(run)

    def test_what_is_no_run_cannot_be_ended_or_taken_back(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.runs.end(NO_RUN, at(1), RunResult.DONE)
            assert (tx.runs.mark_undone(NO_RUN), tx.runs.find(NO_RUN)) == (False, None)

    def test_to_forget_drops_the_runs_that_began_before_that_moment(self, ground: Ground) -> None:
        connection = _connection(ground)
        moments = (at(-1), at(0) - MOMENT, at(0))
        old, just_before, then = (
            _begin(ground, evolve(_new(connection), started=moment)) for moment in moments
        )
        with ground.unit_of_work() as tx:
            for run in (old, just_before, then):
                tx.runs.decide(run, [Decided("x", "", Action.CREATED)])
            assert tx.runs.forget(at(0)) == len((old, just_before))
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert [run.id for run in tx.runs.newest(RunsWanted())] == [then]
            assert [len(tx.runs.decided(run)) for run in (old, just_before, then)] == [0, 0, 1]

    def test_a_run_that_was_forgotten_leaves_its_number_to_nobody(self, ground: Ground) -> None:
        connection = _connection(ground)
        forgotten = _begin(ground, _new(connection))
        with ground.unit_of_work() as tx:
            tx.runs.forget(at(1))
            tx.commit()
        assert _begin(ground, _new(connection)) > forgotten


def _connection(ground: Ground, key: str = "k", owner: Person | None = None) -> ConnectionId:
    owner = owner or ground.add_person()
    with ground.unit_of_work() as tx:
        added = connected(tx, owner, key)
        tx.commit()
    return added.id


def _new(connection: ConnectionId) -> NewRun:
    return NewRun(connection, Trigger.SYNC, "schedule", at(0))


def _begin(ground: Ground, new: NewRun) -> RunId:
    with ground.unit_of_work() as tx:
        run = tx.runs.begin(new)
        tx.commit()
    return run


def _end(
    ground: Ground,
    run: RunId,
    moment: datetime,
    result: RunResult = RunResult.DONE,
    trouble: str | None = None,
) -> None:
    with ground.unit_of_work() as tx:
        tx.runs.end(run, moment, result, trouble)
        tx.commit()


def _find(ground: Ground, run: RunId) -> Run | None:
    with ground.unit_of_work.reading() as tx:
        return tx.runs.find(run)


def _numbers(ground: Ground, wanted: RunsWanted) -> list[RunId]:
    with ground.unit_of_work.reading() as tx:
        return [run.id for run in tx.runs.newest(wanted)]
