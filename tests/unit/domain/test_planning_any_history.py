"""Whatever people do on both sides, in any order: a sync decides once an item, settles, and takes nothing from them."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.strategies import DataObject

from almanac import CALENDAR, TERMS, Almanac, entry, event, minutes
from tt_integrations.domain.model.entry_cards import EntryCard, Lock
from tt_integrations.domain.model.event_export import event_id
from tt_integrations.domain.model.events import Answered, Event
from tt_integrations.domain.model.plan_copies import waiting_event
from tt_integrations.domain.model.plan_sides import is_import
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.model.timesheet import EntryId

MANY = settings(
    max_examples=150, stateful_step_count=40, deadline=None, derandomize=True, database=None
)
NAMES = ("one", "two", "a_b")
TIMES = st.sampled_from(
    [minutes(-60, -30), minutes(-50, -20), minutes(-45, -15), minutes(-5, 5), minutes(30, 60)]
)
TITLES = st.sampled_from(["Stand-up", "Retro", ""])
RARELY = st.sampled_from([False, False, False, True])
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "span": TIMES,
        "title": TITLES,
        "cancelled": RARELY,
        "private": RARELY,
        "answered": st.sampled_from([Answered.ACCEPTED] * 3 + [Answered.DECLINED]),
        "description": st.sampled_from(["", "An agenda"]),
    },
)
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "span": st.sampled_from([minutes(-60, -30), minutes(-90, -80), minutes(-50, -50)]),
        "note": st.sampled_from(["Mine", "Stand-up [gcal:one]", ""]),
        "task_name": st.sampled_from(["", "Walls"]),
        "billable": st.booleans(),
    },
)
LOCKS = st.sampled_from([None, *Lock])
EVENTS = st.lists(st.tuples(st.sampled_from(NAMES), CHANGES), max_size=4)


def one_each(plan: Plan, items: int) -> None:
    assert len(plan.decisions) == items
    assert {type(each.reason) for each in plan.decisions} <= {str}, "a database asks for no more"


class History(RuleBasedStateMachine):
    """Anna's calendar and time sheet, and people who are at both of them."""

    def __init__(self) -> None:
        super().__init__()
        self.almanac = Almanac()
        self.runs: list[Plan] = []
        self.hours = 0

    @initialize()
    def begin(self) -> None:
        """With two meetings that are entries, and an entry that is an event."""
        self.almanac.put(event("one"), event("two"))
        self.almanac.import_all()
        self.almanac.write(entry(1))
        self.almanac.export_all()

    # people

    @rule(name=st.sampled_from(NAMES), change=CHANGES)
    def plan_an_event(self, name: str, change: dict[str, Any]) -> None:
        self.almanac.put(evolve(event(name), **change))

    @rule(data=st.data(), change=CHANGES.filter(bool))
    def change_an_event(self, data: DataObject, change: dict[str, Any]) -> None:
        assume(self.almanac.events)
        self.almanac.alter(data.draw(st.sampled_from(sorted(self.almanac.events))), **change)

    @rule(number=st.integers(1, 3), at=TIMES)
    def write_an_entry(self, number: int, at: Any) -> None:
        if EntryId(number) not in self.almanac.entries:
            self.almanac.write(entry(number, at))

    @rule(data=st.data(), edit=EDITS)
    def edit_an_entry(self, data: DataObject, edit: dict[str, Any]) -> None:
        self.almanac.edit(self._any_entry(data), **edit)

    @rule(data=st.data(), lock=LOCKS)
    def lock_or_free_an_entry(self, data: DataObject, lock: Lock | None) -> None:
        self.almanac.edit(self._any_entry(data), lock=lock)

    @rule(data=st.data())
    def delete_an_entry(self, data: DataObject) -> None:
        self.almanac.delete(self._any_entry(data))

    @rule()
    def wait_an_hour(self) -> None:
        self.hours += 1
        self.almanac.wait(minutes(60 * self.hours, 0).start)

    def _any_entry(self, data: DataObject) -> EntryId:
        assume(self.almanac.entries)
        return data.draw(st.sampled_from(sorted(self.almanac.entries)))

    # the sync

    @precondition(lambda self: self.almanac.events)
    @rule()
    def read_the_calendar(self) -> None:
        before = self._locked()
        plan = self.almanac.incoming()
        one_each(plan, len(self.almanac.events))
        assert self.almanac.incoming().hash == plan.hash
        self.runs.append(self.almanac.carry_out(plan))
        assert self.almanac.incoming().idle, "what was applied is planned again"
        assert self._locked() == before

    @rule()
    def end_of_waiting(self) -> None:
        waiting = [waiting_event(link, CALENDAR) for link in self.almanac.links.values()]
        ends = [(each, each.span.end) for each in waiting if each and each.span]
        due = [each for each, end in ends if end <= self.almanac.terms.now]
        if due:
            self.runs.append(self.almanac.import_all(*due))

    @rule()
    def write_the_calendar(self) -> None:
        changed = len(self.almanac.changed)
        plan = self.almanac.export_all()
        one_each(plan, changed)
        self.runs.append(plan)

    @precondition(lambda self: self.runs)
    @rule()
    def take_the_last_run_back(self) -> None:
        before = self._locked()
        run = self.runs.pop()
        self.almanac.carry_out(self.almanac.back(run.decisions))
        assert self._locked() == before

    @rule()
    def settle(self) -> None:
        for _ in range(2):
            if self.almanac.events:
                self.runs.append(self.almanac.import_all())
            self.runs.append(self.almanac.export_all())
        assert not self.almanac.events or self.almanac.incoming().idle
        assert self.almanac.outgoing().idle

    # what holds always

    @invariant()
    def no_entry_is_two_events(self) -> None:
        links = self.almanac.links.values()
        linked = [link.ours for link in links if is_import(link) and not link.gone]
        assert len(linked) == len(set(linked))

    @invariant()
    def own_events_never_become_entries(self) -> None:
        own = {event_id(TERMS.exporter, number) for number in self._numbers()}
        named = {name for card in self.almanac.entries.values() for name in _names(card)}
        assert not own & named

    def _numbers(self) -> set[EntryId]:
        return {EntryId(link.ours) for link in self.almanac.links.values()}

    def _locked(self) -> dict[EntryId, EntryCard]:
        return {number: card for number, card in self.almanac.entries.items() if card.lock}


