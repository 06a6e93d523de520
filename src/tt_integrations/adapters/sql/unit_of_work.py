"""Transactions of our own, and savepoints in a transaction that the host began."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock
from types import TracebackType
from typing import Any

import sqlalchemy as sa
from attrs import field, frozen

from tt_integrations.adapters.sql.accounts import SqlAccounts
from tt_integrations.adapters.sql.addresses import SqlAddresses
from tt_integrations.adapters.sql.claims import SqlClaims
from tt_integrations.adapters.sql.connections import SqlConnections
from tt_integrations.adapters.sql.cursors import SqlCursors
from tt_integrations.adapters.sql.deeds import SqlDeeds
from tt_integrations.adapters.sql.entries import SqlTimeEntries
from tt_integrations.adapters.sql.entry_cards import SqlEntryCards
from tt_integrations.adapters.sql.entry_changes import SqlEntryChanges
from tt_integrations.adapters.sql.grants import SqlGrants
from tt_integrations.adapters.sql.inbox import SqlInbox
from tt_integrations.adapters.sql.jobs import SqlJobs
from tt_integrations.adapters.sql.lease import Lease, in_turn, pooled
from tt_integrations.adapters.sql.links import SqlLinks
from tt_integrations.adapters.sql.moments import UTC_STORAGE, StorageZone
from tt_integrations.adapters.sql.people import SqlPeople
from tt_integrations.adapters.sql.prepared import Driver, may_be_tried_again
from tt_integrations.adapters.sql.projects import SqlProjects
from tt_integrations.adapters.sql.roster import SqlRoster
from tt_integrations.adapters.sql.runs import SqlRuns
from tt_integrations.adapters.sql.sessions import SqlSessions
from tt_integrations.adapters.sql.sign_in_tries import SqlSignInTries
from tt_integrations.adapters.sql.tasks import SqlTasks
from tt_integrations.adapters.sql.tickets import SqlTickets
from tt_integrations.adapters.sql.timers import SqlTimers
from tt_integrations.adapters.sql.tokens import SqlAccessTokens
from tt_integrations.domain.errors import StoreUnavailable


@frozen
class SqlTransaction:
    """The ports over one connection. Made for each transaction, so the parts are made when asked for."""

    driver: Driver
    storage: StorageZone
    commit: Callable[[], None]

    @property
    def people(self) -> SqlPeople:
        return SqlPeople(self.driver, self.storage.zone)

    @property
    def projects(self) -> SqlProjects:
        return SqlProjects(self.driver)

    @property
    def tasks(self) -> SqlTasks:
        return SqlTasks(self.driver, self.storage)

    @property
    def timers(self) -> SqlTimers:
        return SqlTimers(self.driver, self.storage)

    @property
    def entries(self) -> SqlTimeEntries:
        return SqlTimeEntries(self.driver, self.storage)

    @property
    def cards(self) -> SqlEntryCards:
        return SqlEntryCards(self.driver, self.storage)

    @property
    def changes(self) -> SqlEntryChanges:
        return SqlEntryChanges(self.driver)

    @property
    def connections(self) -> SqlConnections:
        return SqlConnections(self.driver)

    adoption = connections

    @property
    def addresses(self) -> SqlAddresses:
        return SqlAddresses(self.driver)

    @property
    def inbox(self) -> SqlInbox:
        return SqlInbox(self.driver)

    @property
    def tokens(self) -> SqlAccessTokens:
        return SqlAccessTokens(self.driver)

    @property
    def roster(self) -> SqlRoster:
        return SqlRoster(self.driver)

    @property
    def accounts(self) -> SqlAccounts:
        return SqlAccounts(self.driver)

    @property
    def sessions(self) -> SqlSessions:
        return SqlSessions(self.driver)

    @property
    def sign_in_tries(self) -> SqlSignInTries:
        return SqlSignInTries(self.driver)

    @property
    def deeds(self) -> SqlDeeds:
        return SqlDeeds(self.driver)

    @property
    def grants(self) -> SqlGrants:
        return SqlGrants(self.driver)

    @property
    def tickets(self) -> SqlTickets:
        return SqlTickets(self.driver)

    @property
    def links(self) -> SqlLinks:
        return SqlLinks(self.driver)

    @property
    def jobs(self) -> SqlJobs:
        return SqlJobs(self.driver)

    @property
    def claims(self) -> SqlClaims:
        return SqlClaims(self.driver)

    @property
    def runs(self) -> SqlRuns:
        return SqlRuns(self.driver)

    @property
    def cursors(self) -> SqlCursors:
        return SqlCursors(self.driver)


@frozen
class SqlUnitOfWork:
    """Each transaction on a connection of its own, from the engine's pool unless `lease` says otherwise."""

    engine: sa.Engine
    storage: StorageZone = UTC_STORAGE
    lease: Lease = pooled
    _turn: Lock = field(factory=Lock, init=False, eq=False, repr=False)

    def __call__(self) -> AbstractContextManager[SqlTransaction]:
        lease = self.lease(self.engine)
        one_writes = self.engine.dialect.name == "sqlite"
        taken = in_turn(self._turn, lease) if one_writes else lease
        return _OwnTransaction(self, taken, "BEGIN IMMEDIATE")

    def reading(self) -> AbstractContextManager[SqlTransaction]:
        return _OwnTransaction(self, self.lease(self.engine), "BEGIN", looks=True)


