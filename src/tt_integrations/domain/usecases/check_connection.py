"""Does a person's connection work right now? Changes nothing, and answers in values: a host never has to catch."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import frozen

from tt_integrations.domain.errors import (
    InvalidSettings,
    NotConnected,
    ProviderError,
    SecretUnreadable,
)
from tt_integrations.domain.model.connection import Connection, Place
from tt_integrations.domain.usecases.access_to_provider import AccessToProvider
from tt_integrations.domain.usecases.retry_refused import RetryRefused
from tt_integrations.domain.usecases.show_connection import ConnectionOf
from tt_integrations.domain.usecases.working_connections import why_not
from tt_integrations.ports.account import Account
from tt_integrations.ports.chat import Chat
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import UnitOfWork


class Trouble(Enum):
    SECRET_MISSING = "secret_missing"  # noqa: S105 - a reason, not a secret
    SECRET_UNREADABLE = "secret_unreadable"  # noqa: S105
    NOBODY_LINKED = "nobody_linked"
    TOKEN_MISSING = "token_missing"  # noqa: S105


ONE_WAY = (Trouble.SECRET_MISSING, Trouble.NOBODY_LINKED)
"""Nobody can command by such a connection, but it may speak: some want no more than that."""


@frozen
class NotConfigured:
    """The person has no connection to the provider, or one that does not work: `why`, in words, "" for none."""

    provider: str
    why: str = ""


@frozen
class Working:
    """`sentence` says what was tried, "" where nothing was."""

    connection: Connection
    sentence: str = ""


@frozen
class Broken:
    """Something is missing on our side."""

    connection: Connection
    trouble: Trouble


@frozen
class Failing:
    """The provider objects; the error says why, in its own words."""

    connection: Connection
    error: ProviderError | InvalidSettings


CheckOutcome = Working | Broken | Failing | NotConfigured


@frozen
class CheckConnection:
    """Everything by the providers' keys."""

    unit_of_work: UnitOfWork
    vault: Vault
    dialects: Mapping[str, Dialect]
    chats: Mapping[str, Chat]
    accounts: Mapping[str, Account]
    access: AccessToProvider
    retry: RetryRefused

    def __call__(self, command: ConnectionOf) -> CheckOutcome:
        """Tries it out, for others to see: in a chat, a test message is posted. Never inside a transaction."""
        standing, account = self.look(command), self.accounts.get(command.provider)
        if account is None or not isinstance(standing, Working):
            return standing
        return self._tried(account, standing.connection)

    def look(self, command: ConnectionOf) -> Working | Broken | NotConfigured:
        """How it stands as far as we can see by ourselves: calls nobody."""
        dialect = self.dialects.get(command.provider)
        with self.unit_of_work.reading() as tx:
            connection = tx.connections.owned(command.provider, command.person)
            source = tx.connections.find(connection.source) if connection else None
        if dialect is None or connection is None or source is None:
            return NotConfigured(command.provider)
        if not connection.state.works:
            return NotConfigured(command.provider, why_not(connection))
        trouble = self._trouble(connection, source, dialect)
        if trouble is None or (trouble in ONE_WAY and self._works_one_way(dialect, connection)):
            return Working(connection)
        return Broken(connection, trouble)

    def _works_one_way(self, dialect: Dialect, connection: Connection) -> bool:
        return not dialect.takes_commands or self._speaks(connection)

    def _speaks(self, connection: Connection) -> bool:
        chat = self.chats.get(connection.provider)
        return chat is not None and chat.announcing(connection.settings).channel is not None

    def _trouble(
        self, connection: Connection, source: Connection, dialect: Dialect
    ) -> Trouble | None:
        sealed = source.sealed(dialect.signing_secret)
        if sealed is None:
            return Trouble.SECRET_MISSING
        try:
            self.vault.open(sealed, Place(source.id, dialect.signing_secret))
        except SecretUnreadable:
            return Trouble.SECRET_UNREADABLE
        if not any(is_owner for _, is_owner in dialect.bindings(connection.settings)):
            return Trouble.NOBODY_LINKED
        return None

    def _tried(self, account: Account, connection: Connection) -> Working | Broken | Failing:
        dialect = self.dialects[connection.provider]
        try:
            sentence = self.retry(
                connection.id,
                lambda: account.try_out(self.access(connection), connection.settings),
            )
        except (
            NotConnected
        ):  # a token matters only to somebody who wants something from the provider
            mute = dialect.takes_commands and not self._speaks(connection)
            return Working(connection) if mute else Broken(connection, Trouble.TOKEN_MISSING)
        except SecretUnreadable:
            return Broken(connection, Trouble.SECRET_UNREADABLE)
        except (ProviderError, InvalidSettings) as error:
            return Failing(connection, error)
        return Working(connection, sentence)
