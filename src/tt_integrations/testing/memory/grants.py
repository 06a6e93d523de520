"""Grants, tickets and links in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from attrs import evolve, frozen

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.grants import SealedGrant
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.tickets import Purpose, Ticket
from tt_integrations.ports.connections import MANY
from tt_integrations.testing.memory.tables import Tables


@frozen
class MemoryGrants:
    tables: Tables

    def find(self, connection: ConnectionId) -> SealedGrant | None:
        return self.tables.grants.get(connection)

    def keep(self, grant: SealedGrant) -> bool:
        stored = self.tables.grants.get(grant.connection)
        if (stored.version if stored else 0) != grant.version - 1:
            return False
        self.tables.grants[grant.connection] = evolve(grant, refreshing_until=None)
        return True

    def begin_refresh(self, grant: SealedGrant, now: datetime, until: datetime) -> bool:
        stored = self.tables.grants.get(grant.connection)
        if stored is None or stored.version != grant.version:
            return False
        if stored.refreshing_until is not None and stored.refreshing_until > now:
            return False
        self.tables.grants[grant.connection] = evolve(stored, refreshing_until=until)
        return True

    def expire(self, grant: SealedGrant, at: datetime) -> bool:
        stored = self.tables.grants.get(grant.connection)
        if stored is None or stored.version != grant.version:
            return False
        self.tables.grants[grant.connection] = evolve(stored, expires=at)
        return True

    def drop(self, connection: ConnectionId) -> None:
        self.tables.grants.pop(connection, None)


@frozen
class MemoryTickets:
    tables: Tables

    def issue(self, ticket: Ticket) -> None:
        self.tables.tickets[ticket.digest] = evolve(ticket, facts=dict(ticket.facts))

    def look(self, purpose: Purpose, digest: str, now: datetime) -> Ticket | None:
        ticket = self.tables.tickets.get(digest)
        good = ticket is not None and ticket.purpose == purpose and ticket.expires > now
        return ticket if good else None

    def redeem(self, purpose: Purpose, digest: str, now: datetime) -> Ticket | None:
        ticket = self.look(purpose, digest, now)
        if ticket is not None:
            del self.tables.tickets[digest]
        return ticket

    def forget(self, before: datetime) -> int:
        old = [digest for digest, row in self.tables.tickets.items() if row.expires < before]
        for digest in old:
            del self.tables.tickets[digest]
        return len(old)


@frozen
class MemoryLinks:
    tables: Tables

    def at(self, connection: ConnectionId, kind: Kind, remote: str) -> Link | None:
        link = self.tables.links.get((connection, kind, remote))
        return _copy(link) if link else None

    def to(self, connection: ConnectionId, kind: Kind, ours: int) -> Link | None:
        found = self._where(
            lambda link: (link.connection, link.kind, link.ours) == (connection, kind, ours)
        )
        return found[-1] if found else None

    def among(
        self, connection: ConnectionId, kind: Kind, remotes: Iterable[str]
    ) -> Mapping[str, Link]:
        found = (self.at(connection, kind, remote) for remote in remotes)
        return {link.remote: link for link in found if link}

    def towards(
        self, connection: ConnectionId, kind: Kind, ours: Iterable[int]
    ) -> Mapping[int, Link]:
        found = (self.to(connection, kind, number) for number in ours)
        return {link.ours: link for link in found if link}

    def all_to(self, kind: Kind, ours: int) -> Sequence[Link]:
        return self._where(lambda link: (link.kind, link.ours) == (kind, ours))

    def reserve(self, connection: ConnectionId, kind: Kind, remote: str) -> Link | None:
        return self.at(connection, kind, remote)  # whoever writes is alone here

    def put(self, link: Link) -> None:
        place = (link.connection, link.kind, link.remote)
        self.tables.links.pop(place, None)  # put last: the newest
        self.tables.links[place] = _copy(link)

    def put_all(self, links: Sequence[Link]) -> None:
        for link in links:
            self.put(link)

    def remove(self, link: Link) -> None:
        self.tables.links.pop((link.connection, link.kind, link.remote), None)

    def under(
        self, connection: ConnectionId, kind: Kind, prefix: str, after: str = ""
    ) -> Sequence[Link]:
        found = self._where(
            lambda link: (
                (link.connection, link.kind) == (connection, kind)
                and link.remote.startswith(prefix)
                and link.remote > after
            )
        )
        return sorted(found, key=lambda link: link.remote)[:MANY]

    def _where(self, wanted: Callable[[Link], bool]) -> list[Link]:
        return [_copy(link) for link in self.tables.links.values() if wanted(link)]


def _copy(link: Link) -> Link:
    """Its base is nobody else's, and what a database would give back for it."""
    return evolve(link, base=json.loads(json.dumps(dict(link.base))))
