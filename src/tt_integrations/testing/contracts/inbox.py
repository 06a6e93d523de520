# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from datetime import datetime, timedelta

from attrs import evolve

from tt_integrations.domain.model.connection import Connection, ConnectionKey
from tt_integrations.domain.model.delivery import Delivery, KeptDelivery
from tt_integrations.testing.contracts.examples import ACME, at, connected, origin
from tt_integrations.testing.contracts.ground import Ground

DELIVERY = Delivery("acme", {"x-event": "öpened", "x-id": "7"}, b'\x00\xff{"title": "\\u0000"}\r\n')


class InboxContract:
    def test_a_delivery_is_claimed_once(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            connection = connected(tx, ada, "k")
            claims = [tx.inbox.claim(origin(connection.id)) for _ in range(3)]
            tx.commit()
        with ground.unit_of_work() as tx:
            claims.append(tx.inbox.claim(origin(connection.id)))
        assert claims == [True, False, False, False]

    def test_each_delivery_is_claimed_for_itself(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            connection = connected(tx, ada, "k")
            assert tx.inbox.claim(origin(connection.id, "one"))
            assert tx.inbox.claim(origin(connection.id, "two"))

    def test_each_connection_claims_for_itself(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            one, two = connected(tx, ada, "one"), connected(tx, ada, "two")
            assert tx.inbox.claim(origin(one.id))
            assert tx.inbox.claim(origin(two.id))

    def test_a_claim_that_is_undone_leaves_the_delivery_to_the_next(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            connection = connected(tx, ada, "k")
            tx.commit()
        for _ in range(2):
            with ground.unit_of_work() as tx:
                assert tx.inbox.claim(origin(connection.id))

    def test_to_forget_drops_what_was_received_before_that_moment(self, ground: Ground) -> None:
        received = {"old": at(-1), "just before": at(0) - timedelta(microseconds=1), "then": at(0)}
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            one, two = connected(tx, ada, "one"), connected(tx, ada, "two")
            origins = [
                evolve(origin(one.id, name), received=then) for name, then in received.items()
            ]
            for each in (*origins, evolve(origin(two.id, "old"), received=at(-2))):
                tx.inbox.claim(each)
            assert tx.inbox.forget(at(0)) == len(("old", "just before", "old of the other"))
            tx.commit()
        with ground.unit_of_work() as tx:
            assert [tx.inbox.claim(each) for each in origins] == [True, True, False]

    def test_a_kept_delivery_is_found_as_it_came(self, ground: Ground) -> None:
        connection, received = _connection(ground), at(0) + timedelta(microseconds=1)
        number = _keep(ground, connection, received=received)
        found = _kept(ground, number)
        assert found == KeptDelivery(number, connection, DELIVERY, received)
        assert found.received.utcoffset() == timedelta(0)
        assert (found.delivery.headers, found.delivery.body) == (DELIVERY.headers, DELIVERY.body)

    def test_its_connection_is_as_it_is_now_and_no_key_is_kept_apart(self, ground: Ground) -> None:
        connection = _connection(ground)
        keyed = evolve(DELIVERY, connection=ConnectionKey("k"))
        number = _keep(ground, connection, keyed)
        with ground.unit_of_work() as tx:
            tx.connections.save(connection.id, {"room": "hall"})
            tx.commit()
        found = _kept(ground, number)
        assert found is not None
        assert found.connection == evolve(connection, settings={"room": "hall"})
        assert found.delivery == DELIVERY

    def test_a_delivery_is_kept_for_a_connection_that_the_host_stored_alone(
        self, ground: Ground
    ) -> None:
        alone = ground.add_connection(ACME, None, {}, works=True)
        with ground.unit_of_work() as tx:
            found = tx.inbox.kept(tx.inbox.keep(alone, DELIVERY, at(0)))
            assert found is not None
            assert found.connection == tx.connections.find(alone)

    def test_whatever_is_kept_has_a_number_of_its_own(self, ground: Ground) -> None:
        one, two = _connection(ground, "one"), _connection(ground, "two")
        numbers = [_keep(ground, connection) for connection in (one, one, two)]
        found = [_kept(ground, number) for number in numbers]
        assert len(set(numbers)) == len(numbers)
        assert [each and each.connection for each in found] == [one, one, two]

    def test_a_body_of_many_megabytes_is_kept(self, ground: Ground) -> None:
        body = bytes(range(256)) * 4 * 1024 * 25
        number = _keep(ground, _connection(ground), evolve(DELIVERY, body=body))
        found = _kept(ground, number)
        assert found is not None
        assert found.delivery.body == body

    def test_a_delivery_kept_in_a_transaction_that_is_undone_is_not(self, ground: Ground) -> None:
        connection = _connection(ground)
        with ground.unit_of_work() as tx:
            number = tx.inbox.keep(connection.id, DELIVERY, at(0))
        assert _kept(ground, number) is None

    def test_what_was_dropped_is_kept_no_longer(self, ground: Ground) -> None:
        connection = _connection(ground)
        dropped, other = _keep(ground, connection), _keep(ground, connection)
        for _ in range(2):
            _drop(ground, dropped)
        assert _kept(ground, dropped) is None
        assert _kept(ground, other) is not None

    def test_the_number_of_what_was_dropped_is_not_given_again(self, ground: Ground) -> None:
        connection = _connection(ground)
        dropped = _keep(ground, connection)
        _drop(ground, dropped)
        assert _keep(ground, connection) > dropped

    def test_to_forget_drops_what_was_kept_since_before_that_moment(self, ground: Ground) -> None:
        connection = _connection(ground)
        moments = (at(-1), at(0) - timedelta(microseconds=1), at(0))
        numbers = [_keep(ground, connection, received=moment) for moment in moments]
        with ground.unit_of_work() as tx:
            tx.inbox.claim(evolve(origin(connection.id), received=at(-1)))
            assert tx.inbox.forget(at(0)) == len(("old", "just before", "the claim"))
            tx.commit()
        assert [_kept(ground, number) is None for number in numbers] == [True, True, False]

    def test_what_is_kept_does_not_change_with_the_callers_own(self, ground: Ground) -> None:
        headers = {"x-id": "7"}
        number = _keep(ground, _connection(ground), evolve(DELIVERY, headers=headers))
        headers["x-id"] = "8"
        found = _kept(ground, number)
        assert found is not None
        assert found.delivery.headers == {"x-id": "7"}


def _connection(ground: Ground, key: str = "k") -> Connection:
    ada = ground.add_person()
    with ground.unit_of_work() as tx:
        added = connected(tx, ada, key)
        tx.commit()
    return added


def _keep(
    ground: Ground,
    connection: Connection,
    delivery: Delivery = DELIVERY,
    received: datetime = at(0),  # noqa: B008 - frozen
) -> int:
    with ground.unit_of_work() as tx:
        number = tx.inbox.keep(connection.id, delivery, received)
        tx.commit()
    return number


def _kept(ground: Ground, number: int) -> KeptDelivery | None:
    with ground.unit_of_work() as tx:
        return tx.inbox.kept(number)


def _drop(ground: Ground, number: int) -> None:
    with ground.unit_of_work() as tx:
        tx.inbox.drop(number)
        tx.commit()
