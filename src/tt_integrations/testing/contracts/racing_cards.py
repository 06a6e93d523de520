# ruff: noqa: S101 - a contract suite asserts
"""For stores whose transactions run beside each other, each on a connection of its own."""

from __future__ import annotations

from datetime import timedelta

from attrs import evolve

from tt_integrations.domain.model.entry_cards import EntryCard, NewCard
from tt_integrations.domain.model.timesheet import EntryId, NewEntry
from tt_integrations.ports.unit_of_work import Transaction
from tt_integrations.testing.contracts.examples import at, between
from tt_integrations.testing.contracts.ground import Ground
from tt_integrations.testing.contracts.race import RACERS, race

HOUR = timedelta(hours=1)


class RacingCardsContract:
    def test_of_racing_changers_of_an_entry_exactly_one_changes_it(self, ground: Ground) -> None:
        card = _card(ground)
        won = race(
            ground, lambda tx: not tx.cards.change([(card, evolve(card, note=card.note + "!"))])
        )
        assert won.count(True) == 1

    def test_of_racing_removers_of_an_entry_exactly_one_removes_it(self, ground: Ground) -> None:
        card = _card(ground)
        won = race(ground, lambda tx: not tx.cards.remove([card]))
        assert won.count(True) == 1

    def test_of_racing_writers_each_gets_ids_of_its_own(self, ground: Ground) -> None:
        new = _new(ground)
        ids: list[EntryId] = []

        def add(tx: Transaction) -> bool:
            ids.extend(tx.cards.add([new] * RACERS))
            return True

        assert all(race(ground, add))
        assert len(set(ids)) == RACERS * RACERS
        with ground.unit_of_work.reading() as tx:
            assert set(tx.cards.of(ids)) == set(ids)

    def test_of_those_who_look_for_free_time_at_once_none_finds_what_another_takes(
        self, ground: Ground
    ) -> None:
        ada = ground.add_person()
        web = ground.add_project(ada, "Web")
        day = between(0, RACERS)

        def attempt(tx: Transaction) -> bool:
            hour = len(tx.entries.reserve(ada.id, day))
            return bool(tx.entries.add(NewEntry(ada.id, web, between(hour, hour + 1), HOUR)))

        race(ground, attempt)
        with ground.unit_of_work.reading() as tx:
            started = [entry.started for entry in tx.entries.within(ada.id, day)]
        assert started == [at(hour) for hour in range(RACERS)]


def _new(ground: Ground) -> NewCard:
    ada = ground.add_person()
    web = ground.add_project(ada, "Web")
    return NewCard(ada.id, web.id, between(0, 1), "any", billable=True)


def _card(ground: Ground) -> EntryCard:
    new = _new(ground)
    with ground.unit_of_work() as tx:
        [entry] = tx.cards.add([new])
        card = tx.cards.of([entry])[entry]
        tx.commit()
    return card
