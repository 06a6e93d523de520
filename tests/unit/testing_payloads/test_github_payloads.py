"""The strategies for GitHub's payloads."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from published_schemas import github_component as described
from tt_integrations.testing.payloads import github

ISSUE, USER, HOOK = described("issue"), described("simple-user"), described("hook")
few = settings(max_examples=15, deadline=None)


@few
@given(github.issues() | github.pull_requests())
def test_an_issue_is_what_the_description_of_the_api_says(issue: dict[str, Any]) -> None:
    ISSUE.validate(issue)
    assert issue["assignee"] == (issue["assignees"] or [None])[0]


@few
@given(github.pull_requests())
def test_a_pull_request_among_issues_is_marked_as_one(issue: dict[str, Any]) -> None:
    assert issue["pull_request"]["html_url"].startswith("https://github.com/")


@pytest.mark.parametrize("action", github.ACTIONS)
def test_an_issue_event_holds_what_its_action_speaks_of(action: str) -> None:
    pairs = {"assigned": "assignee", "labeled": "label", "milestoned": "milestone", "typed": "type"}
    extra = {**pairs, **{f"un{name}": key for name, key in pairs.items()}}
    extra |= {"demilestoned": "milestone", "edited": "changes", "transferred": "changes"}

    @settings(max_examples=3, deadline=None)
    @given(github.issue_events(action))
    def held(event: dict[str, Any]) -> None:
        assert event["action"] == action
        ISSUE.validate(event["issue"])
        USER.validate(event["sender"])
        assert extra.get(action, "issue") in event

    held()


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing is exploded"):
        github.issue_events("exploded")


@few
@given(github.issue_events())
def test_an_event_survives_its_way_as_json(event: dict[str, Any]) -> None:
    assert json.loads(json.dumps(event).encode()) == event


@few
@given(github.pings())
def test_a_ping_describes_its_hook_and_has_no_action(ping: dict[str, Any]) -> None:
    HOOK.validate(ping["hook"])
    assert ping["hook_id"] == ping["hook"]["id"]
    assert "action" not in ping


@few
@given(github.pushes())
def test_a_push_ends_at_its_last_commit_or_deletes_the_branch(push: dict[str, Any]) -> None:
    last = push["commits"][-1]["id"] if push["commits"] else "0" * 40
    assert (push["after"], push["deleted"]) == (last, not push["commits"])
