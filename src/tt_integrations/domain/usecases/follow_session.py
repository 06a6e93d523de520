"""Who signed in with a browser, each time it comes by, until they sign out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from attrs import frozen

from tt_integrations.domain.model.accounts import Lifetimes
from tt_integrations.domain.model.people import Person
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

SELDOM = timedelta(minutes=5)
"""A session that is in use is put off no more often: looking at pages should not write."""


@frozen
class FollowSession:
    """The active person whose session it is; None for a secret that is none of ours, or no more."""

    unit_of_work: UnitOfWork
    clock: Clock
    digest_of: Callable[[str], str]
    lifetimes: Lifetimes

    def __call__(self, secret: str) -> Person | None:
        now, digest = self.clock.now(), self.digest_of(secret)
        with self.unit_of_work.reading() as tx:
            session = tx.sessions.of(digest, now)
            person = tx.people.find(session.person) if session else None
        if session is None or person is None or not person.active:
            return None
        expires = min(session.ends, now + self.lifetimes.idle)
        if expires - session.expires >= SELDOM:
            with self.unit_of_work() as writing:
                writing.sessions.put_off(digest, expires)
                writing.commit()
        return person


@frozen
class SignOut:
    """The secret is good for nothing from now on, wherever it is kept."""

    unit_of_work: UnitOfWork
    digest_of: Callable[[str], str]

    def __call__(self, secret: str) -> None:
        with self.unit_of_work() as tx:
            tx.sessions.end(self.digest_of(secret))
            tx.commit()
