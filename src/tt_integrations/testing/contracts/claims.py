# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from datetime import timedelta

from tt_integrations.testing.clock import MORNING
from tt_integrations.testing.contracts.examples import at
from tt_integrations.testing.contracts.ground import Ground


class ClaimsContract:
    def test_a_name_is_claimed_once(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            claims = [tx.claims.claim("a", at(hours)) for hours in range(3)]
            tx.commit()
        with ground.unit_of_work() as tx:
            claims.append(tx.claims.claim("a", at(3)))
        assert claims == [True, False, False, False]

    def test_each_name_is_claimed_for_itself(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            assert [tx.claims.claim(name, MORNING) for name in ("a", "A", "a ", "")] == [True] * 4

    def test_a_claim_that_is_undone_leaves_the_name_to_the_next(self, ground: Ground) -> None:
        for _ in range(2):
            with ground.unit_of_work() as tx:
                assert tx.claims.claim("a", MORNING)

    def test_what_was_noted_at_the_claim_is_kept(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.claims.claim("a", MORNING, "skipped – too late")
            tx.claims.claim("b", MORNING)
            tx.claims.claim("a", MORNING, "by somebody else")
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert (tx.claims.note("a"), tx.claims.note("b")) == ("skipped – too late", "")

    def test_nothing_was_noted_for_an_unclaimed_name(self, ground: Ground) -> None:
        with ground.unit_of_work.reading() as tx:
            assert tx.claims.note("a") is None

    def test_to_forget_drops_what_was_claimed_before_that_moment(self, ground: Ground) -> None:
        moment = timedelta(microseconds=1)
        with ground.unit_of_work() as tx:
            tx.claims.claim("old", at(-1))
            tx.claims.claim("just before", at(0) - moment)
            tx.claims.claim("then", at(0))
            assert tx.claims.forget(at(0)) == len(("old", "just before"))
            tx.commit()
        with ground.unit_of_work() as tx:
            notes = [tx.claims.note(name) for name in ("old", "just before", "then")]
            assert tx.claims.claim("old", at(1))
        assert notes == [None, None, ""]
