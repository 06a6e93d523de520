"""Exported events that come back. They never become entries.

What a person does to one in the calendar: deleted, it is not exported again. Moved, its entry moves along if the
connection goes both ways, nobody changed the entry's times since, it is not locked, and the new times have ended;
otherwise the entry stays, and so does the event until the entry changes. Its title and description are the
person's from then on.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from tt_integrations.domain.model.calendar_rules import Direction
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard
from tt_integrations.domain.model.events import Event
from tt_integrations.domain.model.links import Link
from tt_integrations.domain.model.plan_decisions import about
from tt_integrations.domain.model.plan_export_base import ExportBase, export_base
from tt_integrations.domain.model.plan_images import card_image
from tt_integrations.domain.model.plan_reasons import SyncReason
from tt_integrations.domain.model.plan_sides import ended, is_export
from tt_integrations.domain.model.plan_steps import ChangeEntry, Nothing, Relink, Step
from tt_integrations.domain.model.runs import Action, Decided
from tt_integrations.domain.model.sync_plan import SyncTerms
from tt_integrations.domain.model.timesheet import EntryId

OURS = SyncReason.OURS
TIMES = ("times",)


def came_back(
    terms: SyncTerms, event: Event, link: Link | None, cards: Mapping[EntryId, EntryCard]
) -> Step:
    """The step for an event that is ours by its mark or by its link."""
    if link is None or link.gone or not is_export(link):
        return Nothing(about(event, Action.IGNORED, OURS))
    if event.cancelled:
        why = SyncReason.DELETED_THERE
        return Relink(evolve(about(event, Action.KEPT, why), ours=link.ours), ended(link, why))
    if event.etag and event.etag == link.base["etag"]:
        return Nothing(evolve(about(event, Action.IGNORED, OURS), ours=link.ours))
    base = export_base(link.base)
    looked = base.looked_at(event)
    if looked.seen.span == base.seen.span or "times" in base.unheard(event):
        return _noted(about(event, Action.IGNORED, OURS), link, looked)
    card = cards.get(EntryId(link.ours))
    if card and (span := _new_times(terms, looked, card)):
        return _moved_along(event, link, evolve(looked, entry=span), card)
    return _noted(about(event, Action.KEPT, OURS, kept=TIMES), link, looked)


def _new_times(terms: SyncTerms, looked: ExportBase, card: EntryCard) -> Span | None:
    """Where the entry may move along."""
    span = looked.seen.span
    free = terms.rules.direction is Direction.BOTH and card.lock is None
    if span is None or not free or card.person != terms.person or card.span != looked.entry:
        return None
    return span if span.start < span.end <= terms.now else None


def _moved_along(event: Event, link: Link, base: ExportBase, card: EntryCard) -> ChangeEntry:
    becomes = evolve(card, span=base.entry)
    decided = evolve(
        about(event, Action.UPDATED, "", TIMES),
        ours=card.id,
        before=card_image(card),
        after=card_image(becomes),
    )
    return ChangeEntry(decided, card, becomes, evolve(link, base=base.json()))


def _noted(decided: Decided, link: Link, base: ExportBase) -> Step:
    known = evolve(link, base=base.json())
    decided = evolve(decided, ours=link.ours)
    return Nothing(decided) if known == link else Relink(decided, known)
