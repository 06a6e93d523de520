"""An issue's task, from the first news of it to the last."""

from __future__ import annotations

import pytest
from attrs import evolve

from busy_tracker import BusyTracker
from issue_desk import ELSEWHERE, MOBILE, WEB, IssueDesk, closed, issue, minute
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.delivery import DeliveryId, Origin
from tt_integrations.domain.model.issues import Issue, Repository
from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.issue_decisions import (
    Created,
    IgnoredIssue,
    Kept,
    MarkedDeleted,
    Reason,
    Unchanged,
    Updated,
    UpsertIssue,
)
from tt_integrations.domain.usecases.upsert_issue_task import UpsertIssueTask

ADDRESS = "https://acme.test/Acme/Web/7"


@pytest.fixture
def desk() -> IssueDesk:
    return IssueDesk()


@pytest.fixture
def card(desk: IssueDesk) -> TaskCard:
    """The task of issue 7, made at once."""
    created = desk.decide("opened", issue())
    assert isinstance(created, Created)
    return created.task


def test_an_opened_issue_becomes_a_task_of_its_repositorys_project(
    desk: IssueDesk, card: TaskCard
) -> None:
    assert desk.task() == card
    assert (card.project, card.name, card.status) == (desk.web.id, "Paint the door", "todo")
    assert (card.priority, card.reference) == ("low", "acme_issue_7")
    assert card.description == f"It is grey.\n\n{ADDRESS}"


def test_equal_numbers_in_two_repositories_never_meet(desk: IssueDesk, card: TaskCard) -> None:
    desk.rules = evolve(desk.rules, projects={WEB.id: desk.web.id, MOBILE.id: desk.web.id})
    other = desk.decide("opened", issue(repository=MOBILE))
    assert isinstance(other, Created)
    assert other.task.id != card.id
    desk.decide("closed", closed(2, repository=MOBILE))
    assert [task.status for task in desk.tasks()] == ["todo", "done"]


def test_a_renamed_repository_keeps_its_tasks(desk: IssueDesk, card: TaskCard) -> None:
    renamed = Repository(WEB.id, "acme/site")
    desk.rules = evolve(desk.rules, projects={"acme/site": desk.web.id})
    decision = desk.decide("edited", issue(at=1, repository=renamed, address=ADDRESS, title="New"))
    assert decision == Updated(evolve(card, name="New"), ("name",))


def test_an_edited_issue_updates_its_task_and_says_what(desk: IssueDesk, card: TaskCard) -> None:
    news = issue(at=1, title="Paint it", body="Red.", labels=("bug",))
    task = evolve(card, name="Paint it", description=f"Red.\n\n{ADDRESS}", priority="high")
    assert desk.decide("edited", news) == Updated(task, ("name", "description", "priority"))
    assert desk.task() == task


def test_what_a_person_changed_by_hand_stays_from_one_event_to_the_next(
    desk: IssueDesk, card: TaskCard
) -> None:
    mine = desk.edit(card, name="Mine")
    assert desk.decide("edited", issue(at=1, title="Theirs")) == Kept(mine, ("name",))
    urgent = evolve(mine, priority="high")
    labeled = issue(at=2, title="Theirs", labels=("bug",))
    assert desk.decide("labeled", labeled) == Updated(urgent, ("priority",), ("name",))
    assert desk.task() == urgent


def test_a_closed_issue_is_done_and_a_reopened_one_to_do(desk: IssueDesk, card: TaskCard) -> None:
    done = evolve(card, status="done", completed=minute(1))
    assert desk.decide("closed", closed(1)) == Updated(done, ("status", "completed"))
    assert desk.decide("reopened", issue(at=2)) == Updated(card, ("status", "completed"))
    cancelled = evolve(card, status="cancelled", completed=minute(3))
    not_planned = closed(3, not_planned=True)
    assert desk.decide("closed", not_planned) == Updated(cancelled, ("status", "completed"))


def test_news_without_anything_new_change_nothing(desk: IssueDesk, card: TaskCard) -> None:
    assert desk.decide("pinned", issue(at=1)) == Unchanged(card)
    assert desk.decide("opened", issue(at=1)) == Unchanged(card)


def test_a_milestone_comes_and_goes_as_a_tag(desk: IssueDesk, card: TaskCard) -> None:
    tagged = evolve(card, tags=("v1",))
    planned = issue(at=1, milestone="v1")
    assert desk.decide("milestoned", planned) == Updated(tagged, ("tags",))
    assert desk.decide("demilestoned", issue(at=2)) == Updated(card, ("tags",))


