"""A stored sync is carried out, and what becomes of the job, and of the connection, when the provider will not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from attrs import frozen

from tt_integrations.domain.errors import (
    Conflict,
    InvalidSettings,
    NotConnected,
    OutcomeUnknown,
    ProviderError,
    ProviderRefused,
    ProviderUnavailable,
    SecretUnreadable,
)
from tt_integrations.domain.model.connection import Connection, ConnectionState
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.model.work import Again, Done, GivenUp, Job, Result, Sync
from tt_integrations.domain.usecases.degrade import degrade, recover
from tt_integrations.domain.usecases.end_grant import EndGrant, GrantLost
from tt_integrations.domain.usecases.growing_pause import growing_pause
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced, SyncWanted
from tt_integrations.domain.usecases.working_connections import working
from tt_integrations.ports.unit_of_work import UnitOfWork

MOST_TRIES = 6
"""After so many, the next regular sync is soon enough."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=1)
"""However long a provider says to wait: the longest that any of ours counts calls for."""
AT_ONCE = timedelta(seconds=1)


@frozen
class CarryOutSync:
    """Calls the provider, so never inside a transaction. Raises StoreUnavailable; the job may come again then.

    `cares` see to what the provider tells us by, before each sync; each does nothing for connections it is not for.
    """

    unit_of_work: UnitOfWork
    cares: Sequence[Callable[[Connection], object]]
    sync: Callable[[SyncWanted], Synced | NotSynced]
    end_grant: EndGrant

    def __call__(self, job: Job) -> Result:
        if not isinstance(job.work, Sync):
            raise TypeError("this job is no sync")
        with self.unit_of_work.reading() as tx:
            owned = working(tx, job.connection)
        if owned is None:
            return Done()
        connection, _ = owned
        try:
            uncared = self._cared(connection)
            outcome = self.sync(SyncWanted(connection.id, job.work.cause))
        except (ProviderUnavailable, OutcomeUnknown, Conflict) as trouble:
            return _later(job, trouble)
        except ProviderRefused as refusal:
            self.end_grant(GrantLost(connection.id, str(refusal)))
            return GivenUp(str(refusal))
        except (ProviderError, InvalidSettings, NotConnected, SecretUnreadable) as trouble:
            degrade(self.unit_of_work, connection.id, str(trouble))
            return GivenUp(str(trouble))
        if not isinstance(outcome, Synced) or outcome.asks:  # what for, the connection says
            return Done()
        if connection.state is ConnectionState.DEGRADED:
            recover(self.unit_of_work, connection.id)
        if outcome.run.result is RunResult.PARTIAL:
            return Again(AT_ONCE, outcome.run.trouble or "")
        return _later(job, uncared) if uncared else Done()

    def _cared(self, connection: Connection) -> ProviderUnavailable | OutcomeUnknown | None:
        """What kept the cares from being done. The sync works without; not where we are to wait."""
        kept: ProviderUnavailable | OutcomeUnknown | None = None
        for care in self.cares:
            try:
                care(connection)
            except ProviderUnavailable as trouble:
                if trouble.retry_after is not None:
                    raise
                kept = trouble
            except OutcomeUnknown as trouble:
                kept = trouble
        return kept


def _later(job: Job, trouble: ProviderUnavailable | OutcomeUnknown | Conflict) -> Again | GivenUp:
    if job.tries >= MOST_TRIES:
        return GivenUp(str(trouble))
    wait = trouble.retry_after if isinstance(trouble, ProviderUnavailable) else None
    if wait is not None:
        return Again(min(timedelta(seconds=wait), LONGEST_WAIT), str(trouble))
    return Again(growing_pause(job.tries, FIRST_PAUSE, LONGEST_PAUSE), str(trouble))
