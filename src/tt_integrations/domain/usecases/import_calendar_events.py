"""The step by which one calendar is read from where the last sync stopped, and becomes entries.

How far it came is stored with each page, in the transaction that stores what became of it: whatever fails, nothing is read
past, and of two who read the same page only one has it.
"""

from __future__ import annotations

from attrs import define, evolve, field

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.domain.model.events import EventPage
from tt_integrations.domain.model.runs import RunId
from tt_integrations.domain.model.sync_plan import SyncTerms
from tt_integrations.domain.usecases.calendar_place import Place, place_name
from tt_integrations.domain.usecases.calendar_sight import Guard, Present
from tt_integrations.domain.usecases.gather_events import CalendarSource, Gathered
from tt_integrations.domain.usecases.sync_run import SyncRun
from tt_integrations.domain.usecases.take_in_events import TakeInEvents
from tt_integrations.ports.unit_of_work import Transaction


@define
class ImportCalendarEvents:
    """For one calendar. `guard` may stop it. Never ResyncNeeded leaves it, but Conflict where another sync takes in
    the same calendar."""

    terms: SyncTerms
    guard: Guard
    _taking: TakeInEvents | None = field(default=None, init=False)
    _cursor: Cursor | None = field(default=None, init=False)

    def __call__(
        self, run: SyncRun, source: CalendarSource, place: Place, *, is_last: bool
    ) -> None:
        """Page by page; the run ends with the last one if there `is_last` nothing else. Calls the provider, so never
        inside a transaction."""
        for where, page in source.pages(place):
            with run.noting(is_last=is_last and page.next is None) as (tx, number):
                self._take(tx, number, where, page)

    def take_all(self, tx: Transaction, run: RunId, gathered: Gathered) -> None:
        """What was read already."""
        for page in gathered.pages:
            self._take(tx, run, gathered.place, page)

    def _take(self, tx: Transaction, run: RunId, place: Place, page: EventPage) -> None:
        if self._taking is None or self._taking.place is not place:
            self._taking = TakeInEvents(self.terms, place)
            # whoever chooses one of these again has missed what became of its events meanwhile
            for left in place.left:
                tx.cursors.drop(self.terms.connection, place_name(left))
        taking = self._taking
        plan = taking.take(Present(tx, self.terms, self.guard), page)
        tx.runs.decide(run, plan.decisions)
        cursor = self._cursor or place.cursor
        self._cursor = evolve(cursor, value=taking.reached, version=cursor.version + 1)
        if not tx.cursors.move(self._cursor):
            raise Conflict("the calendar is being synced by somebody else")
