"""Signing in without slow hashes, over one store in memory and one standing clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from attrs import define, field

from tt_integrations.domain.model.accounts import Account, Lifetimes, NewMember
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.usecases.follow_session import FollowSession, SignOut
from tt_integrations.domain.usecases.keep_accounts import AddPerson, SetPassword
from tt_integrations.domain.usecases.sign_in import (
    Credentials,
    SignedIn,
    SignIn,
    TooManyTries,
    WrongPassword,
)
from tt_integrations.testing.clock import FixedClock
from tt_integrations.testing.memory import MemoryStore, MemoryUnitOfWork

PASSWORD, OTHER = "correct horse battery", "staple in the haystack"
LIFETIMES = Lifetimes(timedelta(hours=2), timedelta(hours=5))


def digest(secret: str) -> str:
    return f"#{secret}"


@define
class PlainPasswords:
    """Hashes that anybody can read, and how often somebody had to wait for one, with the lock held or not."""

    store: MemoryStore
    careless: str = ""
    waited: list[str | None] = field(factory=list)

    def hash(self, password: str) -> str:
        self._wait("new")
        return f"plain:{password}"

    def verify(self, password: str, against: str | None) -> bool:
        self._wait(against)
        return against is not None and against.partition(":")[2] == password

    def needs_rehash(self, stored: str) -> bool:
        return stored.startswith("careless:")

    def _wait(self, why: str | None) -> None:
        assert not self.store.unit_of_work.published.writing.locked()
        self.waited.append(why)


@define
class Lobby:
    store: MemoryStore = field(factory=MemoryStore)
    clock: FixedClock = field(factory=FixedClock)
    passwords: PlainPasswords = field(init=False)
    _numbers: Iterator[int] = field(factory=lambda: count(1))

    def __attrs_post_init__(self) -> None:
        self.passwords = PlainPasswords(self.store)

    @property
    def work(self) -> MemoryUnitOfWork:
        return self.store.unit_of_work

    @property
    def set_password(self) -> SetPassword:
        return SetPassword(self.work, self.passwords)

    @property
    def add_person(self) -> AddPerson:
        return AddPerson(self.work, self.passwords)

    @property
    def sign_out(self) -> SignOut:
        return SignOut(self.work, digest)

    def person(self, username: str, hashed: str | None = f"plain:{PASSWORD}") -> PersonId:
        with self.work() as tx:
            number = tx.roster.add(NewMember(username))
            if hashed is not None:
                tx.accounts.set(Account(number, hashed))
            tx.commit()
        return number

    def deactivate(self, person: PersonId) -> None:
        with self.store._changed() as tables:
            before = tables.people[person]
            tables.people[person] = Person(before.id, before.name, before.zone, active=False)

    def sign_in(
        self,
        username: str = "ann",
        password: str = PASSWORD,
        address: str = "192.0.2.1",
        former: str = "",
    ) -> SignedIn | WrongPassword | TooManyTries:
        fresh = f"secret-{next(self._numbers)}"
        use_case = SignIn(self.work, self.passwords, self.clock, lambda: fresh, digest, LIFETIMES)
        return use_case(Credentials(username, password, address, former))

    def secret(self) -> str:
        """Of a session that Ann has just begun."""
        signed_in = self.sign_in()
        assert isinstance(signed_in, SignedIn)
        return signed_in.secret

    def who(self, secret: str) -> Person | None:
        return FollowSession(self.work, self.clock, digest, LIFETIMES)(secret)
