"""Who ends a connection, or takes a repository off it, while a job works for it, is left with nothing."""

from __future__ import annotations

import pytest

from issue_desk import PROVIDER
from loft import VAULT
from sync_desk import HOOK_ADDRESS, SETTINGS, SyncDesk
from tracker import Hook
from tt_integrations.domain.errors import ProviderUnavailable
from tt_integrations.domain.model.connection import Changes, ConnectionState
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.model.work import Again, Done
from tt_integrations.domain.usecases.care_for_hooks import Cared
from tt_integrations.domain.usecases.close_hooks import CloseHooks
from tt_integrations.domain.usecases.store_settings import StoreSettings

ENDED = "the connection was ended"


@pytest.fixture
def desk() -> SyncDesk:
    return SyncDesk()


def end(desk: SyncDesk) -> None:
    """As much of a disconnection as concerns webhooks."""
    connection = desk.again()
    close = CloseHooks(desk.clock, desk.access, desk.retry, {PROVIDER: desk.tracker}, SETTINGS)
    desk.tracker.meanwhile = lambda: None
    close(connection)
    with desk.work() as tx:
        StoreSettings(VAULT)(
            tx, desk.note.dialects[PROVIDER], connection, Changes(close.forgotten(connection))
        )
        tx.connections.move(connection.id, ConnectionState.DISABLED)
        tx.commit()


def ends_before(desk: SyncDesk, call: str) -> None:
    """It is ended while the tracker is asked that."""

    def act() -> None:
        if desk.tracker.calls[-1] == call:
            end(desk)

    desk.tracker.meanwhile = act


@pytest.mark.parametrize("call", ["repository acme/web", "hook of 1"])
def test_a_webhook_that_was_made_then_is_taken_away_at_once(desk: SyncDesk, call: str) -> None:
    desk.open("A")
    ends_before(desk, call)
    assert desk.carry_out(desk.job()) == Done()
    assert (desk.tracker.hooks, desk.names(), desk.runs()) == ({}, [], [])
    assert desk.again().state is ConnectionState.DISABLED
    assert desk.routes("hook:1") == []


def test_a_webhook_that_was_made_anew_by_the_daily_care_is_taken_away_too(desk: SyncDesk) -> None:
    desk.care()
    desk.tomorrow()
    desk.tracker.hooks[7] = Hook(9, HOOK_ADDRESS, "of another repository")
    ends_before(desk, "hook of 1")
    assert desk.care() == Cared(is_over=False)
    assert list(desk.tracker.hooks) == [7]
    assert "unhook 8 of 1" in desk.calls()


def test_one_that_was_there_before_a_pause_stays(desk: SyncDesk) -> None:
    desk.care()
    desk.tomorrow()
    desk.tracker.rename(desk.home, "acme/site")
    desk.tracker.meanwhile = lambda: desk.put(ConnectionState.PAUSED)
    assert desk.care() == Cared(is_over=False)
    assert list(desk.tracker.hooks) == [1]


def test_a_webhook_that_cannot_be_taken_away_at_once_calls_in_vain(desk: SyncDesk) -> None:
    ends_before(desk, "hook of 1")
    desk.tracker.refusals["unhook"] = ProviderUnavailable("away")
    assert desk.carry_out(desk.job()) == Done()
    assert desk.again().state is ConnectionState.DISABLED
    assert desk.routes("hook:1") == []


def test_a_webhook_of_a_repository_that_was_taken_off_meanwhile_is_taken_away_at_once(
    desk: SyncDesk,
) -> None:
    desk.meanwhile(None, lambda: desk.set(watched={}))
    desk.care()
    assert desk.tracker.hooks == {}
    assert "known" not in desk.again().settings


@pytest.mark.parametrize(
    ("call", "names", "result"),
    [("issues of 1", [], RunResult.FAILED), ("more", ["A", "B", "C"], RunResult.PARTIAL)],
)
def test_no_task_is_made_then_and_the_run_says_why(
    desk: SyncDesk, call: str, names: list[str], result: RunResult
) -> None:
    desk.care()
    desk.open(*"ABCDE")
    pages = [None, None] if call == "more" else [None]
    desk.meanwhile(*pages[1:], lambda: end(desk))
    desk.carry_out(desk.job())
    assert desk.names() == names
    [run] = desk.runs()
    assert (run.result, run.trouble) == (result, ENDED)
    assert desk.again().state is ConnectionState.DISABLED
    assert desk.carry_out(desk.job()) == Done()


def test_no_task_changes_then_of_an_issue_that_is_asked_for(desk: SyncDesk) -> None:
    [issue] = desk.synced_yesterday("A")
    desk.tracker.delete(issue)
    ends_before(desk, "issue 1#1")
    desk.try_sync()
    assert desk.statuses() == ["todo"]
    assert desk.runs()[-1].trouble == ENDED


def taken_off(desk: SyncDesk) -> None:
    """The only repository, which has a webhook."""
    desk.carry_out(desk.job())
    desk.set(watched={})


def test_the_webhook_of_the_last_repository_is_taken_away_though_nothing_is_synced(
    desk: SyncDesk,
) -> None:
    taken_off(desk)
    assert desk.carry_out(desk.job()) == Done()
    assert desk.tracker.hooks == {}
    assert len(desk.runs()) == 1
    desk.calls()
    assert desk.carry_out(desk.job()) == Done()
    assert desk.calls() == []


def test_the_webhook_of_the_last_repository_is_tried_again_while_the_provider_is_away(
    desk: SyncDesk,
) -> None:
    taken_off(desk)
    desk.tracker.refusals["unhook"] = ProviderUnavailable("away")
    assert isinstance(desk.carry_out(desk.job()), Again)
    desk.tracker.refusals.clear()
    assert desk.carry_out(desk.job()) == Done()
    assert desk.tracker.hooks == {}
