"""Marks on an issue: labels, assignees, locks and pins. Repositories are full names; `by` is a login."""

from __future__ import annotations

from tt_integrations.adapters.providers.github.fake.act_issues import change
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import (
    Issue,
)


def label(memory: Memory, repo: str, number: int, name: str, by: str | None = None) -> Issue:
    issue = memory.issue(repo, number)
    new = memory.label(issue.repository_id, name)
    return change(memory, issue, by, labels=tuple(dict.fromkeys((*issue.labels, new))))


def unlabel(memory: Memory, repo: str, number: int, name: str, by: str | None = None) -> Issue:
    issue = memory.issue(repo, number)
    rest = tuple(it for it in issue.labels if it.name.lower() != name.lower())
    return change(memory, issue, by, labels=rest)


def assign(memory: Memory, repo: str, number: int, login: str, by: str | None = None) -> Issue:
    issue = memory.issue(repo, number)
    logins = (*issue.assignees, memory.user(login).login)
    return change(memory, issue, by, assignees=tuple(dict.fromkeys(logins)))


def unassign(memory: Memory, repo: str, number: int, login: str, by: str | None = None) -> Issue:
    issue = memory.issue(repo, number)
    rest = tuple(it for it in issue.assignees if it.lower() != login.lower())
    return change(memory, issue, by, assignees=rest)


def lock_issue(
    memory: Memory, repo: str, number: int, reason: str | None = None, by: str | None = None
) -> Issue:
    return change(memory, memory.issue(repo, number), by, locked=True, lock_reason=reason)


def unlock_issue(memory: Memory, repo: str, number: int, by: str | None = None) -> Issue:
    return change(memory, memory.issue(repo, number), by, locked=False, lock_reason=None)


def pin_issue(memory: Memory, repo: str, number: int, by: str | None = None) -> Issue:
    return change(memory, memory.issue(repo, number), by, pinned=True)


def unpin_issue(memory: Memory, repo: str, number: int, by: str | None = None) -> Issue:
    return change(memory, memory.issue(repo, number), by, pinned=False)
