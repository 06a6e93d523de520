"""What happens to an issue at GitHub happens to its task, by webhooks that the fake signs and sends over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from house import BEN
from workplace import MOBILE, OTHER, REPOSITORY, SUPPORT, WEB, Workplace, workplace

from tt_integrations.adapters.sql.host_tables import users

BOTH = [{"name": REPOSITORY, "project": WEB}, {"name": OTHER, "project": MOBILE}]


@pytest.fixture
def here(database: str) -> Iterator[Workplace]:
    with workplace(database) as made:
        yield made


def test_an_opened_issue_is_a_task_with_the_issues_address_and_priority(here: Workplace) -> None:
    here.connect()
    issue = here.fake.open_issue(
        REPOSITORY, " The door squeaks ", body="Since May.", labels=["bug"]
    )
    columns = ("name", "status", "priority", "external_ref", "project_id", "created_by")
    assert here.tasks(*columns) == [
        ("The door squeaks", "todo", "high", "github_issue_1", WEB, 1),
    ]
    [(description,)] = here.tasks("description")
    assert "Since May." in description
    assert description.endswith(f"/{REPOSITORY}/issues/{issue.number}")


def test_labels_give_the_priority(here: Workplace) -> None:
    here.connect()
    for labels in (["enhancement"], ["enhancement", "critical"], ["question"], []):
        here.fake.open_issue(REPOSITORY, "One", labels=labels)
    assert here.tasks("priority") == [("medium",), ("high",), ("low",), ("low",)]


def test_priorities_and_tags_by_label_are_settings(here: Workplace) -> None:
    here.connect(priorities={"Sev1": "urgent"}, tags={"ui": "front end"})
    here.fake.open_issue(REPOSITORY, "One", labels=["sev1", "ui", "bug"])
    assert here.tasks("priority", "tags") == [("urgent", "front end")]


def test_a_task_follows_its_issue(here: Workplace) -> None:
    here.connect()
    here.fake.open_issue(REPOSITORY, "Before")
    here.fake.edit_issue(REPOSITORY, 1, title="After")
    assert here.said() == ["updated: name"]
    here.fake.label(REPOSITORY, 1, "bug")
    assert here.said() == ["updated: priority"]
    here.fake.unlabel(REPOSITORY, 1, "bug")
    assert here.tasks() == [("After", "todo", "low")]


def test_closing_finishes_and_reopening_begins_again(here: Workplace) -> None:
    here.connect()
    here.fake.open_issue(REPOSITORY, "One")
    here.fake.close_issue(REPOSITORY, 1)
    [(status, completed)] = here.tasks("status", "completed_at")
    assert (status, completed is not None) == ("done", True)
    here.fake.reopen_issue(REPOSITORY, 1)
    assert here.tasks("status", "completed_at") == [("todo", None)]
    here.fake.close_issue(REPOSITORY, 1, reason="not_planned")
    assert here.tasks("status") == [("cancelled",)]


def test_a_deleted_issue_is_a_cancelled_task_and_stays_so(here: Workplace) -> None:
    here.connect()
    here.fake.open_issue(REPOSITORY, "Gone soon")
    here.fake.delete_issue(REPOSITORY, 1)
    assert here.said() == ["removed: deleted there"]
    assert here.tasks("status") == [("cancelled",)]
    here.synced()
    assert here.tasks("status") == [("cancelled",)]


def test_a_transferred_issue_keeps_its_task_and_its_project(here: Workplace) -> None:
    here.connect(repositories=BOTH)
    here.fake.open_issue(OTHER, "Somewhere else")
    here.fake.open_issue(REPOSITORY, "On the move")
    here.fake.transfer_issue(REPOSITORY, 1, OTHER)
    columns = ("name", "project_id", "external_ref", "status")
    moved = ("On the move", WEB, "github_issue_2", "todo")
    assert here.tasks(*columns)[1] == moved
    here.fake.edit_issue(OTHER, 2, title="Arrived")
    assert here.tasks("name") == [("Somewhere else",), ("Arrived",)]


def test_equal_numbers_in_two_repositories_never_meet(here: Workplace) -> None:
    here.connect(repositories=[{**each, "project": WEB} for each in BOTH])
    here.fake.open_issue(REPOSITORY, "Of the app")
    here.fake.open_issue(OTHER, "Of the site")
    here.fake.close_issue(OTHER, 1)
    assert here.tasks("name", "status", "external_ref") == [
        ("Of the app", "todo", "github_issue_1"),
        ("Of the site", "done", "github_issue_1"),
    ]


def test_two_people_who_watch_one_repository_have_a_task_each_in_their_projects(
    here: Workplace,
) -> None:
    here.connect("anna")
    here.connect("ben", repositories=[{"name": REPOSITORY, "project": SUPPORT}])
    here.fake.open_issue(REPOSITORY, "For both")
    assert sorted(here.tasks("name", "project_id")) == [("For both", WEB), ("For both", SUPPORT)]
    here.fake.close_issue(REPOSITORY, 1)
    assert here.tasks("status") == [("done",), ("done",)]
    for who in ("anna", "ben"):
        assert here.said(who) == ["updated: status, completed"]


def test_two_people_who_watch_one_repository_for_one_project_share_the_task(
    here: Workplace,
) -> None:
    here.connect("ben", repositories=[{"name": REPOSITORY, "project": SUPPORT}])
    here.connect("anna", repositories=[{"name": REPOSITORY, "project": SUPPORT}])
    here.fake.open_issue(REPOSITORY, "For both")
    here.fake.close_issue(REPOSITORY, 1)
    assert here.tasks("name", "project_id", "status") == [("For both", SUPPORT, "done")]


def test_the_label_filter_is_one_for_webhooks_and_syncs(here: Workplace) -> None:
    here.connect(label_filter="Track")
    here.fake.open_issue(REPOSITORY, "Not to be tracked")
    assert here.said() == ["ignored: label filter"]
    assert here.synced()["synced"] == 0
    assert here.said() == ["ignored: label filter"]
    assert here.tasks() == []
    here.fake.label(REPOSITORY, 1, "track")
    assert here.tasks("name") == [("Not to be tracked",)]
    here.fake.unlabel(REPOSITORY, 1, "track")
    here.fake.close_issue(REPOSITORY, 1)
    assert here.tasks("status") == [("done",)]  # what is a task goes on following its issue


def test_an_unknown_repository_is_ignored_with_a_reason_in_its_run(here: Workplace) -> None:
    secret = here.connect()
    url = here.status()["webhook_url"]
    here.fake.add_hook(OTHER, url, secret=secret, events=["issues"], content_type="form")
    here.fake.open_issue(OTHER, "Not ours")
    assert here.answers()[-1][1:] == (202, '{"ok": true, "ignored": "unknown repository"}')
    assert here.said() == ["ignored: unknown repository"]
    assert here.tasks() == []


def test_what_a_person_changed_by_hand_stays_and_the_run_says_so(here: Workplace) -> None:
    here.connect()
    here.fake.open_issue(REPOSITORY, "The door squeaks", labels=["bug"])
    here.edit_task(1, name="Oil the door")
    here.fake.edit_issue(REPOSITORY, 1, title="The front door squeaks")
    assert here.said() == ["kept: changed by hand"]
    [decided] = here.decisions(here.runs()[0]["id"])
    assert decided["kept"] == ["name"]
    here.fake.unlabel(REPOSITORY, 1, "bug")
    assert here.tasks() == [("Oil the door", "todo", "low")]
    here.synced()
    assert here.tasks() == [("Oil the door", "todo", "low")]


def test_a_renamed_repository_is_known_by_its_new_name(here: Workplace) -> None:
    here.connect()
    here.fake.rename_repository(REPOSITORY, "application")
    [shown] = here.status()["repositories"]
    assert (shown["name"], shown["called"]) == (REPOSITORY, "octo/application")
    assert here.said() == ["updated: renamed"]
    here.fake.open_issue("octo/application", "After the renaming")
    assert here.tasks("name") == [("After the renaming",)]
    assert here.synced()["ok"] is True


def test_a_repository_that_another_owner_has_now_is_still_ours(here: Workplace) -> None:
    here.connect()
    here.fake.transfer_repository(REPOSITORY, "anna")
    assert here.status()["repositories"][0]["called"] == "anna/app"
    here.fake.open_issue("anna/app", "With another owner")
    assert here.tasks("name") == [("With another owner",)]


def test_a_deleted_repository_is_forgotten_and_its_tasks_stay(here: Workplace) -> None:
    here.connect()
    here.fake.open_issue(REPOSITORY, "Of a repository that goes")
    here.fake.delete_repository(REPOSITORY)
    assert here.said() == ["removed: repository deleted"]
    assert here.status()["repositories"][0]["id"] is None
    assert here.tasks("status") == [("todo",)]
    assert here.sync().status_code == 200
    assert here.said() == ["failed: repository is out of sight"]


def test_nothing_is_done_for_an_owner_who_was_deactivated(here: Workplace) -> None:
    here.connect("ben", repositories=[{"name": REPOSITORY, "project": SUPPORT}])
    here.fake.open_issue(REPOSITORY, "While active")
    with here.engine.begin() as connection:
        connection.execute(sa.update(users).where(users.c.id == BEN).values(is_active=False))
    here.fake.edit_issue(REPOSITORY, 1, title="While not")
    here.fake.open_issue(REPOSITORY, "Not for them")
    assert here.tasks("name") == [("While active",)]
    assert {status for _, status, _ in here.answers()} <= {200, 202}


def test_webhooks_in_any_order_and_twice_end_in_the_same_task(here: Workplace) -> None:
    here.connect()
    here.fake.hold_deliveries()
    here.fake.open_issue(REPOSITORY, "First")
    here.turn(seconds=5)
    here.fake.edit_issue(REPOSITORY, 1, title="Second")
    here.turn(seconds=5)
    here.fake.close_issue(REPOSITORY, 1)
    here.fake.release_deliveries(order=[2, 0, 1, 0, 2])
    assert here.tasks() == [("Second", "done", "low")]
