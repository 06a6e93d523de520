"""A sync that fails keeps what it did, says why it ended, and the next one goes on from there."""

from __future__ import annotations

import pytest
from attrs import evolve

from busy_tracker import BusyTracker
from issue_desk import PROVIDER
from sync_desk import SyncDesk
from tt_integrations.domain.errors import (
    Conflict,
    IntegrationError,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.connection import ConnectionId, ConnectionState
from tt_integrations.domain.model.runs import Action, Decided, RunResult
from tt_integrations.domain.usecases.sync_issues import MORE, NotSynced, Synced, SyncWanted
from tt_integrations.domain.usecases.take_in_issues import BUSY
from tt_integrations.testing.memory import MemoryStore


@pytest.fixture
def desk() -> SyncDesk:
    return SyncDesk()


@pytest.mark.parametrize("page", [1, 2, 3])
def test_a_sync_that_fails_half_way_keeps_what_was_done_and_the_next_goes_on(
    desk: SyncDesk, page: int
) -> None:
    desk.open(*"ABCDEFG")
    desk.tracker.fails = [None, *[None] * page, ProviderUnavailable("too busy", 60)]
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()
    (run,) = desk.runs()
    assert (run.result, run.trouble) == (RunResult.PARTIAL, "too busy")
    assert desk.last_sync() == (desk.clock.now(), RunResult.PARTIAL, "too busy")
    done = run.count(Action.CREATED)
    assert desk.names() == list("ABCDEFG")[:done]
    assert done >= 3
    made = [item for item, sentence in desk.told() if sentence == "created"]
    assert made == [f"1#{number}" for number in range(done + 1, 8)]
    assert desk.names() == list("ABCDEFG")


@pytest.mark.parametrize(
    "error", [ProviderRefused("revoked"), PermissionMissing("issues"), ProviderUnavailable("away")]
)
def test_a_sync_that_decides_nothing_has_failed_and_says_why(
    desk: SyncDesk, error: IntegrationError
) -> None:
    desk.tracker.fails = [error]
    with pytest.raises(type(error)):
        desk.try_sync()
    (run,) = desk.runs()
    assert (run.result, run.trouble) == (RunResult.FAILED, str(error))
    assert desk.last_sync() == (desk.clock.now(), RunResult.FAILED, str(error))


def test_without_a_token_the_run_fails(desk: SyncDesk) -> None:
    desk.token = ""
    with pytest.raises(IntegrationError, match="no token"):
        desk.try_sync()
    assert desk.runs()[0].result is RunResult.FAILED


def test_an_issue_of_which_the_task_is_changed_all_the_time_is_asked_for_again(
    desk: SyncDesk,
) -> None:
    issues = desk.open("A", "B", "C")
    desk.synced()
    desk.tracker.edit(issues[0], title="A, edited")
    desk.tracker.edit(issues[1], title="B, edited")
    busy, desk.work = desk.work, BusyTracker(desk.work, times=3)
    decided = desk.synced()
    desk.work = busy
    assert Decided("1#1", "A, edited", Action.FAILED, BUSY) in decided
    assert desk.names() == ["A", "B, edited", "C"]
    assert desk.runs()[-1].result is RunResult.DONE
    assert desk.last_sync()[1:] == (RunResult.PARTIAL, "1 could not be synced")
    assert ("1#1", "updated: name") in desk.told()
    assert desk.names() == ["A, edited", "B, edited", "C"]
    assert desk.synced() == []


def test_the_only_issue_that_changed_is_asked_for_again_when_it_is_in_trouble(
    desk: SyncDesk,
) -> None:
    [issue] = desk.open("A")
    desk.synced()
    desk.tracker.edit(issue, title="A, edited")
    quiet, desk.work = desk.work, BusyTracker(desk.work, times=3)
    assert [each.action for each in desk.synced()] == [Action.FAILED]
    desk.work = quiet
    assert desk.told() == [("1#1", "updated: name")]


def test_an_ignored_issue_leaves_nothing_behind(desk: SyncDesk) -> None:
    desk.set(label_filter="track")
    desk.open("A")
    assert desk.told() == [("1#1", "ignored: label filter")]
    with desk.work.reading() as tx:
        assert list(tx.links.under(desk.connection.id, "issue", "")) == []  # type: ignore[arg-type]
    assert desk.tasks() == []


def test_a_run_that_takes_too_long_ends_and_the_next_one_goes_on_from_there(
    desk: SyncDesk,
) -> None:
    desk.open(*"ABCDEFGHI")
    desk.tracker.meanwhile = lambda: desk.clock.advance(25)
    outcome = desk.try_sync()
    assert isinstance(outcome, Synced)
    assert (outcome.run.result, outcome.run.trouble) == (RunResult.PARTIAL, MORE)
    assert 0 < len(desk.names()) < 9
    for _ in range(9):
        desk.try_sync()
    assert desk.names() == list("ABCDEFGHI")
    assert desk.runs()[-1].result is RunResult.DONE


def test_of_two_syncs_of_one_repository_at_once_one_gives_way(desk: SyncDesk) -> None:
    desk.open(*"ABCD")
    desk.meanwhile(None, lambda: SyncDesk.try_sync(desk))
    with pytest.raises(Conflict):
        desk.try_sync()
    assert desk.names() == list("ABCD")
    assert [run.result for run in desk.runs()] == [RunResult.FAILED, RunResult.DONE]


def test_nothing_is_synced_of_a_connection_that_does_not_work(desk: SyncDesk) -> None:
    desk.put(ConnectionState.PAUSED)
    assert isinstance(desk.try_sync(), NotSynced)
    assert isinstance(desk.sync(SyncWanted(ConnectionId(99), "asked for")), NotSynced)
    assert (desk.runs(), desk.calls()) == ([], [])


def test_nothing_is_synced_for_somebody_who_was_deactivated() -> None:
    store = MemoryStore()
    desk = SyncDesk(store)
    with store.unit_of_work() as tx:
        tx.tables.people[desk.owner.id] = evolve(desk.owner, active=False)
        tx.commit()
    assert isinstance(desk.try_sync(), NotSynced)
    assert (desk.runs(), desk.calls()) == ([], [])


def test_nothing_is_synced_where_no_repository_is_chosen_or_the_provider_has_none(
    desk: SyncDesk,
) -> None:
    desk.set(watched={})
    assert desk.try_sync() == NotSynced("no repository is chosen", desk.again())
    sync = evolve(desk.sync, trackers={})
    outcome = sync(SyncWanted(desk.connection.id, "asked for"))
    assert outcome == NotSynced("the provider keeps nothing that can be synced")
    assert PROVIDER in desk.sync.trackers
    assert (desk.runs(), desk.calls()) == ([], [])


def test_a_connection_that_is_deleted_meanwhile_ends_the_sync(desk: SyncDesk) -> None:
    desk.open("A")

    def delete() -> None:
        with desk.ground.unit_of_work() as tx:
            tx.tables.runs.clear()  # type: ignore[attr-defined]  # as the database does
            tx.commit()

    desk.meanwhile(None, None, delete)
    with pytest.raises(IntegrationError, match="the connection is gone"):
        desk.try_sync()
