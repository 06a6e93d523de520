"""What is too much for one run, or meets trouble, is reconciled by the next ones."""

from __future__ import annotations

import pytest

from busy_tracker import BusyTracker
from sync_desk import SyncDesk
from tt_integrations.domain.errors import ProviderUnavailable
from tt_integrations.domain.model.runs import Action, RunResult
from tt_integrations.domain.usecases.reconcile_issues import MOST
from tt_integrations.domain.usecases.sync_issues import Synced


@pytest.fixture
def desk() -> SyncDesk:
    return SyncDesk()


def test_a_day_whose_sync_fails_half_way_is_reconciled_by_the_next(desk: SyncDesk) -> None:
    _, gone, _, _ = desk.synced_yesterday(*"ABCD")
    desk.tracker.delete(gone)
    desk.tracker.fails = [None, None, ProviderUnavailable("away")]
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()
    assert not desk.reconciled()
    assert desk.statuses() == ["todo"] * 4
    assert desk.told() == [("1#2", "removed: deleted there")]
    assert desk.reconciled()


def test_so_many_are_asked_for_in_a_run_and_the_rest_in_the_next(desk: SyncDesk) -> None:
    desk.tracker.per_page = 100
    issues = desk.synced_yesterday(*[f"Issue {number}" for number in range(MOST + 5)])
    for each in issues:
        desk.tracker.delete(each)
    assert len(desk.synced()) == MOST
    assert not desk.reconciled()
    desk.calls()
    assert len(desk.synced()) == 5
    assert [call for call in desk.calls() if call.startswith("issue ")] == [
        f"issue {each}" for each in sorted(issue.remote for issue in issues)[MOST:]
    ]
    assert desk.reconciled()
    assert desk.cursor("listing:1") == {}


def test_a_listing_that_takes_too_long_goes_on_where_it_stopped(desk: SyncDesk) -> None:
    _, gone, *_ = desk.synced_yesterday(*"ABCDEFGHIJKL")
    desk.tracker.delete(gone)
    desk.tracker.meanwhile = lambda: desk.clock.advance(21)
    results = []
    for _ in range(12):
        outcome = desk.try_sync()
        assert isinstance(outcome, Synced)
        results.append(outcome.run.result)
        if outcome.run.result is RunResult.DONE:
            break
    assert results[0] is RunResult.PARTIAL
    assert results[-1] is RunResult.DONE
    assert desk.statuses().count("cancelled") == 1
    assert desk.calls().count("issue 1#2") == 1


def test_a_task_that_is_changed_all_the_time_is_seen_to_the_next_time(desk: SyncDesk) -> None:
    _, gone = desk.synced_yesterday("A", "B")
    desk.tracker.delete(gone)
    quiet, desk.work = desk.work, BusyTracker(desk.work, times=3)
    [decided] = desk.synced()
    desk.work = quiet
    assert (decided.item, decided.title, decided.action) == ("1#2", "B", Action.FAILED)
    assert not desk.reconciled()
    assert desk.told() == [("1#2", "removed: deleted there")]
    assert desk.reconciled()


def test_more_links_than_fit_on_one_page_are_all_seen_to(desk: SyncDesk) -> None:
    issues = desk.synced_yesterday(*"ABCDE")
    for each in issues:
        desk.tracker.delete(each)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tt_integrations.testing.memory.grants.MANY", 2)
        assert len(desk.synced()) == 5
