# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from tt_integrations.domain.model.connection import Address, ConnectionId, Route
from tt_integrations.ports.connections import FEW
from tt_integrations.testing.contracts.examples import ACME, DOOR, GATE, OTHER, connected
from tt_integrations.testing.contracts.ground import Ground


class AddressesContract:
    def test_a_bound_address_leads_to_the_connection_and_the_person(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        with ground.unit_of_work() as tx:
            connection = connected(tx, ada, "k")
            tx.addresses.bind(connection.id, DOOR, ben.id)
            tx.addresses.bind(connection.id, GATE, None)
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert list(tx.addresses.routes(ACME, DOOR)) == [Route(connection, ben.id)]
            assert list(tx.addresses.routes(ACME, GATE)) == [Route(connection, None)]

    def test_only_exactly_this_address_of_this_provider_leads_there(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            tx.addresses.bind(connected(tx, ada, "k").id, Address("100%_x"), ada.id)
            others = ("100%_X", "100%", "100ax_x", "", " 100%_x", "%")
            found = [tx.addresses.routes(ACME, Address(other)) for other in others]
            found.append(tx.addresses.routes(OTHER, Address("100%_x")))
            assert [list(routes) for routes in found] == [[]] * 7

    def test_several_connections_of_one_address_come_newest_first(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        with ground.unit_of_work() as tx:
            old, new = connected(tx, ada, "old"), connected(tx, ben, "new")
            tx.addresses.bind(new.id, DOOR, ben.id)
            tx.addresses.bind(old.id, DOOR, ada.id)
            routes = [Route(new, ben.id), Route(old, ada.id)]
            assert list(tx.addresses.routes(ACME, DOOR)) == routes

    def test_routes_are_few_however_many_are_bound(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            added = [connected(tx, ada, str(number)) for number in range(FEW + 2)]
            for connection in added:
                tx.addresses.bind(connection.id, DOOR, None)
            found = [route.connection for route in tx.addresses.routes(ACME, DOOR)]
        assert found == added[: -FEW - 1 : -1]

    def test_binding_again_replaces_the_person(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        with ground.unit_of_work() as tx:
            connection = connected(tx, ada, "k")
            for person in (ada.id, ben.id, None):
                tx.addresses.bind(connection.id, DOOR, person)
                assert list(tx.addresses.routes(ACME, DOOR)) == [Route(connection, person)]

    def test_a_connection_that_does_not_exist_cannot_be_found(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.addresses.bind(ConnectionId(4711), DOOR, None)
            assert list(tx.addresses.routes(ACME, DOOR)) == []

    def test_unbinding_undoes_the_binding_and_no_other(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            one, two = connected(tx, ada, "one"), connected(tx, ada, "two")
            for connection in (one, two):
                tx.addresses.bind(connection.id, DOOR, None)
                tx.addresses.bind(connection.id, GATE, None)
            tx.addresses.unbind(one.id, DOOR)
            assert [r.connection for r in tx.addresses.routes(ACME, DOOR)] == [two]
            assert [r.connection for r in tx.addresses.routes(ACME, GATE)] == [two, one]

    def test_unbinding_what_was_not_bound_does_nothing(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            connection = connected(tx, ada, "k")
            tx.addresses.bind(connection.id, DOOR, None)
            tx.addresses.unbind(connection.id, GATE)
            tx.addresses.unbind(ConnectionId(connection.id + 1), DOOR)
            assert list(tx.addresses.routes(ACME, DOOR)) == [Route(connection, None)]

    def test_a_route_shows_the_connection_as_it_is_now(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            connection = connected(tx, ada, "k")
            tx.addresses.bind(connection.id, DOOR, None)
            tx.connections.save(connection.id, {"room": "hall"})
            [route] = tx.addresses.routes(ACME, DOOR)
        assert route.connection.settings == {"room": "hall"}

    def test_a_connection_the_host_stored_alone_can_be_bound(self, ground: Ground) -> None:
        number = ground.add_connection(ACME, None, {}, works=True)
        with ground.unit_of_work() as tx:
            tx.addresses.bind(number, DOOR, None)
            [route] = tx.addresses.routes(ACME, DOOR)
        assert (route.connection.id, route.connection.key) == (number, None)
