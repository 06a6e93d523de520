"""The step by which what a plan says of entries is done, all of it in a few statements."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import field, frozen

from tt_integrations.domain.model.entry_cards import EntryCard
from tt_integrations.domain.model.plan_steps import (
    AddEntry,
    ChangeEntry,
    RemoveEntry,
    RestoreEntry,
    Step,
)
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.model.timesheet import EntryId
from tt_integrations.ports.unit_of_work import Transaction


@frozen
class Applied:
    """The plan with the numbers of its new entries, and the entries that stay as they are: somebody changed them
    meanwhile, or they are locked."""

    plan: Plan
    refused: frozenset[EntryId] = field(default=frozenset())


def apply_to_entries(tx: Transaction, plan: Plan) -> Applied:
    """Entries are restored, added, changed and then removed. Links and events are the caller's."""
    refused: set[EntryId] = set()
    if restored := [step.card for step in plan.of(RestoreEntry)]:
        refused.update(tx.cards.restore(restored))
    if new := [step.new for step in plan.of(AddEntry)]:
        plan = plan.made(tx.cards.add(new))
    if changes := _changes(plan.of(ChangeEntry)):
        refused.update(tx.cards.change(changes))
    if removed := [step.was for step in plan.of(RemoveEntry)]:
        refused.update(tx.cards.remove(removed))
    return Applied(plan, frozenset(refused))


def entry_of(step: Step) -> EntryId | None:
    """The entry that a step changes; None for one that is new, and where none is changed."""
    match step:
        case ChangeEntry(was=card) | RemoveEntry(was=card) | RestoreEntry(card=card):
            return card.id
        case _:
            return None


def _changes(steps: Sequence[ChangeEntry]) -> Sequence[tuple[EntryCard, EntryCard]]:
    """Of an entry that changes several times from how it is to how it ends up."""
    was: dict[EntryId, EntryCard] = {}
    for step in steps:
        was.setdefault(step.was.id, step.was)
    becomes = {step.was.id: step.becomes for step in steps}
    return [(card, becomes[entry]) for entry, card in was.items()]
