# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from tt_integrations.testing.contracts.ground import IdentityGround


class IdentityContract:
    def test_a_caller_who_is_vouched_for_is_that_person(self, ground: IdentityGround) -> None:
        ada, ben = ground.add_person(), ground.add_person()
        assert ground.identity.who(ground.asking_as(ada)) == ada
        assert ground.identity.who(ground.asking_as(ben)) == ben

    def test_somebody_deactivated_is_nobody(self, ground: IdentityGround) -> None:
        gone = ground.add_person(active=False)
        assert ground.identity.who(ground.asking_as(gone)) is None

    def test_a_stranger_is_nobody_even_when_there_is_only_one_person(
        self, ground: IdentityGround
    ) -> None:
        ground.asking_as(ground.add_person())
        assert ground.strangers
        assert [ground.identity.who(stranger) for stranger in ground.strangers] == [None] * len(
            ground.strangers
        )
