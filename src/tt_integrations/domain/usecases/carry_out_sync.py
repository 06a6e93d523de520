"""A stored sync is carried out, and what becomes of the job, and of the connection, when the provider will not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from attrs import frozen

from tt_integrations.domain.errors import (
    Conflict,
    InvalidSettings,
    NotConnected,
    OutcomeUnknown,
    ProviderError,
    ProviderUnavailable,
    SecretUnreadable,
)
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.model.work import Again, Done, GivenUp, Job, Result, Sync
from tt_integrations.domain.usecases.care_for_hooks import Cared
from tt_integrations.domain.usecases.growing_pause import growing_pause
from tt_integrations.domain.usecases.settle_connection import SettleConnection
from tt_integrations.domain.usecases.sync_issues import NotSynced
from tt_integrations.domain.usecases.synchronize import Synchronize

MOST_TRIES = 6
"""After so many, the next regular sync is soon enough."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=1)
"""However long a provider says to wait: the longest that any of ours counts calls for."""
AT_ONCE = timedelta(seconds=1)
_Uncared = ProviderUnavailable | OutcomeUnknown


@frozen
class CarryOutSync:
    """Calls the provider, so never inside a transaction. Raises StoreUnavailable; the job may come again then.

    `cares` see to what the provider tells us by, before each sync; each does nothing, and returns None, for connections
    it is not for.
    """

    cares: Sequence[Callable[[Connection], Cared | None]]
    sync: Synchronize
    settle: SettleConnection

    def __call__(self, job: Job) -> Result:
        if not isinstance(job.work, Sync):
            raise TypeError("this job is no sync")
        try:
            return self.settle(job.connection, partial(self._synced, job, job.work.cause))
        except (ProviderUnavailable, OutcomeUnknown, Conflict) as trouble:
            return _later(job, trouble)
        except (ProviderError, InvalidSettings, NotConnected, SecretUnreadable) as trouble:
            return GivenUp(str(trouble))

    def _synced(self, job: Job, cause: str) -> Result:
        found = self.sync.find(job.connection)
        if found.connection is None:
            return Done()
        self.settle.check(found.connection)
        cared, uncared = self._cared(found.connection)
        if cared:
            found = self.sync.find(job.connection)
        if isinstance(found, NotSynced):
            return _later(job, uncared) if uncared else Done()
        outcome = self.sync.carry_out(found, cause)
        if outcome.asks:  # what for, the connection says
            return Done()
        self.settle.went(found.connection, outcome.trouble)
        if outcome.run.result is RunResult.PARTIAL:
            return Again(AT_ONCE, outcome.run.trouble or "")
        return _later(job, uncared) if uncared else Done()

    def _cared(self, connection: Connection) -> tuple[bool, _Uncared | None]:
        """Whether anything was done, which may have changed the connection; and what kept a care from being done. The
        sync works without; not where we are to wait."""
        cared = False
        kept: _Uncared | None = None
        for care in self.cares:
            try:
                cared = care(connection) is not None or cared
            except ProviderUnavailable as trouble:
                if trouble.retry_after is not None:
                    raise
                cared, kept = True, trouble
            except OutcomeUnknown as trouble:
                cared, kept = True, trouble
        return cared, kept


def _later(job: Job, trouble: _Uncared | Conflict) -> Again | GivenUp:
    if job.tries >= MOST_TRIES:
        return GivenUp(str(trouble))
    wait = trouble.retry_after if isinstance(trouble, ProviderUnavailable) else None
    if wait is not None:
        return Again(min(timedelta(seconds=wait), LONGEST_WAIT), str(trouble))
    return Again(growing_pause(job.tries, FIRST_PAUSE, LONGEST_PAUSE), str(trouble))
