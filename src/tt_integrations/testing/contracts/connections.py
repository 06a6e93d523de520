# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

import pytest

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.connection import Connection, ConnectionKey, ConnectionState
from tt_integrations.ports.connections import FEW
from tt_integrations.testing.contracts.examples import ACME, OTHER, connected, new_connection
from tt_integrations.testing.contracts.ground import Ground

STATES = list(ConnectionState)
TAKEN, FREE = ConnectionKey("taken"), ConnectionKey("free")


class ConnectionsContract:
    def test_a_new_connection_has_its_key_and_owner_and_state_and_empty_settings(
        self, ground: Ground
    ) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = tx.connections.add(new_connection(ada, "k", state=ConnectionState.DRAFT))
            tx.commit()
        draft = Connection(added.id, ConnectionKey("k"), ACME, ada.id, ConnectionState.DRAFT, {})
        assert added == draft
        with ground.unit_of_work.reading() as tx:
            assert tx.connections.keyed(ACME, ConnectionKey("k")) == added

    @pytest.mark.parametrize("state", STATES)
    def test_a_connection_is_found_by_key_or_owner_in_any_state(
        self, ground: Ground, state: ConnectionState
    ) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = tx.connections.add(new_connection(ada, "k", state=state))
            assert tx.connections.keyed(ACME, ConnectionKey("k")) == added
            assert tx.connections.owned(ACME, ada.id) == added

    def test_a_key_is_good_for_its_own_provider_only(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            connected(tx, ada, "k")
            assert tx.connections.keyed(OTHER, ConnectionKey("k")) is None
            assert tx.connections.keyed(ACME, ConnectionKey("unknown")) is None

    def test_of_several_the_persons_newest_is_the_owned_one(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        with ground.unit_of_work() as tx:
            connected(tx, ada, "first")
            second = connected(tx, ada, "second")
            connected(tx, ada, "elsewhere", OTHER)
            assert tx.connections.owned(ACME, ada.id) == second
            assert tx.connections.owned(ACME, ben.id) is None

    def test_the_newest_come_newest_first(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = [connected(tx, ada, key) for key in ("a", "b", "c")]
            connected(tx, ada, "d", OTHER)
            assert list(tx.connections.newest(ACME)) == added[::-1]

    @pytest.mark.parametrize("state", STATES)
    def test_the_newest_are_those_that_work(self, ground: Ground, state: ConnectionState) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = tx.connections.add(new_connection(ada, "k", state=state))
            assert list(tx.connections.newest(ACME)) == ([added] if state.works else [])

    def test_the_newest_are_few_however_many_there_are(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = [connected(tx, ada, str(number)) for number in range(FEW + 2)]
            assert list(tx.connections.newest(ACME)) == added[: -FEW - 1 : -1]

    def test_a_taken_key_raises_conflict_and_stores_nothing(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        with ground.unit_of_work() as tx:
            first = connected(tx, ada, TAKEN)
            for provider in (ACME, OTHER):  # a key names one connection, whosever it is
                with pytest.raises(Conflict):
                    connected(tx, ben, TAKEN, provider)
            tx.commit()
        with ground.unit_of_work() as tx:
            assert list(tx.connections.newest(ACME)) == [first]
            assert tx.connections.owned(ACME, ben.id) is None
            assert [*tx.adoption.waiting(ACME), *tx.adoption.waiting(OTHER)] == []
            assert tx.connections.keyed(ACME, connected(tx, ben, FREE).key or TAKEN) is not None

    def test_saving_sets_the_given_settings_and_leaves_all_others(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            one, two = connected(tx, ada, "one"), connected(tx, ada, "two")
            tx.connections.save(one.id, {"room": "hall", "loud": True, "hours": [9, 17]})
            tx.connections.save(one.id, {"room": "café ☕", "note": None})
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            saved = tx.connections.keyed(ACME, ConnectionKey("one"))
            untouched = tx.connections.keyed(ACME, ConnectionKey("two"))
        wanted = {"room": "café ☕", "loud": True, "hours": [9, 17], "note": None}
        assert saved is not None
        assert (saved.settings, untouched) == (wanted, two)

    def test_saved_settings_do_not_change_with_the_callers_own(self, ground: Ground) -> None:
        ada, hours = ground.add_person(), [9, 17]
        with ground.unit_of_work() as tx:
            connection = connected(tx, ada, "k")
            tx.connections.save(connection.id, {"hours": hours})
            hours.append(23)
            found = tx.connections.owned(ACME, ada.id)
            assert found is not None
            assert found.settings == {"hours": [9, 17]}
