# ruff: noqa: S101 - a contract suite asserts
from __future__ import annotations

from tt_integrations.domain.model.accounts import Account, NewMember
from tt_integrations.testing.contracts.ground import Ground

HASH, OTHER_HASH = "$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA", "$2b$12$" + "x" * 53


class AccountsContract:
    def test_an_account_is_found_by_its_persons_username(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            ada, ben = (tx.roster.add(NewMember(name)) for name in ("ada", "ben"))
            tx.accounts.set(Account(ada, HASH))
            tx.accounts.set(Account(ben, OTHER_HASH))
            tx.commit()
        with ground.unit_of_work.reading() as tx:
            assert tx.accounts.of("ada") == Account(ada, HASH)
            assert tx.accounts.of("ben") == Account(ben, OTHER_HASH)

    def test_a_person_who_never_got_a_password_has_no_account(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.roster.add(NewMember("ada"))
            assert tx.accounts.of("ada") is None

    def test_nobody_has_no_account(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            tx.accounts.set(Account(tx.roster.add(NewMember("ada")), HASH))
            unknown = ("ben", "", "ad", "ADA", "%")
            assert [tx.accounts.of(name) for name in unknown] == [None] * len(unknown)

    def test_the_account_that_is_set_last_is_the_persons(self, ground: Ground) -> None:
        with ground.unit_of_work() as tx:
            ada = tx.roster.add(NewMember("ada"))
            for given in (HASH, OTHER_HASH):
                tx.accounts.set(Account(ada, given))
            assert tx.accounts.of("ada") == Account(ada, OTHER_HASH)
