"""The step by which webhooks are to be set up anew: they have another secret now, or the new token may do more."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from tt_integrations.ports.issues import IssueSettings


def without_hooks(settings: IssueSettings, stored: Mapping[str, object]) -> Mapping[str, object]:
    """The settings that say so. What is there at the provider already is found and changed, not made twice."""
    learnt: dict[str, object] = {}
    for each in settings.watched(stored):
        if each.hook is not None or each.hook_missing is not None:
            bare = evolve(each, hook=None, hook_missing=None)
            learnt |= settings.learnt({**stored, **learnt}, each.name, bare)
    return learnt
