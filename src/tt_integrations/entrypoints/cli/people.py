"""The commands for who may sign in to the stand-alone service."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, assert_never
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa
from cyclopts import Parameter

from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.sql.roster import people_are_ours
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.domain.model.accounts import NewMember
from tt_integrations.domain.usecases.keep_accounts import (
    AddedPerson,
    ChosenPassword,
    NoSuchPerson,
    PasswordSet,
    PersonAdded,
    UsernameTaken,
)
from tt_integrations.entrypoints.cli.serving import Config
from tt_integrations.entrypoints.local_accounts import local_accounts
from tt_integrations.entrypoints.settings import load

FromStdin = Annotated[
    bool,
    Parameter(
        name="--password-stdin", negative="", help="Read the password from the first line of stdin."
    ),
]
HOSTS = "the people of this database are the host's: add them there, then give them a password here"


def add(
    username: str,
    /,
    *,
    name: Annotated[str, Parameter(help="The full name.")] = "",
    admin: Annotated[bool, Parameter(negative="", help="May use and see everything.")] = False,
    timezone: Annotated[str, Parameter(help="An IANA name such as Europe/Berlin.")] = "",
    password_stdin: FromStdin = False,
    config: Config = None,
) -> int:
    """Add a person, and ask for their password."""
    _require_zone(timezone)
    with people_of(config) as (engine, unit_of_work):
        with engine.connect() as connection:
            if not people_are_ours(connection):
                return _failed(HOSTS)
        password = _password(from_stdin=password_stdin)
        new = NewMember(username, name.strip() or None, admin, timezone or None)
        match local_accounts(unit_of_work).add_person(AddedPerson(new, password)):
            case PersonAdded(number):
                print(f"added as number {number}")
                return 0
            case UsernameTaken(taken):
                return _failed(f"there is a {taken!r} already")
            case unknown:
                assert_never(unknown)


def password(username: str, /, *, password_stdin: FromStdin = False, config: Config = None) -> int:
    """Set a person's password, and sign them out wherever they are."""
    with people_of(config) as (_, unit_of_work):
        chosen = ChosenPassword(username, _password(from_stdin=password_stdin))
        match local_accounts(unit_of_work).set_password(chosen):
            case PasswordSet():
                print("the password is set, and all their sessions are over")
                return 0
            case NoSuchPerson(nobody):
                return no_such_person(nobody)
            case unknown:
                assert_never(unknown)


def list_them(*, config: Config = None) -> None:
    """Everybody, one a line: number, username, name, and what there is to say."""
    with people_of(config) as (_, unit_of_work), unit_of_work.reading() as tx:
        for member in tx.roster.everybody():
            told = (
                ("admin", member.admin),
                ("deactivated", not member.active),
                ("no password", not member.has_password),
            )
            notes = ", ".join(word for word, so in told if so)
            shown = f"{member.id}  {member.username}  {member.name}  {notes}"
            print("".join(each if each.isprintable() else " " for each in shown).rstrip())


@contextmanager
def people_of(config: Config) -> Iterator[tuple[sa.Engine, SqlUnitOfWork]]:
    """The database that the settings name, and its transactions."""
    with opened(load(config).database) as engine:
        yield engine, SqlUnitOfWork(engine)


def no_such_person(username: str) -> int:
    return _failed(f"there is no {username!r}; `tt-integrations people list` shows everybody")


def _failed(sentence: str) -> int:
    print(f"tt-integrations: {sentence}", file=sys.stderr)
    return 1


def _password(*, from_stdin: bool) -> str:
    """Raises InvalidSettings when it was typed differently the second time."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != typed:
        raise InvalidSettings("password", "the two are not the same")
    return typed


def _require_zone(name: str) -> None:
    """Raises InvalidSettings."""
    try:
        ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidSettings("timezone", "expected an IANA name such as Europe/Berlin") from None
