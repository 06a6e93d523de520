"""A calendar at Google and a time sheet, whatever people do at both, and whatever is lost between them: they come to
agree, nothing doubles, nothing comes back as something else, and nothing of a person's own is taken away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from attrs import evolve
from google_consent import granted, oauth_with
from google_ground import ALL_SCOPES, Ground, ground, meeting
from google_told import Counting, kept_mark
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from calendar_desk import PROVIDER, CalendarDesk, minutes
from loft import VAULT
from tt_integrations.adapters.fakes.faults import answer_lost, server_error
from tt_integrations.domain.errors import OutcomeUnknown, ProviderUnavailable
from tt_integrations.domain.model.calendar_rules import CalendarChoice, Direction
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard, Lock
from tt_integrations.domain.model.event_export import draft_of, mark_of, whole_seconds
from tt_integrations.domain.model.event_notes import note_of
from tt_integrations.domain.model.events import Event
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.plan_import_base import import_base
from tt_integrations.domain.model.plan_sides import is_import
from tt_integrations.domain.model.runs import Action
from tt_integrations.domain.model.timesheet import EntryId
from tt_integrations.domain.usecases.access_to_provider import AccessToProvider
from tt_integrations.domain.usecases.end_grant import EndGrant
from tt_integrations.domain.usecases.keep_grant import keep_grant
from tt_integrations.domain.usecases.refresh_grant import RefreshGrant
from tt_integrations.domain.usecases.sync_issues import Synced
from tt_integrations.domain.usecases.undo_run import Undone
from tt_integrations.testing.memory import MemoryStore

WHICH, TITLES = st.integers(0, 30), st.sampled_from(["a", "b", ""])
TIMES = st.sampled_from([(-90, -60), (-50, -20), (-5, 10), (20, 50)])
FAULTS = st.sampled_from([answer_lost, server_error])
METHODS = ("insert", "patch", "delete", "list", "get")
CALLS = st.sampled_from(["oauth2.token", *(f"calendar.events.{each}" for each in METHODS)])
A_REFRESH = timedelta(minutes=1)
"""Whoever went to refresh the token and did not come back is not waited for any longer."""


def granted_to(it: Ground, store: MemoryStore) -> AccessToProvider:
    work, clock = store.unit_of_work, it.fake.clock
    oauths = {PROVIDER: oauth_with(it.fake)}
    refresh = RefreshGrant(work, VAULT, clock, oauths, EndGrant(work, clock))
    return AccessToProvider(work, VAULT, refresh, {})


class TwoReplicas(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.it, self.store = ground(), MemoryStore()
        self.google = Counting(self.it.calendar)
        self.desk = CalendarDesk(
            self.store,
            clock=self.it.fake.clock,  # type: ignore[arg-type]
            calendar=self.google,  # type: ignore[arg-type]
            granted=granted_to(self.it, self.store),
        )
        given = oauth_with(self.it.fake)
        with self.desk.work() as tx:
            keep_grant(tx, VAULT, self.desk.connection.id, granted(self.it.fake, given))
            tx.commit()
        self.desk.let(
            calendars=(CalendarChoice("primary", self.desk.web.id),),
            exports_to="primary",
            direction=Direction.BOTH,
        )
        self.ids: list[str] = []
        self.renamed: set[str] = set()
        self.ahead: set[str] = set()
        self.locked: dict[EntryId, EntryCard] = {}
        self.undone = False

    # people at the calendar

    @rule(title=TITLES, at=TIMES)
    def plan(self, title: str, at: tuple[int, int]) -> None:
        self.ids.append(meeting(self.it, title))
        self._move(self.ids[-1], minutes(*at))

    @rule(which=WHICH, title=TITLES)
    def rename(self, which: int, title: str) -> None:
        def rename(event: str) -> None:
            self.it.fake.rename_event(event, title)
            self.renamed.add(event)

        self._with_event(which, rename)

    @rule(which=WHICH, at=TIMES)
    def move(self, which: int, at: tuple[int, int]) -> None:
        def move(event: str) -> None:
            self._move(event, minutes(*at))
            if minutes(*at).end > self.desk.clock.now():
                self.ahead.add(event)

        self._with_event(which, move)

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        self._with_event(which, self.it.fake.cancel_event)

    # people at the time sheet

    @rule(note=TITLES, at=TIMES)
    def write(self, note: str, at: tuple[int, int]) -> None:
        if at[1] <= 0:
            self.desk.write(note, minutes(*at))

    @rule(which=WHICH, note=TITLES)
    def edit(self, which: int, note: str) -> None:
        self._with_entry(which, lambda entry: self.desk.edit(entry, note=f"mine {note}"))

    @rule(which=WHICH, at=TIMES)
    def shift(self, which: int, at: tuple[int, int]) -> None:
        self._with_entry(which, lambda entry: self.desk.edit(entry, span=minutes(*at)))

    @rule(which=WHICH)
    def erase(self, which: int) -> None:
        self._with_entry(which, self.desk.erase)

    @rule(which=WHICH)
    def lock(self, which: int) -> None:
        def lock(entry: EntryId) -> None:
            self.store.lock(entry, Lock.INVOICED)
            self.locked[entry] = self._cards()[entry]

        self._with_entry(which, lock)

    @rule(minutes=st.sampled_from([1, 30, 61]))
    def wait(self, minutes: int) -> None:
        """Access tokens are good for an hour."""
        self.desk.clock.advance(timedelta(minutes=minutes))

    # what goes wrong

    @rule(operation=CALLS, fault=FAULTS)
    def fail(self, operation: str, fault: Callable[[], Any]) -> None:
        self.it.fake.fail_next(operation, fault())

    @rule(which=WHICH, notes=st.tuples(TITLES, TITLES))
    def edit_again_after_a_lost_answer(self, which: int, notes: tuple[str, str]) -> None:
        def edit_twice(entry: EntryId) -> None:
            self.desk.edit(entry, note=f"mine {notes[0]}")
            self.it.fake.fail_next("calendar.events.patch", answer_lost())
            self.sync()
            if entry in self._cards():
                self.desk.edit(entry, note=f"mine {notes[1]}")

        self._with_entry(which, edit_twice)

    @rule(size=st.sampled_from([1, 2, None]), empty=st.integers(0, 1))
    def page_otherwise(self, size: int | None, empty: int) -> None:
        self.it.fake.limit_pages(size)
        self.it.fake.serve_empty_pages(empty)

    @rule()
    def expire(self) -> None:
        self.it.fake.expire_sync_token()

    # syncs

    @rule()
    def sync(self) -> None:
        self.google.told.clear()
        try:
            outcome = self.desk.try_sync()
        except (ProviderUnavailable, OutcomeUnknown):
            return
        assert isinstance(outcome, Synced)
        items = Counter(each.item for each in self.desk.decided(outcome.run.id))
        for event, times in Counter(self.google.told).items():
            if event in self.ids:
                assert items[event] == times or outcome.asks, "one decision for each time told"

    @rule(take_back=st.booleans())
    def preview_and_apply(self, *, take_back: bool) -> None:
        self._recover()
        before, previewed = self._cards(), self.desk.previewed()
        assert self._cards() == before
        assert self.desk.previewed().hash == previewed.hash
        outcome = self.desk.apply(previewed)
        assert isinstance(outcome, Synced)
        shown = [(each.title, each.sentence) for each in previewed.plan.decisions]
        done = self.desk.decided(outcome.run.id)
        assert [(each.title, each.sentence) for each in done] == shown
        if take_back:
            self._take_back(outcome, before)

    def _take_back(self, outcome: Synced, before: dict[EntryId, EntryCard]) -> None:
        undone = self.desk.undo(outcome.run.id)
        if isinstance(undone, Undone):
            self.undone = True
            left = undone.run.count(Action.KEPT, Action.FAILED)
            assert left or self._cards() == before

    @invariant()
    def nothing_doubles_and_nothing_echoes(self) -> None:
        kept = [(one, kept_mark(one)) for one in self.it.fake.events()]
        marks = Counter(mark for one, mark in kept if mark and one["status"] != "cancelled")
        assert not [mark for mark, times in marks.items() if times > 1]
        ours = {one["id"] for one, mark in kept if mark}
        named = Counter(name for card in self._cards().values() for name in _named(self.desk, card))
        assert not ours & set(named)
        assert not [event for event, times in named.items() if times > 1]

    @invariant()
    def locked_entries_never_change(self) -> None:
        cards = self._cards()
        for entry, locked in self.locked.items():
            assert _same(cards[entry], locked)

    def teardown(self) -> None:
        """They come to agree, and then nothing is left to do."""
        self._recover()
        for _ in range(4):
            self.desk.apply(self.desk.previewed())
        assert self.desk.previewed().plan.idle
        assert self.desk.synced() == []
        events = {event.id: event for event in self._living()}
        for link in self._links(events):
            self._agree(link, events[link.remote])

    def _recover(self) -> None:
        self.it.fake.faults.recover()
        self.desk.clock.advance(A_REFRESH)

    def _agree(self, link: Link, event: Event) -> None:
        card = self._cards().get(EntryId(link.ours))
        if link.gone or card is None or card.id in self.locked or self.undone:
            return
        assert event.span
        if not is_import(link):
            mark = self.desk.again().settings["mark"]
            assert event.mark == mark_of(mark, card.id)  # type: ignore[arg-type]
            wants = draft_of(card, mark)  # type: ignore[arg-type]
            if event.id not in self.renamed:
                assert event.title == wants.title
            assert event.description == wants.description or event.span != wants.span
            if event.id not in self.ahead:
                assert event.span == whole_seconds(card.span)
        elif not import_base(link.base).entry.edited(card):
            assert (card.span, card.note) == (
                event.span,
                note_of(event, self.desk.rules.kept.legacy),
            )

    def _links(self, events: dict[str, Event]) -> list[Link]:
        with self.desk.work.reading() as tx:
            return list(tx.links.among(self.desk.connection.id, Kind.EVENT, events).values())

    def _living(self) -> list[Event]:
        with_a_token = evolve(self.it, access=self.it.with_scopes(ALL_SCOPES))
        events = (event for event in with_a_token.read()[0] if isinstance(event, Event))
        return [event for event in events if not event.cancelled]

    def _cards(self) -> dict[EntryId, EntryCard]:
        return {card.id: card for card in self.desk.cards()}

    def _with_event(self, which: int, act: Callable[[str], object]) -> None:
        living = [str(one["id"]) for one in self.it.fake.events() if one["status"] != "cancelled"]
        if living:
            act(living[which % len(living)])

    def _with_entry(self, which: int, act: Callable[[EntryId], object]) -> None:
        free = [card.id for card in self.desk.cards() if card.lock is None]
        if free:
            act(free[which % len(free)])

    def _move(self, event: str, span: Span) -> None:
        self.it.fake.move_event(event, span.start.isoformat(), span.end.isoformat())


def _named(desk: CalendarDesk, card: EntryCard) -> list[str]:
    return list(desk.rules.kept.legacy.ids(card.note))


def _same(one: EntryCard, other: EntryCard) -> bool:
    return (one.span, one.note, one.project) == (other.span, other.note, other.project)


TwoReplicas.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, suppress_health_check=list(HealthCheck), deadline=None
)
TestTwoReplicas = TwoReplicas.TestCase
