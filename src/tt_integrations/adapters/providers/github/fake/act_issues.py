"""What somebody does with an issue. Repositories are full names; `by` is a login, at first the repository's owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from attrs import evolve

from tt_integrations.adapters.providers.github.fake.issue_changes import Change, store, tell
from tt_integrations.adapters.providers.github.fake.issue_fields import (
    EditFields,
    IssueFields,
    resolved,
)
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import (
    Issue,
    Milestone,
    Repository,
)

REASONS = ("completed", "not_planned", "duplicate")


def open_issue(
    memory: Memory, repo: str, title: str, by: str | None = None, **fields: Unpack[IssueFields]
) -> Issue:
    """Raises ValueError for strangers, unknown milestones and unknown fields."""
    inside = memory.repository(repo)
    return create(memory, inside, by or inside.owner, {"title": title, **fields})


def issues(memory: Memory, repo: str) -> list[Issue]:
    """All that are in a repository now, pull requests too, oldest first."""
    return memory.issues_in(memory.repository(repo).id)


def open_pull_request(memory: Memory, repo: str, title: str, by: str | None = None) -> Issue:
    """It is in the list of issues, with the key `pull_request`, and fires no `issues` event."""
    inside = memory.repository(repo)
    issue = _blank(memory, inside, by or inside.owner, title)
    memory.issues[issue.place] = evolve(issue, is_pull=True)
    return memory.issues[issue.place]


def create(memory: Memory, repo: Repository, by: str, fields: Mapping[str, Any]) -> Issue:
    """`opened` shows all labels and assignees already; an event for each of them follows."""
    blank = _blank(memory, repo, by, fields["title"])
    issue = evolve(blank, **resolved(memory, repo, fields), app_id=fields.get("app_id"))
    memory.issues[issue.place] = issue
    tell(memory, "opened", issue, by)
    # all that comes with the issue is told one by one, but its text is not an edit
    return store(Change(memory, evolve(blank, title=issue.title, body=issue.body), issue, by))


def edit_issue(
    memory: Memory, repo: str, number: int, by: str | None = None, **fields: Unpack[EditFields]
) -> Issue:
    """Raises ValueError as `open_issue` does."""
    inside = memory.repository(repo)
    wanted = resolved(memory, inside, fields)
    return change(memory, memory.issue(repo, number), by, **wanted)


def close_issue(
    memory: Memory, repo: str, number: int, reason: str = "completed", by: str | None = None
) -> Issue:
    """`reason`: completed, not_planned or duplicate. Raises ValueError for another one."""
    if reason not in REASONS:
        raise ValueError(f"no reason {reason!r}; there are {', '.join(REASONS)}")
    issue = memory.issue(repo, number)
    return change(memory, issue, by, **standing(memory, issue, "closed", reason, by))


def reopen_issue(memory: Memory, repo: str, number: int, by: str | None = None) -> Issue:
    issue = memory.issue(repo, number)
    return change(memory, issue, by, **standing(memory, issue, "open", "reopened", by))


def add_milestone(memory: Memory, repo: str, title: str, by: str | None = None) -> Milestone:
    inside = memory.repository(repo)
    number = 1 + sum(place[0] == inside.id for place in memory.milestones)
    new = Milestone(memory.new_id(), number, title, by or inside.owner, memory.now())
    memory.milestones[inside.id, number] = new
    return new


def standing(
    memory: Memory, issue: Issue, state: str, reason: str | None, by: str | None
) -> dict[str, Any]:
    """The fields that go with being open or closed."""
    if state == issue.state:
        return {"state_reason": reason or issue.state_reason}
    if state == "open":
        return {"state": state, "state_reason": "reopened", "closed_at": None, "closed_by": None}
    who = by or memory.repositories[issue.repository_id].owner
    closed = {"closed_at": memory.now(), "closed_by": memory.user(who).login}
    return {"state": state, "state_reason": reason or "completed", **closed}


def change(memory: Memory, issue: Issue, by: str | None, **new: Any) -> Issue:
    changed = evolve(issue, **new)
    who = by or memory.repositories[issue.repository_id].owner
    return store(Change(memory, issue, changed, who))


def _blank(memory: Memory, repo: Repository, by: str, title: str) -> Issue:
    return Issue(
        id=memory.new_id(),
        repository_id=repo.id,
        number=memory.new_number(repo.id),
        title=title,
        author=memory.user(by).login,
        created_at=memory.now(),
        updated_at=memory.now(),
    )
