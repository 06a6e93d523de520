"""What a calendar sync sees of the host while it plans: what is stored, and over it what was only foreseen so far.

A sync carries each page out before it plans the next one. A preview plans the next one as if it had.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import count
from typing import Protocol

from attrs import define, field, frozen

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard, Lock
from tt_integrations.domain.model.event_notes import plain
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.plan_images import image_card
from tt_integrations.domain.model.plan_sides import LONGEST_ID
from tt_integrations.domain.model.plan_steps import AddEntry, ChangeEntry, RemoveEntry
from tt_integrations.domain.model.sync_plan import Plan, SyncTerms
from tt_integrations.domain.model.timesheet import EntryId
from tt_integrations.domain.usecases.apply_plan import Applied, apply_to_entries
from tt_integrations.ports.unit_of_work import Reading, Transaction

Guard = Callable[[Transaction, Plan], None]
"""Raises where a plan must not be carried out without asking."""


class Sight(Protocol):
    """The person's entries, and the connection's links of events."""

    def links_at(self, events: Collection[str]) -> Mapping[str, Link]: ...
    def links_to(self, entries: Collection[EntryId]) -> Mapping[EntryId, Link]: ...
    def cards_of(self, entries: Collection[EntryId]) -> Mapping[EntryId, EntryCard]: ...
    def cards_within(self, span: Span) -> Sequence[EntryCard]: ...

    def locks_at(self, spans: Sequence[Span]) -> Sequence[Lock | None]: ...

    def carry_out(self, plan: Plan) -> Applied:
        """What the plan says of entries."""
        ...

    def keep(self, links: Sequence[Link]) -> None: ...


@frozen
class Present:
    """What is stored. `guard` may raise before a plan is carried out."""

    tx: Transaction
    terms: SyncTerms
    guard: Guard

    def links_at(self, events: Collection[str]) -> Mapping[str, Link]:
        return _links_at(self.tx, self.terms, events)

    def links_to(self, entries: Collection[EntryId]) -> Mapping[EntryId, Link]:
        return _links_to(self.tx, self.terms, entries)

    def cards_of(self, entries: Collection[EntryId]) -> Mapping[EntryId, EntryCard]:
        return self.tx.cards.of(entries)

    def cards_within(self, span: Span) -> Sequence[EntryCard]:
        return self.tx.cards.within(self.terms.person, span)

    def locks_at(self, spans: Sequence[Span]) -> Sequence[Lock | None]:
        return self.tx.cards.locks(self.terms.person, spans)

    def carry_out(self, plan: Plan) -> Applied:
        self.guard(self.tx, plan)
        return apply_to_entries(self.tx, plan)

    def keep(self, links: Sequence[Link]) -> None:
        if links:
            self.tx.links.put_all(links)


@define
class Foresight:
    """What would be stored. Entries to be made have numbers below 0 here, those to be removed are None; plans come
    back without those numbers."""

    tx: Reading
    terms: SyncTerms
    cards: dict[EntryId, EntryCard | None] = field(factory=dict)
    links: dict[str, Link] = field(factory=dict)
    _made: dict[str, Link] = field(factory=dict)
    _numbers: Iterator[int] = field(factory=lambda: count(-1, -1))

    def links_at(self, events: Collection[str]) -> Mapping[str, Link]:
        foreseen = {event: self.links[event] for event in events if event in self.links}
        return {**_links_at(self.tx, self.terms, events), **foreseen}

    def links_to(self, entries: Collection[EntryId]) -> Mapping[EntryId, Link]:
        stored = _links_to(self.tx, self.terms, entries)
        standing = {n: link for n, link in stored.items() if link.remote not in self.links}
        wanted = frozenset(entries)
        foreseen = {EntryId(link.ours): link for link in self.links.values()}
        return {**standing, **{n: link for n, link in foreseen.items() if n in wanted}}

    def cards_of(self, entries: Collection[EntryId]) -> Mapping[EntryId, EntryCard]:
        stored = self.tx.cards.of([entry for entry in entries if entry not in self.cards])
        foreseen = {entry: card for entry in entries if (card := self.cards.get(entry))}
        return {**stored, **foreseen}

    def cards_within(self, span: Span) -> Sequence[EntryCard]:
        stored = self.tx.cards.within(self.terms.person, span)
        standing = [card for card in stored if card.id not in self.cards]
        foreseen = [card for card in self.cards.values() if card and card.span.overlap(span)]
        return oldest_first([*standing, *foreseen])

    def locks_at(self, spans: Sequence[Span]) -> Sequence[Lock | None]:
        return self.tx.cards.locks(self.terms.person, spans)

    def carry_out(self, plan: Plan) -> Applied:
        numbers = [EntryId(next(self._numbers)) for _ in plan.of(AddEntry)]
        made = plan.made(numbers)
        for step in made.steps:
            if isinstance(step, AddEntry) and step.decided.after:
                self._put(image_card(step.decided.after))
                self._made[step.link.remote] = step.link
            elif isinstance(step, ChangeEntry):
                self._put(step.becomes)
            elif isinstance(step, RemoveEntry):
                self.cards[step.was.id] = None
        return Applied(plan)

    def keep(self, links: Sequence[Link]) -> None:
        for link in links:
            self.links.pop(link.remote, None)  # what is put last is the newest
            self.links[link.remote] = self._made.pop(link.remote, link)

    def _put(self, card: EntryCard) -> None:
        self.cards.pop(card.id, None)  # in the order of what happened last
        self.cards[card.id] = card


def oldest_first(cards: Collection[EntryCard]) -> Sequence[EntryCard]:
    return sorted(cards, key=lambda card: (card.span.start, card.id))


def _links_at(tx: Reading, terms: SyncTerms, events: Collection[str]) -> Mapping[str, Link]:
    """No link has an id that is longer, or holds what no database takes."""
    known = [each for each in events if each and len(each) <= LONGEST_ID and plain(each) == each]
    return tx.links.among(terms.connection, Kind.EVENT, known) if known else {}


def _links_to(
    tx: Reading, terms: SyncTerms, entries: Collection[EntryId]
) -> Mapping[EntryId, Link]:
    if not entries:
        return {}
    found = tx.links.towards(terms.connection, Kind.EVENT, entries)
    return {EntryId(number): link for number, link in found.items()}
