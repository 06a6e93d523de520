"""Looking for items over many runs, counting days, and listing connections."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from aviary import Aviary
from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import Action, Decided, NewRun, RunId, RunResult, Trigger
from tt_integrations.domain.usecases.count_days import DAYS, CountDays
from tt_integrations.domain.usecases.list_connections import (
    ConnectionsWanted,
    ListConnections,
    OwnConnections,
)
from tt_integrations.domain.usecases.list_projects import ListProjects
from tt_integrations.domain.usecases.search_decisions import DecisionsSought, SearchDecisions

STANDUP = Decided("ev-1", "Daily Standup", Action.IGNORED, "all day")


def ran(
    aviary: Aviary, connection: Connection, *decisions: Decided, ago: timedelta = timedelta()
) -> RunId:
    began = aviary.clock.now() - ago
    with aviary.work() as tx:
        run = tx.runs.begin(NewRun(connection.id, Trigger.SYNC, "asked for", began))
        tx.runs.decide(run, decisions)
        tx.runs.end(run, began, RunResult.DONE)
        tx.commit()
    return run


def plain(aviary: Aviary, name: str = "Ann") -> Person:
    return evolve(aviary.person(name), sees_all=False)


def found(aviary: Aviary, person: Person, text: str) -> list[tuple[RunId, str]]:
    search = SearchDecisions(aviary.work)
    return [
        (each.run.id, each.numbered.decided.item) for each in search(DecisionsSought(person, text))
    ]


def test_an_item_is_found_in_every_run_that_decided_on_it_the_newest_first(aviary: Aviary) -> None:
    ann = plain(aviary)
    connection = aviary.talking(ann)
    runs = [ran(aviary, connection, STANDUP) for _ in range(2)]
    assert found(aviary, ann, "  daily \n STANDUP ") == [(runs[1], "ev-1"), (runs[0], "ev-1")]
    assert found(aviary, ann, "lunch") == found(aviary, ann, " ") == []


def test_items_of_others_are_found_by_who_sees_all_alone(aviary: Aviary) -> None:
    run = ran(aviary, aviary.talking(plain(aviary)), STANDUP)
    assert found(aviary, plain(aviary, "Ben"), "standup") == []
    assert found(aviary, aviary.person("Root"), "standup") == [(run, "ev-1")]


def test_days_are_those_of_the_person_and_today_is_the_last(aviary: Aviary) -> None:
    ann = evolve(plain(aviary), zone=ZoneInfo("Pacific/Kiritimati"))
    connection = aviary.talking(ann)
    ran(aviary, connection, STANDUP, evolve(STANDUP, action=Action.CREATED))
    ran(aviary, connection, STANDUP, ago=timedelta(days=1))
    ran(aviary, connection, STANDUP, ago=timedelta(days=DAYS + 1))
    ran(aviary, aviary.talking(plain(aviary, "Ben")), STANDUP)
    days = CountDays(aviary.work, aviary.clock)(ann)
    assert len(days) == DAYS
    assert days[-1].date == aviary.clock.now().astimezone(ann.zone).date()
    assert [day.count(Action.IGNORED) for day in days[-3:]] == [0, 1, 1]
    assert days[-1].count(Action.IGNORED, Action.CREATED) == 2
    assert sum(day.count(*Action) for day in days) == 3


def test_everybodys_connections_are_for_who_sees_all(aviary: Aviary) -> None:
    ann, root = plain(aviary), aviary.person("Root")
    connection = aviary.talking(ann)
    run = ran(aviary, connection, STANDUP)
    listed = ListConnections(aviary.work)
    [one] = listed(ConnectionsWanted(root, connection.provider))
    assert one.owner is not None
    assert one.last_sync is not None
    assert (one.connection.id, one.owner.id, one.last_sync.id) == (connection.id, ann.id, run)
    assert listed(ConnectionsWanted(root, connection.provider, connection.id)) == []
    with pytest.raises(NotConnected):
        listed(ConnectionsWanted(ann, connection.provider))


def test_a_persons_own_are_theirs_alone_and_others_are_not_named(aviary: Aviary) -> None:
    ann, ben = plain(aviary), plain(aviary, "Ben")
    mine, theirs = aviary.talking(ann), aviary.talking(ben)
    own = OwnConnections(aviary.work, [mine.provider])
    assert [each.id for each in own(ann)] == [mine.id]
    named = own.of(ann, {mine.id, theirs.id, 99})  # type: ignore[arg-type]
    assert set(named) == {mine.id}
    owner = named[mine.id].owner
    assert owner
    assert owner.id == ann.id


def test_projects_to_choose_from_are_those_the_person_may_use(aviary: Aviary, ann: Person) -> None:
    with aviary.work.reading() as tx:
        usable = tx.projects.usable_by(ann)
    assert ListProjects(aviary.work)(ann) == usable
