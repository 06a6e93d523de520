"""What a delivery says, once it is believed.

Source: docs.github.com, webhooks/webhook-events-and-payloads.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve
from github_requests import GUID, ISSUE, REPOSITORY, about, sent, sent_as_form

from tt_integrations.adapters.providers.github.dialect import GitHubDialect
from tt_integrations.adapters.providers.github.events import OF_ISSUES, OF_REPOSITORIES
from tt_integrations.domain.errors import MalformedPayload
from tt_integrations.domain.model.delivery import Ignored, IssueNews, RepositoryNews
from tt_integrations.domain.model.issues import Issue, Repository
from tt_integrations.testing.payloads.github import ACTIONS

DIALECT = GitHubDialect()
HERE = Repository(1296269, "Octo/Hello.World")
THERE = {"id": 8, "full_name": "octo/there"}


def issue_of(**changed: Any) -> Issue:
    return news(about("edited", issue=changed)).issue


def news(payload: dict[str, Any]) -> IssueNews:
    read = DIALECT.read(sent(payload))
    assert isinstance(read, IssueNews)
    return read


def test_an_issue_is_read_with_all_that_we_keep_of_it() -> None:
    assert news(about("opened")) == IssueNews(
        id=GUID,
        action="opened",
        issue=Issue(
            repository=HERE,
            number=1347,
            title="Found a bug",
            body="I'm having a problem.",
            closed=False,
            not_planned=False,
            labels=("bug",),
            milestone=None,
            assignees=(),
            updated=datetime(2026, 3, 2, 8, 59, tzinfo=UTC),
            address="https://github.com/Octo/Hello.World/issues/1347",
        ),
    )


def test_a_form_says_the_same_as_json() -> None:
    payload = about("opened", issue={"body": "a+b & c=d % é 🚂"})
    assert DIALECT.read(sent_as_form(payload)) == DIALECT.read(sent(payload))


@pytest.mark.parametrize("action", ACTIONS)
def test_all_that_happens_to_an_issue_is_news(action: str) -> None:
    assert news(about(action)).action == action


def test_the_kit_and_the_dialect_know_the_same_actions() -> None:
    assert frozenset(ACTIONS) == OF_ISSUES


@pytest.mark.parametrize("action", ["enchanted", "field_added", "opened_again"])
def test_an_action_that_is_new_to_us_is_ignored_unread(action: str) -> None:
    assert DIALECT.read(sent({"action": action})) == Ignored(f"issues.{action}")


@pytest.mark.parametrize("action", ["Opened!", "", "x" * 65, "opened ", "<b>"])
def test_a_word_that_no_action_has_is_not_repeated(action: str) -> None:
    assert DIALECT.read(sent({"action": action})) == Ignored("issues")


def test_null_is_nothing() -> None:
    issue = issue_of(body=None, milestone=None, assignee=None, user=None, state_reason=None)
    assert (issue.body, issue.milestone, issue.assignees) == ("", None, ())


def test_people_milestone_and_labels_are_known_by_their_names() -> None:
    people = [{"login": "Ada", "id": 1}, {"login": "grace", "id": 2}]
    issue = issue_of(assignees=people, assignee=people[0], milestone={"title": "1.0", "id": 4})
    assert (issue.assignees, issue.milestone) == (("Ada", "grace"), "1.0")
    mixed = issue_of(labels=["plain", {"name": "object"}, {"name": None}, {"id": 3}, ""])
    assert mixed.labels == ("plain", "object")


def test_where_only_one_assignee_is_told_it_is_that_one() -> None:
    assert issue_of(assignees=None, assignee={"login": "ada"}).assignees == ("ada",)
    assert issue_of(assignees=None, assignee=None).assignees == ()
    assert issue_of(assignees=[], assignee={"login": "ada"}).assignees == ()


@pytest.mark.parametrize(
    ("state", "reason", "expected"),
    [
        ("open", None, (False, False)),
        ("open", "reopened", (False, False)),
        ("open", "not_planned", (False, False)),
        ("closed", None, (True, False)),
        ("closed", "completed", (True, False)),
        ("closed", "not_planned", (True, True)),
        ("closed", "duplicate", (True, True)),
        ("closed", "a reason to come", (True, False)),
    ],
)
def test_the_state_says_whether_it_is_closed_and_the_reason_whether_it_was_done(
    state: str, reason: str | None, expected: tuple[bool, bool]
) -> None:
    issue = issue_of(state=state, state_reason=reason, closed_at="2026-03-01T00:00:00Z")
    assert (issue.closed, issue.not_planned) == expected
    assert (issue.closed_at is not None) == issue.closed


@pytest.mark.parametrize(
    "told", ["2026-03-02T08:59:00Z", "2026-03-02T09:59:00+01:00", "2026-03-02T08:59:00.000Z"]
)
def test_a_moment_is_read_as_utc(told: str) -> None:
    assert issue_of(updated_at=told).updated == datetime(2026, 3, 2, 8, 59, tzinfo=UTC)
    assert issue_of(updated_at=told).updated.tzinfo is UTC


def test_whoever_was_assigned_or_unassigned_is_named() -> None:
    assert news(about("assigned", assignee={"login": "Ada"})).login == "Ada"
    assert news(about("unassigned", assignee={"login": "ada"})).login == "ada"
    assert news(about("unassigned", assignee=None)).login is None
    assert news(about("assigned")).login is None


def test_a_transferred_issue_says_where_it_is_now() -> None:
    changes = {"new_issue": {**ISSUE, "number": 3}, "new_repository": THERE}
    read = news(about("transferred", changes=changes))
    assert read.issue.remote == "1296269#1347"
    assert read.moved_to == evolve(read.issue, number=3, repository=Repository(8, "octo/there"))
    assert read.moved_from is None


def test_an_issue_that_is_opened_by_a_transfer_says_where_it_was() -> None:
    changes = {"old_issue": {**ISSUE, "number": 3}, "old_repository": THERE}
    read = news(about("opened", changes=changes))
    assert read.moved_from == evolve(read.issue, number=3, repository=Repository(8, "octo/there"))
    assert read.moved_to is None


@pytest.mark.parametrize(
    ("action", "changes"),
    [
        ("opened", {"old_issue": None, "old_repository": THERE}),
        ("opened", {"old_issue": dict(ISSUE), "old_repository": None}),
        ("opened", {}),
        ("transferred", None),
        ("transferred", {}),
        ("edited", {"title": {"from": "x"}, "new_issue": dict(ISSUE), "new_repository": THERE}),
        ("edited", {"old_issue": dict(ISSUE), "old_repository": THERE}),
        ("edited", {}),
    ],
)
def test_what_did_not_move_or_must_not_be_told_is_left_out(action: str, changes: object) -> None:
    read = news(about(action, changes=changes))
    assert (read.moved_from, read.moved_to) == (None, None)


def test_a_pull_request_is_no_issue() -> None:
    payload = about("opened", issue={"pull_request": {"url": "https://api.github.com/x"}})
    assert DIALECT.read(sent(payload)) == Ignored("issues.pull_request")


@pytest.mark.parametrize("action", sorted(OF_REPOSITORIES))
def test_what_happens_to_a_repository_is_news(action: str) -> None:
    read = DIALECT.read(sent({"action": action, "repository": REPOSITORY}, "repository"))
    assert read == RepositoryNews(GUID, action, HERE)


@pytest.mark.parametrize("action", ["created", "edited", "enchanted"])
def test_what_does_not_touch_us_happened_to_a_repository(action: str) -> None:
    read = DIALECT.read(sent({"action": action}, "repository"))
    assert read == Ignored(f"repository.{action}")


@pytest.mark.parametrize("event", ["repository", "ping"])
def test_the_header_which_nobody_signed_makes_no_other_event_of_a_body(event: str) -> None:
    with pytest.raises(MalformedPayload):
        DIALECT.read(sent(about("deleted"), event))


@pytest.mark.parametrize(
    ("event", "payload", "kind"),
    [
        ("ping", {"zen": "Mind your words.", "hook_id": 5}, "ping"),
        ("push", {"ref": "refs/heads/main"}, "push"),
        ("issue_comment", {"action": "created"}, "issue_comment.created"),
        ("installation", {"action": "deleted"}, "installation.deleted"),
        ("telepathy", {"action": 5}, "telepathy"),
    ],
)
def test_every_other_event_is_ignored_by_its_name(
    event: str, payload: dict[str, Any], kind: str
) -> None:
    assert DIALECT.read(sent(payload, event)) == Ignored(kind)
