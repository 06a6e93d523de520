"""Transactions in memory: copied on entry, published on commit, one writer at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from attrs import define, field, frozen

from tt_integrations.domain.errors import StoreUnavailable
from tt_integrations.testing.memory.accounts import (
    MemoryAccessTokens,
    MemoryAccounts,
    MemoryRoster,
    MemorySessions,
    MemorySignInTries,
)
from tt_integrations.testing.memory.connections import (
    MemoryAddresses,
    MemoryConnections,
    MemoryInbox,
)
from tt_integrations.testing.memory.deeds import MemoryDeeds
from tt_integrations.testing.memory.entry_cards import MemoryEntryCards, MemoryEntryChanges
from tt_integrations.testing.memory.grants import MemoryGrants, MemoryLinks, MemoryTickets
from tt_integrations.testing.memory.jobs import MemoryClaims, MemoryJobs
from tt_integrations.testing.memory.runs import MemoryCursors, MemoryRuns
from tt_integrations.testing.memory.tables import Tables
from tt_integrations.testing.memory.tasks import MemoryTasks
from tt_integrations.testing.memory.timesheet import (
    MemoryPeople,
    MemoryProjects,
    MemoryTimeEntries,
    MemoryTimers,
)

PATIENCE = 5.0
"""Seconds a transaction waits for another one, as a database's would; a nested one waits in vain."""


@define
class Published:
    """What is committed. Only ever replaced as a whole, never changed in place."""

    tables: Tables = field(factory=Tables)
    writing: Lock = field(factory=Lock)


@frozen
class MemoryTransaction:
    tables: Tables
    commit: Callable[[], None]

    @property
    def people(self) -> MemoryPeople:
        return MemoryPeople(self.tables)

    @property
    def projects(self) -> MemoryProjects:
        return MemoryProjects(self.tables)

    @property
    def tasks(self) -> MemoryTasks:
        return MemoryTasks(self.tables)

    @property
    def timers(self) -> MemoryTimers:
        return MemoryTimers(self.tables)

    @property
    def entries(self) -> MemoryTimeEntries:
        return MemoryTimeEntries(self.tables)

    @property
    def cards(self) -> MemoryEntryCards:
        return MemoryEntryCards(self.tables)

    @property
    def changes(self) -> MemoryEntryChanges:
        return MemoryEntryChanges(self.tables)

    @property
    def connections(self) -> MemoryConnections:
        return MemoryConnections(self.tables)

    adoption = connections

    @property
    def addresses(self) -> MemoryAddresses:
        return MemoryAddresses(self.tables)

    @property
    def inbox(self) -> MemoryInbox:
        return MemoryInbox(self.tables)

    @property
    def tokens(self) -> MemoryAccessTokens:
        return MemoryAccessTokens(self.tables)

    @property
    def roster(self) -> MemoryRoster:
        return MemoryRoster(self.tables)

    @property
    def accounts(self) -> MemoryAccounts:
        return MemoryAccounts(self.tables)

    @property
    def sessions(self) -> MemorySessions:
        return MemorySessions(self.tables)

    @property
    def sign_in_tries(self) -> MemorySignInTries:
        return MemorySignInTries(self.tables)

    @property
    def deeds(self) -> MemoryDeeds:
        return MemoryDeeds(self.tables)

    @property
    def grants(self) -> MemoryGrants:
        return MemoryGrants(self.tables)

    @property
    def tickets(self) -> MemoryTickets:
        return MemoryTickets(self.tables)

    @property
    def links(self) -> MemoryLinks:
        return MemoryLinks(self.tables)

    @property
    def jobs(self) -> MemoryJobs:
        return MemoryJobs(self.tables)

    @property
    def claims(self) -> MemoryClaims:
        return MemoryClaims(self.tables)

    @property
    def runs(self) -> MemoryRuns:
        return MemoryRuns(self.tables)

    @property
    def cursors(self) -> MemoryCursors:
        return MemoryCursors(self.tables)


@frozen
class MemoryUnitOfWork:
    published: Published

    @contextmanager
    def __call__(self) -> Iterator[MemoryTransaction]:
        if not self.published.writing.acquire(timeout=PATIENCE):
            raise StoreUnavailable("another transaction is under way")
        try:
            draft = self.published.tables.copy()
            yield MemoryTransaction(draft, lambda: self._publish(draft))
        finally:
            self.published.writing.release()

    @contextmanager
    def reading(self) -> Iterator[MemoryTransaction]:
        yield MemoryTransaction(self.published.tables.copy(), _refuse)

    def _publish(self, draft: Tables) -> None:
        self.published.tables = draft.copy()  # what is done to the draft later stays there


def _refuse() -> None:
    raise TypeError("a reading transaction cannot be committed")