def test_older_news_never_overwrite_newer_ones(desk: IssueDesk, card: TaskCard) -> None:
    desk.decide("edited", issue(at=5, title="New"))
    assert desk.decide("edited", issue(at=4, title="Old")) == IgnoredIssue(Reason.OLDER)
    assert desk.task() == evolve(card, name="New")


def test_an_issue_closed_before_it_was_opened_ends_closed(desk: IssueDesk) -> None:
    created = desk.decide("closed", closed(5))
    assert isinstance(created, Created)
    assert (created.task.status, created.task.completed) == ("done", minute(5))
    assert desk.decide("opened", issue()) == IgnoredIssue(Reason.OLDER)
    assert desk.task() == created.task


@pytest.mark.parametrize("action", ["edited", ""])
def test_of_one_second_what_comes_last_counts(desk: IssueDesk, card: TaskCard, action: str) -> None:
    news = issue(title="Same second")
    assert desk.decide(action, news) == Updated(evolve(card, name="Same second"), ("name",))


def test_of_one_second_what_was_opened_was_so_first(desk: IssueDesk) -> None:
    desk.decide("closed", closed(0))
    assert desk.decide("opened", issue()) == IgnoredIssue(Reason.OLDER)
    assert desk.task().status == "done"


def test_of_one_second_only_closing_and_reopening_say_whether_it_is_closed(
    desk: IssueDesk, card: TaskCard
) -> None:
    desk.decide("closed", closed(0))
    assert desk.decide("labeled", issue(labels=("bug",))) == IgnoredIssue(Reason.OLDER)
    assert desk.decide("reopened", issue()) == Updated(card, ("status", "completed"))


def test_an_unknown_repository_is_left_alone(desk: IssueDesk) -> None:
    ignored = IgnoredIssue(Reason.UNKNOWN_REPOSITORY)
    assert desk.decide("opened", issue(repository=ELSEWHERE)) == ignored
    assert desk.decide("deleted", issue(repository=ELSEWHERE)) == ignored
    assert desk.tasks() == []


def test_the_label_filter_decides_what_becomes_a_task_and_not_what_goes_on_being_one(
    desk: IssueDesk,
) -> None:
    desk.rules = evolve(desk.rules, label_filter="track")
    assert desk.decide("opened", issue()) == IgnoredIssue(Reason.LABEL_FILTER)
    assert isinstance(desk.decide("labeled", issue(at=1, labels=("Track",))), Created)
    assert isinstance(desk.decide("closed", closed(2)), Updated)


@pytest.mark.parametrize("owner", ["nobody", "somebody inactive", "somebody else"])
def test_a_task_is_made_only_where_the_owner_may_have_one(desk: IssueDesk, owner: str) -> None:
    person = desk.ground.add_person(active=owner != "somebody inactive")
    connection = desk.connect(person)
    if owner == "somebody inactive":
        project = desk.ground.add_project(person, "Theirs")
        desk.rules = evolve(desk.rules, projects={WEB.id: project.id})
    if owner == "nobody":
        connection = evolve(connection, owner=None)
    news = desk.decide("opened", issue(), connection=connection)
    assert news == IgnoredIssue(Reason.NO_PROJECT)
    assert desk.tasks() == []


def test_a_task_is_changed_only_where_the_owner_may_have_one(
    desk: IssueDesk, card: TaskCard
) -> None:
    stranger = evolve(desk.connection, owner=desk.ground.add_person().id)
    for action, news in (("edited", issue(at=1, title="New")), ("deleted", issue(at=1))):
        decision = desk.decide(action, news, connection=stranger)
        assert decision == IgnoredIssue(Reason.NO_PROJECT)
    assert desk.task() == card


def test_a_deleted_issue_cancels_its_task_and_is_never_one_again(
    desk: IssueDesk, card: TaskCard
) -> None:
    cancelled = evolve(card, status="cancelled", completed=minute(3))
    assert desk.decide("deleted", issue(at=3)) == MarkedDeleted(cancelled)
    for action in ("edited", "opened", "deleted"):
        assert desk.decide(action, issue(at=9)) == IgnoredIssue(Reason.DELETED_BEFORE)
    assert desk.task() == cancelled


def test_a_deleted_issue_that_was_done_stays_done(desk: IssueDesk, card: TaskCard) -> None:
    done = evolve(card, status="done", completed=minute(2))
    deleted = closed(2)
    assert desk.decide("deleted", evolve(deleted, updated=minute(3))) == MarkedDeleted(done)
    assert desk.task() == done


def test_a_late_word_of_the_deletion_changes_nothing_else(desk: IssueDesk, card: TaskCard) -> None:
    desk.decide("edited", issue(at=5, title="New"))
    gone = evolve(card, name="New", status="cancelled", completed=minute(5))
    assert desk.decide("deleted", issue(at=3)) == MarkedDeleted(gone)


