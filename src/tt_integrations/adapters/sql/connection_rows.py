"""A row of a connection, and the noun it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tt_integrations.adapters.sql.host_tables import integrations
from tt_integrations.adapters.sql.own_tables import state
from tt_integrations.domain.model.connection import (
    Connection,
    ConnectionId,
    ConnectionKey,
    ConnectionState,
)
from tt_integrations.domain.model.people import PersonId

COLUMNS = (
    integrations.c.id,
    state.c.key,
    integrations.c.provider,
    integrations.c.user_id,
    integrations.c.is_active,
    state.c.state,
    integrations.c.config,
    state.c.reason,
    state.c.installation_id,
)


def connection_of(row: Sequence[Any]) -> Connection:
    """The noun of a row of `COLUMNS`."""
    number, key, provider, owner, is_active, stated, config, reason, installation = row
    legacy = ConnectionState.ACTIVE if is_active else ConnectionState.DRAFT
    return Connection(
        id=ConnectionId(number),
        key=ConnectionKey(key) if key is not None else None,
        provider=provider,
        owner=PersonId(owner) if owner is not None else None,
        state=ConnectionState(stated) if stated is not None else legacy,
        settings=document(config),
        reason=reason,
        installation=ConnectionId(installation) if installation is not None else None,
    )


def document(config: object) -> Mapping[str, object]:
    return config if isinstance(config, dict) else {}
