"""What a person changed by hand stays, the rest follows the issue."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from issue_desk import closed, issue, legacy, minute
from tt_integrations.domain.model.issue_merging import (
    PLAIN,
    Known,
    changed,
    knowledge,
    known,
    merged,
)
from tt_integrations.domain.model.issue_rules import IssueRules
from tt_integrations.domain.model.issues import Issue
from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.domain.model.timesheet import ProjectId, TaskId

RULES = IssueRules({}, legacy, tags={"ui": "front", "api": "back"})
LATER: dict[str, Any] = {"title": "Paint it", "body": "Red.", "labels": ("bug", "ui", "api")}
BY_HAND: dict[str, Any] = {
    "name": "Mine",
    "description": "Mine.",
    "priority": "urgent",
    "tags": ("mine",),
}


def knows(news: Issue) -> Known:
    return knowledge(news, RULES)


def card(base: Known, **by_hand: Any) -> TaskCard:
    fields = base.fields
    made = TaskCard(
        id=TaskId(1),
        project=ProjectId(1),
        name=fields.name,
        description=fields.description,
        status=fields.status,
        priority=fields.priority,
        tags=fields.tags,
        completed=base.completed,
        reference=fields.reference,
    )
    return evolve(made, **by_hand)


OPEN, EDITED = knows(issue()), knows(issue(at=1, **LATER))


def test_what_nobody_touched_follows_the_issue() -> None:
    assert merged(OPEN, EDITED, card(OPEN)) == (card(EDITED), ())


@pytest.mark.parametrize("name", PLAIN)
def test_a_field_changed_by_hand_is_kept_and_named_and_the_others_follow(name: str) -> None:
    mine = {name: BY_HAND[name]}
    assert merged(OPEN, EDITED, card(OPEN, **mine)) == (card(EDITED, **mine), (name,))


def test_a_field_changed_by_hand_to_what_the_issue_wants_is_not_named() -> None:
    assert merged(OPEN, EDITED, card(OPEN, name="Paint it")) == (card(EDITED), ())


def test_what_a_form_did_to_line_ends_and_the_order_of_tags_is_no_change_by_hand() -> None:
    was = knows(issue(body="one\ntwo", labels=("ui", "api")))
    ours = card(was, tags=("front", "back"))
    ours = evolve(ours, description=ours.description.replace("\n", "\r\n") + "\r\n")
    assert merged(was, was, ours) == (ours, ())
    assert merged(was, EDITED, ours) == (card(EDITED, tags=("front", "back")), ())


def test_a_closed_issue_is_done_when_it_was_closed() -> None:
    shut = knows(closed(3))
    becomes, kept = merged(OPEN, shut, card(OPEN))
    assert (becomes.status, becomes.completed, kept) == ("done", minute(3), ())


def test_an_issue_that_does_not_say_when_it_was_closed_was_so_when_it_changed() -> None:
    shut = knows(evolve(closed(3), closed_at=None))
    becomes, _ = merged(OPEN, shut, card(OPEN))
    assert becomes.completed == minute(3)
    edited = knows(evolve(closed(5), closed_at=None, title="Other"))
    assert merged(shut, edited, becomes)[0].completed == minute(3)


def test_a_reopened_issue_is_to_do_and_not_completed() -> None:
    shut = knows(closed(3))
    assert merged(shut, knows(issue(at=4)), card(shut)) == (card(OPEN), ())


def test_an_issue_closed_once_more_than_we_know_was_completed_the_last_time() -> None:
    shut = knows(closed(3))
    becomes, _ = merged(shut, knows(closed(5)), card(shut))
    assert becomes.completed == minute(5)


@pytest.mark.parametrize("status", ["in_progress", "review", "done", "of the host's own"])
def test_a_status_changed_by_hand_is_kept_and_named_while_the_issue_stays_open(status: str) -> None:
    ours = card(OPEN, status=status)
    assert merged(OPEN, EDITED, ours) == (card(EDITED, status=status), ("status",))


@pytest.mark.parametrize("status", ["in_progress", "review", "cancelled", "of the host's own"])
def test_a_status_changed_by_hand_gives_way_when_the_issue_is_closed_or_reopened(
    status: str,
) -> None:
    shut = knows(closed(3))
    assert merged(OPEN, shut, card(OPEN, status=status)) == (card(shut), ())
    assert merged(shut, OPEN, card(shut, status=status)) == (card(OPEN), ())


def test_what_is_known_survives_as_the_base_of_a_link() -> None:
    for each in (OPEN, knows(closed(3, labels=("ui",), assignees=("Ada", "ben")))):
        assert known(each.base()) == each


def test_changed_fields_are_named() -> None:
    assert changed(card(OPEN), card(OPEN)) == ()
    assert changed(card(OPEN), card(knows(closed(3, **LATER)))) == (
        "name",
        "description",
        "priority",
        "tags",
        "status",
        "completed",
    )
