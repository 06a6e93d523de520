"""An owner ends a connection: what was granted is given back, and every secret is wiped.

What it made stays: tasks, entries, and the links that say what became of what, so that connecting again makes
nothing twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from attrs import field, frozen

from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.channel_book import account_of
from tt_integrations.domain.model.connection import (
    Changes,
    Connection,
    ConnectionId,
    ConnectionState,
)
from tt_integrations.domain.model.grants import SealedGrant
from tt_integrations.domain.usecases.find_connection import ConnectionNumbered, visible
from tt_integrations.domain.usecases.refresh_grant import opened_grant
from tt_integrations.domain.usecases.renew_secret import former_name, until_name
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.oauth import OAuth
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Reading, Transaction, UnitOfWork

BY_OWNER = "disconnected"


@frozen
class Disconnected:
    """`revoked`: the provider took the grant back; False where there was none, others use it or one of the same
    account, or it did not answer."""

    connection: Connection
    revoked: bool


class Closing(Protocol):
    """By which a provider is asked to tell us no more."""

    def __call__(self, connection: Connection) -> None:
        """The best that can be done, while we still may. Calls the provider, so never inside a transaction; raises
        nothing of the provider's."""
        ...

    def forgotten(self, connection: Connection) -> Mapping[str, object]:
        """The settings that say: nothing tells us anything."""
        ...


@frozen
class Disconnect:
    """Raises NotConnected where somebody may not see it. Calls the provider, so never inside a transaction.

    `secrets` are the names of the settings that are stored sealed. Everything by the providers' keys.
    """

    unit_of_work: UnitOfWork
    vault: Vault
    dialects: Mapping[str, Dialect]
    oauths: Mapping[str, OAuth]
    secrets: Mapping[str, Collection[str]] = field(repr=False)
    store: StoreSettings
    closings: Sequence[Closing]

    def __call__(self, command: ConnectionNumbered) -> Disconnected:
        with self.unit_of_work.reading() as tx:
            connection = visible(tx, command.connection, command.person)
        for close in self.closings:
            close(connection)
        with self.unit_of_work() as tx:
            connection = visible(tx, command.connection, command.person)
            holder = _left_alone(tx, connection)
            grant = tx.grants.find(holder.id) if holder else None
            spared = holder is None or _account_goes_on(tx, holder)
            self._end(tx, connection, holder)
            tx.commit()
            ended = tx.connections.find(connection.id) or connection
        revoked = grant is not None and not spared and self._revoked(connection, grant)
        return Disconnected(ended, revoked)

    def _end(self, tx: Transaction, connection: Connection, holder: Connection | None) -> None:
        dialect = self.dialects[connection.provider]
        forgotten: dict[str, object] = dict(dialect.unlinked())
        for close in self.closings:
            forgotten |= close.forgotten(connection)
        self.store(tx, dialect, connection, Changes(forgotten))
        if holder is not None:
            self._wipe(tx, holder)
        for each in (connection, holder or connection):  # which storing them bound again
            for address, _ in dialect.bindings(each.settings):
                tx.addresses.unbind(each.id, address)
        tx.cursors.drop_all(connection.id)
        tx.jobs.drop(connection.id)
        tx.connections.move(connection.id, ConnectionState.DISABLED, BY_OWNER)

    def _wipe(self, tx: Transaction, holder: Connection) -> None:
        dialect = self.dialects[holder.provider]
        stands = tx.connections.find(holder.id) or holder
        secrets = dict.fromkeys(self._sealed(dialect, holder))
        self.store(tx, dialect, stands, Changes(secrets))
        tx.grants.drop(holder.id)

    def _sealed(self, dialect: Dialect, connection: Connection) -> Collection[str]:
        former = dialect.signing_secret
        return {
            dialect.token,
            dialect.signing_secret,
            former_name(former),
            until_name(former),
            *self.secrets.get(connection.provider, ()),
        }

    def _revoked(self, connection: Connection, grant: SealedGrant) -> bool:
        """The best we can do: the grant is wiped here, whatever the provider says."""
        oauth = self.oauths.get(connection.provider)
        if oauth is None:
            return False
        try:
            oauth.revoke(opened_grant(self.vault, grant))
        except IntegrationError:
            return False
        return True


def _left_alone(tx: Reading, connection: Connection) -> Connection | None:
    """Whose secrets and grant nobody relies on any more once this one is ended: its own, or those of an installation that
    was ended before it. None where somebody does."""
    using = tx.connections.using(connection.source)
    others = [each for each in using if each.id != connection.id]
    if any(each.state is not ConnectionState.DISABLED for each in others):
        return None
    return next((each for each in using if each.id == connection.source), None)


def _account_goes_on(tx: Reading, connection: Connection) -> bool:
    """Whether the same account at the provider allowed us in for another connection, too: to give one grant back may
    end them all."""
    account = account_of(connection.settings)
    after: ConnectionId | None = None
    while account is not None:
        page = tx.connections.listed(connection.provider, None, after)
        for other in page:
            same = other.id != connection.id and account_of(other.settings) == account
            if same and tx.grants.find(other.id) is not None:
                return True
        if not page:
            return False
        after = page[-1].id
    return False
