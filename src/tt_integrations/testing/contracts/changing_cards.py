# ruff: noqa: S101 - a contract suite asserts
"""For `EntryCards.change`, `remove` and `restore`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import evolve

from tt_integrations.domain.model.entry_cards import EntryCard, Lock, NewCard
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import (
    EntryId,
    NewEntry,
    NewTimer,
    Project,
    TimeEntry,
)
from tt_integrations.testing.contracts.examples import at, between
from tt_integrations.testing.contracts.ground import Ground

OTHERWISE: list[Callable[[EntryCard], EntryCard]] = [
    lambda card: evolve(card, span=between(0, 2)),
    lambda card: evolve(card, span=between(-1, 1)),
    lambda card: evolve(card, note="other"),
    lambda card: evolve(card, note=""),
    lambda card: evolve(card, project=None, project_name=""),
    lambda card: evolve(card, billable=not card.billable),
]


class ChangingCardsContract:
    @pytest.mark.parametrize("lock", [Lock.CLOSED_PERIOD, Lock.APPROVED])
    def test_a_locked_period_takes_no_new_entries(self, ground: Ground, lock: Lock) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        entry = ground.add_finished_entry(ada, None, between(0, 1))
        is_locked = ground.lock(entry.id, lock)
        spans = [between(100, 101), between(0.5, 2), between(-100, -99)]
        with ground.unit_of_work.reading() as tx:
            assert list(tx.cards.locks(ada.id, spans)) == [None, lock if is_locked else None, None]
            assert list(tx.cards.locks(ben.id, spans)) == [None, None, None]
            assert list(tx.cards.locks(ada.id, [])) == []

    def test_a_paid_or_invoiced_entry_keeps_no_other_from_its_time(self, ground: Ground) -> None:
        ada = ground.add_person()
        entry = ground.add_finished_entry(ada, None, between(0, 1))
        for lock in (Lock.PAID, Lock.INVOICED):
            ground.lock(entry.id, lock)
        with ground.unit_of_work.reading() as tx:
            assert list(tx.cards.locks(ada.id, [between(0, 1)])) == [None]

    @pytest.mark.parametrize("otherwise", OTHERWISE)
    def test_an_entry_becomes_as_its_second_card(
        self, ground: Ground, otherwise: Callable[[EntryCard], EntryCard]
    ) -> None:
        one, other = _two(ground)
        becomes = otherwise(one)
        assert _change(ground, (one, becomes)) == []
        assert _cards(ground, one, other) == [becomes, other]

    def test_an_entry_moves_to_another_project_without_its_task(self, ground: Ground) -> None:
        ada = ground.add_person()
        web, mobile = (ground.add_project(ada, name) for name in ("Web", "Mobile"))
        card = _on_a_task(ground, ada.id, web)
        other = evolve(card, project=mobile.id, project_name="Mobile")
        assert _change(ground, (card, other)) == []
        assert _cards(ground, card) == [evolve(other, task_name="")]

    def test_an_entry_whose_note_changes_keeps_its_task_and_what_it_is_worth(
        self, ground: Ground
    ) -> None:
        ada = ground.add_person()
        card = _on_a_task(ground, ada.id, ground.add_project(ada, "Web"))
        other = evolve(card, note="other")
        assert _change(ground, (card, other)) == []
        assert _cards(ground, card) == [other]
        assert _entry(ground, card).worked == timedelta(minutes=45)

    def test_what_an_entry_is_worth_follows_its_span_less_its_breaks(self, ground: Ground) -> None:
        ada = ground.add_person()
        entry = ground.add_finished_entry(ada, None, between(0, 1), timedelta(minutes=10))
        [card] = _found(ground, entry.id)
        longer = evolve(card, span=between(0, 2))
        assert _change(ground, (card, longer)) == []
        assert _entry(ground, card).worked == timedelta(minutes=110)
        shorter = evolve(card, span=between(0, 0.1))
        assert _change(ground, (longer, shorter)) == []
        assert _entry(ground, card).worked == timedelta(0)
        assert _entry(ground, card).breaks == timedelta(minutes=10)

    @pytest.mark.parametrize("otherwise", OTHERWISE)
    def test_what_is_not_as_its_first_card_stays_and_the_others_change(
        self, ground: Ground, otherwise: Callable[[EntryCard], EntryCard]
    ) -> None:
        one, other = _two(ground)
        stale = otherwise(one)
        changes = (stale, evolve(stale, note="new")), (other, evolve(other, note="new"))
        assert _change(ground, *changes) == [one.id]
        assert _cards(ground, one, other) == [one, evolve(other, note="new")]

    def test_what_its_project_is_called_makes_it_no_other_entry(self, ground: Ground) -> None:
        one, _ = _two(ground)
        renamed = evolve(one, project_name="Before")
        assert _change(ground, (renamed, evolve(renamed, note="new"))) == []
        assert _cards(ground, one) == [evolve(one, note="new")]

    def test_what_is_gone_or_runs_stays_so(self, ground: Ground) -> None:
        one, other = _two(ground)
        ada = ground.add_person()
        web = ground.add_project(ada, "Web")
        with ground.unit_of_work() as tx:
            tx.cards.remove([one])
            timer = tx.timers.start(NewTimer(ada.id, web, at(0)))
            tx.commit()
        runs = evolve(other, id=timer.id, person=ada.id, project=web.id)
        assert _change(ground, (one, one), (runs, runs)) == [one.id, timer.id]
        assert _remove(ground, one, runs) == [one.id, timer.id]
        with ground.unit_of_work.reading() as tx:
            assert tx.timers.running(ada.id) == timer

    @pytest.mark.parametrize("lock", list(Lock))
    def test_what_is_locked_stays_and_the_others_go(self, ground: Ground, lock: Lock) -> None:
        one, other = _two(ground)
        stays = [one.id] if ground.lock(one.id, lock) else []
        renoted = [(card, evolve(card, note="new")) for card in (one, other)]
        assert _change(ground, *renoted) == stays
        there = _cards(ground, one, other)
        assert [card.note == "new" for card in there] == [not stays, True]
        assert _remove(ground, *there) == stays
        assert [card.id for card in _cards(ground, one, other)] == stays

    @pytest.mark.parametrize("lock", list(Lock))
    def test_it_stays_though_its_card_was_made_when_it_was_locked(
        self, ground: Ground, lock: Lock
    ) -> None:
        one, _ = _two(ground)
        stays = [one.id] if ground.lock(one.id, lock) else []
        [locked] = _cards(ground, one)
        assert _change(ground, (locked, evolve(locked, note="new"))) == stays
        assert _remove(ground, *_cards(ground, one)) == stays

    def test_entries_that_are_removed_are_gone(self, ground: Ground) -> None:
        one, other = _two(ground)
        assert _remove(ground, one) == []
        assert _cards(ground, one, other) == [other]

    @pytest.mark.parametrize("otherwise", OTHERWISE)
    def test_what_is_not_as_its_card_is_not_removed(
        self, ground: Ground, otherwise: Callable[[EntryCard], EntryCard]
    ) -> None:
        one, other = _two(ground)
        assert _remove(ground, otherwise(one), other) == [one.id]
        assert _cards(ground, one, other) == [one]

    def test_to_change_or_remove_or_restore_none_changes_nothing(self, ground: Ground) -> None:
        one, other = _two(ground)
        assert [_change(ground), _remove(ground), _restore(ground)] == [[], [], []]
        assert _cards(ground, one, other) == [one, other]

    def test_what_was_removed_is_restored_under_its_old_id(self, ground: Ground) -> None:
        one, other = _two(ground)
        _remove(ground, one, other)
        assert _restore(ground, other, one) == []
        assert _cards(ground, one, other) == [one, other]

    def test_a_restored_entry_is_on_its_task_again_and_worth_its_span(self, ground: Ground) -> None:
        ada = ground.add_person()
        card = _on_a_task(ground, ada.id, ground.add_project(ada, "Web"))
        _remove(ground, card)
        assert _restore(ground, card) == []
        assert _cards(ground, card) == [card]
        assert _entry(ground, card).worked == card.span.length

    def test_an_id_that_is_taken_is_not_restored(self, ground: Ground) -> None:
        one, other = _two(ground)
        _remove(ground, one)
        assert _restore(ground, evolve(other, note="new"), one) == [other.id]
        assert _cards(ground, one, other) == [one, other]

    def test_what_is_undone_changed_removed_and_restored_nothing(self, ground: Ground) -> None:
        one, other = _two(ground)
        with ground.unit_of_work() as tx:
            tx.cards.change([(one, evolve(one, note="new"))])
            tx.cards.remove([other])
            tx.cards.restore([other])
        assert _cards(ground, one, other) == [one, other]


def _two(ground: Ground) -> tuple[EntryCard, EntryCard]:
    """Of one person and project, on two days."""
    ada = ground.add_person()
    web = ground.add_project(ada, "Web", billable=False)
    new = [NewCard(ada.id, web.id, between(h, h + 1), "any", billable=True) for h in (0, 48)]
    with ground.unit_of_work() as tx:
        entries = tx.cards.add(new)
        tx.commit()
    one, other = _found(ground, *entries)
    return one, other


def _on_a_task(ground: Ground, person: PersonId, project: Project) -> EntryCard:
    """Worth less than its span."""
    task = ground.add_task(project, "Build")
    new = NewEntry(person, project, between(0, 1), timedelta(minutes=45), task, "any")
    with ground.unit_of_work() as tx:
        entry = tx.entries.add(new)
        tx.commit()
    [card] = _found(ground, entry.id)
    return card


def _change(ground: Ground, *changes: tuple[EntryCard, EntryCard]) -> list[EntryId]:
    with ground.unit_of_work() as tx:
        stay = list(tx.cards.change(changes))
        tx.commit()
    return stay


def _remove(ground: Ground, *cards: EntryCard) -> list[EntryId]:
    with ground.unit_of_work() as tx:
        stay = list(tx.cards.remove(cards))
        tx.commit()
    return stay


def _restore(ground: Ground, *cards: EntryCard) -> list[EntryId]:
    with ground.unit_of_work() as tx:
        taken = list(tx.cards.restore(cards))
        tx.commit()
    return taken


def _cards(ground: Ground, *cards: EntryCard) -> list[EntryCard]:
    """As they are now, those that are there."""
    return _found(ground, *(card.id for card in cards))


def _found(ground: Ground, *entries: EntryId) -> list[EntryCard]:
    with ground.unit_of_work.reading() as tx:
        cards = tx.cards.of(entries)
    return [cards[entry] for entry in entries if entry in cards]


def _entry(ground: Ground, card: EntryCard) -> TimeEntry:
    with ground.unit_of_work.reading() as tx:
        [entry] = tx.entries.within(card.person, between(-9, 9))
    return entry
