# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from datetime import timedelta

from tt_integrations.domain.model.accounts import Tries
from tt_integrations.testing.contracts.examples import at
from tt_integrations.testing.contracts.ground import Ground

KEY, OTHER_KEY = "a" * 64, "b" * 64
MOMENT = timedelta(microseconds=1)


class SignInTriesContract:
    def test_tries_are_counted_from_the_first_whoever_counts_them(self, ground: Ground) -> None:
        counted = []
        for hours in (0, 0.5, 1):
            with ground.unit_of_work() as tx:
                counted.append(tx.sign_in_tries.count(KEY, at(hours), at(hours - 2)))
                tx.commit()
        assert counted == [Tries(1, at(0)), Tries(2, at(0)), Tries(3, at(0))]
        assert counted[-1].begun.utcoffset() == timedelta(0)

    def test_each_key_has_tries_of_its_own(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.sign_in_tries.count(KEY, at(0), at(-1))
            assert tx.sign_in_tries.count(OTHER_KEY, at(0.5), at(-0.5)) == Tries(1, at(0.5))

    def test_tries_that_begun_by_then_are_over(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.sign_in_tries.count(KEY, at(0), at(-1))
            tx.sign_in_tries.count(KEY, at(0.5), at(-0.5))
            assert tx.sign_in_tries.count(KEY, at(1), at(0) - MOMENT) == Tries(3, at(0))
            assert tx.sign_in_tries.count(KEY, at(1), at(0)) == Tries(1, at(1))

    def test_what_is_undone_was_not_counted(self, ground: Ground) -> None:
        for _ in range(2):
            with ground.unit_of_work() as tx:
                assert tx.sign_in_tries.count(KEY, at(0), at(-1)).count == 1

    def test_a_try_that_is_taken_back_counts_no_more(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            for _ in range(3):
                tx.sign_in_tries.count(KEY, at(0), at(-1))
            tx.sign_in_tries.take_back(KEY)
            assert tx.sign_in_tries.count(KEY, at(0.5), at(-0.5)) == Tries(3, at(0))

    def test_no_more_is_taken_back_than_was_counted(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.sign_in_tries.take_back(KEY)
            tx.sign_in_tries.count(KEY, at(0), at(-1))
            for _ in range(3):
                tx.sign_in_tries.take_back(KEY)
            assert tx.sign_in_tries.count(KEY, at(0.5), at(-0.5)) == Tries(1, at(0))

    def test_to_forget_drops_what_begun_before_that_moment(self, ground: Ground) -> None:
        begun = {"old": at(-1), "just before": at(0) - MOMENT, "then": at(0)}
        with ground.unit_of_work() as tx:
            for key, moment in begun.items():
                tx.sign_in_tries.count(key, moment, at(-9))
            assert tx.sign_in_tries.forget(at(0)) == len(("old", "just before"))
            again = {key: tx.sign_in_tries.count(key, at(1), at(-9)).count for key in begun}
        assert again == {"old": 1, "just before": 1, "then": 2}
