"""People who sign in with a password of our own, and how long that lasts."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import field, frozen

from tt_integrations.domain.model.people import PersonId

LEAST_PASSWORD = 12
"""Characters. What is longer than `MOST_PASSWORD` is no password but an attempt to keep us busy."""
MOST_PASSWORD = 1024
MOST_USERNAME = 80
"""Characters, as many as the host's column takes."""


def spelled(username: str) -> str:
    """A username as it is stored: in lower case, as in the host."""
    return username.strip().lower()


@frozen
class NewMember:
    """`username` as it is stored; `zone` an IANA name, None: nobody asked."""

    username: str
    name: str | None = None
    admin: bool = False
    zone: str | None = None


@frozen
class Member:
    """A person as whoever runs the service sees them. `has_password`: they can sign in here."""

    id: PersonId
    username: str
    name: str
    admin: bool
    active: bool
    has_password: bool = False


@frozen
class Account:
    """The hash of a person's password. It tells how it was made; nobody can turn it back."""

    person: PersonId
    hash: str = field(repr=False)


@frozen
class Session:
    """A browser that somebody signed in with, known by the digest of its secret only.

    It is over when it `expires`, which each use puts off, though never beyond `ends`.
    """

    digest: str
    person: PersonId
    expires: datetime
    ends: datetime


@frozen
class Lifetimes:
    """How long a session lasts unused, and how long at all."""

    idle: timedelta = timedelta(hours=12)
    absolute: timedelta = timedelta(days=14)


@frozen
class Tries:
    """How often something was tried since `begun`, this time included."""

    count: int
    begun: datetime


@frozen
class IssuedToken:
    """A bearer token of a person's, as it can be listed: what it was is known to them alone."""

    digest: str
    label: str
