"""What the store holds: frozen rows in dictionaries, copied for each transaction."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from attrs import Factory, define, evolve, frozen

from tt_integrations.domain.model.connection import (
    Address,
    Connection,
    ConnectionId,
    ConnectionKey,
    ConnectionState,
)
from tt_integrations.domain.model.delivery import DeliveryId
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.timesheet import EntryId, ProjectId


@frozen
class ProjectRow:
    id: ProjectId
    name: str
    owner: PersonId
    status: str


@frozen
class EntryRow:
    """A timer while `ended` is None, finished work afterwards."""

    id: EntryId
    person: PersonId
    project: ProjectId | None
    started: datetime
    breaks: timedelta
    paused_at: datetime | None = None
    ended: datetime | None = None
    worked: timedelta | None = None


@frozen
class ConnectionRow:
    """`document` is JSON text: whoever reads it gets values of their own."""

    id: ConnectionId
    key: ConnectionKey | None
    provider: str
    owner: PersonId | None
    state: ConnectionState
    document: str

    @property
    def settings(self) -> dict[str, Any]:
        return dict(json.loads(self.document))

    def noun(self) -> Connection:
        return Connection(self.id, self.key, self.provider, self.owner, self.state, self.settings)


@define
class Tables:
    people: dict[PersonId, Person] = Factory(dict)
    projects: dict[ProjectId, ProjectRow] = Factory(dict)
    entries: dict[EntryId, EntryRow] = Factory(dict)
    connections: dict[ConnectionId, ConnectionRow] = Factory(dict)
    addresses: dict[tuple[Address, ConnectionId], PersonId | None] = Factory(dict)
    inbox: set[tuple[ConnectionId, DeliveryId]] = Factory(set)
    tokens: dict[str, PersonId] = Factory(dict)

    def copy(self) -> Tables:
        """The same rows, which are frozen, in dictionaries of its own."""
        return evolve(
            self,
            people=dict(self.people),
            projects=dict(self.projects),
            entries=dict(self.entries),
            connections=dict(self.connections),
            addresses=dict(self.addresses),
            inbox=set(self.inbox),
            tokens=dict(self.tokens),
        )


def next_number(rows: dict[Any, Any]) -> int:
    return max(rows, default=0) + 1
