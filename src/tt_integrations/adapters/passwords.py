"""Passwords by Argon2id, with the least of what OWASP's cheat sheet on storing them asks for: 19 MiB, two rounds."""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from attrs import field, frozen

MEMORY = 19 * 1024
"""KiB a hash takes."""
ROUNDS = 2
AT_ONCE = 4
"""So many are worked on at a time: guessers must not take all the memory there is."""


def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY, parallelism=1)


@frozen
class Argon2Passwords:
    hasher: PasswordHasher = field(factory=_hasher)
    _turns: BoundedSemaphore = field(factory=lambda: BoundedSemaphore(AT_ONCE), repr=False)

    def hash(self, password: str) -> str:
        with self._turns:
            return self.hasher.hash(password)

    def verify(self, password: str, against: str | None) -> bool:
        if against is None:
            self.hash(password)  # the same work as to compare it
            return False
        try:
            with self._turns:
                return self.hasher.verify(against, password)
        except (
            VerificationError,
            InvalidHashError,
            UnicodeEncodeError,
        ):  # the last: no hash either
            return False

    def needs_rehash(self, stored: str) -> bool:
        return self.hasher.check_needs_rehash(stored)
