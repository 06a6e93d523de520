"""The library's side in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from attrs import evolve, frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.connection import (
    Address,
    Connection,
    ConnectionId,
    ConnectionKey,
    ConnectionState,
    NewConnection,
    Route,
)
from tt_integrations.domain.model.delivery import Delivery, KeptDelivery, Origin
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.ports.connections import FEW, MANY
from tt_integrations.testing.memory.tables import (
    ConnectionRow,
    DeliveryRow,
    Tables,
    next_number,
)


@frozen
class MemoryConnections:
    """Connections, and the adoption of those that the host stored without us."""

    tables: Tables

    def find(self, connection: ConnectionId) -> Connection | None:
        row = self.tables.connections.get(connection)
        return row.noun() if row else None

    def of(self, owner: PersonId) -> Sequence[Connection]:
        working = self._oldest_first(lambda row: row.owner == owner and row.state.works)
        return working[::-1][:FEW]

    def using(self, installation: ConnectionId) -> Sequence[Connection]:
        itself = self.find(installation)
        others = self._oldest_first(lambda row: row.installation == installation)
        return [itself, *others] if itself else others

    def working(self, provider: str, after: ConnectionId | None) -> Sequence[Connection]:
        return self._oldest_first(
            lambda row: row.provider == provider and row.state.works and row.id > (after or 0)
        )[:MANY]

    def listed(
        self, provider: str, owner: PersonId | None, after: ConnectionId | None
    ) -> Sequence[Connection]:
        return self._oldest_first(
            lambda row: (
                row.provider == provider and owner in (None, row.owner) and row.id > (after or 0)
            )
        )[:MANY]

    def move(
        self, connection: ConnectionId, state: ConnectionState, reason: str | None = None
    ) -> bool:
        row = self.tables.connections.get(connection)
        if row is None or row.key is None:
            return False
        self.tables.connections[connection] = evolve(row, state=state, reason=reason)
        return row.state != state

    def keyed(self, provider: str, key: ConnectionKey) -> Connection | None:
        return next(self._newest_first(provider, lambda row: row.key == key), None)

    def owned(self, provider: str, owner: PersonId) -> Connection | None:
        return next(self._newest_first(provider, lambda row: row.owner == owner), None)

    def reserve(self, provider: str, owner: PersonId) -> Connection | None:
        return self.owned(provider, owner)  # who writes here is alone

    def newest(self, provider: str) -> Sequence[Connection]:
        return list(self._newest_first(provider, lambda row: row.state.works))[:FEW]

    def add(self, new: NewConnection) -> Connection:
        self._refuse_taken(new.key)
        number = ConnectionId(next_number(self.tables.connections))
        row = ConnectionRow(
            id=number,
            key=new.key,
            provider=new.provider,
            owner=new.owner,
            state=new.state,
            document="{}",
            installation=new.installation,
        )
        self.tables.connections[number] = row
        return row.noun()

    def save(self, connection: ConnectionId, settings: Mapping[str, object]) -> None:
        if row := self.tables.connections.get(connection):
            document = json.dumps({**row.settings, **settings})
            self.tables.connections[connection] = evolve(row, document=document)

    def synced(
        self, connection: ConnectionId, at: datetime, result: RunResult, trouble: str | None = None
    ) -> None:
        if row := self.tables.connections.get(connection):
            told = (at, result, trouble)
            self.tables.connections[connection] = evolve(row, last_sync=told)

    def waiting(self, provider: str) -> Sequence[Connection]:
        return list(self._newest_first(provider, lambda row: row.key is None))[::-1]

    def adopt(self, connection: ConnectionId, key: ConnectionKey, state: ConnectionState) -> None:
        row = self.tables.connections[connection]
        if row.key is not None:
            raise Conflict("the connection is adopted already")
        self._refuse_taken(key)
        self.tables.connections[connection] = evolve(row, key=key, state=state)
        for bound in [each for each in self.tables.addresses if connection in each]:
            del self.tables.addresses[bound]

    def _oldest_first(self, wanted: Callable[[ConnectionRow], bool]) -> list[Connection]:
        rows = sorted(self.tables.connections.values(), key=lambda row: row.id)
        return [row.noun() for row in rows if wanted(row)]

    def _newest_first(
        self, provider: str, wanted: Callable[[ConnectionRow], bool]
    ) -> Iterator[Connection]:
        rows = sorted(self.tables.connections.values(), key=lambda row: row.id, reverse=True)
        return (row.noun() for row in rows if row.provider == provider and wanted(row))

    def _refuse_taken(self, key: ConnectionKey) -> None:
        if any(row.key == key for row in self.tables.connections.values()):
            raise Conflict("the connection key is in use")


@frozen
class MemoryAddresses:
    tables: Tables

    def routes(self, provider: str, address: Address) -> Sequence[Route]:
        bound = [
            Route(self.tables.connections[connection].noun(), person)
            for (at, connection), person in self.tables.addresses.items()
            if at == address and self.tables.connections[connection].provider == provider
        ]
        return sorted(bound, key=lambda route: route.connection.id, reverse=True)[:FEW]

    def bind(self, connection: ConnectionId, address: Address, person: PersonId | None) -> None:
        if connection in self.tables.connections:
            self.tables.addresses[address, connection] = person

    def unbind(self, connection: ConnectionId, address: Address) -> None:
        self.tables.addresses.pop((address, connection), None)


@frozen
class MemoryInbox:
    tables: Tables

    def claim(self, origin: Origin) -> bool:
        claimed = origin.connection, origin.delivery
        if claimed in self.tables.inbox:
            return False
        self.tables.inbox[claimed] = origin.received
        return True

    def keep(self, connection: ConnectionId, delivery: Delivery, received: datetime) -> int:
        self.tables.deliveries_kept += 1
        number = self.tables.deliveries_kept
        self.tables.deliveries[number] = DeliveryRow(connection, _alone(delivery), received)
        return number

    def kept(self, number: int) -> KeptDelivery | None:
        row = self.tables.deliveries.get(number)
        connection = self.tables.connections.get(row.connection) if row else None
        if row is None or connection is None:
            return None
        return KeptDelivery(number, connection.noun(), _alone(row.delivery), row.received)

    def drop(self, number: int) -> None:
        self.tables.deliveries.pop(number, None)

    def forget(self, before: datetime) -> int:
        old = [claimed for claimed, at in self.tables.inbox.items() if at < before]
        for claimed in old:
            del self.tables.inbox[claimed]
        kept = [n for n, row in self.tables.deliveries.items() if row.received < before]
        for number in kept:
            self.drop(number)
        return len(old) + len(kept)


def _alone(delivery: Delivery) -> Delivery:
    """With headers that are nobody else's, and without the connection's key."""
    return evolve(delivery, headers=dict(delivery.headers), connection=None)
