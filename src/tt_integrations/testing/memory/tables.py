"""What the store holds: frozen rows in dictionaries, copied for each transaction."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from attrs import Factory, define, evolve, field, frozen

from tt_integrations.domain.model.accounts import Account, Session, Tries
from tt_integrations.domain.model.changes import Deed
from tt_integrations.domain.model.connection import (
    Address,
    Connection,
    ConnectionId,
    ConnectionKey,
    ConnectionState,
)
from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.domain.model.delivery import Delivery, DeliveryId
from tt_integrations.domain.model.entry_cards import EntryChange, Lock
from tt_integrations.domain.model.grants import SealedGrant
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.runs import Decided, Run, RunId, RunResult
from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.domain.model.tickets import Ticket
from tt_integrations.domain.model.timesheet import EntryId, ProjectId, TaskId
from tt_integrations.domain.model.work import Job, JobId, NewJob


@frozen
class ProjectRow:
    id: ProjectId
    name: str
    owner: PersonId
    status: str
    billable: bool = True


@frozen
class TaskRow:
    id: TaskId
    project: ProjectId
    name: str
    status: str
    description: str = ""
    priority: str = "medium"
    tags: tuple[str, ...] = ()
    completed: datetime | None = None
    reference: str | None = None

    def noun(self) -> TaskCard:
        return TaskCard(
            id=self.id,
            project=self.project,
            name=self.name,
            description=self.description,
            status=self.status,
            priority=self.priority,
            tags=self.tags,
            completed=self.completed,
            reference=self.reference,
        )


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
    task: TaskId | None = None
    note: str | None = None
    billable: bool = True


@frozen
class ConnectionRow:
    """`document` is JSON text: whoever reads it gets values of their own. `last_sync` is for the host: when it
    ended, how it went, and the trouble."""

    id: ConnectionId
    key: ConnectionKey | None
    provider: str
    owner: PersonId | None
    state: ConnectionState
    document: str
    reason: str | None = None
    installation: ConnectionId | None = None
    last_sync: tuple[datetime, RunResult, str | None] | None = None

    @property
    def settings(self) -> dict[str, Any]:
        return dict(json.loads(self.document))

    def noun(self) -> Connection:
        return Connection(
            id=self.id,
            key=self.key,
            provider=self.provider,
            owner=self.owner,
            state=self.state,
            settings=self.settings,
            reason=self.reason,
            installation=self.installation,
        )


@frozen
class JobRow:
    """Waiting until it is given up; `returns` counts how often it was given back."""

    id: JobId
    new: NewJob
    due: datetime = field(default=Factory(lambda row: row.new.due, takes_self=True))
    tries: int = 0
    returns: int = 0
    held_until: datetime | None = None
    given_up: datetime | None = None
    reason: str = ""

    def ready(self, now: datetime) -> bool:
        return self.due <= now and (self.held_until is None or self.held_until <= now)

    def noun(self) -> Job:
        return Job(
            id=self.id,
            connection=self.new.connection,
            work=self.new.work,
            key=self.new.key,
            stored=self.new.due,
            tries=self.tries,
            interrupted=self.tries > self.returns + 1,
        )


@frozen
class ClaimRow:
    claimed: datetime
    note: str


@frozen
class DeliveryRow:
    """The delivery is without the connection's key."""

    connection: ConnectionId
    delivery: Delivery
    received: datetime


@define
class Tables:
    people: dict[PersonId, Person] = Factory(dict)
    projects: dict[ProjectId, ProjectRow] = Factory(dict)
    tasks: dict[TaskId, TaskRow] = Factory(dict)
    entries: dict[EntryId, EntryRow] = Factory(dict)
    connections: dict[ConnectionId, ConnectionRow] = Factory(dict)
    addresses: dict[tuple[Address, ConnectionId], PersonId | None] = Factory(dict)
    inbox: dict[tuple[ConnectionId, DeliveryId], datetime] = Factory(dict)
    tokens: dict[str, tuple[PersonId, str]] = Factory(dict)
    """The holder and the label."""
    usernames: dict[str, PersonId] = Factory(dict)
    accounts: dict[PersonId, Account] = Factory(dict)
    sessions: dict[str, Session] = Factory(dict)
    sign_in_tries: dict[str, Tries] = Factory(dict)
    deeds: dict[PersonId, Deed] = Factory(dict)
    jobs: dict[JobId, JobRow] = Factory(dict)
    jobs_stored: int = 0
    """Grows only: whoever still means a job that is gone must not hit a later one."""
    claims: dict[str, ClaimRow] = Factory(dict)
    grants: dict[ConnectionId, SealedGrant] = Factory(dict)
    tickets: dict[str, Ticket] = Factory(dict)
    links: dict[tuple[ConnectionId, Kind, str], Link] = Factory(dict)
    runs: dict[RunId, Run] = Factory(dict)
    runs_begun: int = 0
    """Grows only."""
    decisions: dict[RunId, tuple[Decided, ...]] = Factory(dict)
    """In their order, numbered from 1."""
    cursors: dict[tuple[ConnectionId, str], Cursor] = Factory(dict)
    deliveries: dict[int, DeliveryRow] = Factory(dict)
    deliveries_kept: int = 0
    """Grows only, as `jobs_stored` does."""
    locks: dict[EntryId, frozenset[Lock]] = Factory(dict)
    changes: dict[tuple[EntryId, PersonId], EntryChange] = Factory(dict)
    """The newest of each person's entry, in the order of their numbers."""
    changes_noted: int = 0
    """Grows only: whoever has read up to one must not miss a later one."""

    def copy(self) -> Tables:
        """The same rows, which are frozen, in dictionaries of its own."""
        return evolve(
            self,
            people=dict(self.people),
            projects=dict(self.projects),
            tasks=dict(self.tasks),
            entries=dict(self.entries),
            connections=dict(self.connections),
            addresses=dict(self.addresses),
            inbox=dict(self.inbox),
            tokens=dict(self.tokens),
            usernames=dict(self.usernames),
            accounts=dict(self.accounts),
            sessions=dict(self.sessions),
            sign_in_tries=dict(self.sign_in_tries),
            deeds=dict(self.deeds),
            jobs=dict(self.jobs),
            claims=dict(self.claims),
            grants=dict(self.grants),
            tickets=dict(self.tickets),
            links=dict(self.links),
            runs=dict(self.runs),
            decisions=dict(self.decisions),
            cursors=dict(self.cursors),
            deliveries=dict(self.deliveries),
            locks=dict(self.locks),
            changes=dict(self.changes),
        )


def next_number(rows: dict[Any, Any]) -> int:
    return max(rows, default=0) + 1
