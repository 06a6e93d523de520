"""An issue that goes to another repository is the same task, in whatever order we are told."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from issue_desk import ELSEWHERE, MOBILE, WEB, IssueDesk, closed, issue, minute
from tt_integrations.domain.model.issues import Issue
from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.domain.usecases.issue_decisions import (
    Created,
    IgnoredIssue,
    Kept,
    MarkedDeleted,
    Moved,
    Reason,
    Unchanged,
    Updated,
)

OLD, NEW = issue(7, 5), issue(3, 5, MOBILE, title="Paint it")
NEW_ADDRESS = "https://acme.test/acme/mobile/3"


@pytest.fixture
def desk() -> IssueDesk:
    return IssueDesk()


@pytest.fixture
def card(desk: IssueDesk) -> TaskCard:
    created = desk.decide("opened", issue())
    assert isinstance(created, Created)
    return created.task


def transferred(desk: IssueDesk, old: Issue = OLD, new: Issue = NEW) -> Any:
    return desk.decide("transferred", old, moved_to=new)


def opened_there(desk: IssueDesk, old: Issue = OLD, new: Issue = NEW) -> Any:
    return desk.decide("opened", new, moved_from=old)


def there(card: TaskCard) -> TaskCard:
    """The task once its issue is in the other repository. It stays in its project."""
    return evolve(
        card,
        name="Paint it",
        description=f"It is grey.\n\n{NEW_ADDRESS}",
        reference="acme_issue_3",
    )


@pytest.mark.parametrize(
    ("first", "second"), [(transferred, opened_there), (opened_there, transferred)]
)
def test_the_task_follows_the_issue_whichever_repository_tells_first(
    desk: IssueDesk, card: TaskCard, first: Any, second: Any
) -> None:
    assert first(desk) == Moved(there(card))
    assert second(desk) == Unchanged(there(card))
    assert first(desk) == Unchanged(there(card))
    assert desk.task() == there(card)


def test_news_from_the_new_place_update_the_task_and_late_ones_from_the_old_do_not(
    desk: IssueDesk, card: TaskCard
) -> None:
    transferred(desk)
    for action, late in (("edited", issue(at=4)), ("closed", closed(9)), ("deleted", issue(at=9))):
        assert desk.decide(action, late) == IgnoredIssue(Reason.OLDER)
    done = evolve(there(card), status="done", completed=minute(6))
    news = closed(6, 3, repository=MOBILE, title="Paint it")
    assert desk.decide("closed", news) == Updated(done, ("status", "completed"))


def test_what_was_changed_by_hand_stays_on_the_way(desk: IssueDesk, card: TaskCard) -> None:
    desk.edit(card, name="Mine")
    assert transferred(desk) == Moved(evolve(there(card), name="Mine"))
    news = issue(3, 6, MOBILE, title="Theirs")
    assert desk.decide("edited", news) == Kept(desk.task(), ("name",))


@pytest.mark.parametrize("tells", [transferred, opened_there])
def test_an_issue_of_which_only_the_move_was_told_is_one_task(desk: IssueDesk, tells: Any) -> None:
    created = tells(desk)
    assert isinstance(created, Created)
    assert created.task.project == desk.web.id
    assert desk.decide("opened", issue()) == IgnoredIssue(Reason.OLDER)
    assert desk.task() == created.task


def test_an_issue_told_of_at_its_new_place_before_the_move_is_one_task_that_counts(
    desk: IssueDesk, card: TaskCard
) -> None:
    news = closed(9, 3, repository=MOBILE, title="Paint it")
    assert isinstance(desk.decide("closed", news), Created)
    done = evolve(there(card), status="done", completed=minute(9))
    assert transferred(desk) == Moved(done)
    first, second = desk.tasks()
    assert (first.id, first.status) == (card.id, "done")
    assert (second.status, second.reference) == ("cancelled", None)


def test_a_second_task_made_before_the_move_was_told_is_cancelled(
    desk: IssueDesk, card: TaskCard
) -> None:
    assert isinstance(desk.decide("labeled", evolve(NEW, updated=minute(9))), Created)
    assert opened_there(desk) == Moved(there(card))
    first, second = desk.tasks()
    assert (first, second.status) == (there(card), "cancelled")
    news = issue(3, 10, MOBILE, title="Newer")
    assert desk.decide("edited", news) == Updated(evolve(there(card), name="Newer"), ("name",))


def test_the_only_task_left_is_not_cancelled_when_the_move_is_told(
    desk: IssueDesk, card: TaskCard
) -> None:
    created = desk.decide("labeled", evolve(NEW, updated=minute(9)))
    assert isinstance(created, Created)
    with desk.ground.unit_of_work() as tx:  # somebody deletes the first one
        del tx.tables.tasks[card.id]  # type: ignore[attr-defined]  # in memory
        tx.commit()
    assert transferred(desk) == IgnoredIssue(Reason.DELETED_BEFORE)
    assert desk.task() == created.task


def test_a_second_task_that_a_person_deleted_is_left_alone(desk: IssueDesk, card: TaskCard) -> None:
    created = desk.decide("labeled", evolve(NEW, updated=minute(9)))
    assert isinstance(created, Created)
    with desk.ground.unit_of_work() as tx:
        del tx.tables.tasks[created.task.id]  # type: ignore[attr-defined]  # in memory
        tx.commit()
    assert opened_there(desk) == Moved(there(card))
    assert desk.task() == there(card)


def test_a_late_word_of_the_move_makes_no_second_task_of_the_old_place(desk: IssueDesk) -> None:
    created = desk.decide("edited", evolve(NEW, updated=minute(9), labels=("bug",)))
    assert isinstance(created, Created)
    assert transferred(desk) == Moved(created.task)
    assert desk.decide("opened", issue()) == IgnoredIssue(Reason.OLDER)
    assert desk.task() == created.task


def test_an_issue_that_went_where_nobody_listens_keeps_its_task(
    desk: IssueDesk, card: TaskCard
) -> None:
    gone = issue(3, 5, ELSEWHERE)
    moved = transferred(desk, new=gone)
    assert isinstance(moved, Moved)
    assert (moved.task.id, moved.task.status) == (card.id, "todo")
    assert desk.decide("edited", issue(3, 6, ELSEWHERE)) == IgnoredIssue(Reason.UNKNOWN_REPOSITORY)


def test_an_issue_that_came_from_where_nobody_listens_becomes_a_task(desk: IssueDesk) -> None:
    created = opened_there(desk, old=issue(7, 5, ELSEWHERE))
    assert isinstance(created, Created)
    assert created.task.project == desk.mobile.id


def test_an_issue_between_two_unknown_places_is_left_alone(desk: IssueDesk) -> None:
    old, new = issue(7, 5, ELSEWHERE), issue(8, 5, ELSEWHERE)
    assert transferred(desk, old, new) == IgnoredIssue(Reason.UNKNOWN_REPOSITORY)


def test_an_issue_that_moves_but_is_not_taken_leaves_nothing(desk: IssueDesk) -> None:
    desk.rules = evolve(desk.rules, label_filter="track")
    assert transferred(desk) == IgnoredIssue(Reason.LABEL_FILTER)
    desk.rules = evolve(desk.rules, label_filter=None)
    assert isinstance(desk.decide("opened", issue()), Created)


def test_a_deleted_issue_does_not_move(desk: IssueDesk, card: TaskCard) -> None:
    assert isinstance(desk.decide("deleted", issue(at=1)), MarkedDeleted)
    assert transferred(desk) == IgnoredIssue(Reason.DELETED_BEFORE)
    assert desk.task().id == card.id


def test_an_issue_whose_task_the_owner_may_not_use_any_more_does_not_move(
    desk: IssueDesk, card: TaskCard
) -> None:
    stranger = evolve(desk.connection, owner=desk.ground.add_person().id)
    decision = desk.decide("transferred", OLD, moved_to=NEW, connection=stranger)
    assert decision == IgnoredIssue(Reason.NO_PROJECT)
    assert transferred(desk) == Moved(there(card))


def test_a_move_to_nowhere_is_news_like_any_other(desk: IssueDesk, card: TaskCard) -> None:
    assert desk.decide("transferred", OLD) == Unchanged(card)


def test_both_repositories_are_of_one_project(desk: IssueDesk, card: TaskCard) -> None:
    desk.rules = evolve(desk.rules, projects={WEB.id: desk.web.id, MOBILE.id: desk.web.id})
    assert opened_there(desk) == Moved(there(card))
    assert isinstance(desk.decide("opened", issue(3)), Created)
    assert [task.reference for task in desk.tasks()] == ["acme_issue_3", "acme_issue_3"]
