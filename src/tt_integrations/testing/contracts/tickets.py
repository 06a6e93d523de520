# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

from tt_integrations.domain.model.tickets import Purpose
from tt_integrations.testing.contracts.examples import ACME, at, connected, ticket
from tt_integrations.testing.contracts.ground import Ground

MOMENT = timedelta(microseconds=1)
DIGEST, OTHER_DIGEST = "a" * 64, "b" * 64


class TicketsContract:
    @pytest.mark.parametrize("purpose", list(Purpose))
    def test_an_issued_ticket_comes_back_as_it_was_issued(
        self, ground: Ground, purpose: Purpose
    ) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            connection = connected(tx, ada, "k")
            issued = evolve(
                ticket(DIGEST),
                purpose=purpose,
                connection=connection.id,
                person=ada.id,
                facts={"from": "T1:U1", "said": "“ça va” ☕", "": ""},
                expires=at(1) + MOMENT,
            )
            tx.tickets.issue(issued)
            tx.commit()
        with ground.unit_of_work() as tx:
            assert tx.tickets.look(purpose, DIGEST, at(0)) == issued
            assert tx.tickets.redeem(purpose, DIGEST, at(0)) == issued

    def test_a_ticket_may_be_nobodys_and_tell_nothing(self, ground: Ground) -> None:
        issued = ticket(DIGEST)
        with ground.unit_of_work() as tx:
            tx.tickets.issue(issued)
            assert tx.tickets.look(Purpose.LINK, DIGEST, at(0)) == issued
        assert (issued.provider, issued.connection, issued.person) == (ACME, None, None)

    def test_the_moment_it_expires_is_utc(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.tickets.issue(ticket(DIGEST))
            found = tx.tickets.look(Purpose.LINK, DIGEST, at(0))
        assert found is not None
        assert found.expires.utcoffset() == timedelta(0)

    def test_a_ticket_that_was_only_looked_at_is_still_to_be_redeemed(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.tickets.issue(ticket(DIGEST))
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            looked = [tx.tickets.look(Purpose.LINK, DIGEST, at(0)) for _ in range(2)]
        with ground.unit_of_work() as tx:
            redeemed = tx.tickets.redeem(Purpose.LINK, DIGEST, at(0))
        assert [*looked, redeemed] == [ticket(DIGEST)] * 3

    def test_a_redeemed_ticket_is_used_up(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.tickets.issue(ticket(DIGEST))
            assert tx.tickets.redeem(Purpose.LINK, DIGEST, at(0)) is not None
            tx.commit()
        with ground.unit_of_work() as tx:
            assert tx.tickets.look(Purpose.LINK, DIGEST, at(0)) is None
            assert tx.tickets.redeem(Purpose.LINK, DIGEST, at(0)) is None

    def test_whoever_undid_its_transaction_did_not_redeem(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.tickets.issue(ticket(DIGEST))
            tx.commit()
        for _ in range(2):
            with ground.unit_of_work() as tx:
                assert tx.tickets.redeem(Purpose.LINK, DIGEST, at(0)) is not None

    def test_a_ticket_is_good_until_the_moment_it_expires(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.tickets.issue(evolve(ticket(DIGEST), expires=at(1)))
            assert tx.tickets.look(Purpose.LINK, DIGEST, at(1) - MOMENT) is not None
            assert tx.tickets.look(Purpose.LINK, DIGEST, at(1)) is None
            assert tx.tickets.redeem(Purpose.LINK, DIGEST, at(1)) is None
            assert tx.tickets.redeem(Purpose.LINK, DIGEST, at(1) - MOMENT) is not None

    def test_a_ticket_is_good_for_its_own_purpose_and_digest_only(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.tickets.issue(ticket(DIGEST))
            for purpose, digest in ((Purpose.CONSENT, DIGEST), (Purpose.LINK, OTHER_DIGEST)):
                assert tx.tickets.look(purpose, digest, at(0)) is None
                assert tx.tickets.redeem(purpose, digest, at(0)) is None
            assert tx.tickets.redeem(Purpose.LINK, DIGEST, at(0)) == ticket(DIGEST)

    def test_a_ticket_whose_issue_was_undone_is_good_for_nothing(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.tickets.issue(ticket(DIGEST))
        with ground.unit_of_work.reading() as tx:
            assert tx.tickets.look(Purpose.LINK, DIGEST, at(0)) is None

    def test_to_forget_drops_the_tickets_that_expired_before_that_moment(
        self, ground: Ground
    ) -> None:
        expiring = {"old": at(-1), "just before": at(0) - MOMENT, "then": at(0)}
        with ground.unit_of_work() as tx:
            for digest, expires in expiring.items():
                tx.tickets.issue(evolve(ticket(digest), expires=expires))
            assert tx.tickets.forget(at(0)) == len(("old", "just before"))
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            found = [tx.tickets.look(Purpose.LINK, digest, at(-9)) for digest in expiring]
        assert [each and each.digest for each in found] == [None, None, "then"]
