"""From GitHub's nouns to ours."""

from __future__ import annotations

from datetime import UTC, datetime

from tt_integrations.adapters.providers.github import wire
from tt_integrations.domain.errors import MalformedPayload
from tt_integrations.domain.model.issues import Issue, Repository

OPEN, CLOSED = "open", "closed"
UNDONE = ("not_planned", "duplicate")
"""The reasons by which an issue is closed that nobody worked off."""
NUMBERS = range(1, 2**63)
"""Of issues and repositories. Others GitHub does not give, and no database takes."""


def repository_from(told: wire.Repository, at: str = "$") -> Repository:
    """Raises MalformedPayload naming the field that is wrong; `at` is the path of what was told."""
    return Repository(_number(told.id, f"{at}.id"), told.full_name)


def issue_from(told: wire.Issue, repository: Repository, at: str = "$") -> Issue:
    """Raises MalformedPayload naming the field that is wrong; `at` is the path of what was told."""
    closed = _is_closed(told, at)
    return Issue(
        repository=repository,
        number=_number(told.number, f"{at}.number"),
        title=told.title,
        body=told.body or "",
        closed=closed,
        not_planned=closed and told.state_reason in UNDONE,
        labels=labels_of(told, at),
        milestone=told.milestone.title if told.milestone else None,
        assignees=assignees_of(told),
        updated=moment(told.updated_at, f"{at}.updated_at"),
        address=told.html_url,
        closed_at=moment(told.closed_at, f"{at}.closed_at") if closed and told.closed_at else None,
    )


def moment(text: str, path: str) -> datetime:
    """Aware UTC, from ISO 8601 with its zone."""
    try:
        read = datetime.fromisoformat(text)
        utc = read.astimezone(UTC) if read.tzinfo else None
    except (ValueError, OverflowError):
        utc = None
    if utc is None:
        raise MalformedPayload(path, "expected a moment such as 2026-01-31T12:00:00Z")
    return utc


def labels_of(told: wire.Issue, at: str = "$") -> tuple[str, ...]:
    names = (_label(each, f"{at}.labels[{place}]") for place, each in enumerate(told.labels))
    return tuple(name for name in names if name)


def assignees_of(told: wire.Issue) -> tuple[str, ...]:
    people = told.assignees
    if people is None:  # older servers tell one only
        people = [told.assignee] if told.assignee else []
    return tuple(person.login for person in people)


def _label(told: object, path: str) -> str | None:
    """The schema has objects and mere names, and says that an object's name may be null."""
    name = told.get("name") if isinstance(told, dict) else told
    if isinstance(name, str) or (isinstance(told, dict) and name is None):
        return name
    raise MalformedPayload(path, "expected a name, or an object with one")


def _number(told: int, path: str) -> int:
    if told not in NUMBERS:
        raise MalformedPayload(path, "expected a number above zero, such as GitHub gives")
    return told


def _is_closed(told: wire.Issue, at: str) -> bool:
    if told.state not in (OPEN, CLOSED):
        raise MalformedPayload(f"{at}.state", "expected open or closed")
    return told.state == CLOSED
