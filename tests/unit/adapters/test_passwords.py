"""Passwords by Argon2id."""

from __future__ import annotations

import argon2
import pytest

from tt_integrations.adapters.passwords import AT_ONCE, Argon2Passwords

PASSWORD = "correct horse ☕ battery"


@pytest.fixture(scope="module")
def passwords() -> Argon2Passwords:
    return Argon2Passwords()


@pytest.fixture(scope="module")
def stored(passwords: Argon2Passwords) -> str:
    return passwords.hash(PASSWORD)


def test_a_hash_says_how_it_was_made_and_not_of_what(stored: str) -> None:
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in stored


def test_two_hashes_of_one_password_differ(passwords: Argon2Passwords, stored: str) -> None:
    assert passwords.hash(PASSWORD) != stored


def test_a_hash_is_that_of_its_password_only(passwords: Argon2Passwords, stored: str) -> None:
    others = ("", PASSWORD[:-1], f"{PASSWORD} ", stored)
    assert passwords.verify(PASSWORD, stored)
    assert [passwords.verify(other, stored) for other in others] == [False] * len(others)


@pytest.mark.parametrize("against", [None, "", "scrypt:x", "$argon2id$", "$argon2id$v=19$m=1$é"])
def test_what_is_no_hash_of_ours_is_that_of_no_password(
    passwords: Argon2Passwords, against: str | None
) -> None:
    assert not passwords.verify("", against)
    assert not passwords.verify(PASSWORD, against)


def test_nobodys_hash_is_as_much_work_as_anybodys(
    passwords: Argon2Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[str] = []
    monkeypatch.setattr(
        argon2.PasswordHasher, "hash", lambda _, password: worked.append(password) or ""
    )
    passwords.verify(PASSWORD, None)
    assert worked == [PASSWORD]


def test_a_hash_made_with_less_care_is_to_be_made_anew(
    passwords: Argon2Passwords, stored: str
) -> None:
    careless = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    assert passwords.verify(PASSWORD, careless)
    assert (passwords.needs_rehash(careless), passwords.needs_rehash(stored)) == (True, False)


def test_only_a_few_are_worked_on_at_a_time_and_each_gives_its_turn_back(stored: str) -> None:
    passwords = Argon2Passwords()
    for against in (stored, "no hash", None) * AT_ONCE:
        passwords.verify("wrong", against)
    turns = [passwords._turns.acquire(blocking=False) for _ in range(AT_ONCE + 1)]
    assert turns == [True] * AT_ONCE + [False]
