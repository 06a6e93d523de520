"""What somebody says under an issue or a pull request."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from tt_integrations.adapters.providers.github.fake import show_comments, show_issues
from tt_integrations.adapters.providers.github.fake.events import emit
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import Comment, Issue


def comment(memory: Memory, repo: str, number: int, body: str, by: str | None = None) -> Comment:
    """Raises ValueError where there is no such issue or user."""
    issue = memory.issue(repo, number)
    return add(memory, issue, by or memory.repository(repo).owner, body)


def comments(memory: Memory, repo: str, number: int) -> list[Comment]:
    """All that are under an issue, oldest first. Raises ValueError."""
    return memory.comments_on(memory.issue(repo, number).place)


def edit_comment(memory: Memory, comment_id: int, body: str, by: str | None = None) -> Comment:
    old = _find(memory, comment_id)
    new = evolve(old, body=body, updated_at=memory.now())
    memory.comments[new.id] = new
    _tell(memory, "edited", new, by or old.author, changes={"body": {"from": old.body}})
    return new


def delete_comment(memory: Memory, comment_id: int, by: str | None = None) -> None:
    old = _find(memory, comment_id)
    _tell(memory, "deleted", old, by or old.author)
    del memory.comments[old.id]


def add(memory: Memory, issue: Issue, by: str, body: str, app_id: int | None = None) -> Comment:
    """A comment moves its issue's `updated_at` as well."""
    now = memory.now()
    new = Comment(memory.new_id(), issue.place, memory.user(by).login, body, now, now, app_id)
    memory.comments[new.id] = new
    memory.issues[issue.place] = evolve(issue, updated_at=now)
    _tell(memory, "created", new, by)
    return new


def _find(memory: Memory, comment_id: int) -> Comment:
    if comment_id not in memory.comments:
        raise ValueError(f"there is no comment {comment_id}")
    return memory.comments[comment_id]


def _tell(memory: Memory, action: str, it: Comment, by: str, **body: Any) -> None:
    issue = memory.issues[it.place]
    repo = memory.repositories[issue.repository_id]
    shown = {
        "issue": show_issues.issue(issue, memory),
        "comment": show_comments.comment(it, memory),
    }
    emit(memory, "issue_comment", action, by, repo, **shown, **body)
