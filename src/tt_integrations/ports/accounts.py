"""Signing in with a password of our own. A host that knows its people by itself needs none of this."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from tt_integrations.domain.model.accounts import Account, Member, NewMember, Session, Tries
from tt_integrations.domain.model.people import PersonId


class Passwords(Protocol):
    """Slow on purpose: not to be asked within a transaction."""

    def hash(self, password: str) -> str:
        """What is stored of the password; never the same twice."""
        ...

    def verify(self, password: str, against: str | None) -> bool:
        """Whether the hash was made of it. None, the hash of nobody, takes as long and is false."""
        ...

    def needs_rehash(self, stored: str) -> bool:
        """Whether the hash was made with less care than is taken now."""
        ...


class Roster(Protocol):
    """The host's people by their usernames."""

    def add(self, new: NewMember) -> PersonId:
        """Somebody new, active. Raises Conflict, and adds nobody, when the username is taken."""
        ...

    def named(self, username: str) -> PersonId | None:
        """Whose username that is, exactly; None when nobody's."""
        ...

    def everybody(self) -> Sequence[Member]:
        """All people there are, by username."""
        ...


class Accounts(Protocol):
    def set(self, account: Account) -> None:
        """Make it the person's, whatever was before."""
        ...

    def of(self, username: str) -> Account | None:
        """The account of the person of that username; None when they have none, or there is nobody."""
        ...


class Sessions(Protocol):
    def begin(self, session: Session) -> None:
        """Accept the session until it expires. Raises Conflict when its digest is known already."""
        ...

    def of(self, digest: str, now: datetime) -> Session | None:
        """The session of that digest; None when there is none, or it has expired."""
        ...

    def put_off(self, digest: str, expires: datetime) -> None:
        """Let it expire then; nothing happens when there is none."""
        ...

    def end(self, digest: str) -> None:
        """Accept it no longer; nothing happens when there is none."""
        ...

    def end_all(self, person: PersonId) -> None:
        """Accept none of the person's any longer."""
        ...

    def forget(self, before: datetime) -> int:
        """Drop those that expired before that moment; how many there were."""
        ...


class SignInTries(Protocol):
    """Counted where every process sees it. `key` is what is tried: a digest, never a name."""

    def count(self, key: str, now: datetime, since: datetime) -> Tries:
        """Note one more. Tries that begun by `since` are over: this one is the first of new ones.

        Whoever counts the same key at once waits until this transaction ends, so that no two read one count.
        """
        ...

    def take_back(self, key: str) -> None:
        """One less, as it was no guess; nothing happens when there is none."""
        ...

    def forget(self, before: datetime) -> int:
        """Drop what begun before that moment; of how many keys it was."""
        ...
