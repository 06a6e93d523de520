"""Who is meant by a login: whoever showed that it is theirs, and nobody by another one's word."""

from __future__ import annotations

import pytest
from attrs import evolve

from issue_desk import PROVIDER, IssueDesk, clocking_desk, issue
from tt_integrations.domain.model.connection import Address, ConnectionState
from tt_integrations.domain.usecases.start_timer_on_assignment import (
    NobodyProved,
    TimerBegun,
)

ASSIGNED = issue(at=1, assignees=("Ada-L",))


@pytest.fixture
def desk() -> IssueDesk:
    """Ada showed that she is ada-l."""
    return clocking_desk()


@pytest.mark.parametrize("login", ["ada", "ada-l2", "%", "ada_l", "ada-l ", "\ud800"])
def test_a_login_that_nobody_showed_to_be_theirs_is_nobodys(desk: IssueDesk, login: str) -> None:
    news = evolve(ASSIGNED, assignees=(login,))
    assert desk.clocked("assigned", news, login) == NobodyProved(login)
    assert desk.running(desk.owner) is None


def test_somebody_else_counts_who_showed_their_login_by_a_connection_of_their_own(
    desk: IssueDesk,
) -> None:
    ben = desk.ground.add_person("Ben", sees_all=True)
    desk.connect(ben, "ben")
    decision = desk.clocked("assigned", evolve(ASSIGNED, assignees=("Ben",)), "Ben")
    assert isinstance(decision, TimerBegun)
    assert desk.running(ben) == decision.timer
    assert desk.running(desk.owner) is None


def test_nobody_is_anybody_by_another_ones_word(desk: IssueDesk) -> None:
    ben = desk.ground.add_person("Ben", sees_all=True)
    with desk.work() as tx:
        tx.addresses.bind(desk.connection.id, Address("login:ben"), ben.id)
        tx.addresses.bind(desk.connection.id, Address("login:nobody"), None)
        tx.commit()
    for login in ("ben", "nobody"):
        news = evolve(ASSIGNED, assignees=(login,))
        assert desk.clocked("assigned", news, login) == NobodyProved(login)


def test_a_connection_that_does_not_work_any_more_shows_nothing(desk: IssueDesk) -> None:
    with desk.work() as tx:
        [route] = tx.addresses.routes(PROVIDER, Address("login:ada-l"))
        tx.connections.move(route.connection.id, ConnectionState.DISABLED)
        tx.commit()
    assert desk.clocked("assigned", ASSIGNED) == NobodyProved("Ada-L")


def test_of_several_who_have_one_login_the_connections_owner_counts_then_the_newest(
    desk: IssueDesk,
) -> None:
    ben = desk.ground.add_person("Ben", sees_all=True)
    of_ben = desk.connect(ben, "ada-l")
    desk.connect(desk.ground.add_person("Cleo", sees_all=True), "ada-l")
    decision = desk.clocked("assigned", ASSIGNED, connection=of_ben)
    assert isinstance(decision, TimerBegun)
    assert decision.timer.person == ben.id
    third = desk.connect(desk.ground.add_person("Dan", sees_all=True))
    decision = desk.clocked("assigned", evolve(ASSIGNED, number=8), connection=third)
    assert isinstance(decision, TimerBegun)
    assert desk.running(desk.owner) is None


@pytest.mark.parametrize("login", ["ADA", "straße"])
def test_the_connections_owner_counts_by_the_logins_they_say_are_theirs(
    desk: IssueDesk, login: str
) -> None:
    desk.rules = evolve(desk.rules, owner_logins=frozenset(("ada", "strasse")))
    decision = desk.clocked("assigned", evolve(ASSIGNED, assignees=(login,)), login)
    assert isinstance(decision, TimerBegun)
    assert desk.running(desk.owner) == decision.timer


def test_what_an_owner_says_of_logins_counts_for_their_own_connection_alone(
    desk: IssueDesk,
) -> None:
    ben = desk.ground.add_person("Ben", sees_all=True)
    desk.connect(ben, "ben")
    desk.rules = evolve(desk.rules, owner_logins=frozenset(("ben",)))
    decision = desk.clocked("assigned", evolve(ASSIGNED, assignees=("ben",)), "ben")
    assert isinstance(decision, TimerBegun)
    assert (desk.running(ben), desk.running(desk.owner)) == (None, decision.timer)


def test_a_connection_of_nobody_makes_nobody_of_a_login(desk: IssueDesk) -> None:
    desk.rules = evolve(desk.rules, owner_logins=frozenset(("ada",)))
    news = evolve(ASSIGNED, assignees=("ada",))
    desk.hear("opened", news)
    nobodys = evolve(desk.connection, owner=None)
    assert desk.clocked("assigned", news, "ada", connection=nobodys) == NobodyProved("ada")
