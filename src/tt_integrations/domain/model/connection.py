"""A person's connection to a provider, and the addresses by which arrivals find it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NewType

from attrs import field, frozen

from tt_integrations.domain.model.people import PersonId

ConnectionId = NewType("ConnectionId", int)
ConnectionKey = NewType("ConnectionKey", str)
"""Names a connection in a webhook address: opaque, unguessable, but no secret."""
Address = NewType("Address", str)
"""Where a provider's arrivals come from, in the provider's own terms (a team and a user, a repository)."""


class ConnectionState(StrEnum):
    """Changed by explicit commands only; looking at a connection never changes it."""

    DRAFT = "draft"
    ACTIVE = "active"
    DEGRADED = "degraded"
    NEEDS_RECONNECT = "needs_reconnect"
    PAUSED = "paused"
    DISABLED = "disabled"

    @property
    def works(self) -> bool:
        return self in (ConnectionState.ACTIVE, ConnectionState.DEGRADED)


@frozen
class Connection:
    """`settings` holds what the owner saved; secrets among them are sealed.

    `reason` says in words why it does not work. `installation` is the connection whose secrets and grant this
    one uses, None when they are its own.
    """

    id: ConnectionId
    key: ConnectionKey | None
    provider: str
    owner: PersonId | None
    state: ConnectionState
    settings: Mapping[str, object] = field(repr=False)
    reason: str | None = None
    installation: ConnectionId | None = None

    @property
    def source(self) -> ConnectionId:
        """The connection whose secrets and grant this one uses."""
        return self.installation or self.id

    def sealed(self, name: str) -> str | None:
        """The sealed secret of that name, or None when none is stored."""
        value = self.settings.get(name)
        return value if isinstance(value, str) and value else None


@frozen
class NewConnection:
    """What is needed to store a connection. Secrets are sealed once its id is known."""

    key: ConnectionKey
    provider: str
    owner: PersonId
    name: str
    state: ConnectionState
    installation: ConnectionId | None = None


@frozen
class Route:
    """A connection an arrival may belong to, and the person who acts there (None: nobody is linked)."""

    connection: Connection
    person: PersonId | None = None


@frozen
class Place:
    """Where a sealed secret lives. It can be opened nowhere else."""

    connection: ConnectionId
    name: str


@frozen
class Changes:
    """Settings to be saved, the rest staying as they are. `secrets` are plain here, and stored sealed only.

    `projects`: the numbers of the host's projects that a field names. `renews_secret`: what arrivals are signed
    with is to be made anew.
    """

    settings: Mapping[str, object] = field(factory=dict)
    secrets: Mapping[str, str] = field(factory=dict, repr=False)
    projects: Mapping[str, tuple[int, ...]] = field(factory=dict)
    renews_secret: bool = False
