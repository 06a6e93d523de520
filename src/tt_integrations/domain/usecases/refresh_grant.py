"""A grant that is good for the next minutes: refreshed by one caller at a time, wherever they all are."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

from attrs import frozen

from tt_integrations.domain.errors import (
    NotConnected,
    ProviderRefused,
    ProviderUnavailable,
    StoreUnavailable,
)
from tt_integrations.domain.model.connection import Connection, ConnectionId, Place
from tt_integrations.domain.model.grants import Grant, SealedGrant
from tt_integrations.domain.usecases.end_grant import EndGrant, GrantLost, TokenReplaced
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.oauth import OAuth
from tt_integrations.ports.unit_of_work import UnitOfWork

EARLY = timedelta(minutes=5)
"""So long before its end a grant is refreshed: no call begins with a token that may expire under way."""
WORTH_WAITING = timedelta(seconds=30)
"""Whoever went to refresh it and did not come back in that time will not any more."""
MORE_TRIES = 2
"""So often a fresh grant is stored once more where the database was busy."""
ACCESS, REFRESH = "grant.access_token", "grant.refresh_token"
"""Where the sealed tokens live."""


@frozen
class RefreshUnderWay:
    """Somebody else is refreshing it, and the old one is no good any more: ask again in a second."""


@frozen
class RefreshGrant:
    """Raises NotConnected where grants are not refreshed any more, ProviderUnavailable, or ProviderRefused once the grant is
    gone, which then is noted. `oauths` by the providers' keys."""

    unit_of_work: UnitOfWork
    vault: Vault
    clock: Clock
    oauths: Mapping[str, OAuth]
    end_grant: EndGrant

    def __call__(
        self, connection: Connection, stored: SealedGrant
    ) -> SealedGrant | RefreshUnderWay:
        """`stored`: the connection's grant, as it is now."""
        now = self.clock.now()
        if stored.expires is None or stored.expires - EARLY > now:
            return stored
        if self._ours_to_refresh(stored, now):
            return self._refreshed(connection, stored)
        return stored if stored.expires > now else RefreshUnderWay()

    def _ours_to_refresh(self, stored: SealedGrant, now: datetime) -> bool:
        with self.unit_of_work() as tx:
            ours = tx.grants.begin_refresh(stored, now, now + WORTH_WAITING)
            if ours:
                tx.commit()
        return ours

    def _refreshed(self, connection: Connection, stored: SealedGrant) -> SealedGrant:
        oauth, old = self.oauths.get(connection.provider), opened_grant(self.vault, stored)
        if oauth is None:
            raise NotConnected(f"{connection.provider} is not connected by consent any more")
        try:
            fresh = oauth.refresh(old)
        except ProviderUnavailable:
            if stored.expires is not None and stored.expires > self.clock.now():
                return stored  # good for a few minutes yet
            raise
        except ProviderRefused as refusal:
            reason = str(refusal)
            lost = GrantLost(connection.id, reason, stored.access_token)
            if isinstance(self.end_grant(lost), TokenReplaced):
                raise _replaced() from None
            raise ProviderRefused(reason, stored.refresh_token) from None
        sealed = sealed_grant(self.vault, stored.connection, fresh, stored.version)
        # stored before it is used: a provider that rotates them has just spent the old refresh token
        if not self._kept(sealed):
            raise _replaced()
        return sealed

    def _kept(self, fresh: SealedGrant) -> bool:
        """False when the owner connected anew meanwhile: that grant counts."""
        for _ in range(MORE_TRIES):
            with suppress(StoreUnavailable):  # it waited already, but nobody else has this grant
                return self._keep(fresh)
        return self._keep(fresh)

    def _keep(self, fresh: SealedGrant) -> bool:
        with self.unit_of_work() as tx:
            kept = tx.grants.keep(fresh)
            if kept:
                tx.commit()
        return kept


def _replaced() -> ProviderUnavailable:
    return ProviderUnavailable("the grant was replaced while it was refreshed", 1)


def opened_grant(vault: Vault, stored: SealedGrant) -> Grant:
    """Raises SecretUnreadable."""
    connection, refresh = stored.connection, stored.refresh_token
    return Grant(
        access_token=vault.open(stored.access_token, Place(connection, ACCESS)),
        refresh_token=vault.open(refresh, Place(connection, REFRESH)) if refresh else None,
        expires=stored.expires,
        scopes=stored.scopes,
    )


def sealed_grant(
    vault: Vault, connection: ConnectionId, grant: Grant, replaced: int
) -> SealedGrant:
    """The grant as it is stored in place of the version `replaced`, 0 where there was none."""
    refresh = grant.refresh_token
    return SealedGrant(
        connection=connection,
        access_token=vault.seal(grant.access_token, Place(connection, ACCESS)),
        refresh_token=vault.seal(refresh, Place(connection, REFRESH)) if refresh else None,
        expires=grant.expires,
        scopes=grant.scopes,
        version=replaced + 1,
    )
