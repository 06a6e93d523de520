"""The step by which entries are planned to become events, with what is known of them here and was seen there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from tt_integrations.domain.model.events import Event
from tt_integrations.domain.model.links import Link
from tt_integrations.domain.model.plan_export import Batch, export_plan
from tt_integrations.domain.model.plan_reasons import SyncReason
from tt_integrations.domain.model.plan_sides import is_import
from tt_integrations.domain.model.plan_steps import ChangeEvent, Nothing, Step
from tt_integrations.domain.model.sync_plan import Plan, SyncTerms
from tt_integrations.domain.model.timesheet import EntryId
from tt_integrations.domain.usecases.calendar_sight import Sight

AT_ONCE = 100
"""So many entries are planned in one go."""
Seen = Mapping[str, Event | None]


@frozen
class Export:
    """`is_told`: it is worth a decision. What an entry that came from the calendar is, its event's decision says."""

    entry: EntryId
    step: Step
    is_told: bool = True


def plan_exports(
    sight: Sight, terms: SyncTerms, entries: Sequence[EntryId], seen: Seen
) -> Sequence[Export]:
    """One an entry, in their order."""
    links = sight.links_to(entries)
    batch = Batch(entries, sight.cards_of(entries), links, seen)
    exports = zip(dict.fromkeys(entries), export_plan(terms, batch).steps, strict=True)
    return [Export(entry, step, _is_told(step, links, entry)) for entry, step in exports]


def unseen(plan: Plan, seen: Seen) -> Sequence[tuple[str, str]]:
    """Calendars and ids of the events that must be looked at before it is known what to change."""
    steps = (step for step in plan.of(ChangeEvent) if not step.was.etag)
    return [(step.calendar, step.was.id) for step in steps if step.was.id not in seen]


def plan_of(exports: Sequence[Export]) -> Plan:
    return Plan(tuple(export.step for export in exports if export.is_told))


def _is_told(step: Step, links: Mapping[EntryId, Link], entry: EntryId) -> bool:
    if not isinstance(step, Nothing) or step.decided.reason != SyncReason.FROM_CALENDAR:
        return True
    link = links.get(entry)
    return link is None or not is_import(link)
