"""A task that an issue had before us, or by another connection, is its task."""

from __future__ import annotations

import pytest
from attrs import evolve

from busy_tracker import BusyTracker
from issue_desk import MOBILE, WEB, IssueDesk, closed, issue, minute
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.domain.model.timesheet import Task
from tt_integrations.domain.usecases.issue_decisions import (
    Created,
    IgnoredIssue,
    Kept,
    Reason,
    Unchanged,
    Updated,
)

NAME, DESCRIPTION = "Paint the door", "It is grey.\n\nhttps://acme.test/Acme/Web/7"


@pytest.fixture
def desk() -> IssueDesk:
    return IssueDesk()


@pytest.fixture
def second(desk: IssueDesk) -> Connection:
    """Of the same owner, with the same rules."""
    return desk.connect(desk.owner)


def before_us(desk: IssueDesk, status: str = "todo", **other: object) -> TaskCard:
    """As the host's own connector made it."""
    made: Task = desk.ground.add_task(desk.web, NAME, status, reference="acme_issue_7")
    with desk.work.reading() as tx:
        card = tx.tasks.find(made.id)
    assert card
    return desk.edit(card, **{"description": "It is grey.", "priority": "low", **other})


def test_the_task_that_an_issue_had_before_us_gets_its_address_and_labels(
    desk: IssueDesk,
) -> None:
    card = before_us(desk)
    desk.rules = evolve(desk.rules, tags={"ui": "front"})
    adopted = evolve(card, description=DESCRIPTION, tags=("front",))
    decision = desk.decide("labeled", issue(labels=("ui",)))
    assert decision == Updated(adopted, ("description", "tags"))
    assert desk.decide("labeled", issue(labels=("ui",))) == Unchanged(adopted)
    assert desk.task() == adopted


def test_a_task_from_before_us_is_closed_with_its_issue(desk: IssueDesk) -> None:
    card = before_us(desk)
    becomes = evolve(card, description=DESCRIPTION, status="done", completed=minute(1))
    fields = ("description", "status", "completed")
    assert desk.decide("closed", closed(1)) == Updated(becomes, fields)


def test_a_priority_by_the_first_label_was_not_chosen_by_hand(desk: IssueDesk) -> None:
    card = before_us(desk, priority="medium")
    becomes = evolve(card, description=DESCRIPTION, priority="high")
    decision = desk.decide("labeled", issue(labels=("enhancement", "bug")))
    assert decision == Updated(becomes, ("description", "priority"))


def test_what_was_changed_by_hand_before_us_is_kept(desk: IssueDesk) -> None:
    mine = {"name": "Mine", "description": "Mine.", "priority": "urgent", "tags": ("mine",)}
    card = before_us(desk, "in_progress", **mine)
    kept = ("name", "description", "priority", "tags", "status")
    assert desk.decide("edited", issue()) == Kept(card, kept)


def test_a_task_of_another_name_is_adopted_where_no_other_repository_leads(
    desk: IssueDesk,
) -> None:
    card = before_us(desk, name="As it was called once")
    desk.rules = evolve(desk.rules, projects={WEB.id: desk.web.id, MOBILE.id: desk.web.id})
    assert isinstance(desk.decide("opened", issue(repository=MOBILE, title="Other")), Created)
    desk.rules = evolve(desk.rules, projects={WEB.id: desk.web.id})
    assert isinstance(desk.decide("edited", issue()), Updated)
    assert len(desk.tasks()) == 2
    assert desk.tasks()[0].id == card.id


def test_a_task_is_adopted_once(desk: IssueDesk) -> None:
    before_us(desk)
    desk.rules = evolve(desk.rules, projects={WEB.id: desk.web.id, MOBILE.id: desk.web.id})
    assert isinstance(desk.decide("opened", issue()), Updated)
    assert isinstance(desk.decide("opened", issue(repository=MOBILE)), Created)


def test_the_task_of_a_deleted_issue_is_not_that_of_another_repositorys(
    desk: IssueDesk, second: Connection
) -> None:
    desk.decide("opened", issue())
    desk.decide("deleted", issue(at=1))
    desk.rules = evolve(desk.rules, projects={MOBILE.id: desk.web.id})
    created = desk.decide("opened", issue(repository=MOBILE), connection=second)
    assert isinstance(created, Created)
    assert [task.status for task in desk.tasks()] == ["cancelled", "todo"]


def test_a_task_of_that_reference_in_another_project_is_another_one(desk: IssueDesk) -> None:
    desk.ground.add_task(desk.mobile, NAME, reference="acme_issue_7")
    created = desk.decide("opened", issue())
    assert isinstance(created, Created)
    assert created.task.project == desk.web.id


def test_a_task_that_a_person_deletes_at_the_same_moment_is_not_adopted(desk: IssueDesk) -> None:
    before_us(desk)
    created = desk.decide("opened", issue(), work=BusyTracker(desk.work, deletes=True))
    assert isinstance(created, Created)
    assert desk.task() == created.task


def test_two_connections_to_one_repository_share_its_tasks(
    desk: IssueDesk, second: Connection
) -> None:
    created = desk.decide("opened", issue())
    assert isinstance(created, Created)
    assert desk.decide("opened", issue(), connection=second) == Unchanged(created.task)
    edited = issue(at=1, title="New")
    renamed = evolve(created.task, name="New")
    assert desk.decide("edited", edited, connection=second) == Updated(renamed, ("name",))
    assert desk.decide("edited", edited) == Unchanged(renamed)


def test_a_connection_that_hears_late_does_not_take_the_shared_task_back(
    desk: IssueDesk, second: Connection
) -> None:
    desk.decide("closed", closed(5))
    done = desk.task()
    assert desk.decide("opened", issue(), connection=second) == Unchanged(done)
    late = desk.decide("edited", issue(at=1, title="Old"), connection=second)
    assert late == IgnoredIssue(Reason.OLDER)
    assert desk.task() == done


def test_two_connections_follow_a_shared_task_to_another_repository(
    desk: IssueDesk, second: Connection
) -> None:
    desk.decide("opened", issue())
    desk.decide("opened", issue(), connection=second)
    for connection in (desk.connection, second):
        news = issue(3, 5, MOBILE)
        desk.decide("transferred", issue(at=5), moved_to=news, connection=connection)
        assert desk.decide("edited", news, connection=connection) == Unchanged(desk.task())
    assert desk.task().reference == "acme_issue_3"
