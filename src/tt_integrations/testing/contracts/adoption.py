# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

import pytest

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.connection import ConnectionKey, ConnectionState
from tt_integrations.testing.contracts.examples import ACME, DOOR, OTHER, connected
from tt_integrations.testing.contracts.ground import Ground

KEY, SECOND_KEY = ConnectionKey("key"), ConnectionKey("second")


class AdoptionContract:
    def test_connections_without_a_key_wait_oldest_first(self, ground: Ground) -> None:
        ada = ground.add_person()
        first, second = (ground.add_connection(ACME, ada, {}, works=True) for _ in range(2))
        ground.add_connection(OTHER, ada, {}, works=True)
        with ground.unit_of_work() as tx:
            connected(tx, ada, "ours")
            assert [waiting.id for waiting in tx.adoption.waiting(ACME)] == [first, second]

    @pytest.mark.parametrize(
        ("works", "state"), [(True, ConnectionState.ACTIVE), (False, ConnectionState.DRAFT)]
    )
    def test_a_waiting_connection_is_as_the_host_stored_it(
        self,
        ground: Ground,
        works: bool,  # noqa: FBT001 - a parameter set
        state: ConnectionState,
    ) -> None:
        ada = ground.add_person()
        ground.add_connection(ACME, ada, {"room": "hall"}, works=works)
        with ground.unit_of_work() as tx:
            [waiting] = tx.adoption.waiting(ACME)
            assert tx.connections.owned(ACME, ada.id) == waiting
            assert list(tx.connections.newest(ACME)) == ([waiting] if works else [])
        found = waiting.key, waiting.provider, waiting.owner, waiting.state, waiting.settings
        assert found == (None, ACME, ada.id, state, {"room": "hall"})

    def test_a_connection_of_nobody_waits_too(self, ground: Ground) -> None:
        ground.add_connection(ACME, None, {}, works=True)
        with ground.unit_of_work() as tx:
            [waiting] = tx.adoption.waiting(ACME)
        assert waiting.owner is None

    def test_an_adopted_connection_has_a_key_and_a_state_of_its_own(self, ground: Ground) -> None:
        ada = ground.add_person()
        number = ground.add_connection(ACME, ada, {"room": "hall"}, works=True)
        with ground.unit_of_work() as tx:
            tx.adoption.adopt(number, KEY, ConnectionState.PAUSED)
            tx.commit()
        with ground.unit_of_work() as tx:
            adopted = tx.connections.keyed(ACME, KEY)
            assert list(tx.adoption.waiting(ACME)) == []
            assert list(tx.connections.newest(ACME)) == []
        assert adopted is not None
        assert (adopted.id, adopted.state) == (number, ConnectionState.PAUSED)
        assert adopted.settings == {"room": "hall"}

    def test_adopting_twice_raises_conflict_and_changes_nothing(self, ground: Ground) -> None:
        ada = ground.add_person()
        number = ground.add_connection(ACME, ada, {}, works=True)
        with ground.unit_of_work() as tx:
            tx.adoption.adopt(number, KEY, ConnectionState.ACTIVE)
            tx.addresses.bind(number, DOOR, ada.id)
            with pytest.raises(Conflict):
                tx.adoption.adopt(number, SECOND_KEY, ConnectionState.PAUSED)
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            [route] = tx.addresses.routes(ACME, DOOR)
        assert (route.connection.key, route.connection.state) == (KEY, ConnectionState.ACTIVE)

    def test_addresses_bound_to_its_id_before_are_forgotten(self, ground: Ground) -> None:
        # a host may have deleted a row past the library, and given its id away again
        ada = ground.add_person()
        numbers = [ground.add_connection(ACME, ada, {}, works=True) for _ in range(2)]
        with ground.unit_of_work() as tx:
            for number in numbers:
                tx.addresses.bind(number, DOOR, ada.id)
            tx.adoption.adopt(numbers[0], KEY, ConnectionState.ACTIVE)
            routes = tx.addresses.routes(ACME, DOOR)
        assert [route.connection.id for route in routes] == numbers[1:]

    def test_a_key_in_use_raises_conflict(self, ground: Ground) -> None:
        ada = ground.add_person()
        number = ground.add_connection(ACME, ada, {}, works=True)
        with ground.unit_of_work() as tx:
            connected(tx, ada, KEY)
            with pytest.raises(Conflict):
                tx.adoption.adopt(number, KEY, ConnectionState.ACTIVE)
            assert [waiting.id for waiting in tx.adoption.waiting(ACME)] == [number]
