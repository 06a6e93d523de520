"""Would a person's connection work right now? Looks only, and answers in values: a host never has to catch."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import frozen

from tt_integrations.domain.errors import SecretUnreadable
from tt_integrations.domain.model.connection import Connection, Place
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import UnitOfWork


class Trouble(Enum):
    SECRET_MISSING = "secret_missing"  # noqa: S105 - a reason, not a secret
    SECRET_UNREADABLE = "secret_unreadable"  # noqa: S105
    NOBODY_LINKED = "nobody_linked"


@frozen
class NotConfigured:
    """The person has no connection to the provider, or one that is not active."""

    provider: str


@frozen
class Working:
    connection: Connection


@frozen
class Broken:
    connection: Connection
    trouble: Trouble


CheckOutcome = Working | Broken | NotConfigured


@frozen
class CheckConnection:
    unit_of_work: UnitOfWork
    vault: Vault
    dialects: Mapping[str, Dialect]

    def __call__(self, command: ConnectionOf) -> CheckOutcome:
        dialect = self.dialects.get(command.provider)
        with self.unit_of_work.reading() as tx:
            connection = tx.connections.owned(command.provider, command.person)
        if dialect is None or connection is None or not connection.state.works:
            return NotConfigured(command.provider)
        if trouble := self._trouble(connection, dialect):
            return Broken(connection, trouble)
        return Working(connection)

    def _trouble(self, connection: Connection, dialect: Dialect) -> Trouble | None:
        sealed = connection.sealed(dialect.signing_secret)
        if sealed is None:
            return Trouble.SECRET_MISSING
        try:
            self.vault.open(sealed, Place(connection.id, dialect.signing_secret))
        except SecretUnreadable:
            return Trouble.SECRET_UNREADABLE
        if not any(is_owner for _, is_owner in dialect.bindings(connection.settings)):
            return Trouble.NOBODY_LINKED
        return None
