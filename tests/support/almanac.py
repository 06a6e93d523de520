"""A calendar and a time sheet side by side, in memory, and plans carried out between them as a sync would do it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from attrs import Factory, define, evolve, field

from marks import IN_BRACKETS
from tt_integrations.domain.model.calendar_rules import CalendarChoice, CalendarRules, Direction
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard
from tt_integrations.domain.model.events import Event, EventDraft, OddEvent
from tt_integrations.domain.model.links import Link
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.plan_export import Batch, export_plan
from tt_integrations.domain.model.plan_images import image_card
from tt_integrations.domain.model.plan_import import Page, import_plan
from tt_integrations.domain.model.plan_sides import NO_ENTRY
from tt_integrations.domain.model.plan_steps import (
    AddEntry,
    ChangeEntry,
    ChangeEvent,
    Nothing,
    PutEvent,
    RemoveEntry,
    RemoveEvent,
    RestoreEntry,
    Step,
)
from tt_integrations.domain.model.plan_undo import Present, undone
from tt_integrations.domain.model.runs import Decided
from tt_integrations.domain.model.sync_plan import Plan, SyncTerms
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId
from tt_integrations.testing.clock import MORNING

CALENDAR, WEB = "main", Project(ProjectId(1), "Web")
ANNA = PersonId(1)
RULES = CalendarRules((CalendarChoice(CALENDAR, WEB.id),), CALENDAR, IN_BRACKETS, Direction.BOTH)
TERMS = SyncTerms(ConnectionId(7), ANNA, RULES, "here", {WEB.id: WEB}, MORNING)


def minutes(start: int, end: int) -> Span:
    """Counted from MORNING, which is when the plans are made: what ended is below 0."""
    return Span(MORNING + timedelta(minutes=start), MORNING + timedelta(minutes=end))


def event(id: str = "one", at: Span | None = None, **other: Any) -> Event:  # noqa: A002 - its field
    """A meeting of half an hour that has ended."""
    return Event(id, **{"title": "Stand-up", "span": at or minutes(-60, -30), "etag": "1", **other})


def entry(number: int = 1, at: Span | None = None, **other: Any) -> EntryCard:
    """Work on the web site that a person wrote down."""
    plain = EntryCard(
        id=EntryId(number),
        person=ANNA,
        project=WEB.id,
        span=at or minutes(-60, -30),
        note="Painting",
        billable=True,
        project_name=WEB.name,
    )
    return evolve(plain, **other)


def stored(value: Any) -> Any:
    """As it comes back from a database."""
    return json.loads(json.dumps(value))


@define
class Almanac:
    """`changed`: the entries that something happened to since the last export."""

    terms: SyncTerms = TERMS
    events: dict[str, Event] = Factory(dict)
    entries: dict[EntryId, EntryCard] = Factory(dict)
    links: dict[str, Link] = Factory(dict)
    changed: dict[EntryId, None] = Factory(dict)
    numbers: count[int] = field(factory=lambda: count(100))

    # what people do

    def put(self, *events: Event) -> None:
        """Write events into the calendar, each under a new etag."""
        for each in events:
            self.events[each.id] = evolve(each, etag=f"etag {next(self.numbers)}")

    def alter(self, id: str, **to: Any) -> None:  # noqa: A002 - the event's field
        self.put(evolve(self.events[id], **to))

    def write(self, *cards: EntryCard) -> None:
        for card in cards:
            self.entries[card.id] = card
            self.changed[card.id] = None

    def edit(self, number: int, **to: Any) -> None:
        self.write(evolve(self.entries[EntryId(number)], **to))

    def delete(self, number: int) -> None:
        del self.entries[EntryId(number)]
        self.changed[EntryId(number)] = None

    def choose(self, **to: Any) -> None:
        """Other rules."""
        self.terms = evolve(self.terms, rules=evolve(self.terms.rules, **to))

    def wait(self, to: datetime) -> None:
        self.terms = evolve(self.terms, now=to)

    # what a sync does

    def incoming(self, *events: Event | OddEvent, **known: Any) -> Plan:
        """The plan for these events, or for all there are."""
        page = events or tuple(self.events.values())
        return import_plan(
            self.terms,
            Page(CALENDAR, page, **{"links": self.links, "cards": self.entries, **known}),
        )

    def outgoing(self, *numbers: int, seen: Mapping[str, Event | None] | None = None) -> Plan:
        """The plan for these entries, or for all that changed."""
        wanted = tuple(EntryId(number) for number in numbers) or tuple(self.changed)
        return export_plan(self.terms, Batch(wanted, self.entries, self.linked(), seen or {}))

    def linked(self) -> Mapping[EntryId, Link]:
        """The newest link of each entry."""
        return {EntryId(link.ours): link for link in self.links.values() if link.ours != NO_ENTRY}

    def back(self, decisions: Iterable[Decided]) -> Plan:
        """The plan that takes a run back, after a look at the exported events that it changed."""
        kept = tuple(
            evolve(each, before=stored(each.before), after=stored(each.after)) for each in decisions
        )
        return undone(self.terms.exporter, kept, Present(self.entries, self.links, self.events))

    def import_all(self, *events: Event | OddEvent, **known: Any) -> Plan:
        return self.carry_out(self.incoming(*events, **known))

    def export_all(self, **seen: Any) -> Plan:
        """Looks at events first where a plan is not sure of them."""
        plan = self.outgoing(**seen)
        unsure = {step.draft.id: self.events[step.draft.id] for step in plan.of(ChangeEvent)}
        if stale := {id_: event for id_, event in unsure.items() if not self._is_known(event)}:
            plan = self.outgoing(**{"seen": stale, **seen})
        self.changed.clear()
        return self.carry_out(plan)

    def carry_out(self, plan: Plan) -> Plan:
        """The plan as it was done: with the numbers of new entries, and with events as the calendar has them."""
        numbers = [EntryId(next(self.numbers)) for _ in plan.of(AddEntry)]
        steps = tuple(self._sent(step) for step in plan.made(numbers).steps)
        for step in sorted(steps, key=_turn):
            self._book(step)
        done = Plan(steps)
        for link in done.links:
            self.links[link.remote] = evolve(link, base=stored(link.base))
        return done

    def _is_known(self, event: Event) -> bool:
        return self.links[event.id].base["etag"] == event.etag

    def _book(self, step: Step) -> None:
        match step:
            case AddEntry(decided=decided, new=new):
                assert decided.after is not None
                card = image_card(decided.after)
                wanted = (new.person, new.project, new.span, new.note, new.billable)
                assert (card.person, card.project, card.span, card.note, card.billable) == wanted
                self.write(card)
            case ChangeEntry(was=was, becomes=becomes):
                assert self.entries[was.id] == was
                assert was.lock is None
                self.write(becomes)
            case RemoveEntry(was=was):
                assert self.entries[was.id] == was
                assert was.lock is None
                self.delete(was.id)
            case RestoreEntry(card=card):
                assert card.id not in self.entries
                self.write(card)
            case _:
                pass

    def _sent(self, step: Step) -> Step:
        match step:
            case PutEvent(draft=draft):
                there = self.events.get(draft.id)
                if there is None or there.cancelled:  # otherwise an earlier try made it
                    self.put(_drafted(draft))
                return step.done(self.events[draft.id])
            case ChangeEvent(draft=draft, was=was):
                assert self.events[draft.id].etag == was.etag, "it changed since"
                self.put(_drafted(draft, private=self.events[draft.id].private))
                return step.done(self.events[draft.id])
            case RemoveEvent():
                self.alter(step.id, cancelled=True)
        return step


def _turn(step: Step) -> int:
    order = (Nothing, RestoreEntry, AddEntry, ChangeEntry, RemoveEntry)
    return order.index(type(step)) if isinstance(step, order) else 0


def _drafted(draft: EventDraft, *, private: bool = False) -> Event:
    plain = Event(draft.id, draft.title, draft.span, "", mark=draft.mark, private=private)
    return evolve(plain, description=draft.description, fingerprint=draft.fingerprint)
