"""What may be in the body of a request that creates or changes an issue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tt_integrations.adapters.providers.github.fake.access import WRITE, role
from tt_integrations.adapters.providers.github.fake.asking import Ask
from tt_integrations.adapters.providers.github.fake.reading import (
    is_number,
    is_text,
    or_null,
    whole_or_zero,
)
from tt_integrations.adapters.providers.github.fake.refusals import (
    wrong,
)

LARGEST_BODY = 65536


ONLY_WRITERS = ("labels", "assignee", "assignees", "milestone", "type")
"""What GitHub silently ignores from somebody who may not write to the repository."""


def _is_title(value: Any) -> bool:
    return is_text(value) or is_number(value)


def _is_body(value: Any) -> bool:
    return is_text(value) and len(value) <= LARGEST_BODY


def _is_labels(value: Any) -> bool:
    return isinstance(value, list) and all(name_of(each) for each in value)


def _is_people(value: Any) -> bool:
    return isinstance(value, list) and all(name_of(each, "login") for each in value)


def _is_type(value: Any) -> bool:
    return is_text(value) or (isinstance(value, dict) and or_null(is_text)(value.get("value")))


CREATE = {
    "title": _is_title,
    "body": or_null(_is_body),
    "assignee": or_null(is_text),
    "assignees": _is_people,
    "labels": _is_labels,
    "milestone": or_null(_is_title),
    "type": or_null(_is_type),
}


UPDATE = {
    **CREATE,
    "title": or_null(_is_title),
    "state": lambda value: value in ("open", "closed"),
    "state_reason": lambda value: (
        value in (None, "completed", "not_planned", "duplicate", "reopened")
    ),
    "duplicate_issue_id": is_number,
}


def fields_of(ask: Ask, body: Mapping[str, Any]) -> dict[str, Any]:
    """The body's fields as `act_issues` takes them. Raises Refused (422) for what does not exist."""
    writer = role(ask.memory, ask.caller, ask.repo) >= WRITE
    fields = {name: value for name, value in body.items() if writer or name not in ONLY_WRITERS}
    if "title" in fields:
        fields["title"] = str(fields["title"])
    if "labels" in fields:
        fields["labels"] = [name_of(each) for each in fields["labels"]]
    if "assignees" in fields:
        fields["assignees"] = [name_of(each, "login") for each in fields["assignees"]]
    if isinstance(fields.get("type"), dict):
        fields["type"] = fields["type"].get("value")
    _check_people(ask, fields)
    if fields.get("milestone") is not None:
        fields["milestone"] = _milestone(ask, fields["milestone"])
    return fields


def _check_people(ask: Ask, fields: Mapping[str, Any]) -> None:
    people = [*fields.get("assignees", ()), *filter(None, [fields.get("assignee")])]
    for login in people:
        if login.lower() not in ask.memory.users:
            raise wrong("Issue", "assignees", value=login)


def _milestone(ask: Ask, value: Any) -> int:
    """By number, also as text. Raises Refused (422)."""
    number = whole_or_zero(value)
    if (ask.repo.id, number) not in ask.memory.milestones:
        raise wrong("Issue", "milestone", value=value)
    return number


def name_of(value: Any, key: str = "name") -> str:
    """A name, or an object that has one."""
    named = value.get(key) if isinstance(value, dict) else value
    return named if isinstance(named, str) else ""
