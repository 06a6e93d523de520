"""Two sides of one item, brought together: what a person changed by hand stays, the rest follows the issue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import evolve, field, frozen

from tt_integrations.domain.model.issue_rules import IssueRules, TaskFields, as_task
from tt_integrations.domain.model.issues import Issue
from tt_integrations.domain.model.tasks import CLOSED, TaskCard

PLAIN = ("name", "description", "priority", "tags")
"""The fields that are kept or follow one by one. Status and completion go together."""


@frozen
class Known:
    """An issue as both sides knew it last: its fields, when it changed last, and who was assigned (in lower case)."""

    fields: TaskFields
    updated: datetime
    assignees: frozenset[str] = field(factory=frozenset)

    @property
    def completed(self) -> datetime | None:
        """When the issue was closed, as well as we know; None while it is open."""
        closed = self.fields.status in CLOSED
        return (self.fields.completed or self.updated) if closed else None

    def base(self) -> Mapping[str, object]:
        """As a link keeps it: JSON values, moments in ISO 8601."""
        return {
            "name": self.fields.name,
            "description": self.fields.description,
            "status": self.fields.status,
            "priority": self.fields.priority,
            "tags": list(self.fields.tags),
            "reference": self.fields.reference,
            "completed": self.fields.completed and self.fields.completed.isoformat(),
            "updated": self.updated.isoformat(),
            "assignees": sorted(self.assignees),
        }


def knowledge(issue: Issue, rules: IssueRules) -> Known:
    """All that we keep of an issue."""
    logins = frozenset(login.casefold() for login in issue.assignees)
    return Known(as_task(issue, rules), issue.updated, logins)


def known(base: Mapping[str, Any]) -> Known:
    """What `Known.base` gave."""
    completed = base["completed"]
    fields = TaskFields(
        name=base["name"],
        description=base["description"],
        status=base["status"],
        priority=base["priority"],
        tags=tuple(base["tags"]),
        reference=base["reference"],
        completed=datetime.fromisoformat(completed) if completed else None,
    )
    return Known(fields, datetime.fromisoformat(base["updated"]), frozenset(base["assignees"]))


def merged(base: Known, theirs: Known, ours: TaskCard) -> tuple[TaskCard, tuple[str, ...]]:
    """The task as it becomes, and the names of the fields that a person changed by hand and the issue wants
    otherwise: those are kept.

    A status changed by hand is kept while the issue stays open, or closed, as it was. When the issue is closed or
    reopened since, the issue's status wins.
    """
    by_hand = {name for name in PLAIN if not _same(name, base.fields, ours)}
    wanted = {name for name in PLAIN if not _same(name, theirs.fields, ours)}
    follow = {name: getattr(theirs.fields, name) for name in wanted - by_hand}
    kept = tuple(name for name in PLAIN if name in by_hand & wanted)
    becomes = evolve(ours, reference=theirs.fields.reference, **follow)
    if _closed_or_reopened(base.fields, theirs.fields):
        return evolve(becomes, status=theirs.fields.status, completed=theirs.completed), kept
    if ours.status != theirs.fields.status:
        return becomes, (*kept, "status")
    return becomes, kept


def changed(was: TaskCard, becomes: TaskCard) -> tuple[str, ...]:
    """The names of the fields in which the task changes."""
    names = (*PLAIN, "status", "completed", "reference")
    return tuple(name for name in names if getattr(was, name) != getattr(becomes, name))


def _closed_or_reopened(base: TaskFields, theirs: TaskFields) -> bool:
    if base.status != theirs.status:
        return True
    # closed again: what was between we were not told, or are told late
    return None not in (base.completed, theirs.completed) and base.completed != theirs.completed


def _same(name: str, fields: TaskFields, card: TaskCard) -> bool:
    """Whether a person would say so: a form that was saved unchanged may come back with other line ends, or with
    tags in another order."""
    one, other = getattr(fields, name), getattr(card, name)
    if name == "tags":
        return set(one) == set(other)
    if name == "description":
        return _text(one) == _text(other)
    return bool(one == other)


def _text(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
