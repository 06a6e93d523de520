"""Our syncs of issues over the connector to GitHub and the fake, in process, with a tracker in memory."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from attrs import Factory, define, field
from github_ground import HERE, NAME, Ground, ground

from loft import VAULT
from tt_integrations.adapters.providers.github.dialect import GitHubDialect
from tt_integrations.adapters.providers.github.following import GitHubIssueSettings
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import (
    Changes,
    Connection,
    ConnectionKey,
    ConnectionState,
    NewConnection,
)
from tt_integrations.domain.model.issues import Watched
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.runs import Run, RunsWanted
from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.domain.model.timesheet import Project, TaskId
from tt_integrations.domain.model.work import Job, JobId, Result, Sync
from tt_integrations.domain.usecases.care_for_hooks import CareForHooks
from tt_integrations.domain.usecases.carry_out_sync import CarryOutSync
from tt_integrations.domain.usecases.end_grant import EndGrant
from tt_integrations.domain.usecases.note_repository import NoteRepository
from tt_integrations.domain.usecases.queue_syncs import sync_job
from tt_integrations.domain.usecases.retry_refused import RetryRefused
from tt_integrations.domain.usecases.settle_connection import SettleConnection
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.domain.usecases.sync_issues import SyncIssues
from tt_integrations.testing.memory import MemoryStore

KEY = "github_connector"
SETTINGS, DIALECTS = {KEY: GitHubIssueSettings()}, {KEY: GitHubDialect()}


@define
class SyncGround:
    """octo's connection, whose issues of octo/app become tasks of the project App."""

    it: Ground = Factory(ground)
    store: MemoryStore = Factory(MemoryStore)
    owner: Person = field(init=False)
    project: Project = field(init=False)
    connection: Connection = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.owner = self.store.add_person("Octo")
        self.project = self.store.add_project(self.owner, "App")
        new = NewConnection(
            ConnectionKey("k1"), KEY, self.owner.id, "GitHub", ConnectionState.ACTIVE
        )
        entries = [{"name": NAME, "project": self.project.id}]
        changes = Changes({"repositories": entries}, {"webhook_secret": "s3cret"})
        with self.store.unit_of_work() as tx:
            self.connection = tx.connections.add(new)
            StoreSettings(VAULT)(tx, DIALECTS[KEY], self.connection, changes)
            tx.commit()

    def sync(self) -> Result:
        """As a job does it."""
        work, clock, trackers = self.store.unit_of_work, self.it.fake.clock, {KEY: self.it.tracker}
        note = NoteRepository(work, StoreSettings(VAULT), DIALECTS, SETTINGS)
        hooks = CareForHooks(
            unit_of_work=work,
            clock=clock,
            vault=VAULT,
            access=self._access,
            trackers=trackers,
            settings=SETTINGS,
            dialects=DIALECTS,
            note=note,
            address_of=lambda _: HERE,
        )
        sync = SyncIssues(work, clock, self._access, trackers, SETTINGS, note)
        new = sync_job(self.connection.id, "schedule", clock.now())
        job = Job(JobId(1), new.connection, Sync("schedule"), new.key, clock.now(), 1)
        retry, end_grant = RetryRefused(work, clock), EndGrant(work, clock)
        return CarryOutSync([hooks], sync, SettleConnection(work, clock, retry, end_grant))(job)

    def again(self) -> Connection:
        with self.store.unit_of_work.reading() as tx:
            found = tx.connections.find(self.connection.id)
        assert found
        return found

    def tomorrow(self) -> None:
        self.it.fake.clock.advance(timedelta(days=1).total_seconds())

    def watched(self) -> list[Watched]:
        return list(SETTINGS[KEY].watched(self.again().settings))

    def tasks(self) -> Mapping[str, TaskCard]:
        """By their names."""
        with self.store.unit_of_work.reading() as tx:
            found = [tx.tasks.find(TaskId(number)) for number in range(1, 400)]
        return {card.name: card for card in found if card}

    def runs(self) -> list[Run]:
        """Oldest first."""
        with self.store.unit_of_work.reading() as tx:
            return list(tx.runs.newest(RunsWanted()))[::-1]

    def told(self) -> list[tuple[str, str]]:
        """What the last run decided, by titles."""
        run = self.runs()[-1]
        with self.store.unit_of_work.reading() as tx:
            decided = [each.decided for each in tx.runs.decided(run.id)]
        return [(each.title, each.sentence) for each in decided]

    def listed(self) -> int:
        """How many calls for issues there were so far."""
        return len(self.it.calls("issues/list-for-repo"))

    def settings(self) -> Mapping[str, Any]:
        return self.again().settings

    def _access(self, _: Connection) -> Access:
        return self.it.access
