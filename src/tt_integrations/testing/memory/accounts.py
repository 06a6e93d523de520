"""Tokens, usernames, passwords and sessions in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from attrs import evolve, frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.accounts import (
    Account,
    IssuedToken,
    Member,
    NewMember,
    Session,
    Tries,
)
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.testing.memory.tables import Tables, next_number


@frozen
class MemoryAccessTokens:
    tables: Tables

    def issue(self, person: PersonId, digest: str, label: str) -> None:
        if digest in self.tables.tokens:
            raise Conflict("the token is known already")
        self.tables.tokens[digest] = (person, label)

    def holder(self, digest: str) -> PersonId | None:
        person, _ = self.tables.tokens.get(digest, (None, ""))
        return person

    def of(self, person: PersonId) -> Sequence[IssuedToken]:
        issued = (
            IssuedToken(digest, label)
            for digest, (holder, label) in self.tables.tokens.items()
            if holder == person
        )
        return sorted(issued, key=lambda token: (token.label, token.digest))

    def revoke(self, person: PersonId, digest: str) -> bool:
        if self.holder(digest) != person:
            return False
        del self.tables.tokens[digest]
        return True


@frozen
class MemoryRoster:
    tables: Tables

    def add(self, new: NewMember) -> PersonId:
        if new.username in self.tables.usernames:
            raise Conflict("the username is taken")
        number = PersonId(next_number(self.tables.people))
        zone = ZoneInfo(new.zone or "UTC")
        name = new.name or new.username
        self.tables.people[number] = Person(number, name, zone, sees_all=new.admin)
        self.tables.usernames[new.username] = number
        return number

    def named(self, username: str) -> PersonId | None:
        return self.tables.usernames.get(username)

    def everybody(self) -> Sequence[Member]:
        people, accounts = self.tables.people, self.tables.accounts
        return [
            Member(
                id=number,
                username=username,
                name=people[number].name,
                admin=people[number].sees_all,
                active=people[number].active,
                has_password=number in accounts,
            )
            for username, number in sorted(self.tables.usernames.items())
        ]


@frozen
class MemoryAccounts:
    tables: Tables

    def set(self, account: Account) -> None:
        self.tables.accounts[account.person] = account

    def of(self, username: str) -> Account | None:
        person = self.tables.usernames.get(username)
        return self.tables.accounts.get(person) if person is not None else None


@frozen
class MemorySessions:
    tables: Tables

    def begin(self, session: Session) -> None:
        if session.digest in self.tables.sessions:
            raise Conflict("the session is known already")
        self.tables.sessions[session.digest] = session

    def of(self, digest: str, now: datetime) -> Session | None:
        session = self.tables.sessions.get(digest)
        return session if session is not None and session.expires > now else None

    def put_off(self, digest: str, expires: datetime) -> None:
        session = self.tables.sessions.get(digest)
        if session is not None:
            self.tables.sessions[digest] = evolve(session, expires=expires)

    def end(self, digest: str) -> None:
        self.tables.sessions.pop(digest, None)

    def end_all(self, person: PersonId) -> None:
        for session in list(self.tables.sessions.values()):
            if session.person == person:
                self.end(session.digest)

    def forget(self, before: datetime) -> int:
        old = [each.digest for each in self.tables.sessions.values() if each.expires < before]
        for digest in old:
            self.end(digest)
        return len(old)


@frozen
class MemorySignInTries:
    tables: Tables

    def count(self, key: str, now: datetime, since: datetime) -> Tries:
        before = self.tables.sign_in_tries.get(key)
        if before is None or before.begun <= since:
            before = Tries(0, now)
        counted = evolve(before, count=before.count + 1)
        self.tables.sign_in_tries[key] = counted
        return counted

    def take_back(self, key: str) -> None:
        before = self.tables.sign_in_tries.get(key)
        if before is not None and before.count:
            self.tables.sign_in_tries[key] = evolve(before, count=before.count - 1)

    def forget(self, before: datetime) -> int:
        tries = self.tables.sign_in_tries
        old = [key for key, counted in tries.items() if counted.begun < before]
        for key in old:
            del tries[key]
        return len(old)
