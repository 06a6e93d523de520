"""What a sync of calendars would do, did, and what became of taking it back, as programs read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from attrs import frozen

from tt_integrations.domain.model.runs import Decided, Numbered, RunId
from tt_integrations.entrypoints.http.shapes.runs import DecisionShape, RunShape, decision_shape


@frozen
class CalendarSyncDone:
    """The reference system's keys, and `updated`, `removed` and `run`."""

    ok: bool
    imported: Annotated[int, "Entries that were made."]
    updated: Annotated[int, "Entries that were changed."]
    removed: Annotated[int, "Entries that were removed."]
    exported: Annotated[int, "Events that were made, changed or removed."]
    skipped: Annotated[int, "Items that stayed as they were."]
    errors: Annotated[Sequence[str], "Sentences."]
    run: Annotated[RunId, "Where each item has its reason."]


@frozen
class PlanShown:
    """What a sync would do now. Nothing was changed."""

    hash: Annotated[str, "The same as long as the same would be done: what `apply` takes."]
    needs_confirmation: Annotated[
        bool, "So much would be removed that a sync by itself stops and asks."
    ]
    decisions: Annotated[Sequence[DecisionShape], "One an item."]
    preview: Literal[True] = True
    ok: Literal[True] = True


@frozen
class PlanHasMoved:
    """Another plan than that of the hash would be carried out now, and nothing was: this one."""

    hash: Annotated[str, "As in a preview."]
    needs_confirmation: bool
    decisions: Sequence[DecisionShape]
    error: str = "Something changed since the preview; nothing was done"
    code: str = "plan_moved"
    ok: Literal[False] = False


@frozen
class UndoShown:
    """What taking the run back would do. Nothing was changed."""

    decisions: Annotated[Sequence[DecisionShape], "One an item that the run changed."]
    preview: Literal[True] = True
    ok: Literal[True] = True


@frozen
class RunTakenBack:
    """A run of its own, and its decisions: what was left as it is, too, and why."""

    run: RunShape
    decisions: Annotated[Sequence[DecisionShape], "The first of them, in their order."]
    ok: Literal[True] = True


def planned_shapes(decisions: Sequence[Decided]) -> Sequence[DecisionShape]:
    """Numbered in the order of the plan: there is no run yet."""
    return [
        decision_shape(Numbered(number, RunId(0), decided))
        for number, decided in enumerate(decisions, start=1)
    ]
