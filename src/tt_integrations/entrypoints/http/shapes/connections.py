"""Connections as programs see them: no setting and no secret. What one's own are, `status` says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from attrs import frozen

from tt_integrations.domain.model.connection import ConnectionId, ConnectionState
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.runs import RunResult


@frozen
class ConnectionShape:
    id: ConnectionId
    provider: Annotated[str, "As in addresses."]
    state: ConnectionState
    reason: Annotated[str | None, "Why it does not work, in a sentence."]
    connected: Annotated[bool, "Whether it works."]


@frozen
class OwnerShape:
    id: PersonId
    name: str


@frozen
class StandingShape(ConnectionShape):
    """A connection, whose it is, and when it was synced last."""

    owner: OwnerShape | None
    last_sync_at: datetime | None
    last_sync_result: RunResult | None


@frozen
class ConnectionsListed:
    """By number; with their owners where everybody's are listed."""

    connections: Sequence[ConnectionShape] | Sequence[StandingShape]
    ok: bool = True


@frozen
class ConnectionMoved:
    """The connection as it stands now."""

    connection: ConnectionShape
    ok: bool = True


@frozen
class ConnectionEnded:
    connection: ConnectionShape
    revoked: Annotated[bool, "Whether the provider took back what was granted."]
    ok: bool = True


@frozen
class DeliveryQueued:
    queued: Annotated[bool, "False: it waits to be carried out already."]
    ok: bool = True
