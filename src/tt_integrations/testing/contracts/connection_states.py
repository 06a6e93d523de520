# ruff: noqa: S101 - a contract suite asserts
"""Finding connections by number, owner and installation, and moving them between their states."""

from __future__ import annotations

import pytest
from attrs import evolve

from tt_integrations.domain.model.connection import (
    Connection,
    ConnectionId,
    ConnectionKey,
    ConnectionState,
)
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.ports.connections import FEW, MANY
from tt_integrations.ports.unit_of_work import Transaction
from tt_integrations.testing.contracts.examples import (
    ACME,
    OTHER,
    at,
    connected,
    new_connection,
)
from tt_integrations.testing.contracts.ground import Ground

STATES = list(ConnectionState)


class ConnectionStatesContract:
    @pytest.mark.parametrize("state", STATES)
    def test_a_connection_is_found_by_number_in_any_state(
        self, ground: Ground, state: ConnectionState
    ) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = tx.connections.add(new_connection(ada, "k", state=state))
            assert tx.connections.find(added.id) == added
            assert tx.connections.find(ConnectionId(added.id + 1)) is None

    def test_one_that_the_host_stored_is_found_by_number_too(self, ground: Ground) -> None:
        number = ground.add_connection(ACME, None, {"room": "hall"}, works=True)
        with ground.unit_of_work.reading() as tx:
            found = tx.connections.find(number)
        assert found == Connection(
            number, None, ACME, None, ConnectionState.ACTIVE, {"room": "hall"}
        )

    def test_a_persons_connections_come_newest_first_to_whatever_provider(
        self, ground: Ground
    ) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        hosts = ground.add_connection(ACME, ada, {}, works=True)
        ground.add_connection(ACME, ada, {}, works=False)
        with ground.unit_of_work() as tx:
            first, second = connected(tx, ada, "a", OTHER), connected(tx, ada, "b")
            connected(tx, ben, "c")
            of_ada = tx.connections.of(ada.id)
        assert [each.id for each in of_ada] == [second.id, first.id, hosts]
        assert list(of_ada[:2]) == [second, first]

    def test_of_a_persons_connections_a_few_are_enough(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = [connected(tx, ada, f"key-{number}") for number in range(FEW + 1)]
            assert list(tx.connections.of(ada.id)) == added[:0:-1]

    @pytest.mark.parametrize("state", STATES)
    def test_a_persons_connections_are_those_that_work(
        self, ground: Ground, state: ConnectionState
    ) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = tx.connections.add(new_connection(ada, "k", state=state))
            assert list(tx.connections.of(ada.id)) == ([added] if state.works else [])

    def test_an_installation_is_used_by_itself_and_then_by_those_that_name_it(
        self, ground: Ground
    ) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        with ground.unit_of_work() as tx:
            installation = connected(tx, ada, "installed")
            connected(tx, ada, "unrelated")
            users = [_using(tx, ben, key, installation) for key in ("first", "second")]
            assert list(tx.connections.using(installation.id)) == [installation, *users]
            assert list(tx.connections.using(users[0].id)) == [users[0]]
            assert [each.source for each in users] == [installation.id] * 2

    @pytest.mark.parametrize("state", STATES)
    def test_those_that_use_it_come_in_any_state(
        self, ground: Ground, state: ConnectionState
    ) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            installation = connected(tx, ada, "installed")
            user = _using(tx, ada, "user", installation, state)
            tx.connections.move(installation.id, state, "any")
            using = tx.connections.using(installation.id)
        assert list(using) == [evolve(installation, state=state, reason="any"), user]

    def test_nobody_uses_a_connection_that_there_is_not(self, ground: Ground) -> None:
        with ground.unit_of_work.reading() as tx:
            assert list(tx.connections.using(ConnectionId(99))) == []

    def test_the_working_ones_of_a_provider_come_by_number_after_the_given_one(
        self, ground: Ground
    ) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = [connected(tx, ada, key) for key in "cab"]
            connected(tx, ada, "d", OTHER)
            assert list(tx.connections.working(ACME, None)) == added
            assert list(tx.connections.working(ACME, added[0].id)) == added[1:]
            assert list(tx.connections.working(ACME, added[2].id)) == []

    @pytest.mark.parametrize("state", STATES)
    def test_the_working_ones_are_those_that_work(
        self, ground: Ground, state: ConnectionState
    ) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = tx.connections.add(new_connection(ada, "k", state=state))
            assert list(tx.connections.working(ACME, None)) == ([added] if state.works else [])

    def test_the_working_ones_come_many_at_a_time_and_all_of_them_in_the_end(
        self, ground: Ground
    ) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = [connected(tx, ada, str(number)) for number in range(MANY + 2)]
            page = tx.connections.working(ACME, None)
            rest = tx.connections.working(ACME, page[-1].id)
        assert (len(page), [*page, *rest]) == (MANY, added)

    @pytest.mark.parametrize("state", STATES)
    def test_all_of_a_provider_are_listed_in_any_state_of_one_owner_or_of_everybody(
        self, ground: Ground, state: ConnectionState
    ) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        with ground.unit_of_work() as tx:
            one = tx.connections.add(new_connection(ada, "k", state=state))
            two = connected(tx, ben, "l")
            connected(tx, ada, "m", OTHER)
            assert list(tx.connections.listed(ACME, None, None)) == [one, two]
            assert list(tx.connections.listed(ACME, None, one.id)) == [two]
            assert list(tx.connections.listed(ACME, ada.id, None)) == [one]
            assert list(tx.connections.listed(ACME, ada.id, one.id)) == []

    @pytest.mark.parametrize("before", STATES)
    @pytest.mark.parametrize("after", STATES)
    def test_a_moved_connection_has_that_state_and_reason(
        self, ground: Ground, before: ConnectionState, after: ConnectionState
    ) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = tx.connections.add(new_connection(ada, "k", state=before))
            moved = tx.connections.move(added.id, after, "“ça va” ☕")
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            found = tx.connections.find(added.id)
            newest = tx.connections.newest(ACME)
        assert moved == (before != after)
        assert found == evolve(added, state=after, reason="“ça va” ☕")
        assert list(newest) == ([found] if after.works else [])

    def test_a_connection_that_is_moved_without_a_reason_has_none_any_more(
        self, ground: Ground
    ) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = connected(tx, ada, "k")
            assert tx.connections.move(added.id, ConnectionState.DEGRADED, "too slow")
            assert tx.connections.move(added.id, ConnectionState.ACTIVE)
            assert tx.connections.find(added.id) == added

    def test_another_reason_for_the_same_state_is_kept_and_is_no_move(self, ground: Ground) -> None:
        ada, state = ground.add_person(), ConnectionState.DEGRADED
        with ground.unit_of_work() as tx:
            added = connected(tx, ada, "k")
            reasons = ("too slow", "too slow", "too busy", None)
            moved = [tx.connections.move(added.id, state, reason) for reason in reasons[:3]]
            busy = tx.connections.find(added.id)
            moved.append(tx.connections.move(added.id, state, reasons[3]))
            silent = tx.connections.find(added.id)
        assert moved == [True, False, False, False]
        assert busy == evolve(added, state=state, reason="too busy")
        assert silent == evolve(added, state=state)

    def test_to_move_one_leaves_all_others_as_they_are(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            one, two = connected(tx, ada, "one"), connected(tx, ada, "two")
            tx.connections.move(one.id, ConnectionState.PAUSED)
            assert tx.connections.find(two.id) == two

    def test_one_without_a_state_of_its_own_is_not_moved(self, ground: Ground) -> None:
        number = ground.add_connection(ACME, ground.add_person(), {}, works=True)
        with ground.unit_of_work() as tx:
            before = tx.connections.find(number)
            assert not tx.connections.move(number, ConnectionState.PAUSED, "any")
            assert not tx.connections.move(ConnectionId(number + 1), ConnectionState.PAUSED, "any")
            assert tx.connections.find(number) == before

    def test_once_adopted_it_is(self, ground: Ground) -> None:
        number = ground.add_connection(ACME, ground.add_person(), {}, works=True)
        with ground.unit_of_work() as tx:
            tx.adoption.adopt(number, ConnectionKey("k"), ConnectionState.ACTIVE)
            assert tx.connections.move(number, ConnectionState.PAUSED)
            assert list(tx.connections.newest(ACME)) == []

    @pytest.mark.parametrize("result", list(RunResult))
    def test_what_the_host_is_told_of_a_sync_changes_nothing_here(
        self, ground: Ground, result: RunResult
    ) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = connected(tx, ada, "k")
            tx.connections.move(added.id, ConnectionState.DEGRADED, "too slow")
            before = tx.connections.find(added.id)
            for trouble in (None, "“ça va” ☕", "a half \ud83d and NUL \0"):
                tx.connections.synced(added.id, at(0), result, trouble)
            tx.connections.synced(ConnectionId(added.id + 1), at(0), result)
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert tx.connections.find(added.id) == before


def _using(
    tx: Transaction,
    owner: Person,
    key: str,
    installation: Connection,
    state: ConnectionState = ConnectionState.ACTIVE,
) -> Connection:
    new = new_connection(owner, key, state=state)
    return tx.connections.add(evolve(new, installation=installation.id))
