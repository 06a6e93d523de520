"""The step by which events of a calendar are planned with what is known of them here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import field, frozen

from tt_integrations.domain.model.calendar_rules import Overlap
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard
from tt_integrations.domain.model.events import Event, OddEvent
from tt_integrations.domain.model.links import Link
from tt_integrations.domain.model.plan_copies import shown
from tt_integrations.domain.model.plan_import import Page, import_plan, kept_out
from tt_integrations.domain.model.plan_sides import is_waiting
from tt_integrations.domain.model.plan_steps import AddEntry
from tt_integrations.domain.model.sync_plan import Plan, SyncTerms
from tt_integrations.domain.model.timesheet import EntryId
from tt_integrations.domain.usecases.calendar_sight import Sight, oldest_first

Events = Sequence[Event | OddEvent]
Noted = Mapping[str, Sequence[EntryId]]
"""Entries whose notes name an event, by events."""


@frozen
class Planned:
    """A plan, and the links that it was made with."""

    plan: Plan
    links: Mapping[str, Link] = field(factory=dict)


def noted_by(cards: Iterable[EntryCard], terms: SyncTerms) -> Noted:
    noted: dict[str, list[EntryId]] = {}
    for card in cards:
        for event in terms.rules.legacy.ids(card.note):
            noted.setdefault(event, []).append(card.id)
    return noted


def plan_page(
    sight: Sight, terms: SyncTerms, calendar: str, events: Events, noted: Noted
) -> Planned:
    """One step an event, in their order, after three looks at most however many there are; five where the rules skip
    events that overlap an entry, or a note names one."""
    links = sight.links_at([event.id for event in events])
    named = {entry for event in events for entry in noted.get(event.id, ())} if noted else set()
    linked = {EntryId(link.ours) for link in links.values() if link.ours}
    cards = sight.cards_of(named | linked) if named or linked else {}
    others = _others(sight, terms, [*events, *_waiting(links)])
    page = Page(
        calendar=calendar,
        events=events,
        links=links,
        cards=cards,
        noted=oldest_first([cards[entry] for entry in named if entry in cards]),
        others=others,
        linked=sight.links_to(named | {card.id for card in others}),
    )
    return Planned(_unlocked(sight, page, import_plan(terms, page)), links)


def _unlocked(sight: Sight, page: Page, plan: Plan) -> Plan:
    """Nothing is written down at a time for which the host takes no entries any more."""
    adding = {n: step for n, step in enumerate(plan.steps) if isinstance(step, AddEntry)}
    locks = sight.locks_at([step.new.span for step in adding.values()]) if adding else ()
    steps = list(plan.steps)
    for place, lock in zip(adding, locks, strict=True):
        if lock is not None:
            event = page.events[place]
            steps[place] = kept_out(event, page.links.get(event.id), lock)
    return Plan(tuple(steps))


def _waiting(links: Mapping[str, Link]) -> Events:
    """The same events as other calendars show them: these may become the entries."""
    waiting = (link for link in links.values() if is_waiting(link))
    return [copy for link in waiting for copy in shown(link).values()]


def _others(sight: Sight, terms: SyncTerms, events: Events) -> Sequence[EntryCard]:
    """The entries that the events may overlap, where that matters."""
    spans = [event.span for event in events if isinstance(event, Event) and event.span]
    if terms.rules.overlap is Overlap.KEEP_BOTH or not spans:
        return ()
    start, end = min(span.start for span in spans), max(span.end for span in spans)
    return sight.cards_within(Span(start, end)) if start < end else ()
