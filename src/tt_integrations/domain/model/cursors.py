"""How far we have read at a provider."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from tt_integrations.domain.model.connection import ConnectionId


@frozen
class Cursor:
    """`name` is what is read, such as a repository; `value` holds JSON values. `version` counts its changes
    from 1."""

    connection: ConnectionId
    name: str
    value: Mapping[str, object] = field(factory=dict)
    version: int = 1