def test_an_issue_deleted_before_we_knew_of_it_never_becomes_a_task(desk: IssueDesk) -> None:
    assert desk.decide("deleted", issue(at=3)) == MarkedDeleted(None)
    assert desk.decide("opened", issue()) == IgnoredIssue(Reason.DELETED_BEFORE)
    assert desk.tasks() == []


@pytest.mark.parametrize("news", [issue(), issue(at=1, title="New"), closed(1)])
def test_a_task_that_a_person_deleted_is_not_made_anew(
    desk: IssueDesk, card: TaskCard, news: Issue
) -> None:
    _delete(desk, card)
    assert desk.decide("edited", news) == IgnoredIssue(Reason.DELETED_BEFORE)
    assert desk.decide("deleted", news) == IgnoredIssue(Reason.DELETED_BEFORE)
    assert desk.tasks() == []


def test_another_task_to_which_the_host_gave_the_same_number_is_left_alone(
    desk: IssueDesk, card: TaskCard
) -> None:
    _delete(desk, card)
    other = desk.ground.add_task(desk.web, "Something else")
    assert other.id == card.id
    before = desk.task()
    assert desk.decide("edited", issue(at=1)) == IgnoredIssue(Reason.DELETED_BEFORE)
    assert desk.task() == before


def test_an_issue_of_another_repository_and_its_number_does_not_meet_one_whose_task_was_deleted(
    desk: IssueDesk, card: TaskCard
) -> None:
    desk.rules = evolve(desk.rules, projects={WEB.id: desk.web.id, MOBILE.id: desk.web.id})
    _delete(desk, card)
    created = desk.decide("opened", issue(repository=MOBILE))
    assert isinstance(created, Created)
    assert (created.task.id, created.task.reference) == (card.id, card.reference)
    assert desk.decide("closed", closed(1)) == IgnoredIssue(Reason.DELETED_BEFORE)
    assert desk.task() == created.task
    second = desk.connect(desk.owner)
    shared = desk.decide("opened", issue(repository=MOBILE), connection=second)
    assert shared == Unchanged(created.task)
    assert isinstance(desk.decide("closed", closed(1, repository=MOBILE)), Updated)


def test_a_person_who_changes_the_task_at_the_same_moment_is_not_overwritten(
    desk: IssueDesk, card: TaskCard
) -> None:
    busy = BusyTracker(desk.work, times=1)
    becomes = evolve(card, priority="urgent 1", name="New")
    decision = desk.decide("edited", issue(at=1, title="New"), work=busy)
    assert decision == Updated(becomes, ("name",), ("priority",))


def test_a_task_that_is_changed_all_the_time_raises_conflict_and_the_delivery_may_come_again(
    desk: IssueDesk, card: TaskCard
) -> None:
    news = issue(at=1, title="New")
    with pytest.raises(Conflict):
        desk.hear("edited", news, "once", work=BusyTracker(desk.work, times=99))
    assert desk.task() == card
    assert desk.decide("edited", news, delivery="once") == Updated(
        evolve(card, name="New"), ("name",)
    )


def test_a_delivery_is_handled_once_even_if_the_issue_is_ignored(desk: IssueDesk) -> None:
    desk.rules = evolve(desk.rules, label_filter="track")
    assert desk.decide("opened", issue(), delivery="once") == IgnoredIssue(Reason.LABEL_FILTER)
    desk.rules = evolve(desk.rules, label_filter=None)
    assert desk.hear("opened", issue(), "once") == HandledBefore()
    assert desk.tasks() == []
    assert isinstance(desk.decide("labeled", issue(at=1), delivery="another"), Created)


def test_a_sync_upserts_without_a_delivery_and_a_delivery_once(desk: IssueDesk) -> None:
    upsert = UpsertIssueTask(desk.work)
    command = UpsertIssue(desk.connection, issue(), desk.rules, desk.clock.now())
    created = upsert(command)
    assert isinstance(created, Created)
    assert upsert(command) == Unchanged(created.task)
    origin = Origin(desk.connection.id, DeliveryId("once"), desk.clock.now())
    told = evolve(command, issue=closed(1), action="closed", origin=origin)
    assert isinstance(upsert(told), Updated)
    assert upsert(told) == HandledBefore()
    unknown = evolve(told, issue=issue(repository=ELSEWHERE), origin=evolve(origin, delivery="2"))
    assert upsert(unknown) == IgnoredIssue(Reason.UNKNOWN_REPOSITORY)
    assert upsert(unknown) == HandledBefore()


def _delete(desk: IssueDesk, card: TaskCard) -> None:
    with desk.ground.unit_of_work() as tx:
        del tx.tables.tasks[card.id]  # type: ignore[attr-defined]  # in memory
        tx.commit()
