"""An issue as it was and as it is: what the hooks are told about the difference."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve, frozen

from tt_integrations.adapters.providers.github.fake import show_issues, show_labels
from tt_integrations.adapters.providers.github.fake.events import emit
from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import Issue
from tt_integrations.adapters.providers.github.fake.show_people import simple_user

Told = tuple[str, dict[str, Any]]
"""An action of the event `issues`, and what its payload holds beside the usual."""


@frozen
class Change:
    """`by`: the login of who made it."""

    memory: Memory
    old: Issue
    new: Issue
    by: str


def store(change: Change) -> Issue:
    """Remember the new issue and tell the hooks about each difference. Where there is none, nothing was updated."""
    memory, new = change.memory, change.new
    if new != change.old:
        new = evolve(new, updated_at=memory.now())
        change = evolve(change, new=new)
    memory.issues[new.place] = new
    for action, body in _differences(change):
        shown = new
        if action == "reopened":
            # the webhook still tells when the issue was closed; only a later reading does not
            shown = evolve(new, closed_at=change.old.closed_at)
        tell(memory, action, shown, change.by, **body)
    return new


def tell(memory: Memory, action: str, issue: Issue, by: str, **body: Any) -> None:
    """Pull requests have events of their own, which are not ours: nothing is said about them."""
    if not issue.is_pull:
        repo = memory.repositories[issue.repository_id]
        emit(memory, "issues", action, by, repo, issue=show_issues.issue(issue, memory), **body)


def _differences(change: Change) -> Iterator[Told]:
    yield from _edited(change)
    yield from _labels(change)
    yield from _assignees(change)
    yield from _milestone(change)
    yield from _type(change)
    yield from _switches(change)


def _edited(change: Change) -> Iterator[Told]:
    names = [n for n in ("title", "body") if getattr(change.old, n) != getattr(change.new, n)]
    if names:
        yield "edited", {"changes": {n: {"from": getattr(change.old, n) or ""} for n in names}}


def _labels(change: Change) -> Iterator[Told]:
    """One event for each label."""
    old, new, repo = change.old.labels, change.new.labels, change.new.repository_id
    pairs = [("unlabeled", it) for it in old if it not in new]
    for action, it in pairs + [("labeled", it) for it in new if it not in old]:
        shown = show_labels.label(it, change.memory, change.memory.repositories[repo])
        yield action, {"label": shown}


def _assignees(change: Change) -> Iterator[Told]:
    old, new, memory = change.old.assignees, change.new.assignees, change.memory
    pairs = [("unassigned", it) for it in old if it not in new]
    for action, login in pairs + [("assigned", it) for it in new if it not in old]:
        yield action, {"assignee": simple_user(memory.user(login), memory.links)}


def _milestone(change: Change) -> Iterator[Told]:
    old, new, memory = change.old.milestone, change.new.milestone, change.memory
    repo = memory.repositories[change.new.repository_id]
    if old and old != new:
        yield "demilestoned", {"milestone": show_labels.milestone(old, memory, repo)}
    if new and old != new:
        yield "milestoned", {"milestone": show_labels.milestone(new, memory, repo)}


def _type(change: Change) -> Iterator[Told]:
    if change.old.type and change.old.type != change.new.type:
        yield "untyped", {"type": show_labels.issue_type(change.old.type)}
    if change.new.type and change.old.type != change.new.type:
        yield "typed", {"type": show_labels.issue_type(change.new.type)}


def _switches(change: Change) -> Iterator[Told]:
    old, new = change.old, change.new
    if old.state != new.state:
        yield "closed" if new.state == "closed" else "reopened", {}
    if old.locked != new.locked:
        yield "locked" if new.locked else "unlocked", {}
    if old.pinned != new.pinned:
        yield "pinned" if new.pinned else "unpinned", {}
