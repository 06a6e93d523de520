from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import frozen

from tt_integrations.adapters.identity import BearerIdentity, digest_of, new_token
from tt_integrations.domain.model.people import Asking, Person
from tt_integrations.testing.contracts import Ground, IdentityContract, IdentityGround

UNKNOWN = new_token()


@frozen
class BearerGround:
    """A store's people, each given a token when they ask."""

    store: Ground

    @property
    def identity(self) -> BearerIdentity:
        return BearerIdentity(self.store.unit_of_work)

    @property
    def strangers(self) -> Sequence[Asking]:
        values = ("", "Bearer", "Bearer ", f"Bearer {UNKNOWN}", UNKNOWN, f"Basic {UNKNOWN}", "\0")
        return [Asking({}), *(Asking({"authorization": value}) for value in values)]

    def add_person(self, *, active: bool = True) -> Person:
        return self.store.add_person(active=active)

    def asking_as(self, person: Person) -> Asking:
        return _bearing(self._token_of(person))

    def _token_of(self, person: Person) -> str:
        token = new_token()
        with self.store.unit_of_work() as tx:
            tx.tokens.issue(person.id, digest_of(token), "test")
            tx.commit()
        return token


class TestBearerIdentity(IdentityContract):
    @pytest.fixture
    def ground(self, ground: Ground) -> IdentityGround:
        return BearerGround(ground)


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_is_read_in_any_letter_case(ground: Ground, scheme: str) -> None:
    bearers = BearerGround(ground)
    ada = bearers.add_person()
    token = bearers._token_of(ada)
    assert bearers.identity.who(_bearing(token, scheme)) == ada


def test_a_token_is_not_stored_as_it_is(ground: Ground) -> None:
    bearers = BearerGround(ground)
    token = bearers._token_of(bearers.add_person())
    with ground.unit_of_work.reading() as tx:
        assert tx.tokens.holder(token) is None
        assert tx.tokens.holder(digest_of(token)) is not None


def test_the_digest_of_a_token_is_no_token(ground: Ground) -> None:
    bearers = BearerGround(ground)
    stored = digest_of(bearers._token_of(bearers.add_person()))
    assert [bearers.identity.who(_bearing(t)) for t in (stored, f"tt_{stored}")] == [None, None]


def test_new_tokens_are_never_the_same() -> None:
    assert len({new_token() for _ in range(100)}) == 100


def _bearing(token: str, scheme: str = "Bearer") -> Asking:
    return Asking({"authorization": f"{scheme} {token}"})
