"""Events become entries: the plan for a page of a calendar.

The same event may come by several calendars of a person, under one id. It is one entry, by the calendar that told of
it first, then by the next one that still shows it as an event that becomes an entry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, field, frozen

from tt_integrations.domain.model.calendar_rules import Overlap
from tt_integrations.domain.model.entry_cards import EntryCard, Lock, NewCard
from tt_integrations.domain.model.event_export import is_ours, whole_seconds
from tt_integrations.domain.model.event_notes import note_of, shown_title
from tt_integrations.domain.model.events import Event, OddEvent
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.plan_copies import (
    Copy,
    also,
    entitled,
    shown,
    standing,
    waiting_link,
)
from tt_integrations.domain.model.plan_decisions import about
from tt_integrations.domain.model.plan_following import followed
from tt_integrations.domain.model.plan_import_base import ImportBase, Written
from tt_integrations.domain.model.plan_ours import came_back
from tt_integrations.domain.model.plan_overlaps import TakenTimes
from tt_integrations.domain.model.plan_reasons import SyncReason, locked, malformed
from tt_integrations.domain.model.plan_sides import (
    ended,
    is_export,
    is_import,
    is_waiting,
    may_come_again,
    why_ended,
)
from tt_integrations.domain.model.plan_skipping import trouble
from tt_integrations.domain.model.plan_steps import AddEntry, Nothing, Relink, Step
from tt_integrations.domain.model.runs import Action
from tt_integrations.domain.model.sync_plan import Plan, SyncTerms
from tt_integrations.domain.model.timesheet import EntryId


@frozen
class Page:
    """Events of a calendar, and what we have of them. `links`: by their ids. `cards`: the entries of those links.

    `noted`: the person's entries whose notes name any event, needed for the first contact only. `others`: all of the
    person's entries in reach, needed where the rules skip events that overlap one. `linked`: the links of noted
    entries and of others, by entry.
    """

    calendar: str
    events: Sequence[Event | OddEvent]
    links: Mapping[str, Link] = field(factory=dict)
    cards: Mapping[EntryId, EntryCard] = field(factory=dict)
    noted: Sequence[EntryCard] = ()
    others: Sequence[EntryCard] = ()
    linked: Mapping[EntryId, Link] = field(factory=dict)


def import_plan(terms: SyncTerms, page: Page) -> Plan:
    """One step an event, in their order. Of an event that is there twice the last is what counts."""
    last = {event.id: place for place, event in enumerate(page.events)}
    importing = _Importing(terms, page, _taken(terms, page), _named(terms, page))
    return Plan(
        tuple(
            importing.step(event) if not event.id or last[event.id] == place else _older(event)
            for place, event in enumerate(page.events)
        )
    )


def kept_out(event: Event | OddEvent, link: Link | None, lock: Lock) -> Step:
    """The step of an event at a time for which the host takes no entries any more. It may come again when it changes."""
    decided = about(event, Action.IGNORED, locked(lock))
    if link is None or link.gone:
        return Nothing(decided)
    return Relink(decided, ended(link, SyncReason.LOCKED))


@frozen
class _Found:
    """An entry whose note names an event; `own`: it is that event's."""

    card: EntryCard
    own: bool


