"""A token that is refused is not all that a connection has: a fresh one may be had, or another one be stored by now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aviary import PASTED, Aviary
from news import sent, started
from tt_integrations.domain.errors import ProviderUnavailable
from tt_integrations.domain.model.connection import (
    Changes,
    Connection,
    ConnectionState,
)
from tt_integrations.domain.model.grants import Grant
from tt_integrations.domain.model.timesheet import Timer
from tt_integrations.domain.model.work import Again, Done, GivenUp, TellOwner

TOKEN = "bot_token"
DEAD = "the token is dead"


@pytest.fixture
def granted(aviary: Aviary, connection: Connection) -> Connection:
    """With a grant, whose access token is `access 1`."""
    aviary.grant(connection)
    return connection


def dead(aviary: Aviary, *tokens: str) -> None:
    aviary.parrot.dead |= set(tokens)


def all_dead(aviary: Aviary) -> None:
    dead(aviary, *(f"access {number}" for number in range(9)))


def pasted(aviary: Aviary, connection: Connection, token: str) -> None:
    aviary.set(connection, Changes(secrets={TOKEN: token}))


def test_a_granted_token_that_dies_early_is_refreshed_and_it_is_said_at_once(
    aviary: Aviary, granted: Connection, timer: Timer
) -> None:
    dead(aviary, "access 1")
    assert sent(aviary, granted, started(timer)) == Done()
    assert len(aviary.parrot.posted) == 1
    assert aviary.parrot.tokens == ["access 1", "access 2"]
    assert aviary.state(granted) is ConnectionState.ACTIVE


def test_who_relies_on_a_grant_that_dies_early_refreshes_it_for_all(
    aviary: Aviary, granted: Connection, timer: Timer
) -> None:
    relying = aviary.relying(aviary.person("Ben"), granted)
    dead(aviary, "access 1")
    assert sent(aviary, relying, started(timer)) == Done()
    assert sent(aviary, granted, started(timer)) == Done()
    assert len(aviary.keeper.spent) == 1


def test_a_provider_that_takes_no_token_at_all_ends_the_grant_after_one_refresh(
    aviary: Aviary, granted: Connection, timer: Timer
) -> None:
    all_dead(aviary)
    assert sent(aviary, granted, started(timer)) == GivenUp(DEAD)
    assert aviary.parrot.tokens == ["access 1", "access 2"]
    ended = aviary.again(granted)
    assert (ended.state, ended.reason) == (ConnectionState.NEEDS_RECONNECT, DEAD)
    assert sent(aviary, granted, started(timer)) == Done()
    assert [job.work for job in aviary.jobs()] == [TellOwner(DEAD)]


def test_a_grant_whose_refresh_is_refused_too_is_lost_for_that_reason_and_its_owner_told_once(
    aviary: Aviary, granted: Connection, timer: Timer
) -> None:
    dead(aviary, "access 1")
    aviary.keeper.spent = ["refresh 1"]
    reason = "the refresh token is no good"
    assert sent(aviary, granted, started(timer)) == GivenUp(reason)
    assert aviary.again(granted).reason == reason
    assert [job.work for job in aviary.jobs()] == [TellOwner(reason)]


def test_a_grant_that_cannot_be_refreshed_is_lost_with_its_token(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    aviary.grant(connection, Grant("eternal"))
    dead(aviary, "eternal")
    assert sent(aviary, connection, started(timer)) == GivenUp(DEAD)
    assert aviary.parrot.tokens == ["eternal"]
    assert aviary.state(connection) is ConnectionState.NEEDS_RECONNECT


def test_while_the_provider_cannot_refresh_the_job_waits_and_the_dead_token_is_used_no_more(
    aviary: Aviary, granted: Connection, timer: Timer
) -> None:
    dead(aviary, "access 1")
    aviary.keeper.fails = [ProviderUnavailable("down", 7), ProviderUnavailable("down", 7)]
    for _ in range(2):
        assert sent(aviary, granted, started(timer)) == Again(timedelta(seconds=7), "down")
        aviary.clock.advance(30)
    assert sent(aviary, granted, started(timer)) == Done()
    assert aviary.parrot.tokens == ["access 1", "access 2"]


def test_while_somebody_else_refreshes_a_token_that_died_they_are_waited_for(
    aviary: Aviary, granted: Connection, timer: Timer
) -> None:
    stored = aviary.granted(granted)
    assert stored
    now = aviary.clock.now()
    with aviary.work() as tx:
        assert tx.grants.begin_refresh(stored, now, now + timedelta(seconds=30))
        tx.commit()
    dead(aviary, "access 1")
    waits = Again(timedelta(seconds=1), "the token is being refreshed")
    assert sent(aviary, granted, started(timer)) == waits
    assert aviary.keeper.spent == []
    assert aviary.state(granted) is ConnectionState.ACTIVE


def test_an_owner_who_connects_anew_while_something_is_said_loses_nothing(
    aviary: Aviary, granted: Connection, timer: Timer
) -> None:
    def connect() -> None:
        aviary.parrot.meanwhile = lambda: None
        aviary.grant(granted, Grant("by a new consent"))

    all_dead(aviary)
    aviary.parrot.meanwhile = connect
    assert sent(aviary, granted, started(timer)) == Done()
    assert aviary.parrot.tokens == ["access 1", "by a new consent"]
    assert aviary.state(granted) is ConnectionState.ACTIVE
    assert aviary.jobs() == []


def test_an_owner_who_pastes_a_new_token_while_something_is_said_loses_nothing(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    def paste() -> None:
        aviary.parrot.meanwhile = lambda: None
        pasted(aviary, connection, "new")

    dead(aviary, PASTED)
    aviary.parrot.meanwhile = paste
    assert sent(aviary, connection, started(timer)) == Done()
    assert aviary.parrot.tokens == [PASTED, "new"]
    assert aviary.state(connection) is ConnectionState.ACTIVE


def test_a_pasted_token_that_a_consent_took_the_place_of_ends_nothing(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    dead(aviary, PASTED)

    def consent() -> None:
        aviary.parrot.meanwhile = lambda: None
        aviary.grant(connection)

    aviary.parrot.meanwhile = consent
    assert sent(aviary, connection, started(timer)) == Done()
    assert aviary.parrot.tokens == [PASTED, "access 1"]


def test_where_the_second_token_is_replaced_as_well_the_job_comes_again_and_nothing_ends(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    numbers = iter(range(9))
    dead(aviary, PASTED, "new 0")
    aviary.parrot.meanwhile = lambda: pasted(aviary, connection, f"new {next(numbers)}")
    assert sent(aviary, connection, started(timer)) == Again(timedelta(seconds=5), DEAD)
    assert aviary.state(connection) is ConnectionState.ACTIVE
    assert sent(aviary, connection, started(timer)) == Done()


def test_a_pasted_token_that_is_refused_is_lost_at_once(
    aviary: Aviary, connection: Connection, timer: Timer
) -> None:
    dead(aviary, PASTED)
    assert sent(aviary, connection, started(timer)) == GivenUp(DEAD)
    assert aviary.parrot.tokens == [PASTED]
    assert aviary.state(connection) is ConnectionState.NEEDS_RECONNECT
