"""What the settings of a GitHub connection say of its issues: where each becomes a task, and as which."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import frozen

from tt_integrations.adapters.entered import flag
from tt_integrations.adapters.providers.github.addresses import login_in
from tt_integrations.adapters.providers.github.entries import label, priorities, read_or, tags
from tt_integrations.adapters.providers.github.repositories import (
    Entered,
    Known,
    entered_in,
    known_in,
    saved_as,
)
from tt_integrations.domain.model.issue_rules import PRIORITIES, IssueRules
from tt_integrations.domain.model.issues import LeftHook, Repository, Watched
from tt_integrations.domain.model.tasks import Priority
from tt_integrations.domain.model.timesheet import ProjectId

Read = Callable[[str, object], Mapping[str, str]]
LOGINS = ("github_login", "github_username")
"""Those of the owner: the one that the token told, and the one that was typed."""


@frozen
class GitHubIssueSettings:
    """Implements the port `IssueSettings`."""

    def rules(self, settings: Mapping[str, object]) -> IssueRules:
        projects, ids = _places(settings)
        logins = (login_in(settings.get(name)) for name in LOGINS)
        return IssueRules(
            projects=projects,
            legacy=_legacy,
            label_filter=read_or(None, label, settings.get("label_filter")),
            priorities=_priorities(settings.get("priorities")),
            tags=dict(_single(settings.get("tags"), tags)),
            milestone_is_tag=settings.get("milestone_as_tag") is not False,
            starts_timer=_is_on(settings.get("auto_start_timer")),
            stops_timer=_is_on(settings.get("stop_timer_on_unassign")),
            ids=ids,
            owner_logins=frozenset(login.casefold() for login in logins if login),
        )

    def watched(self, settings: Mapping[str, object]) -> Sequence[Watched]:
        """One that was entered by two of its names counts once."""
        known, found, ids = known_in(settings), [], set[int]()
        for entered in entered_in(settings):
            learnt = known.get(entered.key, Known(entered.key))
            if entered.project is None or learnt.id in ids:
                continue
            if learnt.id is not None:
                ids.add(learnt.id)
            found.append(_watched(entered, learnt))
        return found

    def left_hooks(self, settings: Mapping[str, object]) -> Sequence[LeftHook]:
        kept = {each.hook for each in self.watched(settings)}
        return [
            LeftHook(each.name, Repository(each.id, each.called or each.name), each.hook)
            for each in known_in(settings).values()
            if each.id is not None and each.hook is not None and each.hook not in kept
        ]

    def learnt(
        self, settings: Mapping[str, object], name: str, found: Watched | None
    ) -> Mapping[str, object]:
        known, key = known_in(settings), name.lower()
        if found is None:
            known.pop(key, None)
        else:
            known[key] = Known(key, found.id, found.called, found.hook, found.hook_missing)
        return saved_as(known.values())


def _watched(entered: Entered, learnt: Known) -> Watched:
    return Watched(
        name=entered.name,
        id=learnt.id,
        hook=learnt.hook,
        hook_missing=learnt.hook_missing,
        called=learnt.called,
    )


def _places(
    settings: Mapping[str, object],
) -> tuple[Mapping[int | str, ProjectId], Mapping[str, int]]:
    """The projects by everything that a repository goes by, and the ids by its names.

    A name that the owner gave counts before one by which another repository goes now.
    """
    known = known_in(settings)
    served = [
        (each.key, ProjectId(each.project))
        for each in entered_in(settings)
        if each.project is not None
    ]
    into: dict[int | str, ProjectId] = dict(served)
    ids: dict[str, int] = {}
    for key, project in served:
        learnt = known.get(key, Known(key))
        names = [key, *([learnt.called.lower()] if learnt.called else [])]
        for name in names:
            into.setdefault(name, project)
        if learnt.id is not None:
            into.setdefault(learnt.id, project)
            ids |= {name: learnt.id for name in names if name not in ids}
    return into, ids


def _priorities(value: object) -> Mapping[str, Priority]:
    if not isinstance(value, dict):
        return PRIORITIES
    return {each: Priority(priority) for each, priority in _single(value, priorities)}


def _single(value: object, read: Read) -> Iterator[tuple[str, str]]:
    """What is read of each label: one that was spoiled does not take the others with it."""
    for each, text in value.items() if isinstance(value, dict) else ():
        yield from read_or({}, read, {each: text}).items()


def _is_on(value: object) -> bool:
    return bool(read_or(None, flag, value))


def _legacy(number: int) -> str:
    """As the reference system named an issue's task."""
    return f"github_issue_{number}"