@frozen
class _Importing:
    """`named`: by events, the entries that name them."""

    terms: SyncTerms
    page: Page
    taken: TakenTimes
    named: Mapping[str, _Found]

    def step(self, event: Event | OddEvent) -> Step:
        link = self.page.links.get(event.id)
        if isinstance(event, OddEvent):
            return Nothing(about(event, Action.FAILED, malformed(event.reason)))
        if is_ours(event.mark, self.terms.exporter) or is_export(link):
            return came_back(self.terms, event, link, self.page.cards)
        if odd := trouble(event):
            return Nothing(about(event, Action.FAILED, odd))
        if link and link.gone and not may_come_again(link):
            return Nothing(about(event, Action.IGNORED, why_ended(link)))
        if link is None or link.gone or is_waiting(link):
            return self._new(event, link)
        return followed(self.terms, self.page.calendar, event, link, self.page.cards)

    def _new(self, event: Event, link: Link | None) -> Step:
        if found := self.named.get(event.id):
            return self._adopted(event, found, link)
        copies, now = self._copies(event, link), self.terms.now
        for first in copies:
            others = [copy for copy in copies if copy is not first]
            if first.span.end > now:
                return self._waiting(event, link, first, others)
            if not self.taken.overlap(first.span):
                return self._added(first, others)
        return self._left(event, link)

    def _copies(self, event: Event, link: Link | None) -> Sequence[Copy]:
        here = self.page.calendar
        owner = here if link is None or link.gone else str(link.base["calendar"])
        return standing(self.terms, owner, {**shown(link), here: event})

    def _added(self, copy: Copy, others: Sequence[Copy]) -> AddEntry:
        terms, event, project = self.terms, copy.event, copy.project
        note, chosen = note_of(event, terms.rules.legacy), terms.rules.billable
        billable = project.billable if chosen is None else chosen
        new = NewCard(terms.person, project.id, copy.span, note, billable)
        seen = copy.calendar, event.etag, copy.span, note
        base = ImportBase(*seen, Written.of(new), also=also(others))
        title = shown_title(event)
        return AddEntry(title, new, project.name, terms.connection, event.id, base.json())

    def _adopted(self, event: Event, found: _Found, link: Link | None) -> Relink:
        card, note = found.card, note_of(event, self.terms.rules.legacy)
        here, span = self.page.calendar, whole_seconds(event.span) if event.span else card.span
        others = [copy for copy in self._copies(event, link) if copy.calendar != here]
        base = ImportBase(here, event.etag, span, note, Written.of(card), also=also(others))
        link = Link(self.terms.connection, Kind.EVENT, event.id, card.id, base.json())
        if found.own:
            decided = about(event, Action.UNCHANGED, SyncReason.ADOPTED)
            return Relink(evolve(decided, ours=card.id), link)
        why = SyncReason.IN_AN_ENTRY
        return Relink(about(event, Action.IGNORED, why), ended(link, why))

    def _waiting(
        self, event: Event, link: Link | None, first: Copy, others: Sequence[Copy]
    ) -> Step:
        here = any(copy.calendar == self.page.calendar for copy in (first, *others))
        why = SyncReason.NOT_ENDED if here else SyncReason.ELSEWHERE
        decided = about(event, Action.IGNORED, why)
        waits = waiting_link(self.terms.connection, first, others)
        return Nothing(decided) if waits == link else Relink(decided, waits)

    def _left(self, event: Event, link: Link | None) -> Step:
        """Nobody waits for its end any more."""
        why_not = entitled(self.terms, self.page.calendar, event)
        why = why_not if isinstance(why_not, SyncReason) else SyncReason.OVERLAPS
        decided = about(event, Action.IGNORED, why)
        if link is None or link.gone:
            return Nothing(decided)
        return Relink(decided, ended(link, why))


def _older(event: Event | OddEvent) -> Nothing:
    return Nothing(about(event, Action.IGNORED, SyncReason.OLDER))


def _taken(terms: SyncTerms, page: Page) -> TakenTimes:
    """By entries of the person's own: events never stand in each other's way."""
    if terms.rules.overlap is Overlap.KEEP_BOTH:
        return TakenTimes.of(())
    own = (card for card in page.others if not _was_event(terms, page, card))
    return TakenTimes.of(card.span for card in own)


def _was_event(terms: SyncTerms, page: Page, card: EntryCard) -> bool:
    link = page.linked.get(card.id)
    return terms.rules.legacy.before in card.note or (link is not None and is_import(link))


def _named(terms: SyncTerms, page: Page) -> Mapping[str, _Found]:
    """Of several events in a note the last is the entry's own; of several entries the first is the event's."""
    named: dict[str, _Found] = {}
    for card in page.noted:
        link = page.linked.get(card.id)
        free = card.person == terms.person and (link is None or link.gone)
        events = tuple(terms.rules.legacy.ids(card.note))
        for event in events:
            found = _Found(card, free and event == events[-1])
            if event not in named or (found.own and not named[event].own):
                named[event] = found
    return named
