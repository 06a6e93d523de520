"""Whose runs somebody may see."""

from __future__ import annotations

import pytest
from attrs import evolve

from aviary import Aviary
from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import (
    Action,
    Decided,
    NewRun,
    RunId,
    RunResult,
    RunsWanted,
    Trigger,
)
from tt_integrations.domain.usecases.show_runs import ListRuns, RunOf, RunsOf, ShowRun


def seen(aviary: Aviary, person: Person | None) -> list[RunId]:
    return [run.id for run in ListRuns(aviary.work)(RunsOf(person, RunsWanted()))]


def ran(aviary: Aviary, connection: Connection, *decisions: Decided) -> RunId:
    now = aviary.clock.now()
    with aviary.work() as tx:
        run = tx.runs.begin(NewRun(connection.id, Trigger.SYNC, "asked for", now))
        tx.runs.decide(run, decisions)
        tx.runs.end(run, now, RunResult.DONE)
        tx.commit()
    return run


def test_everybody_sees_their_own_and_an_administrator_all(aviary: Aviary) -> None:
    plain = [evolve(aviary.person(name), sees_all=False) for name in ("Ann", "Ben")]
    runs = [ran(aviary, aviary.talking(person)) for person in plain]
    assert [seen(aviary, person) for person in plain] == [[runs[0]], [runs[1]]]
    assert seen(aviary, aviary.person("Root")) == seen(aviary, None) == runs[::-1]


def test_a_run_opens_into_its_decisions(aviary: Aviary, ann: Person) -> None:
    door, floor = (
        Decided(f"1#{n}", title, Action.CREATED) for n, title in ((1, "Door"), (2, "Floor"))
    )
    connection = aviary.talking(ann)
    run = ran(aviary, connection, door, floor)
    show = ShowRun(aviary.work)
    shown = show(RunOf(ann, run))
    assert (shown.run.id, shown.connection.id) == (run, connection.id)
    assert [each.decided for each in shown.decisions] == [door, floor]
    assert [each.decided for each in show(RunOf(None, run, search="flo")).decisions] == [floor]
    assert [each.decided for each in show(RunOf(ann, run, after=1)).decisions] == [floor]


def test_somebody_elses_run_is_as_good_as_none(aviary: Aviary, ann: Person) -> None:
    run = ran(aviary, aviary.talking(ann))
    ben = evolve(aviary.person("Ben"), sees_all=False)
    for person, number in ((ben, run), (ann, RunId(99))):
        with pytest.raises(NotConnected):
            ShowRun(aviary.work)(RunOf(person, number))
