# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

import pytest

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.accounts import IssuedToken
from tt_integrations.testing.contracts.ground import Ground

ONE, TWO, UNKNOWN = "1" * 64, "2" * 64, "3" * 64


class AccessTokensContract:
    def test_an_issued_token_belongs_to_its_person(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        with ground.unit_of_work() as tx:
            tx.tokens.issue(ada.id, ONE, "laptop")
            tx.tokens.issue(ben.id, TWO, "laptop")
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert (tx.tokens.holder(ONE), tx.tokens.holder(TWO)) == (ada.id, ben.id)

    def test_a_person_may_hold_several_tokens(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            tx.tokens.issue(ada.id, ONE, "laptop")
            tx.tokens.issue(ada.id, TWO, "laptop")
            assert (tx.tokens.holder(ONE), tx.tokens.holder(TWO)) == (ada.id, ada.id)

    def test_an_unknown_digest_is_nobodys(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            tx.tokens.issue(ada.id, ONE, "laptop")
            unknown = (UNKNOWN, "", ONE[:-1], "%")
            assert [tx.tokens.holder(digest) for digest in unknown] == [None] * len(unknown)

    def test_a_known_digest_raises_conflict_and_stays_whose_it_was(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        with ground.unit_of_work() as tx:
            tx.tokens.issue(ada.id, ONE, "laptop")
            for person in (ben, ada):
                with pytest.raises(Conflict):
                    tx.tokens.issue(person.id, ONE, "phone")
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert tx.tokens.holder(ONE) == ada.id

    def test_a_persons_tokens_are_listed_by_label(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        with ground.unit_of_work() as tx:
            tx.tokens.issue(ada.id, ONE, "phone")
            tx.tokens.issue(ada.id, TWO, "laptop")
            tx.tokens.issue(ben.id, UNKNOWN, "desk")
            listed = list(tx.tokens.of(ada.id))
        assert listed == [IssuedToken(TWO, "laptop"), IssuedToken(ONE, "phone")]

    def test_a_person_without_tokens_has_none_to_list(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work.reading() as tx:
            assert list(tx.tokens.of(ada.id)) == []

    def test_a_revoked_token_is_nobodys(self, ground: Ground) -> None:
        ada = ground.add_person()
        with ground.unit_of_work() as tx:
            tx.tokens.issue(ada.id, ONE, "laptop")
            tx.tokens.issue(ada.id, TWO, "phone")
            assert tx.tokens.revoke(ada.id, ONE)
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert (tx.tokens.holder(ONE), tx.tokens.holder(TWO)) == (None, ada.id)

    def test_nobody_revokes_another_ones_token_or_none(self, ground: Ground) -> None:
        ada, ben = ground.add_person("Ada"), ground.add_person("Ben")
        with ground.unit_of_work() as tx:
            tx.tokens.issue(ada.id, ONE, "laptop")
            assert not tx.tokens.revoke(ben.id, ONE)
            assert not tx.tokens.revoke(ada.id, UNKNOWN)
            assert tx.tokens.holder(ONE) == ada.id