def _names(card: EntryCard) -> list[str]:
    return list(TERMS.rules.legacy.ids(card.note))


TestHistory = History.TestCase
TestHistory.settings = MANY


def after(almanac: Almanac, happened: list[tuple[str, dict[str, Any]]]) -> list[Event]:
    for name, change in happened:
        almanac.put(evolve(almanac.events.get(name, event(name)), **change))
    return list(almanac.events.values())


@MANY
@given(EVENTS, st.lists(EDITS, max_size=3), EVENTS)
def test_a_run_taken_back_at_once_leaves_every_entry_as_it_was(
    first: list[tuple[str, dict[str, Any]]],
    edits: list[dict[str, Any]],
    then: list[tuple[str, dict[str, Any]]],
) -> None:
    almanac = Almanac()
    almanac.import_all(*after(almanac, first), event("always"))
    for number, edit in zip(list(almanac.entries), edits, strict=False):
        almanac.edit(number, **edit)
    was = dict(almanac.entries)
    run = almanac.import_all(*after(almanac, then), event("new"))
    almanac.carry_out(almanac.back(run.decisions))
    assert almanac.entries == was


@MANY
@given(st.lists(EDITS, min_size=1, max_size=3), st.lists(EDITS, min_size=1, max_size=3))
def test_an_export_taken_back_at_once_leaves_every_event_as_it_was(
    first: list[dict[str, Any]], then: list[dict[str, Any]]
) -> None:
    almanac = Almanac()
    almanac.write(*(entry(number, **edit) for number, edit in enumerate(first, 1)))
    almanac.export_all()
    was = {name: evolve(each, etag="", fingerprint="") for name, each in almanac.events.items()}
    for number, edit in enumerate(then[: len(first)], 1):
        almanac.edit(number, **edit)
    run = almanac.export_all()
    almanac.carry_out(almanac.back(run.decisions))
    now = {name: evolve(each, etag="", fingerprint="") for name, each in almanac.events.items()}
    gone = {decided.item for decided in run.decisions if decided.action == "removed"}
    made = {name for name, each in now.items() if each.cancelled} - gone
    assert {name: now[name] for name in was if name not in gone} == {
        name: each for name, each in was.items() if name not in gone
    }
    assert made.isdisjoint(was)


@given(EVENTS, EVENTS)
def test_pages_read_one_by_one_or_at_once_make_the_same_entries(
    one: list[tuple[str, dict[str, Any]]], two: list[tuple[str, dict[str, Any]]]
) -> None:
    apart, together = Almanac(), Almanac()
    for happened in (one, two):
        after(together, happened)
        if after(apart, happened):
            apart.import_all()
    if together.events:
        together.import_all()
    assert sorted(card.note for card in apart.entries.values()) == sorted(
        card.note for card in together.entries.values()
    )
