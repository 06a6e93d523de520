"""The step by which a connection gets at the token for its calls: granted by consent, or pasted."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from tt_integrations.domain.errors import NotConnected, ProviderUnavailable
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Connection, Place
from tt_integrations.domain.model.grants import SealedGrant
from tt_integrations.domain.usecases.refresh_grant import ACCESS, RefreshGrant, RefreshUnderWay
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Reading, UnitOfWork

TEAM = "team_id"
"""The name of the setting that says where a token belongs."""


@frozen
class Holding:
    """Who holds the token for a connection's calls, None where they are gone, and what was granted to them, None where
    a token was pasted."""

    connection: Connection
    source: Connection | None
    granted: SealedGrant | None


def holding_of(tx: Reading, connection: Connection) -> Holding:
    granted = tx.grants.find(connection.source)
    own = granted is not None and connection.source == connection.id
    source = connection if own else tx.connections.find(connection.source)
    return Holding(connection, source, granted)


@frozen
class AccessToProvider:
    """Raises NotConnected where there is no token, SecretUnreadable, and what RefreshGrant raises. Never called in a
    transaction. `dialects` by the providers' keys."""

    unit_of_work: UnitOfWork
    vault: Vault
    refresh: RefreshGrant
    dialects: Mapping[str, Dialect]

    def __call__(self, connection: Connection) -> Access:
        with self.unit_of_work.reading() as tx:
            holding = holding_of(tx, connection)
        return self.held(holding)

    def held(self, holding: Holding) -> Access:
        """For whoever has just looked."""
        source = holding.source
        if source is None:
            raise NotConnected("the installation is gone")
        granted = holding.granted
        sealed, place = self._granted(source, granted) if granted else self._pasted(source)
        return Access(self.vault.open(sealed, place), installation_of(source), sealed)

    def _granted(self, source: Connection, granted: SealedGrant) -> tuple[str, Place]:
        match self.refresh(source, granted):
            case RefreshUnderWay():
                raise ProviderUnavailable("the token is being refreshed", 1)
            case grant:
                return grant.access_token, Place(grant.connection, ACCESS)

    def _pasted(self, source: Connection) -> tuple[str, Place]:
        name = self.dialects[source.provider].token
        sealed = source.sealed(name)
        if sealed is None:
            raise NotConnected("no token is stored")
        return sealed, Place(source.id, name)


def installation_of(source: Connection) -> str:
    """Connections of one team are limited together."""
    team = source.settings.get(TEAM)
    return team if isinstance(team, str) and team else f"connection {source.id}"
