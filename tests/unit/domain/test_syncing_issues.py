"""What changed at a provider of issues is read once, in order, and nothing of it is missed."""

from __future__ import annotations

import pytest

from sync_desk import SyncDesk
from tracker import Tracker
from tt_integrations.domain.errors import (
    ProviderUnavailable,
)
from tt_integrations.domain.model.runs import Action, Decided, RunResult, Trigger


@pytest.fixture
def desk() -> SyncDesk:
    return SyncDesk()


def test_every_issue_becomes_a_task_and_each_is_a_decision_of_one_run(desk: SyncDesk) -> None:
    desk.open("A", "B", "C", "D")
    assert desk.told() == [(f"1#{number}", "created") for number in range(1, 5)]
    assert desk.names() == ["A", "B", "C", "D"]
    (run,) = desk.runs()
    assert (run.trigger, run.cause, run.result, run.trouble) == (
        Trigger.SYNC,
        "asked for",
        RunResult.DONE,
        None,
    )
    assert run.counts == {Action.CREATED: 4}
    assert desk.last_sync() == (desk.clock.now(), RunResult.DONE, None)


def test_where_nothing_is_new_one_call_says_so(desk: SyncDesk) -> None:
    desk.open("A", "B", "C", "D")
    desk.synced()
    desk.calls()
    assert desk.synced() == []
    assert desk.calls() == ["issues of 1"]
    assert [run.result for run in desk.runs()] == [RunResult.DONE] * 2


def test_an_empty_repository_is_asked_once_each_time_too(desk: SyncDesk) -> None:
    assert desk.synced() == []
    assert desk.cursor()["since"] is None
    desk.calls()
    assert desk.synced() == []
    assert desk.calls() == ["issues of 1"]
    desk.open("A")
    assert desk.told() == [("1#1", "created")]


def test_only_what_changed_is_read_the_next_time(desk: SyncDesk) -> None:
    first, *_ = desk.open("A", "B", "C", "D")
    desk.synced()
    desk.tracker.edit(first, title="A, edited")
    desk.open("E")
    told = desk.told()
    assert ("1#1", "updated: name") in told
    assert ("1#5", "created") in told
    assert {item for item, _ in told} <= {"1#1", "1#4", "1#5"}
    assert desk.names() == ["A, edited", "B", "C", "D", "E"]


def test_what_the_provider_says_to_be_told_nothing_new_goes_with_the_moment_it_was_asked_for(
    desk: SyncDesk,
) -> None:
    desk.open("A", "B")
    desk.synced()
    kept = desk.cursor()
    assert kept["since"] == desk.clock.now().isoformat()
    assert kept["fresh"] == desk.tracker._page(1, desk.clock.now(), 0).fresh
    desk.tracker.fails = [None, ProviderUnavailable("away")]
    desk.open("C")
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()
    kept = {"since": desk.clock.now().isoformat(), "fresh": None, "terms": kept["terms"]}
    assert desk.cursor() == kept


def test_of_150_issues_none_is_missed_when_one_is_edited_while_they_are_read() -> None:
    desk = SyncDesk(tracker=Tracker(per_page=100))
    issues = desk.open(*[f"Issue {number}" for number in range(1, 151)])
    # between the first page and the second: what follows it moves forward by one
    desk.meanwhile(None, None, lambda: desk.tracker.edit(issues[0], title="edited"))
    told = desk.told()
    assert [item for item, sentence in told if sentence == "created"] == [
        f"1#{number}" for number in range(1, 151)
    ]
    assert desk.names() == ["edited", *[f"Issue {number}" for number in range(2, 151)]]
    assert len(told) == len(set(told))


def test_an_issue_is_decided_once_however_many_pages_it_stands_on(desk: SyncDesk) -> None:
    desk.open(*"ABCDEFG")
    told = desk.told()
    assert told == [(f"1#{number}", "created") for number in range(1, 8)]


def test_an_issue_that_changes_again_in_the_same_second_while_it_is_read_is_followed(
    desk: SyncDesk,
) -> None:
    [issue] = desk.open("A")
    again = {"title": "A, edited", "updated": issue.updated}
    desk.meanwhile(None, None, lambda: desk.tracker.edit(issue, **again))
    assert desk.told() == [("1#1", "created"), ("1#1", "updated: name")]
    assert desk.names() == ["A, edited"]
    assert desk.synced() == []


def test_where_a_page_is_all_of_one_moment_the_next_one_is_asked_for_by_place(
    desk: SyncDesk,
) -> None:
    now = desk.clock.now()
    for title in "ABCDEFG":
        desk.tracker.open(desk.home, title, updated=now)
    desk.open("H")
    assert [sentence for _, sentence in desk.told()] == ["created"] * 8
    assert "more of 1" in desk.calls()
    assert desk.names() == list("ABCDEFGH")


def test_pull_requests_are_one_decision_a_page_and_are_not_told_twice(desk: SyncDesk) -> None:
    desk.tracker.pull(desk.home)
    desk.open("A")
    desk.tracker.pull(desk.home)
    assert desk.synced() == [
        Decided("1#2", "A", Action.CREATED, ours=1),
        Decided("acme/web", "2 pull requests", Action.IGNORED, "pull request"),
    ]


def test_a_page_with_nothing_but_pull_requests_is_read_past(desk: SyncDesk) -> None:
    for _ in range(7):
        desk.tracker.pull(desk.home)
    desk.open("A")
    assert ("1#8", "created") in desk.told()
    assert desk.synced() == []
