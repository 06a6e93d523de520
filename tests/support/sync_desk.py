"""A desk that asks for issues: a time tracker, a connection to `Tracker`, and every use case of syncing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any

from attrs import Factory, define, field

from desk_settings import SIGNING, DeskDialect, DeskSettings
from issue_desk import PROVIDER
from loft import VAULT
from tracker import Tracker
from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import (
    Address,
    Changes,
    Connection,
    ConnectionId,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.model.issues import Issue, Repository, Watched
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import Decided, Run, RunsWanted
from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.domain.model.timesheet import Project, TaskId
from tt_integrations.domain.model.work import Job, JobId, Sync
from tt_integrations.domain.usecases.care_for_hooks import Cared, CareForHooks
from tt_integrations.domain.usecases.carry_out_sync import CarryOutSync
from tt_integrations.domain.usecases.end_grant import EndGrant
from tt_integrations.domain.usecases.note_repository import NoteRepository
from tt_integrations.domain.usecases.queue_syncs import QueueSyncs, sync_job
from tt_integrations.domain.usecases.retry_refused import RetryRefused
from tt_integrations.domain.usecases.settle_connection import SettleConnection
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.domain.usecases.sync_issues import (
    NotSynced,
    Synced,
    SyncIssues,
    SyncWanted,
)
from tt_integrations.ports.unit_of_work import UnitOfWork
from tt_integrations.testing.clock import FixedClock
from tt_integrations.testing.contracts import Ground
from tt_integrations.testing.memory import MemoryStore

HOOK_ADDRESS = "https://tt.example/hooks/acme"


DIALECTS: Mapping[str, Any] = {PROVIDER: DeskDialect()}
SETTINGS = {PROVIDER: DeskSettings()}


@define
class SyncDesk:
    """Ada's connection watches acme/web, whose issues go to the project Web. Without a token when `token` is ""."""

    ground: Ground = Factory(MemoryStore)
    tracker: Tracker = Factory(Tracker)
    token: str = "t0ken"
    reachable: bool = True
    work: UnitOfWork = field(init=False)
    owner: Person = field(init=False)
    web: Project = field(init=False)
    home: Repository = field(init=False)
    connection: Connection = field(init=False)
    _numbers: Iterator[int] = Factory(lambda: count(1))

    def __attrs_post_init__(self) -> None:
        self.work = self.ground.unit_of_work
        if isinstance(self.ground, MemoryStore):
            self.tracker.in_transaction = self.ground.unit_of_work.published.writing.locked
        self.owner = self.ground.add_person("Ada")
        self.web = self.ground.add_project(self.owner, "Web")
        self.home = self.tracker.add("acme/web")
        self.connection = self.connect(self.owner, {"acme/web": self.web.id})

    @property
    def clock(self) -> FixedClock:
        return self.tracker.clock

    def connect(self, owner: Person, watched: Mapping[str, int]) -> Connection:
        key = ConnectionKey(f"key-{next(self._numbers)}")
        new = NewConnection(key, PROVIDER, owner.id, "Acme", ConnectionState.ACTIVE)
        with self.work() as tx:
            connection = tx.connections.add(new)
            changes = Changes({"watched": dict(watched)}, {SIGNING: "s3cret"})
            StoreSettings(VAULT)(tx, DIALECTS[PROVIDER], connection, changes)
            tx.commit()
        return connection

    def set(self, **settings: object) -> None:
        with self.work() as tx:
            tx.connections.save(self.connection.id, settings)
            tx.commit()

    def put(self, state: ConnectionState) -> None:
        with self.work() as tx:
            tx.connections.move(self.connection.id, state)
            tx.commit()

    def again(self) -> Connection:
        with self.work.reading() as tx:
            found = tx.connections.find(self.connection.id)
        assert found
        return found

    def access(self, connection: Connection) -> Access:
        if not self.token:
            raise NotConnected("no token is stored")
        return Access(self.token, f"connection {connection.id}")

    @property
    def note(self) -> NoteRepository:
        return NoteRepository(self.work, StoreSettings(VAULT), DIALECTS, SETTINGS)

    @property
    def sync(self) -> SyncIssues:
        trackers = {PROVIDER: self.tracker}
        return SyncIssues(self.work, self.clock, self.access, trackers, SETTINGS, self.note)

    @property
    def hooks(self) -> CareForHooks:
        return CareForHooks(
            unit_of_work=self.work,
            clock=self.clock,
            vault=VAULT,
            access=self.access,
            trackers={PROVIDER: self.tracker},
            settings=SETTINGS,
            dialects=DIALECTS,
            note=self.note,
            address_of=lambda _: HOOK_ADDRESS if self.reachable else None,
        )

    @property
    def retry(self) -> RetryRefused:
        return RetryRefused(self.work, self.clock)

    @property
    def carry_out(self) -> CarryOutSync:
        end_grant = EndGrant(self.work, self.clock)
        settle = SettleConnection(self.work, self.clock, self.retry, end_grant)
        return CarryOutSync([self.hooks], self.sync, settle)

    @property
    def queue(self) -> QueueSyncs:
        return QueueSyncs(self.work, self.clock, [PROVIDER])

    def try_sync(self) -> Synced | NotSynced:
        return self.sync(SyncWanted(self.connection.id, "asked for"))

    def synced(self) -> list[Decided]:
        """What a sync that ends well decides."""
        outcome = self.try_sync()
        assert isinstance(outcome, Synced)
        return self.decided(outcome.run)

    def told(self) -> list[tuple[str, str]]:
        """The same, by items, in the words of people."""
        return [(each.item, each.sentence) for each in self.synced()]

    def tomorrow(self) -> None:
        self.clock.advance(24 * 60 * 60)

    def care(self) -> Cared | None:
        return self.hooks(self.again())

    def job(self, tries: int = 1) -> Job:
        now = self.clock.now()
        new = sync_job(self.connection.id, "schedule", now)
        number = JobId(next(self._numbers))
        return Job(number, new.connection, Sync("schedule"), new.key, now, tries)

    def runs(self) -> list[Run]:
        """Oldest first."""
        with self.work.reading() as tx:
            return list(tx.runs.newest(RunsWanted(connection=self.connection.id)))[::-1]

    def decided(self, run: Run) -> list[Decided]:
        with self.work.reading() as tx:
            return [each.decided for each in tx.runs.decided(run.id)]

    def last_sync(self) -> Any:
        """When it ended, how it went, and the trouble, as the host is told."""
        with self.work.reading() as tx:
            return tx.tables.connections[self.connection.id].last_sync  # type: ignore[attr-defined]

    def cursor(self, name: str = "issues:1") -> dict[str, Any]:
        with self.work.reading() as tx:
            stored = tx.cursors.at(self.connection.id, name)
        return dict(stored.value) if stored else {}

    def calls(self) -> list[str]:
        """Those made since this was asked last."""
        made, self.tracker.calls = self.tracker.calls, []
        return made

    def meanwhile(self, *acts: Callable[[], object] | None) -> None:
        """Each is done before the next call, None standing for nothing."""
        left = list(acts)

        def act() -> None:
            if left and (following := left.pop(0)):
                following()

        self.tracker.meanwhile = act

    def tasks(self) -> list[TaskCard]:
        """All there are, by id."""
        with self.work.reading() as tx:
            cards = (tx.tasks.find(TaskId(number)) for number in range(1, 400))
            return [card for card in cards if card]

    def names(self) -> list[str]:
        return [card.name for card in self.tasks()]

    def statuses(self) -> list[str]:
        return [card.status for card in self.tasks()]

    def reconciled(self) -> bool:
        """Whether today's reconciliation of acme/web is over."""
        today = self.clock.now().date().isoformat()
        with self.work.reading() as tx:
            return tx.claims.note(f"reconcile:{self.connection.id}:1:{today}") is not None

    def open(self, *titles: str) -> list[Issue]:
        return [self.tracker.open(self.home, title) for title in titles]

    def synced_yesterday(self, *titles: str) -> list[Issue]:
        issues = self.open(*titles)
        self.synced()
        self.tomorrow()
        self.calls()
        return issues

    def watched(self) -> list[Watched]:
        return list(DeskSettings().watched(self.again().settings))

    def routes(self, address: str) -> list[ConnectionId]:
        with self.work.reading() as tx:
            return [each.connection.id for each in tx.addresses.routes(PROVIDER, Address(address))]
