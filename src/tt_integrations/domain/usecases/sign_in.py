"""Somebody says who they are, and proves it by a password."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from attrs import field, frozen

from tt_integrations.domain.model.accounts import (
    MOST_PASSWORD,
    Account,
    Lifetimes,
    Session,
    spelled,
)
from tt_integrations.domain.model.people import Person
from tt_integrations.ports.accounts import Passwords
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

WINDOW = timedelta(minutes=15)
"""From the first of some tries; after it they are forgotten."""
TRIES_OF_A_NAME = 10
TRIES_OF_AN_ADDRESS = 50
"""Within the window. Many people may come by one address, such as that of an office."""


@frozen
class Credentials:
    """`address` is where the tries are counted that come from one place; `former` the secret of the session that
    the browser had before, which ends."""

    username: str
    password: str = field(repr=False)
    address: str
    former: str = field(default="", repr=False)


@frozen
class SignedIn:
    """`secret` is for the browser alone; what is stored is its digest."""

    person: Person
    secret: str = field(repr=False)


@frozen
class WrongPassword:
    """Or an unknown username, or somebody deactivated: whoever guesses is not told which."""


@frozen
class TooManyTries:
    """Nothing was looked at; again from that moment on."""

    until: datetime


@frozen
class SignIn:
    unit_of_work: UnitOfWork
    passwords: Passwords
    clock: Clock
    fresh_secret: Callable[[], str]
    digest_of: Callable[[str], str]
    lifetimes: Lifetimes

    def __call__(self, command: Credentials) -> SignedIn | WrongPassword | TooManyTries:
        username = spelled(command.username)
        tried = self._tried(username, command.address)
        until = self._count(tried)
        if until is not None:
            return TooManyTries(until)
        with self.unit_of_work.reading() as tx:
            account = tx.accounts.of(username)
        # the same work for a name that nobody has, and with no transaction open, as it takes its time
        fits = len(command.password) <= MOST_PASSWORD
        hashed = account.hash if account and fits else None
        right = self.passwords.verify(command.password[:MOST_PASSWORD], hashed)
        if account is None or not right:
            return WrongPassword()
        return self._begin(command, account, tried)

    def _tried(self, username: str, address: str) -> dict[str, int]:
        """Digests, as people type passwords where a name belongs, with the tries that each may have."""
        return {
            self.digest_of(f"name:{username}"): TRIES_OF_A_NAME,
            self.digest_of(f"address:{address}"): TRIES_OF_AN_ADDRESS,
        }

    def _count(self, tried: dict[str, int]) -> datetime | None:
        """Count before anything is compared: those who try at once must not all be the first. When to come again."""
        now = self.clock.now()
        with self.unit_of_work() as tx:
            counted = {key: tx.sign_in_tries.count(key, now, now - WINDOW) for key in tried}
            tx.commit()
        over = [tries.begun + WINDOW for key, tries in counted.items() if tries.count > tried[key]]
        return max(over, default=None)

    def _begin(
        self, command: Credentials, account: Account, tried: dict[str, int]
    ) -> SignedIn | WrongPassword:
        better = None
        if self.passwords.needs_rehash(account.hash):
            better = Account(account.person, self.passwords.hash(command.password))
        now, secret = self.clock.now(), self.fresh_secret()
        ends = now + self.lifetimes.absolute
        expires = min(ends, now + self.lifetimes.idle)
        with self.unit_of_work() as tx:
            person = tx.people.find(account.person)
            if person is None or not person.active:
                return WrongPassword()
            # the password may have been changed meanwhile, by somebody who wanted all sessions ended
            if tx.accounts.of(spelled(command.username)) != account:
                return WrongPassword()
            for key in tried:
                tx.sign_in_tries.take_back(key)
            if better is not None:
                tx.accounts.set(better)
            if command.former:
                tx.sessions.end(self.digest_of(command.former))
            tx.sessions.begin(Session(self.digest_of(secret), person.id, expires, ends))
            tx.commit()
        return SignedIn(person, secret)
