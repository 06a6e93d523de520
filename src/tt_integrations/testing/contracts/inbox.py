# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from datetime import timedelta

from attrs import evolve

from tt_integrations.testing.contracts.examples import at, connected, origin
from tt_integrations.testing.contracts.ground import Ground


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
