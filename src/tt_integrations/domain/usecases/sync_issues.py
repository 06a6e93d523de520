"""The issues of all repositories that a connection watches are looked at, as far as they changed since the last time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

from attrs import evolve, frozen

from tt_integrations.domain.errors import IntegrationError, NotConnected
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Connection, ConnectionId
from tt_integrations.domain.model.issues import Repository, Watched
from tt_integrations.domain.model.runs import Action, Decided, Run, RunId, RunResult
from tt_integrations.domain.usecases.ask_for_issue import AskForIssue
from tt_integrations.domain.usecases.issue_source import (
    OF_ONE_REPOSITORY,
    IssueSource,
    OutOfPatience,
)
from tt_integrations.domain.usecases.note_repository import NoteRepository
from tt_integrations.domain.usecases.read_issues import ReadIssues
from tt_integrations.domain.usecases.reconcile_issues import ReconcileIssues
from tt_integrations.domain.usecases.sync_run import SyncRun, patient
from tt_integrations.domain.usecases.working_connections import Ended, NotWorking, working
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.issues import IssueSettings, IssueTracker
from tt_integrations.ports.unit_of_work import UnitOfWork

PATIENCE = timedelta(seconds=60)
"""So long a run begins new calls; shorter than the lease of the job that it is."""
MORE = "there is more than fits in one run; the next one goes on from there"
OUT_OF_SIGHT = "repository is out of sight"


@frozen
class SyncWanted:
    """`cause` says why: `schedule`, `asked for`."""

    connection: ConnectionId
    cause: str


@frozen
class Synced:
    """PARTIAL: there is more, and the next sync goes on from there; or it `asks`: a person must confirm it first.
    `trouble`: why a part of it could not be synced, while the others were, in words."""

    run: Run
    asks: bool = False
    trouble: str | None = None


@frozen
class NotSynced:
    """Nothing was asked, and there is no run; `reason` is a sentence. `connection`: one that works and has nothing to
    sync, but perhaps something to be cared for."""

    reason: str
    connection: Connection | None = None


@frozen
class IssueSync:
    """A connection that is to be synced, as it was at that moment."""

    connection: Connection


@frozen
class SyncIssues:
    """What the provider raises ends the run, and is raised on; so is Conflict, when another sync of the same
    repository is under way. What was decided before that is done. Of several repositories one that is in trouble does
    not keep the others from being synced. A connection that is ended meanwhile ends the run. `trackers` and `settings`
    by the providers' keys. Calls the provider, so never inside a transaction."""

    unit_of_work: UnitOfWork
    clock: Clock
    access: Callable[[Connection], Access]
    trackers: Mapping[str, IssueTracker]
    settings: Mapping[str, IssueSettings]
    note: NoteRepository
    patience: timedelta = PATIENCE

    def __call__(self, command: SyncWanted) -> Synced | NotSynced:
        found = self.find(command.connection)
        return found if isinstance(found, NotSynced) else self.carry_out(found, command.cause)

    def find(self, number: ConnectionId) -> IssueSync | NotSynced:
        with self.unit_of_work.reading() as tx:
            owned = working(tx, number)
        if isinstance(owned, NotWorking):
            return NotSynced(owned.why)
        connection, _ = owned
        if connection.provider not in self.trackers:
            return NotSynced("the provider keeps nothing that can be synced")
        if not self._watched(connection):
            return NotSynced("no repository is chosen", connection)
        return IssueSync(connection)

    def carry_out(self, found: IssueSync, cause: str) -> Synced:
        """`found` a moment ago."""
        run = SyncRun(self.unit_of_work, self.clock, found.connection.id, cause)
        troubles: list[str] = []
        try:
            self._synced(found.connection, run, troubles)
        except OutOfPatience:
            return Synced(run.end(RunResult.PARTIAL, MORE), trouble=_first(troubles))
        except Ended as ended:
            return Synced(run.fail(str(ended)))
        except IntegrationError as trouble:
            run.fail(str(trouble))
            raise
        return Synced(run.end(RunResult.DONE), trouble=_first(troubles))

    def _watched(self, connection: Connection) -> Sequence[Watched]:
        return self.settings[connection.provider].watched(connection.settings)

    def _synced(self, connection: Connection, run: SyncRun, troubles: list[str]) -> None:
        """What keeps one of several from being synced is among the `troubles` then."""
        go_on = patient(self.clock, self.patience)
        syncing = _Syncing(connection, run.begin(), self.access(connection), go_on)
        several = self._watched(connection)
        for watched in several:
            try:
                syncing = self._one(syncing, watched)
            except NotConnected:
                run.decide(_in_trouble(watched, OUT_OF_SIGHT))
            except OF_ONE_REPOSITORY as trouble:
                if len(several) == 1:
                    raise
                run.decide(_in_trouble(watched, str(trouble)))
                troubles.append(f"{watched.name}: {trouble}")

    def _one(self, syncing: _Syncing, watched: Watched) -> _Syncing:
        """As it is after that repository was synced: what was learnt of it may have changed the connection."""
        syncing.go_on()
        if watched.id is None:
            tracker = self.trackers[syncing.connection.provider]
            found = tracker.repository(syncing.access, watched.name)
            learn = partial(evolve, id=found.id, called=found.name)
            stored = self.note(syncing.connection.id, watched.name, learn)
            syncing = evolve(syncing, connection=stored)
        else:
            found = Repository(watched.id, watched.name)
        source = self._source(syncing, watched.name, found)
        seen = ReadIssues(self.unit_of_work, self.clock, self.note)(source)
        ask = AskForIssue(self.unit_of_work, self.clock)
        ReconcileIssues(self.unit_of_work, self.clock, ask)(source, seen)
        return syncing

    def _source(self, syncing: _Syncing, name: str, repository: Repository) -> IssueSource:
        connection = syncing.connection
        return IssueSource(
            connection=connection,
            run=syncing.run,
            rules=self.settings[connection.provider].rules(connection.settings),
            name=name,
            repository=repository,
            tracker=self.trackers[connection.provider],
            access=syncing.access,
            go_on=syncing.go_on,
        )


@frozen
class _Syncing:
    connection: Connection
    run: RunId
    access: Access
    go_on: Callable[[], None]


def _in_trouble(watched: Watched, reason: str) -> Decided:
    """What is said of a repository that cannot be read."""
    return Decided(watched.name, watched.name, Action.FAILED, reason)


def _first(troubles: Sequence[str]) -> str | None:
    return troubles[0] if troubles else None
