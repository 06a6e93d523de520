"""Store a new connection: its secrets sealed, its addresses bound."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.connection import (
    Changes,
    Connection,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class NewProviderConnection:
    """`key` is fresh and random; `secrets` are plain here and nowhere else."""

    owner: PersonId
    provider: str
    name: str
    key: ConnectionKey
    settings: Mapping[str, object]
    secrets: Mapping[str, str] = field(repr=False)


@frozen
class ConnectProvider:
    """Raises NotConnected for an unknown provider, Conflict for a key in use."""

    unit_of_work: UnitOfWork
    store: StoreSettings
    dialects: Mapping[str, Dialect]

    def __call__(self, command: NewProviderConnection) -> Connection:
        dialect = self.dialects.get(command.provider)
        if dialect is None:
            raise NotConnected(f"no provider {command.provider!r}")
        new = NewConnection(
            command.key, command.provider, command.owner, command.name, ConnectionState.ACTIVE
        )
        with self.unit_of_work() as tx:
            connection = tx.connections.add(new)
            self.store(tx, dialect, connection, Changes(command.settings, command.secrets))
            tx.commit()
        return connection
