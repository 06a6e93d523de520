"""The fields of an issue by name, and the nouns they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from tt_integrations.adapters.providers.github.fake.memory import Memory
from tt_integrations.adapters.providers.github.fake.nouns import (
    Label,
    Milestone,
    Repository,
)


class IssueFields(TypedDict, total=False):
    """`labels` by name, `assignees` by login, `milestone` by number."""

    body: str | None
    labels: Iterable[str]
    assignee: str | None
    assignees: Iterable[str]
    milestone: int | None
    type: str | None


class EditFields(IssueFields, total=False):
    title: str


FIELDS = ("title", *IssueFields.__annotations__)


def resolved(memory: Memory, repo: Repository, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Names become labels, logins users, numbers milestones. Raises ValueError for what is not there."""
    unknown = set(fields) - set(FIELDS) - {"app_id"}
    if unknown:
        raise ValueError(f"an issue has no {', '.join(sorted(unknown))}")
    found = {name: fields[name] for name in ("title", "body", "type") if name in fields}
    if "labels" in fields:
        found["labels"] = _labels(memory, repo, fields["labels"])
    if "assignee" in fields or "assignees" in fields:
        single = [fields["assignee"]] if fields.get("assignee") else []
        logins = [memory.user(login).login for login in (*single, *fields.get("assignees", ()))]
        found["assignees"] = tuple(dict.fromkeys(logins))
    if "milestone" in fields:
        found["milestone"] = _milestone(memory, repo, fields["milestone"])
    return found


def _labels(memory: Memory, repo: Repository, names: Iterable[str]) -> tuple[Label, ...]:
    return tuple(dict.fromkeys(memory.label(repo.id, name) for name in names))


def _milestone(memory: Memory, repo: Repository, number: int | None) -> Milestone | None:
    if number is None:
        return None
    if (repo.id, number) not in memory.milestones:
        raise ValueError(f"there is no milestone {number}")
    return memory.milestones[repo.id, number]
