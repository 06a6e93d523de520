"""A sync that a person waits for tells as much of its connection as one that a job carries out."""

from __future__ import annotations

from typing import Any

import pytest

from sync_desk import SyncDesk
from tt_integrations.domain.errors import (
    NotConnected,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.connection import ConnectionId, ConnectionState
from tt_integrations.domain.model.work import Again, Done
from tt_integrations.domain.usecases.calendar_terms import NoCalendars
from tt_integrations.domain.usecases.end_grant import EndGrant
from tt_integrations.domain.usecases.settle_connection import SettleConnection
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced, SyncWanted
from tt_integrations.domain.usecases.synchronize import Synchronize


class NoCalendar:
    """In place of SyncCalendar."""

    def find(self, _: ConnectionId) -> NoCalendars:
        return NoCalendars("the provider keeps no calendars")


@pytest.fixture
def desk() -> SyncDesk:
    made = SyncDesk()
    made.open("A")
    return made


def by_hand(desk: SyncDesk) -> Synced | NotSynced:
    end_grant, calendar = EndGrant(desk.work, desk.clock), NoCalendar()
    settle = SettleConnection(desk.work, desk.clock, desk.retry, end_grant)
    elsewhere: Any = calendar
    sync = Synchronize(desk.sync, elsewhere, settle)
    return sync(SyncWanted(desk.connection.id, "asked for"))


def stands(desk: SyncDesk) -> tuple[ConnectionState, str | None]:
    connection = desk.again()
    return connection.state, connection.reason


def test_a_sync_that_succeeds_ends_the_trouble(desk: SyncDesk) -> None:
    desk.put(ConnectionState.DEGRADED)
    assert isinstance(by_hand(desk), Synced)
    assert stands(desk) == (ConnectionState.ACTIVE, None)


def test_a_permission_that_is_missing_is_remembered_until_a_sync_succeeds(desk: SyncDesk) -> None:
    desk.tracker.refusals["repository"] = PermissionMissing("issues=read")
    with pytest.raises(PermissionMissing):
        by_hand(desk)
    assert stands(desk) == (ConnectionState.DEGRADED, "missing permission: issues=read")
    desk.tracker.refusals.clear()
    by_hand(desk)
    assert stands(desk) == (ConnectionState.ACTIVE, None)


def test_a_token_that_is_refused_ends_the_connection(desk: SyncDesk) -> None:
    desk.tracker.refusals["repository"] = ProviderRefused("revoked")
    with pytest.raises(ProviderRefused):
        by_hand(desk)
    assert stands(desk) == (ConnectionState.NEEDS_RECONNECT, "revoked")
    assert by_hand(desk) == NotSynced("the connection needs to be connected again: revoked")


def test_while_the_provider_wants_to_be_left_alone_it_is_left_alone(desk: SyncDesk) -> None:
    desk.tracker.fails = [ProviderUnavailable("limited", 90)]
    with pytest.raises(ProviderUnavailable):
        by_hand(desk)
    desk.calls()
    desk.clock.advance(30)
    with pytest.raises(ProviderUnavailable, match="asked us to wait") as again:
        by_hand(desk)
    assert again.value.retry_after == 60
    later = desk.carry_out(desk.job())
    assert isinstance(later, Again)
    assert later.after.total_seconds() == 60
    assert desk.calls() == []
    desk.clock.advance(60)
    assert isinstance(by_hand(desk), Synced)


def test_a_limit_that_a_job_met_counts_for_people_too(desk: SyncDesk) -> None:
    desk.tracker.fails = [ProviderUnavailable("limited", 90)]
    assert isinstance(desk.carry_out(desk.job()), Again)
    desk.calls()
    with pytest.raises(ProviderUnavailable):
        by_hand(desk)
    assert desk.calls() == []
    desk.clock.advance(91)
    assert desk.carry_out(desk.job()) == Done()


def test_a_provider_that_is_just_away_may_be_asked_again_at_once(desk: SyncDesk) -> None:
    desk.tracker.fails = [ProviderUnavailable("away")]
    with pytest.raises(ProviderUnavailable):
        by_hand(desk)
    assert isinstance(by_hand(desk), Synced)


def test_without_a_token_the_connection_says_so(desk: SyncDesk) -> None:
    desk.token = ""
    with pytest.raises(NotConnected):
        by_hand(desk)
    assert stands(desk) == (ConnectionState.DEGRADED, "no token is stored")


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (ConnectionState.PAUSED, "the connection is paused"),
        (ConnectionState.NEEDS_RECONNECT, "the connection needs to be connected again"),
        (ConnectionState.DRAFT, "the connection is not complete yet"),
        (ConnectionState.DISABLED, "it is not connected"),
    ],
)
def test_why_nothing_is_synced_is_said(desk: SyncDesk, state: ConnectionState, why: str) -> None:
    desk.put(state)
    assert by_hand(desk) == NotSynced(why)
