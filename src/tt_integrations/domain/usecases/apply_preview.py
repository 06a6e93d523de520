"""What a preview showed is done: exactly that, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from attrs import frozen

from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.runs import NewRun, Run, RunId, RunResult, Trigger
from tt_integrations.domain.usecases.access_to_provider import holding_of
from tt_integrations.domain.usecases.calendar_terms import CalendarSync
from tt_integrations.domain.usecases.confirm_removals import come_to_its_end, confirmed
from tt_integrations.domain.usecases.export_entries import ExportEntries
from tt_integrations.domain.usecases.foresee import Foreseen, Previewed
from tt_integrations.domain.usecases.import_calendar_events import ImportCalendarEvents
from tt_integrations.domain.usecases.issue_source import OutOfPatience
from tt_integrations.domain.usecases.preview_sync import PreviewSync
from tt_integrations.domain.usecases.sync_issues import MORE, NotSynced, Synced
from tt_integrations.domain.usecases.sync_run import SyncRun, patient
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork

CAUSE = "preview"


@frozen
class PreviewToApply:
    """`hash`: of the plan that the preview showed."""

    connection: ConnectionId
    hash: str


@frozen
class PlanMoved:
    """Something changed since the preview, and nothing was done. `previewed` is what would be done now."""

    previewed: Previewed


@frozen
class ApplyPreview:
    """What is to be removed is confirmed by it. Raises what the calendar raises, but for ResyncNeeded. Calls the
    provider, so never inside a transaction.

    Everything is read again. Entries change in the transaction that finds the plan to be the same still; events after
    it, each only if it is as it was seen.
    """

    preview: PreviewSync
    fresh_mark: Callable[[], str]

    def __call__(self, command: PreviewToApply) -> Synced | PlanMoved | NotSynced:
        foreseen = self.preview.foreseen(command.connection)
        if isinstance(foreseen, NotSynced):
            return foreseen
        with self._unit_of_work() as tx:
            previewed = foreseen.planned(tx)
            if previewed.hash != command.hash:
                return PlanMoved(previewed)
            found, run = self._imported(tx, foreseen)
            tx.commit()
        clock, number = self.preview.find.clock, found.connection.id
        return Synced(self._exported(found, SyncRun(self._unit_of_work, clock, number, CAUSE, run)))

    @property
    def _unit_of_work(self) -> UnitOfWork:
        return self.preview.unit_of_work

    def _imported(self, tx: Transaction, foreseen: Foreseen) -> tuple[CalendarSync, RunId]:
        find = self.preview.find
        now, connection = find.clock.now(), foreseen.found.connection
        run = tx.runs.begin(NewRun(connection.id, Trigger.SYNC, CAUSE, now))
        found = find.marked(foreseen.found, tx, self.fresh_mark())
        for each in foreseen.gathered:
            ImportCalendarEvents(found.terms, confirmed).take_all(tx, run, each)
            tx.runs.decide(run, [each.trouble] if each.trouble else [])
        return found, run

    def _exported(self, found: CalendarSync, run: SyncRun) -> Run:
        """The run when it has ended."""
        preview = self.preview
        result, trouble = RunResult.DONE, None
        try:
            if found.terms.rules.direction.exports:
                preview.retry(found.connection.id, partial(self._export, found, run))
        except OutOfPatience:
            result, trouble = RunResult.PARTIAL, MORE
        except IntegrationError as error:
            run.fail(str(error))
            raise
        come_to_its_end(self._unit_of_work, found.connection)
        return run.end(result, trouble)

    def _export(self, found: CalendarSync, run: SyncRun) -> None:
        with self._unit_of_work.reading() as tx:
            holding = holding_of(tx, found.connection)
        go_on = patient(self.preview.find.clock, self.preview.patience)
        source = found.source(self.preview.access(holding), go_on)
        ExportEntries(self._unit_of_work, source, run.begin(), confirmed)()
