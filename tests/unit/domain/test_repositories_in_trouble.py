"""One repository that is in trouble is no reason to leave the others of its connection alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sync_desk import HOOK_ADDRESS, SyncDesk
from tracker import Hook
from tt_integrations.domain.errors import (
    CallRejected,
    IntegrationError,
    MalformedPayload,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.model.work import Again, Done, GivenUp
from tt_integrations.domain.usecases.care_for_hooks import Cared

OF_ONE = [
    PermissionMissing("single sign-on"),
    CallRejected("451"),
    MalformedPayload("title", "expected a text"),
]
one_of_them = pytest.mark.parametrize("error", OF_ONE)


@pytest.fixture
def desk() -> SyncDesk:
    """Beside acme/web it watches acme/other, which has an issue."""
    made = SyncDesk()
    other = made.tracker.add("acme/other")
    made.set(watched={"acme/web": made.web.id, "acme/other": made.web.id})
    made.tracker.open(other, "B")
    return made


def refused(desk: SyncDesk, call: str, error: IntegrationError) -> Callable[[], object]:
    """What the tracker does from now on: it refuses that call, and no other one."""

    def act() -> None:
        if desk.tracker.calls[-1] == call:
            raise error

    return act


def stands(desk: SyncDesk) -> tuple[ConnectionState, str | None]:
    return desk.again().state, desk.again().reason


@pytest.mark.parametrize("call", ["issues of 1", "repository acme/web"])
@one_of_them
def test_one_that_is_in_trouble_degrades_the_connection_and_the_others_go_on(
    desk: SyncDesk, error: IntegrationError, call: str
) -> None:
    desk.reachable = False
    desk.tracker.meanwhile = refused(desk, call, error)
    for _ in range(2):
        assert desk.carry_out(desk.job()) == Done()
        assert stands(desk) == (ConnectionState.DEGRADED, f"acme/web: {error}")
        assert desk.runs()[-1].result is RunResult.DONE
        assert desk.last_sync()[1:] == (RunResult.PARTIAL, "1 could not be synced")
    assert desk.names() == ["B"]
    desk.tracker.meanwhile = lambda: None
    assert desk.carry_out(desk.job()) == Done()
    assert stands(desk) == (ConnectionState.ACTIVE, None)


def test_what_is_said_of_one_that_is_in_trouble_names_it_and_the_reason(desk: SyncDesk) -> None:
    desk.tracker.meanwhile = refused(desk, "issues of 1", OF_ONE[0])
    assert desk.told() == [
        ("acme/web", "failed: missing permission: single sign-on"),
        ("2#1", "created"),
    ]


def test_of_several_in_trouble_the_connection_names_the_first(desk: SyncDesk) -> None:
    desk.tracker.refusals["issues"] = OF_ONE[0]
    assert desk.carry_out(desk.job()) == Done()
    why = "acme/web: missing permission: single sign-on"
    assert stands(desk) == (ConnectionState.DEGRADED, why)
    assert desk.last_sync()[1:] == (RunResult.PARTIAL, "2 could not be synced")


@one_of_them
def test_the_only_one_that_is_in_trouble_ends_the_sync(
    desk: SyncDesk, error: IntegrationError
) -> None:
    desk.set(watched={"acme/web": desk.web.id})
    desk.tracker.refusals["issues"] = error
    assert desk.carry_out(desk.job()) == GivenUp(str(error))
    assert stands(desk) == (ConnectionState.DEGRADED, str(error))


@pytest.mark.parametrize("error", [ProviderUnavailable("away"), ProviderRefused("revoked")])
def test_what_is_the_connections_ends_the_sync(desk: SyncDesk, error: IntegrationError) -> None:
    desk.reachable = False
    desk.tracker.meanwhile = refused(desk, "issues of 1", error)
    assert isinstance(desk.carry_out(desk.job()), Again | GivenUp)
    assert "issues of 2" not in desk.calls()


def test_one_that_is_in_trouble_is_told_where_there_is_more_than_fits_in_one_run(
    desk: SyncDesk,
) -> None:
    desk.reachable = False
    act = refused(desk, "issues of 1", OF_ONE[0])

    def slowly() -> None:
        desk.clock.advance(25)
        act()

    desk.tracker.meanwhile = slowly
    assert isinstance(desk.carry_out(desk.job()), Again)
    assert desk.again().state is ConnectionState.DEGRADED


@pytest.mark.parametrize("call", ["repository acme/web", "hook of 1"])
@one_of_them
def test_one_that_cannot_be_cared_for_says_why_and_the_others_are_cared_for(
    desk: SyncDesk, error: IntegrationError, call: str
) -> None:
    desk.tracker.meanwhile = refused(desk, call, error)
    assert desk.care() == Cared(hooks=1)
    assert [each.hook_missing for each in desk.watched()] == [str(error), None]
    assert desk.tracker.hooks == {1: Hook(2, HOOK_ADDRESS, "s3cret")}
    assert desk.care() is None


@one_of_them
def test_one_that_cannot_be_seen_today_keeps_its_webhook_and_its_name(
    desk: SyncDesk, error: IntegrationError
) -> None:
    desk.care()
    desk.tracker.rename(desk.home, "acme/site")
    desk.tomorrow()
    desk.care()
    desk.tomorrow()
    desk.tracker.meanwhile = refused(desk, "repository 1", error)
    desk.care()
    web, other = desk.watched()
    assert (web.id, web.hook, web.called, web.hook_missing) == (1, 1, "acme/site", str(error))
    assert other.hook_missing is None
    desk.tracker.meanwhile = lambda: None
    desk.tomorrow()
    desk.care()
    assert [each.hook_missing for each in desk.watched()] == [None, None]


@pytest.mark.parametrize("error", [OF_ONE[0], OF_ONE[2]])
def test_where_nothing_may_be_sent_again_the_others_are_cared_for(
    desk: SyncDesk, error: IntegrationError
) -> None:
    desk.care()
    desk.tomorrow()
    for hook in desk.tracker.hooks.values():
        hook.failed = [hook.repository]
    desk.tracker.meanwhile = refused(desk, "redeliver 1", error)
    assert desk.care() == Cared(redelivered=1)
    assert [each.hook_missing for each in desk.watched()] == [str(error), None]
