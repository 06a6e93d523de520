"""What the owner of a desk's connection chose, and what is learnt of it: in a form that is nobody's brand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from issue_desk import legacy
from tt_integrations.domain.model.connection import Address
from tt_integrations.domain.model.issue_rules import IssueRules
from tt_integrations.domain.model.issues import LeftHook, Repository, Watched
from tt_integrations.domain.model.timesheet import ProjectId

SIGNING = "seal"


class DeskSettings:
    """Implements the port `IssueSettings`. Settings: `watched` (projects by repositories' names), `known` (by the same
    names what was learnt), `label_filter`."""

    def rules(self, settings: Mapping[str, Any]) -> IssueRules:
        projects: dict[int | str, ProjectId] = {}
        for each in self.watched(settings):
            project = ProjectId(settings["watched"][each.name])
            projects |= {key: project for key in (each.id, each.name.lower()) if key is not None}
        return IssueRules(projects, legacy, settings.get("label_filter"))

    def watched(self, settings: Mapping[str, Any]) -> Sequence[Watched]:
        known = settings.get("known", {})
        return [
            Watched(name, it.get("id"), it.get("hook"), it.get("hook_missing"), it.get("called"))
            for name, it in ((name, known.get(name, {})) for name in settings.get("watched", {}))
        ]

    def left_hooks(self, settings: Mapping[str, Any]) -> Sequence[LeftHook]:
        return [
            LeftHook(name, Repository(it["id"], it["called"]), it["hook"])
            for name, it in settings.get("known", {}).items()
            if it["hook"] and name not in settings.get("watched", {})
        ]

    def learnt(
        self, settings: Mapping[str, Any], name: str, found: Watched | None
    ) -> Mapping[str, object]:
        known = {each: it for each, it in settings.get("known", {}).items() if each != name}
        if found is not None:
            it = {"id": found.id, "called": found.called, "hook": found.hook}
            known[name] = {**it, "hook_missing": found.hook_missing}
        return {"known": known}


class DeskDialect:
    """As much of the port `Dialect` as a sync needs."""

    signing_secret = SIGNING

    def bindings(self, settings: Mapping[str, Any]) -> Sequence[tuple[Address, bool]]:
        known = settings.get("known", {}).values()
        bound = [f"{key}:{it[key]}" for it in known for key in ("id", "called", "hook") if it[key]]
        return [(Address(each), False) for each in bound]
