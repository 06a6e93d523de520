"""The library's side: connections, how arrivals find them, their secrets, and what was handled already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from tt_integrations.domain.model.connection import (
    Address,
    Connection,
    ConnectionId,
    ConnectionKey,
    ConnectionState,
    NewConnection,
    Place,
    Route,
)
from tt_integrations.domain.model.delivery import Origin
from tt_integrations.domain.model.people import PersonId

FEW = 16
"""At most so many candidates are tried for one arrival, however many connections there are."""


class Connections(Protocol):
    def keyed(self, provider: str, key: ConnectionKey) -> Connection | None:
        """The provider's connection of that key, in any state; None when there is none."""
        ...

    def owned(self, provider: str, owner: PersonId) -> Connection | None:
        """The person's newest connection to the provider, in any state; None when there is none."""
        ...

    def newest(self, provider: str) -> Sequence[Connection]:
        """The provider's `FEW` newest connections that work, newest first."""
        ...

    def add(self, new: NewConnection) -> Connection:
        """Store a connection, with empty settings. Raises Conflict, and stores nothing, when its key is taken."""
        ...

    def save(self, connection: ConnectionId, settings: Mapping[str, object]) -> None:
        """Set the given settings and leave all others as they are."""
        ...


class Adoption(Protocol):
    """Connections that the host stored before the library knew of them."""

    def waiting(self, provider: str) -> Sequence[Connection]:
        """The provider's connections that have no key yet, oldest first."""
        ...

    def adopt(self, connection: ConnectionId, key: ConnectionKey, state: ConnectionState) -> None:
        """Give it a key and a state of its own. Addresses bound to its id before are forgotten.

        Raises Conflict, and changes nothing, when it has them already or the key is taken.
        """
        ...


class Addresses(Protocol):
    def routes(self, provider: str, address: Address) -> Sequence[Route]:
        """The `FEW` newest routes bound to exactly this address, newest connection first."""
        ...

    def bind(self, connection: ConnectionId, address: Address, person: PersonId | None) -> None:
        """Let arrivals from `address` find the connection, acting as `person`.

        Binding again replaces the person; several connections may be bound to one address.
        """
        ...

    def unbind(self, connection: ConnectionId, address: Address) -> None:
        """Undo `bind`; nothing happens when it was not bound."""
        ...


class Inbox(Protocol):
    def claim(self, origin: Origin) -> bool:
        """True for exactly one transaction that commits per connection and delivery, False for all others."""
        ...


class AccessTokens(Protocol):
    """Bearer tokens of people, known by their digests only."""

    def issue(self, person: PersonId, digest: str, label: str) -> None:
        """Accept the token of that digest as this person's. Raises Conflict when it is known already."""
        ...

    def holder(self, digest: str) -> PersonId | None:
        """Whose token has that digest; None when nobody's."""
        ...


class Vault(Protocol):
    def seal(self, text: str, place: Place) -> str:
        """`text` made unreadable to all but `open` at the same place. Never the same twice."""
        ...

    def open(self, sealed: str, place: Place) -> str:
        """The sealed text. Raises SecretUnreadable for a lost key, another place, or a changed value."""
        ...

    def stale(self, sealed: str) -> bool:
        """Whether the value should be sealed anew: it still opens, but not by the current key and form."""
        ...
