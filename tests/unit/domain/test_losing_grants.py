"""A provider will not have us any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from aviary import Aviary
from pigeon import TOKEN
from tt_integrations.domain.model.connection import (
    Changes,
    Connection,
    ConnectionId,
    ConnectionState,
)
from tt_integrations.domain.model.work import NewJob, TellOwner
from tt_integrations.domain.usecases.end_grant import GrantLost, TokenReplaced
from tt_integrations.domain.usecases.revive import revive


@pytest.fixture
def team(aviary: Aviary) -> Connection:
    return aviary.talking(aviary.person("Ann"))


@pytest.fixture
def relying(aviary: Aviary, team: Connection) -> Connection:
    return aviary.relying(aviary.person("Ben"), team)


@pytest.mark.parametrize("noticed", ["team", "relying"])
def test_all_who_relied_on_a_lost_grant_need_to_reconnect_whoever_noticed(
    aviary: Aviary, team: Connection, relying: Connection, noticed: str
) -> None:
    by = {"team": team, "relying": relying}[noticed]
    assert aviary.end_grant(GrantLost(by.id, "app_uninstalled")) == 2
    for connection in (team, relying):
        ended = aviary.again(connection)
        assert ended.state is ConnectionState.NEEDS_RECONNECT
        assert ended.reason == "app_uninstalled"
        assert ended.settings == connection.settings


def test_each_owner_is_told_once_and_what_waited_is_dropped(
    aviary: Aviary, team: Connection, relying: Connection
) -> None:
    with aviary.work() as tx:
        for connection in (team, relying):
            news = NewJob(connection.id, TellOwner("old news"), "any", aviary.clock.now())
            tx.jobs.enqueue(news)
        tx.commit()
    aviary.end_grant(GrantLost(team.id, "uninstalled"))
    aviary.end_grant(GrantLost(relying.id, "uninstalled"))
    aviary.end_grant(GrantLost(team.id, "revoked"))
    told = [(job.connection, job.work) for job in aviary.jobs()]
    assert told == [(team.id, TellOwner("uninstalled")), (relying.id, TellOwner("uninstalled"))]


def test_a_job_that_somebody_holds_is_left_to_them(aviary: Aviary, team: Connection) -> None:
    now = aviary.clock.now()
    with aviary.work() as tx:
        tx.jobs.enqueue(NewJob(team.id, TellOwner("held"), "any", now))
        held = tx.jobs.take(now, timedelta(minutes=2))
        tx.commit()
    assert held is not None
    aviary.end_grant(GrantLost(team.id, "uninstalled"))
    with aviary.work() as tx:
        tx.jobs.give_back(held, now)
        tx.commit()
    assert [job.work for job in aviary.jobs()] == [TellOwner("held"), TellOwner("uninstalled")]


def test_the_owner_is_told_again_when_it_happens_again(aviary: Aviary, team: Connection) -> None:
    aviary.end_grant(GrantLost(team.id, "first"))
    aviary.put(team, ConnectionState.ACTIVE)
    assert aviary.end_grant(GrantLost(team.id, "second")) == 1
    assert [job.work for job in aviary.jobs()] == [TellOwner("second")]


def test_a_token_that_is_not_the_stored_one_any_more_ends_nothing(
    aviary: Aviary, team: Connection, relying: Connection
) -> None:
    refused = aviary.access(relying).sealed
    aviary.set(team, Changes(secrets={TOKEN: "new"}))
    lost = GrantLost(relying.id, "revoked", refused)
    assert aviary.end_grant(lost) == TokenReplaced()
    assert {aviary.state(each) for each in (team, relying)} == {ConnectionState.ACTIVE}
    assert aviary.jobs() == []
    assert aviary.end_grant(evolve(lost, refused=aviary.access(team).sealed)) == 2


@pytest.mark.parametrize("token", ["access_token", "refresh_token"])
def test_either_token_of_the_stored_grant_ends_it(
    aviary: Aviary, team: Connection, token: str
) -> None:
    aviary.grant(team)
    before = aviary.granted(team)
    aviary.grant(team)
    assert aviary.end_grant(GrantLost(team.id, "no", getattr(before, token))) == TokenReplaced()
    stored = aviary.granted(team)
    assert aviary.end_grant(GrantLost(team.id, "no", getattr(stored, token))) == 1


@pytest.mark.parametrize("state", [ConnectionState.DISABLED, ConnectionState.PAUSED])
def test_who_switched_it_off_or_lets_it_rest_is_not_bothered_nor_woken_by_a_new_grant(
    aviary: Aviary, team: Connection, relying: Connection, state: ConnectionState
) -> None:
    aviary.put(relying, state)
    assert aviary.end_grant(GrantLost(team.id, "uninstalled")) == 1
    assert aviary.state(relying) is state
    with aviary.work() as tx:
        revive(tx, team.id)
        tx.commit()
    assert aviary.state(team) is ConnectionState.ACTIVE
    assert aviary.state(relying) is state


def test_nothing_is_lost_with_a_connection_that_is_gone(aviary: Aviary) -> None:
    assert aviary.end_grant(GrantLost(ConnectionId(99), "uninstalled")) == 0
