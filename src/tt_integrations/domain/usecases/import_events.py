"""The step by which one calendar is read from where the last sync stopped, and becomes entries.

Where it stops now is stored in the transaction that stores what was read last: whatever fails, nothing is read past.
"""

from __future__ import annotations

from attrs import define, field

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.events import EventPage
from tt_integrations.domain.model.runs import RunId
from tt_integrations.domain.model.sync_plan import SyncTerms
from tt_integrations.domain.usecases.calendar_place import Place
from tt_integrations.domain.usecases.calendar_sight import Guard, Present
from tt_integrations.domain.usecases.gather_events import CalendarSource, Gathered
from tt_integrations.domain.usecases.take_in_events import TakeInEvents
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork


@define
class ImportEvents:
    """For one run and one calendar. `guard` may stop it. Never ResyncNeeded leaves it, but Conflict where another sync
    takes in the same calendar."""

    terms: SyncTerms
    run: RunId
    guard: Guard
    _taking: TakeInEvents | None = field(default=None, init=False)

    def __call__(self, unit_of_work: UnitOfWork, source: CalendarSource, place: Place) -> None:
        """Page by page. Calls the provider, so never inside a transaction."""
        for where, page in source.pages(place):
            with unit_of_work() as tx:
                self._take(tx, where, page)
                tx.commit()

    def take_all(self, tx: Transaction, gathered: Gathered) -> None:
        """What was read already."""
        for page in gathered.pages:
            self._take(tx, gathered.place, page)

    def _take(self, tx: Transaction, place: Place, page: EventPage) -> None:
        if self._taking is None or self._taking.place is not place:
            self._taking = TakeInEvents(self.terms, place)
        taking = self._taking
        plan = taking.take(Present(tx, self.terms, self.guard), page)
        tx.runs.decide(self.run, plan.decisions)
        if taking.cursor is not None and not tx.cursors.move(taking.cursor):
            raise Conflict("the calendar is being synced by somebody else")
