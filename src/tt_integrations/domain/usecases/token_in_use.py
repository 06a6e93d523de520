"""The step by which it is known whether a token that was refused is the one that a connection has."""

from __future__ import annotations

from datetime import datetime

from tt_integrations.domain.model.connection import Connection
from tt_integrations.ports.unit_of_work import Transaction


def refused_in_use(tx: Transaction, connection: Connection, sealed: str, now: datetime) -> bool:
    """False when another one is stored by now, or none. A grant that it belongs to has ended with it.

    `sealed`: as it was stored. No token is ever sealed the same twice, so this tells it from any other.
    """
    source = connection.source
    tx.connections.save(source, {})  # whoever is about to replace it waits
    granted = tx.grants.find(source)
    if granted is not None:
        its_own = sealed in (granted.access_token, granted.refresh_token)
        return its_own and tx.grants.expire(granted, now)
    stands = tx.connections.find(source)
    return stands is not None and sealed in stands.settings.values()
