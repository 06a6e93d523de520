# ruff: noqa: S101 - a contract suite asserts
"""For `EntryChanges`: what happened to entries, whoever did it.

Asks right after a change was committed. A store may tell later while anything else writes beside it: run these where
nothing does (`testing.postgres` has autovacuum off).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from attrs import evolve

from tt_integrations.domain.model.changes import Change
from tt_integrations.domain.model.entry_cards import EntryCard, NewCard
from tt_integrations.domain.model.people import Person, PersonId, Rounding
from tt_integrations.domain.model.timesheet import EntryId, NewEntry, NewTimer, Project
from tt_integrations.ports.connections import MANY
from tt_integrations.ports.unit_of_work import Transaction
from tt_integrations.testing.clock import MORNING
from tt_integrations.testing.contracts.examples import at, between
from tt_integrations.testing.contracts.ground import Ground

Told = list[tuple[EntryId, bool]]


class EntryChangesContract:
    def test_before_anything_happened_there_is_nothing_to_tell(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work.reading() as tx:
            assert (tx.changes.last(), list(tx.changes.since(ada.id, 0))) == (0, [])

    def test_what_the_host_writes_down_is_told(self, ground: Ground) -> None:
        ada = ground.add_person()
        one, two = (ground.add_finished_entry(ada, None, between(n, n + 1)).id for n in range(2))
        assert _since(ground, ada.id, 0) == [(one, False), (two, False)]

    def test_so_is_what_we_write_down_change_and_remove(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        one, two = _added(ground, ada, web, 2)
        assert _since(ground, ada.id, 0) == [(one.id, False), (two.id, False)]
        last = _last(ground)
        _do(ground, lambda tx: tx.cards.change([(one, evolve(one, note="new"))]))
        assert _since(ground, ada.id, last) == [(one.id, False)]
        last = _last(ground)
        _do(ground, lambda tx: tx.cards.remove([two]))
        assert _since(ground, ada.id, last) == [(two.id, True)]
        last = _last(ground)
        _do(ground, lambda tx: tx.cards.restore([two]))
        assert _since(ground, ada.id, last) == [(two.id, False)]

    @pytest.mark.parametrize(
        "otherwise",
        [
            lambda card: evolve(card, span=between(0, 2)),
            lambda card: evolve(card, span=between(-1, 1)),
            lambda card: evolve(card, note="other"),
            lambda card: evolve(card, note=""),
            lambda card: evolve(card, project=None, project_name=""),
            lambda card: evolve(card, billable=not card.billable),
        ],
    )
    def test_each_change_of_what_a_calendar_sees_is_told(
        self, ground: Ground, otherwise: Callable[[EntryCard], EntryCard]
    ) -> None:
        ada, web = _ada_and_web(ground)
        [card] = _added(ground, ada, web, 1)
        last = _last(ground)
        _do(ground, lambda tx: tx.cards.change([(card, otherwise(card))]))
        assert _since(ground, ada.id, last) == [(card.id, False)]

    def test_what_changes_nothing_is_not_told(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        [card] = _added(ground, ada, web, 1)
        last = _last(ground)
        _do(ground, lambda tx: tx.cards.change([(card, card)]))
        assert (_since(ground, ada.id, last), _last(ground)) == ([], last)

    def test_a_timer_is_told_when_it_ends(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        with ground.unit_of_work() as tx:
            timer = tx.timers.start(NewTimer(ada.id, web, MORNING))
            tx.commit()
        ground.pause(timer, at(1))
        ground.pause(timer, None, timedelta(minutes=5))
        assert _since(ground, ada.id, 0) == []
        _do(ground, lambda tx: tx.timers.stop(timer.stopped(at(2), Rounding())))
        assert _since(ground, ada.id, 0) == [(timer.id, False)]

    def test_an_entry_that_runs_again_is_gone(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        with ground.unit_of_work() as tx:
            timer = tx.timers.start(NewTimer(ada.id, web, MORNING))
            entry = timer.stopped(at(1), Rounding())
            tx.timers.stop(entry)
            tx.commit()
        last = _last(ground)
        with ground.unit_of_work() as tx:
            [stored] = tx.entries.within(ada.id, between(-9, 9))
            tx.entries.take_back(Change(timer, stored))
            tx.commit()
        assert _since(ground, ada.id, last) == [(timer.id, True)]

    def test_work_that_is_taken_back_is_gone(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        with ground.unit_of_work() as tx:
            new = NewEntry(ada.id, web, between(0, 1), timedelta(hours=1))
            entry = tx.entries.add(new)
            tx.commit()
        _do(ground, lambda tx: tx.entries.take_back(Change(None, entry)))
        assert _since(ground, ada.id, 0) == [(entry.id, True)]

    def test_of_each_entry_only_the_newest_is_told_in_the_order_of_the_numbers(
        self, ground: Ground
    ) -> None:
        ada, web = _ada_and_web(ground)
        one, two, three = _added(ground, ada, web, 3)
        _do(ground, lambda tx: tx.cards.change([(two, evolve(two, note="new"))]))
        _do(ground, lambda tx: tx.cards.remove([one]))
        assert _since(ground, ada.id, 0) == [
            (three.id, False),
            (two.id, False),
            (one.id, True),
        ]

    def test_the_last_number_is_that_of_the_newest_and_after_it_there_is_nothing(
        self, ground: Ground
    ) -> None:
        ada, web = _ada_and_web(ground)
        before = _last(ground)
        _added(ground, ada, web, 2)
        with ground.unit_of_work.reading() as tx:
            first, second = (change.number for change in tx.changes.since(ada.id, before))
            assert before < first < second == tx.changes.last()
            assert [change.number for change in tx.changes.since(ada.id, first)] == [second]
            assert list(tx.changes.since(ada.id, second)) == []

    def test_numbers_only_grow_though_what_they_told_of_is_gone(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        numbers = []
        for _ in range(3):
            cards = _added(ground, ada, web, 1)
            numbers.append(_last(ground))
            _do(ground, lambda tx, cards=cards: tx.cards.remove(cards))  # type: ignore[misc]
            numbers.append(_last(ground))
        assert numbers == sorted(set(numbers))

    def test_at_most_many_are_told_at_once_and_the_others_after_them(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        cards = _added(ground, ada, web, MANY + 1)
        with ground.unit_of_work.reading() as tx:
            first = tx.changes.since(ada.id, 0)
            then = tx.changes.since(ada.id, first[-1].number)
        assert (len(first), len(then)) == (MANY, 1)
        assert {change.entry for change in (*first, *then)} == {card.id for card in cards}

    def test_nobody_is_told_of_somebody_elses_entries(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        ben = ground.add_person("Ben")
        _added(ground, ada, web, 1)
        assert _since(ground, ben.id, 0) == []

    def test_what_was_undone_is_never_told(self, ground: Ground) -> None:
        ada, web = _ada_and_web(ground)
        [card] = _added(ground, ada, web, 1)
        last = _last(ground)
        with ground.unit_of_work() as tx:
            tx.cards.remove([card])
        assert (_since(ground, ada.id, last), _last(ground)) == ([], last)


def _ada_and_web(ground: Ground) -> tuple[Person, Project]:
    ada = ground.add_person()
    return ada, ground.add_project(ada, "Web", billable=False)


def _added(ground: Ground, person: Person, project: Project, count: int) -> list[EntryCard]:
    new = [
        NewCard(person.id, project.id, between(n, n + 1), "any", billable=True)
        for n in range(count)
    ]
    with ground.unit_of_work() as tx:
        entries = tx.cards.add(new)
        cards = tx.cards.of(entries)
        tx.commit()
    return [cards[entry] for entry in entries]


def _do(ground: Ground, step: Callable[[Transaction], object]) -> None:
    with ground.unit_of_work() as tx:
        step(tx)
        tx.commit()


def _last(ground: Ground) -> int:
    with ground.unit_of_work.reading() as tx:
        return tx.changes.last()


def _since(ground: Ground, person: PersonId, number: int) -> Told:
    with ground.unit_of_work.reading() as tx:
        return [(change.entry, change.gone) for change in tx.changes.since(person, number)]
