"""An entry follows its event: what a person changed by hand stays, the rest follows. Where its calendar shows it no
more, and another one does, it follows that one's copy.

A locked entry stays as it is, and what it missed is remembered: it catches up when it is unlocked and its event
changes again. An entry that is in a project stays there, whatever the settings say later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard
from tt_integrations.domain.model.event_export import whole_seconds
from tt_integrations.domain.model.event_notes import note_of, same_text
from tt_integrations.domain.model.events import Event
from tt_integrations.domain.model.links import Link
from tt_integrations.domain.model.plan_copies import (
    Copy,
    also,
    entitled,
    shown,
    standing,
    waiting_link,
)
from tt_integrations.domain.model.plan_decisions import about
from tt_integrations.domain.model.plan_images import card_image
from tt_integrations.domain.model.plan_import_base import ImportBase, Written, import_base
from tt_integrations.domain.model.plan_reasons import SyncReason, locked
from tt_integrations.domain.model.plan_sides import ended
from tt_integrations.domain.model.plan_skipping import unwanted
from tt_integrations.domain.model.plan_steps import ChangeEntry, Nothing, Relink, RemoveEntry, Step
from tt_integrations.domain.model.runs import Action
from tt_integrations.domain.model.sync_plan import SyncTerms
from tt_integrations.domain.model.timesheet import EntryId

Cards = Mapping[EntryId, EntryCard]


def followed(terms: SyncTerms, calendar: str, event: Event, link: Link, cards: Cards) -> Step:
    """The step for an event that is an entry."""
    card = imported_card(terms, link, cards)
    if card is None:
        why = SyncReason.DELETED_HERE
        return Relink(about(event, Action.IGNORED, why), ended(link, why))
    base = import_base(link.base)
    others = {name: image for name, image in base.also.items() if name != calendar}
    if base.calendar == calendar:
        if event.etag and event.etag == base.etag:
            return Nothing(evolve(about(event, Action.UNCHANGED), ours=card.id))
    elif terms.rules.reads(base.calendar) and not base.lost:
        return _remembered(terms, calendar, event, link, evolve(base, also=others))
    base = evolve(base, calendar=calendar, lost=False, also=others)
    return _Following(terms, event, link, card, base)()


def imported_card(terms: SyncTerms, link: Link, cards: Cards) -> EntryCard | None:
    """The entry of an imported event. One that neither names the event nor has its times nor its note is another
    one, to which the host gave the same number."""
    card = cards.get(EntryId(link.ours))
    if card is None or card.person != terms.person:
        return None
    if terms.rules.legacy(link.remote) in card.note:
        return card
    differing = import_base(link.base).entry.edited(card)
    return None if "times" in differing and "note" in differing else card


def _remembered(
    terms: SyncTerms, calendar: str, event: Event, link: Link, base: ImportBase
) -> Step:
    """The event is an entry by another calendar, and may once be one by this one."""
    decided = about(event, Action.IGNORED, SyncReason.ELSEWHERE)
    copy = entitled(terms, calendar, event)
    if isinstance(copy, Copy):
        base = evolve(base, also={**base.also, **also([copy])})
    known = evolve(link, base=base.json())
    return Nothing(decided) if known == link else Relink(decided, known)


@frozen
class _Following:
    """`event` as the calendar of `base` shows it."""

    terms: SyncTerms
    event: Event
    link: Link
    card: EntryCard
    base: ImportBase

    def __call__(self) -> Step:
        span = unwanted(self.event, self.terms.rules)
        if isinstance(span, Span) and span.end <= self.terms.now:
            return self._merged(span)
        calendar = self.base.calendar
        copy = entitled(self.terms, calendar, self.event)
        why = SyncReason.NOT_ENDED if isinstance(copy, Copy) else copy
        copies = standing(self.terms, calendar, {**shown(self.link), calendar: self.event})
        if not copies:
            return self._removed(why, ended(self.link, why))
        first, *others = copies
        if first.span.end > self.terms.now:
            return self._removed(why, waiting_link(self.link.connection, first, others))
        return self._handed_over(first, others)

    def _handed_over(self, to: Copy, others: Sequence[Copy]) -> Step:
        base = evolve(self.base, calendar=to.calendar, also=also(others))
        step = evolve(self, event=to.event, base=base)()
        if isinstance(step, Relink) and step.decided.action is Action.UNCHANGED:
            decided = evolve(step.decided, reason=str(SyncReason.ELSEWHERE))
            return evolve(step, decided=decided)
        return step

    def _removed(self, why: SyncReason, over: Link) -> Step:
        card, edited = self.card, self.base.entry.edited(self.card)
        if card.lock:
            return self._kept(locked(card.lock), (), self._lost())
        if edited or self.base.held:
            return self._kept(SyncReason.BY_HAND, edited, self._lost())
        decided = about(self.event, Action.REMOVED, why)
        return RemoveEntry(evolve(decided, ours=card.id, before=card_image(card)), card, over)

    def _merged(self, span: Span) -> Step:
        note = note_of(self.event, self.terms.rules.legacy)
        wanted = self._wanted(span, note)
        by_hand = wanted if self.base.held else self.base.entry.edited(self.card)
        kept = tuple(name for name in wanted if name in by_hand)
        if wanted and self.card.lock:
            return self._kept(locked(self.card.lock), wanted, self._missed())
        fields = tuple(name for name in wanted if name not in by_hand)
        becomes = evolve(
            self.card,
            span=span if "times" in fields else self.card.span,
            note=note if "note" in fields else self.card.note,
        )
        base = self._agreed(span, note, becomes)
        if fields:
            return self._changed(becomes, base, fields, kept)
        return self._kept(SyncReason.BY_HAND if kept else "", kept, base)

    def _wanted(self, span: Span, note: str) -> tuple[str, ...]:
        """What the event says otherwise than before, and than the entry."""
        card, base = self.card, self.base
        times = span != whole_seconds(base.span) and span != whole_seconds(card.span)
        text = note != base.note and not same_text(note, card.note)
        return tuple(name for name, wants in (("times", times), ("note", text)) if wants)

    def _agreed(self, span: Span, note: str, becomes: EntryCard) -> ImportBase:
        """What is the same on both sides now was not changed by hand."""
        entry: Written = self.base.entry
        if span == whole_seconds(becomes.span):
            entry = evolve(entry, span=becomes.span)
        if same_text(note, becomes.note):
            entry = evolve(entry, note=becomes.note)
        return evolve(self.base, etag=self.event.etag, span=span, note=note, entry=entry)

    def _missed(self) -> ImportBase:
        """The event was looked at, but what it says did not get through to the entry."""
        return evolve(self.base, etag=self.event.etag)

    def _lost(self) -> ImportBase:
        """Nor will it: its calendar does not show it any more as one that is an entry."""
        return evolve(self._missed(), lost=True)

    def _changed(
        self, becomes: EntryCard, base: ImportBase, fields: tuple[str, ...], kept: tuple[str, ...]
    ) -> ChangeEntry:
        card, link = self.card, evolve(self.link, base=base.json())
        decided = evolve(
            about(self.event, Action.UPDATED, "", fields, kept),
            ours=card.id,
            before=card_image(card),
            after=card_image(becomes),
        )
        return ChangeEntry(decided, card, becomes, link)

    def _kept(self, reason: str, kept: tuple[str, ...], base: ImportBase) -> Step:
        """`reason` "": there was nothing to do."""
        action = Action.KEPT if reason else Action.UNCHANGED
        decided = evolve(about(self.event, action, reason, kept=kept), ours=self.card.id)
        link = evolve(self.link, base=base.json())
        return Nothing(decided) if link == self.link else Relink(decided, link)
