# ruff: noqa: S101 - a contract suite asserts
"""For stores whose transactions run beside each other, each on a connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from secrets import token_hex
from threading import Event

import pytest
from attrs import evolve

from tt_integrations.domain.model.connection import (
    ConnectionId,
    ConnectionKey,
    ConnectionState,
)
from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.runs import (
    Action,
    Decided,
    NewRun,
    RunId,
    RunResult,
    Trigger,
)
from tt_integrations.domain.model.tickets import Purpose
from tt_integrations.domain.model.timesheet import NewTimer
from tt_integrations.ports.unit_of_work import Transaction
from tt_integrations.testing.clock import MORNING
from tt_integrations.testing.contracts.examples import (
    ACME,
    at,
    connected,
    grant,
    new_connection,
    origin,
    ticket,
)
from tt_integrations.testing.contracts.ground import Ground
from tt_integrations.testing.contracts.race import LONG, RACERS, race


class RacingContract:
    def test_of_racing_claims_exactly_one_wins(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            connection = connected(tx, ada, "k")
            tx.commit()
        won = race(ground, lambda tx: tx.inbox.claim(origin(connection.id)))
        assert won.count(True) == 1

    def test_of_those_who_find_no_connection_at_once_only_one_adds_it(self, ground: Ground) -> None:
        ada = ground.add_person()

        def attempt(tx: Transaction) -> bool:
            there = tx.connections.reserve(ACME, ada.id)
            return there is None and bool(connected(tx, ada, token_hex(4)))

        assert race(ground, attempt).count(True) == 1

    def test_of_racing_starts_exactly_one_wins(self, ground: Ground) -> None:
        ada = ground.add_person()
        web = ground.add_project(ada, "Web")
        won = race(ground, lambda tx: bool(tx.timers.start(NewTimer(ada.id, web, MORNING))))
        assert won.count(True) == 1

    def test_of_racing_keys_exactly_one_wins(self, ground: Ground) -> None:
        ada = ground.add_person()
        won = race(ground, lambda tx: bool(tx.connections.add(new_connection(ada, "k"))))
        assert won.count(True) == 1
        with ground.unit_of_work.reading() as tx:
            assert len(tx.connections.newest(ACME)) == 1

    def test_of_racing_tokens_exactly_one_wins(self, ground: Ground) -> None:
        ada = ground.add_person()

        def issue(tx: Transaction) -> bool:
            tx.tokens.issue(ada.id, "d" * 64, "laptop")
            return True

        won = race(ground, issue)
        assert won.count(True) == 1

    def test_of_racing_redeemers_exactly_one_gets_the_ticket(self, ground: Ground) -> None:
        digest = "d" * 64
        with ground.unit_of_work() as tx:
            tx.tickets.issue(ticket(digest))
            tx.commit()
        won = race(ground, lambda tx: bool(tx.tickets.redeem(Purpose.LINK, digest, at(0))))
        assert won.count(True) == 1

    def test_of_racing_first_grants_exactly_one_is_kept(self, ground: Ground) -> None:
        first = grant(_connection(ground))
        won = race(ground, lambda tx: tx.grants.keep(first))
        assert won.count(True) == 1

    def test_of_racing_refreshers_exactly_one_begins(self, ground: Ground) -> None:
        first = grant(_connection(ground))
        with ground.unit_of_work() as tx:
            tx.grants.keep(first)
            tx.commit()
        won = race(ground, lambda tx: tx.grants.begin_refresh(first, at(0), until=at(1)))
        assert won.count(True) == 1
        won = race(ground, lambda tx: tx.grants.keep(evolve(first, version=2)))
        assert won.count(True) == 1

    @pytest.mark.parametrize("version", [1, 2])
    def test_of_those_who_move_a_cursor_at_once_exactly_one_does(
        self, ground: Ground, version: int
    ) -> None:
        cursor = Cursor(_connection(ground), "a")
        with ground.unit_of_work() as tx:
            if version > 1:
                tx.cursors.move(cursor)
            tx.commit()
        won = race(ground, lambda tx: tx.cursors.move(evolve(cursor, version=version)))
        assert won.count(True) == 1

    def test_of_those_who_take_a_run_back_at_once_exactly_one_does(self, ground: Ground) -> None:
        run = _begun(ground)
        won = race(ground, lambda tx: tx.runs.mark_undone(run))
        assert won.count(True) == 1

    def test_of_those_who_decide_in_one_run_at_once_none_undoes_another(
        self, ground: Ground
    ) -> None:
        run = _begun(ground)

        def decide(tx: Transaction) -> bool:
            tx.runs.decide(run, [Decided(item, "", Action.CREATED) for item in "ab"])
            return True

        assert race(ground, decide).count(True) == RACERS
        with ground.unit_of_work() as after:
            after.runs.end(run, at(1), RunResult.DONE)
            ended, decided = after.runs.find(run), after.runs.decided(run)
        assert ended is not None
        assert ended.counts == {Action.CREATED: 2 * RACERS}
        assert [each.decided.item for each in decided] == ["a", "b"] * RACERS

    def test_of_racing_reservers_of_no_link_exactly_one_finds_none(self, ground: Ground) -> None:
        link = Link(_connection(ground), Kind.ISSUE, "a", 7)

        def reserve(tx: Transaction) -> bool:
            found = tx.links.reserve(link.connection, link.kind, link.remote)
            if found is None:
                tx.links.put(link)
            return found is None

        won = race(ground, reserve)
        assert won.count(True) == 1

    @pytest.mark.parametrize("stored", [False, True])
    def test_of_racing_reservers_none_undoes_another(self, ground: Ground, *, stored: bool) -> None:
        first = Link(_connection(ground), Kind.ISSUE, "a", 1)
        if stored:
            with ground.unit_of_work() as tx:
                tx.links.put(first)
                tx.commit()

        def count(tx: Transaction) -> bool:
            found = tx.links.reserve(first.connection, first.kind, first.remote)
            tx.links.put(evolve(found, ours=found.ours + 1) if found else first)
            return True

        race(ground, count)
        with ground.unit_of_work.reading() as reading:
            counted = reading.links.at(first.connection, first.kind, first.remote)
        assert counted is not None
        assert counted.ours == RACERS + stored

    def test_of_racing_moves_exactly_one_moves(self, ground: Ground) -> None:
        connection = _connection(ground)
        won = race(
            ground, lambda tx: tx.connections.move(connection, ConnectionState.PAUSED, "enough")
        )
        assert won.count(True) == 1

    def test_of_racing_savers_none_undoes_another(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            connection = connected(tx, ada, "k")
            tx.commit()

        def save(number: int) -> None:
            with ground.unit_of_work() as tx:
                tx.connections.save(connection.id, {str(number): number})
                tx.commit()

        with ThreadPoolExecutor(RACERS) as racers:
            list(racers.map(save, range(RACERS)))
        with ground.unit_of_work.reading() as after:
            saved = after.connections.keyed(ACME, ConnectionKey("k"))
        assert saved is not None
        assert saved.settings == {str(number): number for number in range(RACERS)}

    def test_reading_waits_for_no_writer_and_sees_what_is_committed(self, ground: Ground) -> None:
        ada = ground.add_person()
        web = ground.add_project(ada, "Web")
        started, seen = Event(), Event()

        def write() -> None:
            with ground.unit_of_work() as tx:
                tx.timers.start(NewTimer(ada.id, web, MORNING))
                started.set()
                assert seen.wait(LONG)
                tx.commit()

        with ThreadPoolExecutor(1) as writer:
            writing = writer.submit(write)
            assert started.wait(LONG)
            with ground.unit_of_work.reading() as tx:
                meanwhile = tx.timers.running(ada.id)
            seen.set()
            writing.result(LONG)
        with ground.unit_of_work.reading() as tx:
            assert (meanwhile, tx.timers.running(ada.id) is None) == (None, False)


def _connection(ground: Ground) -> ConnectionId:
    ada = ground.add_person()
    with ground.unit_of_work() as tx:
        added = connected(tx, ada, "k")
        tx.commit()
    return added.id


def _begun(ground: Ground) -> RunId:
    connection = _connection(ground)
    with ground.unit_of_work() as tx:
        run = tx.runs.begin(NewRun(connection, Trigger.SYNC, "schedule", at(0)))
        tx.commit()
    return run
