"""The list of a repository's issues: filters, order, pages. Pull requests are in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.github.fake.asking import Ask
from tt_integrations.adapters.providers.github.fake.issue_paths import check_issues_on
from tt_integrations.adapters.providers.github.fake.nouns import Issue
from tt_integrations.adapters.providers.github.fake.pages import NUMBERED, numbered
from tt_integrations.adapters.providers.github.fake.reading import (
    Reader,
    moment,
    one_of,
    query_of,
    whole_or_zero,
)
from tt_integrations.adapters.providers.github.fake.refusals import wrong
from tt_integrations.adapters.providers.github.fake.show_issues import issue as show

Keep = Callable[[Issue], bool]
QUERY: Mapping[str, Reader] = {
    **NUMBERED,
    "state": one_of("open", "closed", "all"),
    "sort": one_of("created", "updated", "comments"),
    "direction": one_of("asc", "desc"),
    "since": moment,
    "labels": str,
    "assignee": str,
    "creator": str,
    "mentioned": str,
    "milestone": str,
    "type": str,
}


def list_for_repo(ask: Ask) -> Response:
    """Open ones, newest first, unless the query says otherwise; `since` means updated then or later."""
    check_issues_on(ask)
    query = query_of(ask, "Issue", QUERY)
    keeps = [_filter(ask, name, value) for name, value in _filters(query).items()]
    found = [it for it in ask.memory.issues_in(ask.repo.id) if all(keep(it) for keep in keeps)]
    found.sort(key=_order(ask, query), reverse=query.get("direction", "desc") == "desc")
    return numbered(ask, query, found, lambda it: show(it, ask.memory))


def _filters(query: dict[str, Any]) -> dict[str, Any]:
    others = ("page", "per_page", "sort", "direction")
    return {"state": "open", **{name: v for name, v in query.items() if name not in others}}


def _order(ask: Ask, query: dict[str, Any]) -> Callable[[Issue], Any]:
    """Ids decide among equals."""
    match query.get("sort", "created"):
        case "updated":
            return attrgetter("updated_at", "id")
        case "comments":
            return lambda it: (len(ask.memory.comments_on(it.place)), it.id)
        case _:
            return attrgetter("created_at", "id")


def _filter(ask: Ask, name: str, value: Any) -> Keep:
    match name:
        case "state":
            return lambda it: value in ("all", it.state)
        case "since":
            return lambda it: it.updated_at >= value
        case "labels":
            names = {each.strip().lower() for each in value.split(",") if each.strip()}
            return lambda it: names <= {label.name.lower() for label in it.labels}
        case "milestone":
            return _by_milestone(ask, value)
        case "type":
            return lambda it: _matches(value, [it.type] if it.type else [])
        case _:
            return _by_person(ask, name, value)


def _by_person(ask: Ask, name: str, value: str) -> Keep:
    special = ("none", "*") if name == "assignee" else ()
    if value not in special and value.lower() not in ask.memory.users:
        raise wrong("Issue", name, value=value)
    match name:
        case "assignee":
            return lambda it: _matches(value, it.assignees)
        case "creator":
            return lambda it: it.author.lower() == value.lower()
        case _:
            return lambda it: f"@{value.lower()}" in (it.body or "").lower()


def _by_milestone(ask: Ask, value: str) -> Keep:
    known = value in ("none", "*")
    if not known and (ask.repo.id, whole_or_zero(value)) not in ask.memory.milestones:
        raise wrong("Issue", "milestone", value=value)
    return lambda it: _matches(value, [str(it.milestone.number)] if it.milestone else [])


def _matches(wanted: str, there: Any) -> bool:
    """`*`: any; `none`: not one."""
    names = {each.lower() for each in there}
    if wanted in ("*", "none"):
        return bool(names) == (wanted == "*")
    return wanted.lower() in names
