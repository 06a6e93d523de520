"""The library's side: connections, how arrivals find them, their secrets, and what was handled already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from tt_integrations.domain.model.accounts import IssuedToken
from tt_integrations.domain.model.changes import Deed
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
from tt_integrations.domain.model.delivery import Delivery, KeptDelivery, Origin
from tt_integrations.domain.model.grants import SealedGrant
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.model.tickets import Purpose, Ticket

FEW = 16
"""At most so many candidates are tried for one arrival, however many connections there are."""
MANY = 500
"""So many rows are looked at in one go, where all must be."""


class Connections(Protocol):
    def find(self, connection: ConnectionId) -> Connection | None:
        """The connection of that number, in any state; None when there is none."""
        ...

    def of(self, owner: PersonId) -> Sequence[Connection]:
        """The person's `FEW` newest connections that work, to any provider, newest first."""
        ...

    def using(self, installation: ConnectionId) -> Sequence[Connection]:
        """The connection itself, then those that use its secrets and grant, oldest first, in any state."""
        ...

    def working(self, provider: str, after: ConnectionId | None) -> Sequence[Connection]:
        """The provider's connections that work, by number: the next `MANY` after that one."""
        ...

    def listed(
        self, provider: str, owner: PersonId | None, after: ConnectionId | None
    ) -> Sequence[Connection]:
        """The provider's connections in any state, by number: the next `MANY` after that one; of that owner, or of
        everybody for None."""
        ...

    def move(
        self, connection: ConnectionId, state: ConnectionState, reason: str | None = None
    ) -> bool:
        """Give it that state, and the reason in words. True when it was in another state before.

        False, and nothing changed, when it has no state of its own yet (see `Adoption`) or there is none.
        """
        ...

    def keyed(self, provider: str, key: ConnectionKey) -> Connection | None:
        """The provider's connection of that key, in any state; None when there is none."""
        ...

    def owned(self, provider: str, owner: PersonId) -> Connection | None:
        """The person's newest connection to the provider, in any state; None when there is none."""
        ...

    def reserve(self, provider: str, owner: PersonId) -> Connection | None:
        """As `owned`, and whoever else reserves for the same person waits until this transaction ends, whether there
        is one or not: of several who find none only one adds it."""
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

    def synced(
        self, connection: ConnectionId, at: datetime, result: RunResult, trouble: str | None = None
    ) -> None:
        """Let the host know how the last sync of it went, which ended then. Nothing that is asked here changes."""
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

    def keep(self, connection: ConnectionId, delivery: Delivery, received: datetime) -> int:
        """Store a believed delivery that is to be carried out later; the number it is kept under."""
        ...

    def kept(self, number: int) -> KeptDelivery | None:
        """The delivery kept under that number; None when there is none."""
        ...

    def drop(self, number: int) -> None:
        """Keep it no longer; nothing happens when there is none."""
        ...

    def forget(self, before: datetime) -> int:
        """Drop what was received before that moment, claims and kept deliveries; how many there were."""
        ...


class Deeds(Protocol):
    """The last thing each person did through a chat."""

    def last(self, person: PersonId) -> Deed | None:
        """The person's last deed; None when there is none, or it was taken back."""
        ...

    def remember(self, person: PersonId, deed: Deed) -> None:
        """Make it the person's last deed, whatever was before."""
        ...

    def forget(self, person: PersonId) -> None:
        """Let the person have no last deed."""
        ...


class Grants(Protocol):
    def find(self, connection: ConnectionId) -> SealedGrant | None:
        """The grant of that connection; None when it has none of its own."""
        ...

    def keep(self, grant: SealedGrant) -> bool:
        """Store the grant as `version`. False, and nothing stored, unless the stored one is `version - 1`
        (0: there is none)."""
        ...

    def begin_refresh(self, grant: SealedGrant, now: datetime, until: datetime) -> bool:
        """Whether we may refresh it: true for one caller per version, until `until` has come."""
        ...

    def expire(self, grant: SealedGrant, at: datetime) -> bool:
        """Let the grant end at that moment, also while somebody refreshes it. False, and nothing changed, when another
        version is stored."""
        ...

    def drop(self, connection: ConnectionId) -> None:
        """Forget the connection's grant; nothing happens when it has none."""
        ...


class Tickets(Protocol):
    def issue(self, ticket: Ticket) -> None:
        """Accept the ticket, once, until it expires."""
        ...

    def look(self, purpose: Purpose, digest: str, now: datetime) -> Ticket | None:
        """The ticket, still to be redeemed; None when there is none, it was redeemed, or it has expired."""
        ...

    def redeem(self, purpose: Purpose, digest: str, now: datetime) -> Ticket | None:
        """As `look`, and it is used up: exactly one transaction that commits gets it."""
        ...

    def forget(self, before: datetime) -> int:
        """Drop the tickets that expired before that moment; how many there were."""
        ...


class AccessTokens(Protocol):
    """Bearer tokens of people, known by their digests only."""

    def issue(self, person: PersonId, digest: str, label: str) -> None:
        """Accept the token of that digest as this person's. Raises Conflict when it is known already."""
        ...

    def holder(self, digest: str) -> PersonId | None:
        """Whose token has that digest; None when nobody's."""
        ...

    def of(self, person: PersonId) -> Sequence[IssuedToken]:
        """The person's tokens, by label."""
        ...

    def revoke(self, person: PersonId, digest: str) -> bool:
        """Accept the person's token no longer. False, and nothing changed, when it is none of theirs."""
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
