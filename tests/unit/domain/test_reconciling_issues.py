"""Once a day it is found what no reading of changes tells: issues that are gone, elsewhere, or were missed."""

from __future__ import annotations

import pytest

from sync_desk import SyncDesk
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.runs import Action


@pytest.fixture
def desk() -> SyncDesk:
    return SyncDesk()


def link_of(desk: SyncDesk, remote: str) -> Link | None:
    with desk.work.reading() as tx:
        return tx.links.at(desk.connection.id, Kind.ISSUE, remote)


def test_the_first_reading_lists_everything_and_counts_for_its_day(desk: SyncDesk) -> None:
    desk.open("A", "B")
    desk.synced()
    assert desk.reconciled()
    assert desk.calls() == ["repository acme/web", "issues of 1", "issues of 1"]


def test_each_day_everything_is_listed_once(desk: SyncDesk) -> None:
    desk.synced_yesterday(*"ABCD")
    assert desk.synced() == []
    assert len(desk.calls()) > 1
    assert desk.reconciled()
    desk.synced()
    assert desk.calls() == ["issues of 1"]
    desk.tomorrow()
    desk.synced()
    assert len(desk.calls()) > 1


def test_an_issue_that_is_gone_cancels_its_task_and_is_never_asked_for_again(
    desk: SyncDesk,
) -> None:
    _, gone, _ = desk.synced_yesterday("A", "B", "C")
    desk.tracker.delete(gone)
    assert desk.told() == [("1#2", "removed: deleted there")]
    assert desk.statuses() == ["todo", "cancelled", "todo"]
    link = link_of(desk, "1#2")
    assert link is not None
    assert link.gone
    desk.tomorrow()
    assert desk.told() == []
    assert desk.calls().count("issue 1#2") == 1


def test_an_issue_that_was_done_before_it_went_stays_done(desk: SyncDesk) -> None:
    [issue] = desk.open("A")
    desk.tracker.close(issue)
    desk.synced()
    desk.tomorrow()
    before = desk.tasks()
    desk.tracker.delete(issue)
    [decided] = desk.synced()
    assert (decided.title, decided.action) == ("A", Action.REMOVED)
    assert desk.tasks() == before


def test_an_issue_that_moved_to_another_repository_takes_its_task_along(desk: SyncDesk) -> None:
    [issue] = desk.synced_yesterday("A")
    other = desk.tracker.add("acme/other")
    there = desk.tracker.move(issue, other)
    assert desk.told() == [(there.remote, "moved")]
    old, new = link_of(desk, "1#1"), link_of(desk, there.remote)
    assert old is not None
    assert old.gone
    assert new is not None
    assert new.ours == desk.tasks()[0].id
    desk.tomorrow()
    assert desk.told() == []


def test_an_issue_that_moved_between_watched_repositories_ends_as_one_task(desk: SyncDesk) -> None:
    other = desk.tracker.add("acme/other")
    desk.set(watched={"acme/web": desk.web.id, "acme/other": desk.web.id})
    [issue] = desk.synced_yesterday("A")
    desk.tracker.edit(desk.tracker.move(issue, other), title="A, moved")
    desk.synced()
    desk.tomorrow()
    desk.synced()
    assert [card.name for card in desk.tasks() if not card.closed] == ["A, moved"]


def test_an_issue_that_is_there_all_the_same_is_looked_at(desk: SyncDesk) -> None:
    desk.synced_yesterday(*"ABC")
    desk.tracker.unlisted = {(1, 1)}
    assert desk.told() == [("1#1", "unchanged")]
    assert desk.reconciled()
    assert desk.statuses() == ["todo"] * 3


def test_an_issue_that_was_missed_is_taken_in(desk: SyncDesk) -> None:
    first, second, _ = desk.synced_yesterday("A", "B", "C")
    desk.tracker.edit(first, title="A, edited", updated=second.updated)
    desk.tracker.open(desk.home, "D", updated=second.updated)
    assert desk.told() == [("1#1", "updated: name"), ("1#4", "created")]
    assert desk.names() == ["A, edited", "B", "C", "D"]


def test_what_the_label_filter_left_out_becomes_a_task_when_the_owner_chooses_otherwise(
    desk: SyncDesk,
) -> None:
    desk.set(label_filter="track")
    desk.open("A")
    desk.tracker.open(desk.home, "B", labels=("later",))
    desk.synced()
    desk.set(label_filter="later")
    assert desk.told() == [("1#1", "ignored: label filter"), ("1#2", "created")]
    assert desk.told() == []
    desk.tomorrow()
    assert desk.told() == []


@pytest.mark.parametrize("fate", ["deleted", "moved"])
def test_an_issue_of_which_a_person_deleted_the_task_is_asked_for_once(
    desk: SyncDesk, fate: str
) -> None:
    [issue] = desk.synced_yesterday("A")
    with desk.work() as tx:
        tx.tables.tasks.clear()  # type: ignore[attr-defined]  # in memory
        tx.commit()
    if fate == "deleted":
        desk.tracker.delete(issue)
    else:
        desk.tracker.move(issue, desk.tracker.add("acme/other"))
    [decided] = desk.synced()
    assert decided.sentence == "ignored: deleted before"
    desk.tomorrow()
    assert desk.synced() == []
    assert desk.calls().count("issue 1#1") == 1
    assert desk.tasks() == []


def test_an_issue_that_is_there_is_not_taken_for_gone_when_a_person_deleted_its_task(
    desk: SyncDesk,
) -> None:
    desk.synced_yesterday("A")
    with desk.work() as tx:
        tx.tables.tasks.clear()  # type: ignore[attr-defined]  # in memory
        tx.commit()
    desk.tracker.unlisted = {(1, 1)}
    assert desk.told() == [("1#1", "ignored: deleted before")]
    link = link_of(desk, "1#1")
    assert link is not None
    assert not link.gone


def test_the_links_of_another_repository_are_left_alone(desk: SyncDesk) -> None:
    desk.tracker.per_page = 100
    for number in range(2, 12):
        desk.tracker.add(f"acme/{number}")
    desk.set(watched={"acme/web": desk.web.id, "acme/11": desk.web.id})
    desk.tracker.open(desk.tracker.repositories[11], "Eleven")
    desk.synced_yesterday("A")
    assert desk.synced() == []
    assert [call for call in desk.calls() if call.startswith("issue ")] == []
