"""A sync is shown before it is done: it reads all that the sync would read, and changes nothing anywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from attrs import frozen

from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.usecases.access_to_provider import Holding
from tt_integrations.domain.usecases.calendar_terms import FindCalendarSync
from tt_integrations.domain.usecases.foresee import Foreseen, Previewed, read_all
from tt_integrations.domain.usecases.issue_source import OutOfPatience
from tt_integrations.domain.usecases.retry_refused import RetryRefused
from tt_integrations.domain.usecases.sync_issues import PATIENCE, NotSynced
from tt_integrations.domain.usecases.sync_run import patient
from tt_integrations.ports.unit_of_work import UnitOfWork

TOO_MUCH = "there is more than can be shown at once"


@frozen
class PreviewSync:
    """Raises what the calendar raises, but for ResyncNeeded. Calls the provider, so never inside a transaction."""

    unit_of_work: UnitOfWork
    find: FindCalendarSync
    access: Callable[[Holding], Access]
    retry: RetryRefused
    patience: timedelta = PATIENCE

    def __call__(self, number: ConnectionId) -> Previewed | NotSynced:
        foreseen = self.foreseen(number)
        if isinstance(foreseen, NotSynced):
            return foreseen
        with self.unit_of_work.reading() as tx:
            return foreseen.planned(tx)

    def foreseen(self, number: ConnectionId) -> Foreseen | NotSynced:
        """What was read, to be planned with what is stored at that moment."""
        return self.retry(number, partial(self._foreseen, number))

    def _foreseen(self, number: ConnectionId) -> Foreseen | NotSynced:
        found = self.find(number)
        if isinstance(found, NotSynced):
            return found
        go_on = patient(self.find.clock, self.patience)
        try:
            return read_all(self.unit_of_work, found, self.access, go_on)
        except OutOfPatience:
            return NotSynced(TOO_MUCH)
