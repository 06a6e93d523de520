"""All or nothing."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from tt_integrations.ports.accounts import Accounts, Roster, Sessions, SignInTries
from tt_integrations.ports.connections import (
    AccessTokens,
    Addresses,
    Adoption,
    Connections,
    Deeds,
    Grants,
    Inbox,
    Tickets,
)
from tt_integrations.ports.entry_cards import EntryCards, EntryChanges
from tt_integrations.ports.jobs import Claims, Jobs
from tt_integrations.ports.links import Links
from tt_integrations.ports.runs import Cursors, Runs
from tt_integrations.ports.timesheet import People, Projects, Tasks, TimeEntries, Timers


class Reading(Protocol):
    """What can be looked at. Everything seen belongs to one moment where the database can promise it."""

    @property
    def people(self) -> People: ...
    @property
    def projects(self) -> Projects: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def timers(self) -> Timers: ...
    @property
    def entries(self) -> TimeEntries: ...
    @property
    def cards(self) -> EntryCards: ...
    @property
    def changes(self) -> EntryChanges: ...
    @property
    def connections(self) -> Connections: ...
    @property
    def addresses(self) -> Addresses: ...
    @property
    def tokens(self) -> AccessTokens: ...
    @property
    def roster(self) -> Roster: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def deeds(self) -> Deeds: ...
    @property
    def grants(self) -> Grants: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def links(self) -> Links: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def claims(self) -> Claims: ...
    @property
    def runs(self) -> Runs: ...
    @property
    def cursors(self) -> Cursors: ...


class Transaction(Reading, Protocol):
    """What can be changed, until `commit` provisionally."""

    @property
    def inbox(self) -> Inbox: ...
    @property
    def adoption(self) -> Adoption: ...
    @property
    def sign_in_tries(self) -> SignInTries: ...

    def commit(self) -> None:
        """Make every change so far lasting. Once, as the last thing."""
        ...


class UnitOfWork(Protocol):
    """`with unit_of_work() as tx:` ends undone unless `tx.commit()` was called. Never call a provider inside.

    Raises StoreUnavailable, having changed nothing, when the database is locked or away.
    """

    def __call__(self) -> AbstractContextManager[Transaction]: ...

    def reading(self) -> AbstractContextManager[Reading]:
        """A transaction that only looks: it waits for no writer, and what it changed would be undone, if it is not refused."""
        ...
