"""Who is asking, by a bearer token."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from attrs import field, frozen

from tt_integrations.adapters.identity import BearerIdentity, digest_of, new_token
from tt_integrations.domain.model.people import Asking, Person, PersonId

TOKEN = new_token()
ANNA = Person(PersonId(1), "Anna", ZoneInfo("UTC"))
GONE = Person(PersonId(2), "Gone", ZoneInfo("UTC"), active=False)
OF_GONE, OF_NOBODY = new_token(), new_token()


@frozen
class Store:
    """Tokens of Anna, of somebody deactivated, and of a person who is no longer there."""

    asked: list[str] = field(factory=list)

    @contextmanager
    def reading(self) -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(
            tokens=SimpleNamespace(holder=self._holder),
            people=SimpleNamespace(find={ANNA.id: ANNA, GONE.id: GONE}.get),
        )

    def _holder(self, digest: str) -> PersonId | None:
        self.asked.append(digest)
        known = {TOKEN: ANNA.id, OF_GONE: GONE.id, OF_NOBODY: PersonId(9)}
        return {digest_of(token): person for token, person in known.items()}.get(digest)


def who(authorization: str | None, store: Store | None = None) -> Person | None:
    headers = {} if authorization is None else {"authorization": authorization}
    return BearerIdentity(store or Store()).who(Asking(headers))  # type: ignore[arg-type]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_known_token_is_its_holder_in_any_case_of_the_scheme(scheme: str) -> None:
    assert who(f"{scheme} {TOKEN}") == ANNA


OTHERS = {
    "nothing": None,
    "empty": "",
    "no token": "Bearer",
    "empty token": "Bearer ",
    "no scheme": TOKEN,
    "another scheme": f"Basic {TOKEN}",
    "two spaces": f"Bearer  {TOKEN}",
    "a space after it": f"Bearer {TOKEN} ",
    "too short": f"Bearer {TOKEN[:-1]}",
    "in capitals": f"Bearer {TOKEN.upper()}",
    "its digest": f"Bearer {digest_of(TOKEN)}",
    "beyond ASCII": "Bearer tt_é",
}


@pytest.mark.parametrize("authorization", OTHERS.values(), ids=OTHERS)
def test_anything_else_is_nobody(authorization: str | None) -> None:
    assert who(authorization) is None


def test_a_deactivated_holder_is_nobody() -> None:
    assert who(f"Bearer {OF_GONE}") is None


def test_the_token_of_a_person_who_is_gone_is_nobody() -> None:
    assert who(f"Bearer {OF_NOBODY}") is None


def test_the_store_is_asked_by_digest_only() -> None:
    store = Store()
    who(f"Bearer {TOKEN}", store)
    assert store.asked == [digest_of(TOKEN)]
    assert TOKEN not in store.asked[0]


def test_a_token_that_cannot_be_ours_costs_no_look() -> None:
    store = Store()
    who("Bearer ghp_somebody_elses", store)
    assert store.asked == []


def test_tokens_are_long_random_and_known_by_their_prefix() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(token.startswith("tt_") and len(token) >= 40 for token in tokens)


def test_headers_are_not_shown() -> None:
    assert TOKEN not in repr(Asking({"authorization": TOKEN}))
