# ruff: noqa: S101 - a contract suite asserts
"""For `EntryCards`: how entries are read, and written down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tt_integrations.domain.model.entry_cards import EntryCard, Lock, NewCard
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import EntryId, NewEntry, NewTimer, Project
from tt_integrations.testing.clock import MORNING
from tt_integrations.testing.contracts.examples import between
from tt_integrations.testing.contracts.ground import Ground

SECOND = 1 / 3600
NOTE = "“Café” ☕ 100%_\\ [id:a_1]"


class EntryCardsContract:
    def test_an_entry_of_the_hosts_shows_all_that_a_calendar_sees(self, ground: Ground) -> None:
        ada = ground.add_person()
        web = ground.add_project(ada, "Web", billable=False)
        build = ground.add_task(web, "Build")
        with ground.unit_of_work() as tx:
            new = NewEntry(ada.id, web, between(0, 1), timedelta(minutes=45), build, NOTE)
            entry = tx.entries.add(new)
            tx.commit()
        card = EntryCard(
            entry.id,
            ada.id,
            web.id,
            between(0, 1),
            NOTE,
            billable=False,
            project_name="Web",
            task_name="Build",
        )
        assert _of(ground, entry.id) == {entry.id: card}

    def test_an_entry_on_nothing_has_no_project_names_or_note(self, ground: Ground) -> None:
        entry = ground.add_finished_entry(ground.add_person(), None, between(0, 1))
        card = _card(ground, entry.id)
        assert (card.project, card.project_name, card.task_name, card.note) == (None, "", "", "")

    def test_of_the_entries_those_come_that_are_there_and_finished(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        entries = [ground.add_finished_entry(ada, web, between(n, n + 1)).id for n in range(3)]
        with ground.unit_of_work() as tx:
            timer = tx.timers.start(NewTimer(ada.id, web, MORNING))
            tx.commit()
        asked = (entries[2], timer.id, EntryId(99_999), entries[0], entries[2])
        assert set(_of(ground, *asked)) == {entries[0], entries[2]}

    def test_of_none_there_are_none(self, ground: Ground) -> None:
        assert _of(ground) == {}

    def test_of_very_many_entries_all_come(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        new = [_new(ada, web, n, n + 1) for n in range(3000)]
        entries = _added(ground, *new)
        cards = _of(ground, *entries)
        assert [cards[entry].span for entry in entries] == [each.span for each in new]

    def test_within_a_span_are_the_persons_finished_entries_that_overlap_it(
        self, ground: Ground
    ) -> None:
        ada, web = _ada_and_web(ground)
        ben = ground.add_person("Ben")
        for person, span in (
            (ada, between(-1, 0)),
            (ada, between(1, 2)),
            (ada, between(0.5, 0.5)),
            (ben, between(0, 1)),
        ):
            ground.add_finished_entry(person, None, span)
        overlapping = [
            ground.add_finished_entry(ada, None, span).id
            for span in (between(-9, 9), between(-1, SECOND), between(1 - SECOND, 2))
        ]
        with ground.unit_of_work() as tx:
            tx.timers.start(NewTimer(ada.id, web, MORNING))
            assert [card.id for card in tx.cards.within(ada.id, between(0, 1))] == overlapping

    def test_within_a_span_they_come_in_the_order_they_began_then_by_id(
        self, ground: Ground
    ) -> None:
        ada = ground.add_person()
        spans = [between(2, 3), between(0, 3), between(2, 2.5), between(1, 3)]
        late, first, twin, middle = (ground.add_finished_entry(ada, None, s).id for s in spans)
        with ground.unit_of_work.reading() as tx:
            cards = tx.cards.within(ada.id, between(0, 4))
        assert [card.id for card in cards] == [first, middle, late, twin]

    @pytest.mark.parametrize("text", ["[id:a_1]", "é", "100%_\\", NOTE])
    def test_noted_are_the_entries_with_exactly_that_text_oldest_first(
        self, ground: Ground, text: str
    ) -> None:
        ada, web = _ada_and_web(ground)
        near = ("[id:a11]", "[ID:A_1]", "[id:a_12]", "100%x\\", "100x_\\", "E", "")
        others = [_new(ada, web, 0, 1, note) for note in near]
        late, early = _new(ada, web, 2, 3, f"x {NOTE}"), _new(ada, web, 1, 2, f"{NOTE}\nx")
        bens = _new(ground.add_person("Ben"), web, 1, 2, NOTE)
        *_, later, earlier, _bens = _added(ground, *others, late, early, bens)
        with ground.unit_of_work.reading() as tx:
            assert [card.id for card in tx.cards.noted(ada.id, text)] == [earlier, later]

    def test_added_entries_are_written_down_as_given_with_ids_in_the_same_order(
        self, ground: Ground
    ) -> None:
        ada = ground.add_person()
        web = ground.add_project(ada, "Web", billable=False)
        new = [
            NewCard(ada.id, web.id, between(hour, hour + 1.5), note, billable=bool(hour % 2))
            for hour, note in enumerate(["a", "", NOTE, "a", "10,000 signs " * 800])
        ][::-1]
        entries = _added(ground, *new)
        cards = _of(ground, *entries)
        assert list(map(cards.get, entries)) == [
            EntryCard(
                entry,
                ada.id,
                web.id,
                each.span,
                each.note,
                billable=each.billable,
                project_name="Web",
            )
            for entry, each in zip(entries, new, strict=True)
        ]

    def test_an_added_entry_is_worth_its_span_to_the_second(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        _added(ground, _new(ada, web, 0, 1 + SECOND))
        with ground.unit_of_work.reading() as tx:
            [entry] = tx.entries.within(ada.id, between(-9, 9))
        assert (entry.worked, entry.breaks) == (timedelta(hours=1, seconds=1), timedelta(0))
        assert (entry.project, entry.task, entry.note) == (web, None, "any")

    def test_added_entries_may_overlap_others_and_a_timer(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        with ground.unit_of_work() as tx:
            timer = tx.timers.start(NewTimer(ada.id, web, MORNING))
            one, two = tx.cards.add([_new(ada, web, 0, 1), _new(ada, web, 0, 1)])
            tx.commit()
        assert set(_of(ground, timer.id, one, two)) == {one, two}
        assert one != two

    def test_no_added_entry_has_the_number_of_a_deleted_one(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        one, two = _added(ground, _new(ada, web, 0, 1), _new(ada, web, 1, 2))
        with ground.unit_of_work() as tx:
            assert list(tx.cards.remove([tx.cards.of([two])[two]])) == []
            tx.commit()
        others = _added(ground, _new(ada, web, 2, 3), _new(ada, web, 3, 4))
        assert not {one, two} & set(others)

    def test_to_add_none_adds_none(self, ground: Ground) -> None:
        ada, _ = _ada_and_web(ground)
        assert _added(ground) == []
        with ground.unit_of_work.reading() as tx:
            assert list(tx.cards.within(ada.id, between(-9, 9))) == []

    @pytest.mark.parametrize("lock", list(Lock))
    def test_a_locked_entry_says_why(self, ground: Ground, lock: Lock) -> None:
        entry = ground.add_finished_entry(ground.add_person(), None, between(0, 1)).id
        assert _card(ground, entry).lock is None
        locked = ground.lock(entry, lock)
        assert _card(ground, entry).lock == (lock if locked else None)

    @pytest.mark.parametrize("lock", [Lock.CLOSED_PERIOD, Lock.APPROVED])
    def test_another_persons_and_another_days_entry_is_not_locked_with_it(
        self, ground: Ground, lock: Lock
    ) -> None:
        ada, ben = ground.add_person(), ground.add_person("Ben")
        entry = ground.add_finished_entry(ada, None, between(0, 1)).id
        bens = ground.add_finished_entry(ben, None, between(0, 1)).id
        other_days = [
            ground.add_finished_entry(ada, None, between(hours, hours + 1)).id
            for hours in (-48, 48)
        ]
        ground.lock(entry, lock)
        locks = {number: card.lock for number, card in _of(ground, bens, *other_days).items()}
        assert locks == dict.fromkeys([bens, *other_days])


def _ada_and_web(ground: Ground) -> tuple[Person, Project]:
    ada = ground.add_person()
    return ada, ground.add_project(ada, "Web")


def _new(person: Person, project: Project, start: float, end: float, note: str = "any") -> NewCard:
    return NewCard(person.id, project.id, between(start, end), note, billable=True)


def _added(ground: Ground, *new: NewCard) -> list[EntryId]:
    with ground.unit_of_work() as tx:
        entries = list(tx.cards.add(new))
        tx.commit()
    return entries


def _of(ground: Ground, *entries: EntryId) -> dict[EntryId, EntryCard]:
    with ground.unit_of_work.reading() as tx:
        return dict(tx.cards.of(entries))


def _card(ground: Ground, entry: EntryId) -> EntryCard:
    return _of(ground, entry)[entry]
