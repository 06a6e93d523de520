"""A stored sync comes again while that helps, and the connection shows when it does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from sync_desk import SyncDesk
from tt_integrations.domain.errors import (
    CallRejected,
    Conflict,
    IntegrationError,
    MalformedPayload,
    OutcomeUnknown,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
    SecretUnreadable,
)
from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.model.work import Again, Done, GivenUp, TellOwner
from tt_integrations.domain.usecases.carry_out_sync import (
    AT_ONCE,
    FIRST_PAUSE,
    LONGEST_PAUSE,
    LONGEST_WAIT,
    MOST_TRIES,
)
from tt_integrations.domain.usecases.queue_syncs import EVERY, SPREAD
from tt_integrations.domain.usecases.sync_issues import MORE
from tt_integrations.testing.memory import MemoryStore

SECONDS = timedelta(seconds=1)


@pytest.fixture
def desk() -> SyncDesk:
    return SyncDesk()


def test_the_hooks_are_cared_for_and_then_the_issues_are_synced(desk: SyncDesk) -> None:
    desk.open("A")
    assert desk.carry_out(desk.job()) == Done()
    assert desk.names() == ["A"]
    assert desk.watched()[0].hook == 1
    assert [(run.cause, run.result) for run in desk.runs()] == [("schedule", RunResult.DONE)]
    made = desk.calls()
    assert made.index("hook of 1") < made.index("issues of 1")


@pytest.mark.parametrize("state", [each for each in ConnectionState if not each.works])
def test_a_connection_that_does_not_work_is_left_alone(
    desk: SyncDesk, state: ConnectionState
) -> None:
    desk.put(state)
    assert desk.carry_out(desk.job()) == Done()
    assert (desk.calls(), desk.runs(), desk.again().state) == ([], [], state)


def test_nothing_is_done_for_somebody_who_was_deactivated() -> None:
    store = MemoryStore()
    desk = SyncDesk(store)
    with store.unit_of_work() as tx:
        tx.tables.people[desk.owner.id] = evolve(desk.owner, active=False)
        tx.commit()
    assert desk.carry_out(desk.job()) == Done()
    assert desk.calls() == []


def test_a_connection_that_watches_nothing_is_done(desk: SyncDesk) -> None:
    desk.set(watched={})
    assert desk.carry_out(desk.job()) == Done()
    assert desk.again().state is ConnectionState.ACTIVE


def test_where_the_provider_says_when_it_is_asked_again_then(desk: SyncDesk) -> None:
    desk.tracker.fails = [ProviderUnavailable("slow down", 90)]
    assert desk.carry_out(desk.job()) == Again(90 * SECONDS, "slow down")
    assert desk.again().state is ConnectionState.ACTIVE


def test_no_provider_can_have_us_wait_for_days(desk: SyncDesk) -> None:
    desk.tracker.fails = [ProviderUnavailable("slow down", 10**7)]
    assert desk.carry_out(desk.job()) == Again(LONGEST_WAIT, "slow down")


@pytest.mark.parametrize(
    "error", [ProviderUnavailable("away"), OutcomeUnknown("away"), Conflict("away")]
)
def test_where_it_does_not_say_it_is_asked_again_later_and_later_and_in_the_end_not_at_all(
    desk: SyncDesk, error: IntegrationError
) -> None:
    desk.reachable = False
    pauses = []
    for tries in range(1, MOST_TRIES):
        desk.tracker.fails = [error]
        result = desk.carry_out(desk.job(tries))
        assert isinstance(result, Again)
        pauses.append(result.after)
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses == sorted(pauses)
    assert pauses[-1] <= LONGEST_PAUSE
    assert sum(pauses, timedelta(0)) < EVERY - SPREAD
    desk.tracker.fails = [error]
    assert desk.carry_out(desk.job(MOST_TRIES)) == GivenUp("away")
    assert desk.again().state is ConnectionState.ACTIVE


@pytest.mark.parametrize("error", [ProviderUnavailable("away"), OutcomeUnknown("away")])
def test_webhooks_that_cannot_be_cared_for_now_do_not_keep_the_issues_from_being_synced(
    desk: SyncDesk, error: IntegrationError
) -> None:
    desk.tracker.refusals["hook"] = error
    desk.open("A")
    assert desk.carry_out(desk.job()) == Again(FIRST_PAUSE, "away")
    assert desk.names() == ["A"]
    assert desk.carry_out(desk.job(MOST_TRIES)) == GivenUp("away")
    assert [run.result for run in desk.runs()] == [RunResult.DONE] * 2


def test_where_the_care_for_webhooks_is_told_to_wait_the_issues_wait_too(desk: SyncDesk) -> None:
    desk.tracker.refusals["hook"] = ProviderUnavailable("slow down", 90)
    assert desk.carry_out(desk.job()) == Again(90 * SECONDS, "slow down")
    assert desk.runs() == []


def test_a_grant_that_is_gone_ends_the_connection_and_its_owner_is_told(desk: SyncDesk) -> None:
    desk.tracker.fails = [ProviderRefused("the token was revoked")]
    assert desk.carry_out(desk.job()) == GivenUp("the token was revoked")
    stands = desk.again()
    assert (stands.state, stands.reason) == (
        ConnectionState.NEEDS_RECONNECT,
        "the token was revoked",
    )
    with desk.work() as tx:
        job = tx.jobs.take(desk.clock.now(), SECONDS)
    assert job is not None
    assert job.work == TellOwner("the token was revoked")


@pytest.mark.parametrize("call", [0, 2])
@pytest.mark.parametrize(
    "error",
    [
        PermissionMissing("issues=read"),
        CallRejected("gone for good"),
        MalformedPayload("title", "expected a text"),
        SecretUnreadable("sealed elsewhere"),
    ],
)
def test_what_no_other_try_would_help_degrades_the_connection(
    desk: SyncDesk, error: IntegrationError, call: int
) -> None:
    desk.reachable = False
    desk.tracker.fails = [*[None] * call, error]
    desk.open(*"ABCDE")
    assert desk.carry_out(desk.job()) == GivenUp(str(error))
    stands = desk.again()
    assert (stands.state, stands.reason) == (ConnectionState.DEGRADED, str(error))


def test_a_connection_without_a_token_is_degraded(desk: SyncDesk) -> None:
    desk.token = ""
    assert desk.carry_out(desk.job()) == GivenUp("no token is stored")
    assert desk.again().state is ConnectionState.DEGRADED


def test_a_sync_that_ends_well_repairs_a_degraded_connection(desk: SyncDesk) -> None:
    desk.tracker.fails = [PermissionMissing("issues=read")]
    desk.carry_out(desk.job())
    assert desk.carry_out(desk.job()) == Done()
    stands = desk.again()
    assert (stands.state, stands.reason) == (ConnectionState.ACTIVE, None)


def test_a_connection_that_somebody_stopped_meanwhile_stays_stopped(desk: SyncDesk) -> None:
    desk.put(ConnectionState.DEGRADED)
    desk.reachable = False
    desk.meanwhile(None, lambda: desk.put(ConnectionState.PAUSED))
    assert desk.carry_out(desk.job()) == Done()
    assert desk.again().state is ConnectionState.PAUSED


def test_what_does_not_fit_in_one_run_goes_on_at_once_however_often(desk: SyncDesk) -> None:
    desk.open(*"ABCDEFGHI")
    desk.reachable = False
    desk.tracker.meanwhile = lambda: desk.clock.advance(25)
    assert desk.carry_out(desk.job(tries=50)) == Again(AT_ONCE, MORE)


def test_other_work_is_no_sync(desk: SyncDesk) -> None:
    with pytest.raises(TypeError):
        desk.carry_out(evolve(desk.job(), work=TellOwner("any")))
