"""Whoever runs the service adds people and gives them passwords."""

from __future__ import annotations

from attrs import evolve, field, frozen

from tt_integrations.domain.errors import Conflict, InvalidSettings
from tt_integrations.domain.model.accounts import (
    LEAST_PASSWORD,
    MOST_PASSWORD,
    MOST_USERNAME,
    Account,
    NewMember,
    spelled,
)
from tt_integrations.domain.model.people import PersonId
from tt_integrations.ports.accounts import Passwords
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class ChosenPassword:
    username: str
    password: str = field(repr=False)


@frozen
class AddedPerson:
    new: NewMember
    password: str = field(repr=False)


@frozen
class PasswordSet:
    person: PersonId


@frozen
class PersonAdded:
    person: PersonId


@frozen
class NoSuchPerson:
    username: str


@frozen
class UsernameTaken:
    username: str


@frozen
class SetPassword:
    """Ends all sessions of the person: whoever changes a password may have lost the old one to somebody.

    Raises InvalidSettings for a password that is too short, or far too long.
    """

    unit_of_work: UnitOfWork
    passwords: Passwords

    def __call__(self, command: ChosenPassword) -> PasswordSet | NoSuchPerson:
        username = spelled(command.username)
        _require_password(command.password)
        hashed = self.passwords.hash(command.password)
        with self.unit_of_work() as tx:
            person = tx.roster.named(username)
            if person is None:
                return NoSuchPerson(username)
            tx.accounts.set(Account(person, hashed))
            tx.sessions.end_all(person)
            tx.commit()
        return PasswordSet(person)


@frozen
class AddPerson:
    """Raises InvalidSettings as `SetPassword`, and for a username that is none."""

    unit_of_work: UnitOfWork
    passwords: Passwords

    def __call__(self, command: AddedPerson) -> PersonAdded | UsernameTaken:
        username = spelled(command.new.username)
        _require_username(username)
        _require_password(command.password)
        hashed = self.passwords.hash(command.password)
        with self.unit_of_work() as tx:
            try:
                person = tx.roster.add(evolve(command.new, username=username))
            except Conflict:
                return UsernameTaken(username)
            tx.accounts.set(Account(person, hashed))
            tx.commit()
        return PersonAdded(person)


def _require_username(username: str) -> None:
    """Raises InvalidSettings."""
    fine = username.isprintable() and not any(each.isspace() for each in username)
    if not fine or not 1 <= len(username) <= MOST_USERNAME:
        raise InvalidSettings(
            "username", f"expected 1 to {MOST_USERNAME} characters without spaces"
        )


def _require_password(password: str) -> None:
    """Raises InvalidSettings. Long and of any characters; nothing else helps (NIST SP 800-63B)."""
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        allowed = f"expected {LEAST_PASSWORD} to {MOST_PASSWORD} characters"
        raise InvalidSettings("password", allowed)
