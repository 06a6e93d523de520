"""Whatever happens to the same events in several calendars: an entry is there as long as one of them shows its event."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from calendar_desk import CalendarDesk, meeting, minutes
from tt_integrations.domain.model.calendar_rules import CalendarChoice
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.event_notes import note_of
from tt_integrations.domain.model.events import Answered, Event
from tt_integrations.domain.model.plan_skipping import unwanted
from tt_integrations.domain.usecases.sync_issues import Synced
from wall_calendar import MAIN

SHOWN = (MAIN, "team", "club")
EVENTS = ("a", "b")
RARELY = st.sampled_from([False, False, False, True])
LOOKS = st.fixed_dictionaries(
    {
        "span": st.sampled_from(
            [minutes(-60, -30), minutes(-50, -20), minutes(-5, 10), minutes(20, 50)]
        )
    },
    optional={
        "title": st.sampled_from(["Stand-up", "Retro"]),
        "cancelled": RARELY,
        "free": RARELY,
        "answered": st.sampled_from([Answered.ACCEPTED] * 3 + [Answered.DECLINED]),
    },
)
CALENDARS = st.sampled_from(SHOWN)


class Calendars(RuleBasedStateMachine):
    """Ada's calendars, and people who are at all of them."""

    @initialize(order=st.permutations(SHOWN))
    def begin(self, order: list[str]) -> None:
        self.desk = CalendarDesk()
        self.desk.wall.shelves = {each: {} for each in SHOWN}
        self._choose(order)

    @rule(calendar=CALENDARS, event=st.sampled_from(EVENTS), looks=LOOKS)
    def put(self, calendar: str, event: str, looks: dict[str, Any]) -> None:
        self.desk.wall.put(meeting(event, **looks), calendar=calendar)

    @rule(calendar=CALENDARS, to=CALENDARS, event=st.sampled_from(EVENTS))
    def move(self, calendar: str, to: str, event: str) -> None:
        shelf = self.desk.wall.shelves[calendar]
        if event in shelf and to != calendar:
            self.desk.wall.put(shelf[event], calendar=to)
            self.desk.wall.put(meeting(event, cancelled=True, span=None), calendar=calendar)

    @rule(minutes=st.sampled_from([1, 15, 60]))
    def wait(self, minutes: int) -> None:
        self.desk.clock.advance(60 * minutes)

    @rule()
    def expire(self) -> None:
        self.desk.wall.expire()

    @rule()
    def sync(self) -> None:
        self.desk.synced()

    @rule()
    def preview_and_apply(self) -> None:
        shown = self.desk.previewed()
        done = self.desk.apply(shown)
        assert isinstance(done, Synced)
        told = [(each.item, each.sentence) for each in self.desk.decided(done.run.id)]
        assert told == [(each.item, each.sentence) for each in shown.plan.decisions]

    def teardown(self) -> None:
        self.preview_and_apply()
        self._agree()
        self.desk.clock.advance(24 * 60 * 60)
        self.preview_and_apply()
        self._agree()
        assert self.desk.synced() == []

    def _agree(self) -> None:
        there = {(card.span, card.note) for card in self.desk.cards()}
        assert len(there) == len(self.desk.cards())
        legacy = self.desk.rules.kept.legacy
        for event in EVENTS:
            copies = {(copy.span, note_of(copy, legacy)) for copy in self._standing(event)}
            entries = {each for each in there if legacy(event) in each[1]}
            assert len(entries) == bool(copies)
            assert entries <= copies

    def _standing(self, event: str) -> list[Event]:
        """The copies by which the event is to be an entry."""
        found = (self.desk.wall.shelves[each.id].get(event) for each in self._chosen())
        copies = [copy for copy in found if isinstance(copy, Event)]
        return [copy for copy in copies if self._is_to_be(copy)]

    def _is_to_be(self, copy: Event) -> bool:
        span = unwanted(copy, self.desk.rules.kept)
        return isinstance(span, Span) and span.end <= self.desk.clock.now()

    def _chosen(self) -> tuple[CalendarChoice, ...]:
        return self.desk.rules.kept.calendars

    def _choose(self, calendars: list[str]) -> None:
        self.desk.let(calendars=tuple(CalendarChoice(one, self.desk.web.id) for one in calendars))


class Choices(Calendars):
    """The owner chooses other calendars beside the first. The entry of one that is chosen no more stays."""

    @rule(calendars=st.lists(st.sampled_from(SHOWN[1:]), unique=True))
    def choose(self, calendars: list[str]) -> None:
        self._choose([*calendars, MAIN])

    def _agree(self) -> None:
        notes = self.desk.notes()
        for event in EVENTS:
            named = [note for note in notes if self.desk.rules.kept.legacy(event) in note]
            assert len(named) <= 1
            assert named or not self._standing(event)


MANY = settings(
    max_examples=150, stateful_step_count=25, deadline=None, derandomize=True, database=None
)
TestCalendars, TestChoices = Calendars.TestCase, Choices.TestCase
TestCalendars.settings = TestChoices.settings = MANY
