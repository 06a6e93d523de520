"""GitHub's events: what happened to an issue or to a repository. All else is of no interest.

Source: docs.github.com, webhooks/webhook-events-and-payloads.
"""

from __future__ import annotations

import re

from tt_integrations.adapters.providers.github import wire
from tt_integrations.adapters.providers.github.translating import issue_from, repository_from
from tt_integrations.adapters.wire import structured
from tt_integrations.domain.errors import MalformedPayload
from tt_integrations.domain.model.delivery import DeliveryId, Ignored, IssueNews, RepositoryNews
from tt_integrations.domain.model.issues import Issue

Payload = dict[str, object]
News = IssueNews | RepositoryNews | Ignored
WORD = re.compile("[a-z0-9_]{1,64}")
OF_ISSUES = frozenset(
    """
    opened edited deleted transferred pinned unpinned closed reopened assigned unassigned labeled
    unlabeled locked unlocked milestoned demilestoned typed untyped
    """.split()  # noqa: SIM905 - eighteen words are easier to read as words
)
OF_REPOSITORIES = frozenset(
    ("renamed", "transferred", "deleted", "archived", "unarchived", "privatized", "publicized")
)
"""What may change whether, and under which name, we can see the repository."""


def read_event(event: str, id: DeliveryId, payload: Payload) -> News:  # noqa: A002 - the noun's own field
    """Raises MalformedPayload where one of ours is not as it should be. GitHub keeps adding others."""
    match event:
        case "issues":
            return _issues(id, payload)
        case "repository":
            return _repository(id, payload)
        case "ping":
            structured(payload, wire.Ping)
            return Ignored(event)
        case _:
            return _ignored(event, payload.get("action"))


def _issues(id: DeliveryId, payload: Payload) -> News:  # noqa: A002 - as above
    action = structured(payload, wire.Action).action
    if action not in OF_ISSUES:
        return _ignored("issues", action)
    told = structured(payload, wire.IssuesEvent)
    if told.issue.pull_request is not None:
        return Ignored("issues.pull_request")
    return IssueNews(
        id=id,
        action=action,
        issue=_issue(told.issue, told.repository),
        login=told.assignee.login if told.assignee else None,
        moved_from=_came_from(told),
        moved_to=_went_to(told),
    )


def _came_from(told: wire.IssuesEvent) -> Issue | None:
    if told.action != "opened" or told.changes is None:
        return None
    return _elsewhere(told.changes.old_issue, told.changes.old_repository, "$.changes.old_")


def _went_to(told: wire.IssuesEvent) -> Issue | None:
    if told.action != "transferred" or told.changes is None:
        return None
    return _elsewhere(told.changes.new_issue, told.changes.new_repository, "$.changes.new_")


def _elsewhere(
    issue: wire.Issue | None, repository: wire.Repository | None, at: str
) -> Issue | None:
    """None for a place that we may not know: GitHub shows null then."""
    return _issue(issue, repository, at) if issue and repository else None


def _issue(issue: wire.Issue, repository: wire.Repository, at: str = "$.") -> Issue:
    home = repository_from(repository, f"{at}repository")
    return issue_from(issue, home, f"{at}issue")


def _repository(id: DeliveryId, payload: Payload) -> News:  # noqa: A002 - as above
    if (
        "issue" in payload
    ):  # the signature covers the body alone: no header makes this "repository deleted"
        raise MalformedPayload("x-github-event", "names another event than the body is of")
    action = structured(payload, wire.Action).action
    if action not in OF_REPOSITORIES:
        return _ignored("repository", action)
    told = structured(payload, wire.RepositoryEvent)
    return RepositoryNews(id, action, repository_from(told.repository, "$.repository"))


def _ignored(event: str, action: object) -> Ignored:
    named = isinstance(action, str) and WORD.fullmatch(action)
    return Ignored(f"{event}.{action}" if named else event)
