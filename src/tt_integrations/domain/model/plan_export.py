"""Entries become events: the plan for a batch of entries that changed, or are in reach the first time.

An event follows its entry. Its title and description do so until a person changes them in the calendar; its times
always do, as often as the entry changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from attrs import evolve, field, frozen

from tt_integrations.domain.model.entry_cards import EntryCard
from tt_integrations.domain.model.event_export import draft_of, event_id
from tt_integrations.domain.model.event_notes import TITLE_LENGTH
from tt_integrations.domain.model.events import Event
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.plan_export_base import ExportBase, Told, export_base
from tt_integrations.domain.model.plan_following import imported_card
from tt_integrations.domain.model.plan_images import draft_image
from tt_integrations.domain.model.plan_reasons import SyncReason
from tt_integrations.domain.model.plan_sides import ended, is_export, is_import, why_ended
from tt_integrations.domain.model.plan_steps import (
    ChangeEvent,
    Nothing,
    PutEvent,
    Relink,
    RemoveEvent,
    Step,
)
from tt_integrations.domain.model.runs import Action, Decided
from tt_integrations.domain.model.sync_plan import Plan, SyncTerms
from tt_integrations.domain.model.timesheet import EntryId

NOTHING = timedelta(0)


@frozen
class Batch:
    """Entries of the person, and what we have of them. `cards`: those that are there and finished. `links`: the
    newest of each entry. `seen`: events as they are now, by their ids, where somebody looked; None: there is none."""

    entries: Sequence[EntryId]
    cards: Mapping[EntryId, EntryCard]
    links: Mapping[EntryId, Link] = field(factory=dict)
    seen: Mapping[str, Event | None] = field(factory=dict)


def export_plan(terms: SyncTerms, batch: Batch) -> Plan:
    """One step an entry, in their order. An entry that is named twice is one."""
    return Plan(tuple(_step(terms, batch, entry) for entry in dict.fromkeys(batch.entries)))


def _step(terms: SyncTerms, batch: Batch, entry: EntryId) -> Step:
    link, card = batch.links.get(entry), batch.cards.get(entry)
    if card is not None and card.person != terms.person:
        card = None  # a new entry of somebody else, under a number that was given out before
    remote = event_id(terms.exporter, entry)
    about = Decided(remote, "", Action.IGNORED, ours=entry)
    if link is not None and is_import(link):
        imported = imported_card(terms, link, batch.cards)
        if imported or card is None:
            return _imported(evolve(about, item=link.remote), link, imported)
        link = None  # the same, of the person's own
    if link is not None and not link.gone and is_export(link):
        return _Exporting(terms, evolve(about, item=link.remote), link, batch.seen)(card)
    if card is None:
        return Nothing(evolve(about, reason=str(SyncReason.DELETED_HERE)))
    if why := _unwanted(terms, card, link):
        return Nothing(evolve(about, reason=str(why)))
    return _put(terms, about, card)


def _imported(about: Decided, link: Link, card: EntryCard | None) -> Step:
    if card or link.gone:
        return Nothing(evolve(about, reason=str(SyncReason.FROM_CALENDAR)))
    why = SyncReason.DELETED_HERE
    return Relink(evolve(about, reason=str(why)), ended(link, why))


def _unwanted(terms: SyncTerms, card: EntryCard, link: Link | None = None) -> SyncReason | None:
    """Why the entry is to be no event; `link`: of its event that is over."""
    if terms.rules.legacy.before in card.note:
        return SyncReason.FROM_CALENDAR
    if link is not None and why_ended(link) in (SyncReason.DELETED_THERE, SyncReason.TAKEN_BACK):
        return why_ended(link)
    draft = draft_of(card, terms.exporter)
    return SyncReason.ZERO_LENGTH if draft.span.length == NOTHING else None


def _put(terms: SyncTerms, about: Decided, card: EntryCard) -> PutEvent:
    draft, calendar = draft_of(card, terms.exporter), terms.rules.exports_to
    told = Told.of(draft)
    base = ExportBase(calendar, "", card.span, wrote=told, seen=told)
    link = Link(terms.connection, Kind.EVENT, draft.id, card.id, base.json())
    title, after = draft.title[:TITLE_LENGTH], draft_image(draft, calendar)
    decided = evolve(about, title=title, action=Action.CREATED, after=after)
    return PutEvent(decided, calendar, draft, link)


@frozen
class _Exporting:
    """For an entry that is an event."""

    terms: SyncTerms
    about: Decided
    link: Link
    looked: Mapping[str, Event | None]

    def __call__(self, card: EntryCard | None) -> Step:
        base, remote = export_base(self.link.base), self.link.remote
        about = evolve(self.about, title=base.wrote.title[:TITLE_LENGTH])
        event = self.looked.get(remote)
        if remote in self.looked and (event is None or event.cancelled):
            why = SyncReason.DELETED_THERE
            return Relink(evolve(about, action=Action.KEPT, reason=str(why)), ended(self.link, why))
        if card is None:
            return self._removed(about, base, SyncReason.DELETED_HERE)
        if why_not := _unwanted(self.terms, card):
            return self._removed(about, base, why_not)
        return self._changed(about, base, card, event)

    def _removed(self, about: Decided, base: ExportBase, why: SyncReason) -> RemoveEvent:
        """It may come again with its entry."""
        before = base.image(self.link.remote)
        decided = evolve(about, action=Action.REMOVED, reason=str(why), before=before)
        return RemoveEvent(decided, base.calendar, self.link.remote, ended(self.link, why))

    def _changed(
        self, about: Decided, base: ExportBase, card: EntryCard, event: Event | None
    ) -> Step:
        seen = Told.of(event) if event else base.seen
        wants = draft_of(card, self.terms.exporter)
        about = evolve(about, title=wants.title[:TITLE_LENGTH])
        known = base.looked_at(event) if event else base
        draft = known.draft(evolve(wants, id=self.link.remote), seen)
        fields = Told.of(draft).differing(seen)
        overruled = Told.of(wants).differing(Told.of(draft))
        # what was overruled is a person's own as long as it differs from what we wrote last
        wrote = Told.of(wants).but(overruled, known.wrote)
        known = evolve(known, entry=card.span, wrote=wrote)
        draft = evolve(draft, fingerprint=wrote.fingerprint)
        link = evolve(self.link, base=known.json())
        if fields:
            decided = evolve(about, action=Action.UPDATED, fields=fields, kept=overruled)
            was = event or known.event(draft)
            if not was.private:
                before, after = known.image(draft.id), draft_image(draft, base.calendar)
                decided = evolve(decided, before=before, after=after)
            return ChangeEvent(decided, base.calendar, draft, was, link)
        action = Action.KEPT if overruled else Action.UNCHANGED
        reason = str(SyncReason.BY_HAND) if overruled else ""
        decided = evolve(about, action=action, reason=reason, kept=overruled)
        return Nothing(decided) if link == self.link else Relink(decided, link)