class _OwnTransaction:
    """A class rather than a generator: two of these are a tenth of a short command's cost."""

    __slots__ = ("_begin", "_driver", "_lease", "_looks", "_unit")

    def __init__(
        self,
        unit: SqlUnitOfWork,
        lease: AbstractContextManager[Any],
        begin: str,
        *,
        looks: bool = False,
    ) -> None:
        self._unit = unit
        self._lease = lease
        self._begin = begin
        self._looks = looks and unit.engine.dialect.name == "postgresql"

    def __enter__(self) -> SqlTransaction:
        self._driver = driver = Driver(self._lease.__enter__(), self._unit.engine.dialect)
        try:
            if self._looks:
                driver.connection.read_only = True
            if driver.dialect.name == "sqlite":  # others begin by themselves
                driver.text(self._begin)
        except BaseException:  # whatever it was: `__exit__` is not called for it
            self._lease.__exit__(None, None, None)
            raise
        return SqlTransaction(driver, self._unit.storage, lambda: driver.text("COMMIT"))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._looks:
                self._looked(well=kind is None)
        finally:
            self._lease.__exit__(kind, error, trace)

    def _looked(self, *, well: bool) -> None:
        """Nothing can have changed, so it ends with a COMMIT: at a ROLLBACK the driver forgets what it prepared, and
        the server plans every statement anew. The connection may be the host's next, who may want to write."""
        self._driver.text("COMMIT" if well else "ROLLBACK")
        self._driver.connection.read_only = None


@frozen
class JoinedUnitOfWork:
    """Each transaction is a savepoint on the host's connection; lasting is up to the host.

    On SQLite the host must not leave a transaction open across threads, as ever; we begin one where its driver
    has not yet, or the first savepoint would commit by itself.
    """

    connection: sa.Connection
    storage: StorageZone = UTC_STORAGE

    @contextmanager
    def __call__(self) -> Iterator[SqlTransaction]:
        savepoint = self._savepoint()
        try:
            yield SqlTransaction(self._driver(), self.storage, savepoint.commit)
        finally:
            if savepoint.is_active:
                savepoint.rollback()

    @contextmanager
    def reading(self) -> Iterator[SqlTransaction]:
        savepoint = self._savepoint()
        try:
            yield SqlTransaction(self._driver(), self.storage, _refuse)
        finally:
            savepoint.rollback()

    def _savepoint(self) -> sa.NestedTransaction:
        try:
            self._begin()
            return self.connection.begin_nested()
        except sa.exc.OperationalError as error:
            if error.orig is not None and may_be_tried_again(error.orig):
                raise StoreUnavailable("the database is locked or away") from error
            raise

    def _begin(self) -> None:
        if not self.connection.in_transaction():
            self.connection.begin()
        driver: Any = self.connection.connection.driver_connection
        if self.connection.dialect.name == "sqlite" and not driver.in_transaction:
            self.connection.exec_driver_sql("BEGIN")

    def _driver(self) -> Driver:
        return Driver(self.connection.connection.driver_connection, self.connection.dialect)


def _refuse() -> None:
    raise TypeError("a reading transaction cannot be committed")
