"""A person's calendars and entries are brought to agree, in the direction that their owner chose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from attrs import frozen

from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.usecases.access_to_provider import Holding
from tt_integrations.domain.usecases.calendar_terms import CalendarSync, FindCalendarSync
from tt_integrations.domain.usecases.confirm_removals import (
    ConfirmRemovals,
    RemovalsToConfirm,
    come_to_its_end,
    counted_in,
)
from tt_integrations.domain.usecases.degrade import degrade
from tt_integrations.domain.usecases.export_entries import ExportEntries
from tt_integrations.domain.usecases.gather_events import OF_ONE_CALENDAR, in_trouble
from tt_integrations.domain.usecases.import_calendar_events import ImportCalendarEvents
from tt_integrations.domain.usecases.issue_source import OutOfPatience
from tt_integrations.domain.usecases.sync_issues import (
    MORE,
    PATIENCE,
    NotSynced,
    Synced,
    SyncWanted,
)
from tt_integrations.domain.usecases.sync_run import SyncRun, patient
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class SyncCalendar:
    """What the provider raises ends the run, and is raised on; so is Conflict, when another sync of the connection
    is under way. What was decided before that is done. Calls the provider, so never inside a transaction.

    A run that would remove too much stops before: it is PARTIAL, the connection is degraded, and both say what is to
    be confirmed. `fresh_mark` gives a random text of 16 hexadecimal digits.
    """

    unit_of_work: UnitOfWork
    find: FindCalendarSync
    access: Callable[[Holding], Access]
    fresh_mark: Callable[[], str]
    patience: timedelta = PATIENCE

    def __call__(self, command: SyncWanted) -> Synced | NotSynced:
        found = self.find(command.connection)
        return found if isinstance(found, NotSynced) else self.carry_out(found, command.cause)

    def carry_out(self, found: CalendarSync, cause: str) -> Synced:
        """`found` a moment ago."""
        connection = found.connection.id
        run = SyncRun(self.unit_of_work, self.find.clock, connection, cause)
        guard = _guard(found)
        try:
            whole = self._synced(found, run, guard)
        except OutOfPatience:
            return Synced(run.end(RunResult.PARTIAL, MORE))
        except RemovalsToConfirm as asks:
            ended = run.end(RunResult.PARTIAL, str(asks))
            degrade(self.unit_of_work, connection, str(asks))
            return Synced(ended, asks=True)
        except IntegrationError as trouble:
            run.fail(str(trouble))
            raise
        if whole:
            come_to_its_end(self.unit_of_work, found.connection, guard.removals)
        return Synced(run.end(RunResult.DONE))

    def _synced(self, found: CalendarSync, run: SyncRun, guard: ConfirmRemovals) -> bool:
        """Whether all calendars could be read."""
        whole = True
        found = marked(self.unit_of_work, self.find, found, self.fresh_mark)
        go_on = patient(self.find.clock, self.patience)
        source = found.source(self.access(found.holding), go_on)
        rules = found.terms.rules
        for place in found.places:
            try:
                is_last = place is found.places[-1] and not rules.direction.exports
                ImportCalendarEvents(found.terms, guard)(run, source, place, is_last=is_last)
            except OF_ONE_CALENDAR as trouble:
                run.decide(in_trouble(place.calendar, trouble))
                whole = False
        if rules.direction.exports:
            ExportEntries(self.unit_of_work, source, run.begin(), guard)()
        return whole


def _guard(found: CalendarSync) -> ConfirmRemovals:
    since = (
        found.places[0].linked_since
        if found.places
        else found.terms.now - timedelta(days=found.terms.rules.days_back)
    )
    return ConfirmRemovals(found.terms, since, counted_in(found.connection))


def marked(
    unit_of_work: UnitOfWork,
    find: FindCalendarSync,
    found: CalendarSync,
    fresh_mark: Callable[[], str],
) -> CalendarSync:
    """With a mark of its own, where it has none."""
    if found.is_marked:
        return found
    with unit_of_work() as tx:
        found = find.marked(found, tx, fresh_mark())
        tx.commit()
    return found
