"""A grant that expires is refreshed by one caller, kept before it is used, and never lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from attrs import evolve

from aviary import Aviary
from tt_integrations.domain.errors import (
    NotConnected,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.connection import Connection, ConnectionState
from tt_integrations.domain.model.grants import Grant
from tt_integrations.domain.usecases.refresh_grant import RefreshUnderWay

NEARLY = timedelta(hours=12) - timedelta(minutes=5)
"""From when on a grant of twelve hours is refreshed."""


@pytest.fixture
def connection(aviary: Aviary) -> Connection:
    return aviary.talking(aviary.person("Ann"), token=None)


@pytest.fixture
def first(aviary: Aviary, connection: Connection) -> Grant:
    return aviary.grant(connection)


def test_a_grant_that_is_good_for_five_more_minutes_is_used_as_it_is(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    aviary.clock.advance(NEARLY - timedelta(seconds=1))
    assert aviary.refresh(connection) == first
    assert aviary.keeper.spent == []


def test_a_grant_that_never_expires_is_used_for_ever(
    aviary: Aviary, connection: Connection
) -> None:
    eternal = aviary.grant(connection, Grant("eternal"))
    aviary.clock.advance(timedelta(days=4000))
    assert aviary.refresh(connection) == eternal


def test_a_grant_near_its_end_is_refreshed_and_kept(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    aviary.clock.advance(NEARLY)
    fresh = aviary.refresh(connection)
    assert isinstance(fresh, Grant)
    assert fresh.access_token == "access 2"
    assert aviary.refresh(connection) == fresh
    assert aviary.keeper.spent == [first.refresh_token]
    stored = aviary.granted(connection)
    assert stored is not None
    assert (stored.version, stored.refreshing_until) == (2, None)


def test_fifty_callers_make_one_exchange(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    aviary.clock.advance(NEARLY)
    with ThreadPoolExecutor(50) as pool:
        got = list(pool.map(lambda _: aviary.refresh(connection), range(50)))
    assert aviary.keeper.spent == [first.refresh_token]
    tokens = {grant.access_token for grant in got if isinstance(grant, Grant)}
    assert tokens <= {"access 1", "access 2"}
    assert len(got) == 50


def test_while_somebody_refreshes_the_old_token_is_used_as_long_as_it_is_good(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    seen: list[object] = []
    aviary.keeper.meanwhile = lambda: seen.append(aviary.refresh(connection))
    aviary.clock.advance(NEARLY)
    aviary.refresh(connection)
    assert seen == [first]


def test_while_somebody_refreshes_a_dead_token_is_not_used(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    seen: list[object] = []

    def look() -> None:
        seen.append(aviary.refresh(connection))
        with pytest.raises(ProviderUnavailable) as waiting:
            aviary.access(connection)
        assert waiting.value.retry_after == 1

    aviary.keeper.meanwhile = look
    aviary.clock.advance(timedelta(hours=13))
    aviary.refresh(connection)
    assert seen == [RefreshUnderWay()]
    assert aviary.access(connection).token == "access 2"


def test_who_went_to_refresh_and_never_came_back_holds_up_the_others_for_half_a_minute(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    aviary.clock.advance(timedelta(hours=13))
    aviary.keeper.meanwhile = die
    with pytest.raises(KeyboardInterrupt):
        aviary.refresh(connection)
    aviary.keeper.meanwhile = lambda: None
    assert aviary.refresh(connection) == RefreshUnderWay()
    aviary.clock.advance(30)
    assert aviary.access(connection).token == "access 2"


def test_a_grant_that_was_replaced_meanwhile_counts_more_than_a_refreshed_one(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    aviary.clock.advance(NEARLY)
    aviary.keeper.meanwhile = lambda: aviary.grant(connection, Grant("by a new consent"))
    with pytest.raises(ProviderUnavailable) as replaced:
        aviary.refresh(connection)
    assert replaced.value.retry_after == 1
    assert aviary.access(connection).token == "by a new consent"


def test_a_refusal_of_a_grant_that_was_replaced_meanwhile_ends_nothing(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    aviary.clock.advance(NEARLY)
    aviary.keeper.meanwhile = lambda: aviary.grant(connection, Grant("by a new consent"))
    aviary.keeper.fails = [ProviderRefused("revoked by the new consent")]
    with pytest.raises(ProviderUnavailable):
        aviary.refresh(connection)
    assert aviary.state(connection) is ConnectionState.ACTIVE
    assert aviary.access(connection).token == "by a new consent"


def test_a_refused_refresh_ends_the_grant_with_the_reason(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    aviary.keeper.spent = [str(first.refresh_token)]
    aviary.clock.advance(NEARLY)
    with pytest.raises(ProviderRefused):
        aviary.access(connection)
    ended = aviary.again(connection)
    assert ended.state is ConnectionState.NEEDS_RECONNECT
    assert ended.reason == "the refresh token is no good"


def test_a_provider_that_is_down_costs_nothing_while_the_old_token_is_good(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    aviary.clock.advance(NEARLY)
    aviary.keeper.fails = [ProviderUnavailable("down")]
    assert aviary.refresh(connection) == first


def test_a_provider_that_is_down_is_waited_for_once_the_token_is_dead(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    aviary.clock.advance(timedelta(hours=12))
    aviary.keeper.fails = [ProviderUnavailable("down", 7)]
    with pytest.raises(ProviderUnavailable, match="down"):
        aviary.refresh(connection)
    assert aviary.state(connection) is ConnectionState.ACTIVE
    aviary.clock.advance(30)
    assert aviary.access(connection).token == "access 2"


def test_a_connection_without_a_grant_has_nothing_to_refresh(
    aviary: Aviary, connection: Connection
) -> None:
    with pytest.raises(NotConnected):
        aviary.access(connection)


def test_a_grant_of_a_provider_that_is_not_set_up_any_more_cannot_be_refreshed(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    aviary.clock.advance(NEARLY)
    stored = aviary.granted(connection)
    assert stored
    with pytest.raises(NotConnected):
        evolve(aviary.refreshing, oauths={})(connection, stored)


def test_connections_of_one_installation_share_its_grant_and_are_limited_together(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    relying = aviary.relying(aviary.person("Ben"), connection)
    assert aviary.access(relying) == aviary.access(connection)
    aviary.clock.advance(NEARLY)
    assert aviary.access(relying).token == "access 2"
    assert aviary.access(connection).token == "access 2"


def test_neither_access_nor_grants_show_their_tokens(
    aviary: Aviary, connection: Connection, first: Grant
) -> None:
    shown = repr([aviary.access(connection), first, aviary.granted(connection)])
    assert "access 1" not in shown
    assert "refresh 1" not in shown


def test_an_installation_that_is_gone_gives_no_access(
    aviary: Aviary, connection: Connection
) -> None:
    with pytest.raises(NotConnected):
        aviary.access(evolve(connection, installation=99))
