"""What taking back a sync would do is shown before it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from attrs import evolve, field, frozen

from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.events import Event
from tt_integrations.domain.model.links import Kind
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.plan_steps import ChangeEvent, RemoveEvent
from tt_integrations.domain.model.plan_undo import Present, undone
from tt_integrations.domain.model.runs import (
    CHANGING,
    Decided,
    Run,
    RunId,
    RunResult,
    Trigger,
)
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.model.timesheet import EntryId
from tt_integrations.domain.usecases.calendar_terms import mark_in
from tt_integrations.domain.usecases.find_connection import visible
from tt_integrations.domain.usecases.plan_exports import Seen
from tt_integrations.domain.usecases.retry_refused import RetryRefused
from tt_integrations.ports.calendar import Calendar
from tt_integrations.ports.unit_of_work import Reading, UnitOfWork


@frozen
class RunToUndo:
    """`person` None: whoever runs the service, who sees all."""

    person: Person | None
    run: RunId


@frozen
class NothingToUndo:
    """`reason` is a sentence."""

    reason: str


@frozen
class UndoFound:
    """What the run changed, as it was decided, and the events of it as they are."""

    run: Run
    connection: Connection
    decisions: Sequence[Decided]
    seen: Seen = field(factory=dict, repr=False)

    def planned(self, tx: Reading, seen: Seen | None = None) -> Plan:
        entries = {EntryId(each.ours) for each in self.decisions if each.ours is not None}
        items = {each.item for each in self.decisions}
        links = tx.links.among(self.connection.id, Kind.EVENT, items)
        present = Present(tx.cards.of(entries), links, self.seen if seen is None else seen)
        return undone(mark_in(self.connection), self.decisions, present)


@frozen
class PreviewUndo:
    """`calendars` by the providers' keys."""

    unit_of_work: UnitOfWork
    calendars: Mapping[str, Calendar]
    access: Callable[[Connection], Access]
    retry: RetryRefused

    def __call__(self, command: RunToUndo) -> Plan | NothingToUndo:
        """Changes nothing anywhere. Raises NotConnected where there is no such run, or it is somebody else's, and
        what the calendar raises. Calls the provider, so never inside a transaction."""
        found = self.found(command)
        if isinstance(found, NothingToUndo):
            return found
        with self.unit_of_work.reading() as tx:
            return found.planned(tx)

    def found(self, command: RunToUndo) -> UndoFound | NothingToUndo:
        with self.unit_of_work.reading() as tx:
            run = tx.runs.find(command.run)
            if run is None:
                raise NotConnected("there is no such run")
            connection = visible(tx, run.connection, command.person)
            if why_not := self._why_not(run, connection):
                return NothingToUndo(why_not)
            decisions = _changed(tx, run)
            if not decisions:
                return NothingToUndo("the run changed nothing")
            found = UndoFound(run, connection, decisions)
            plan = found.planned(tx)
        look = partial(self._looked_at, connection, plan)
        return evolve(found, seen=self.retry(connection.id, look))

    def calendar(self, connection: Connection) -> Calendar:
        return self.calendars[connection.provider]

    def _why_not(self, run: Run, connection: Connection) -> str | None:
        if run.trigger is not Trigger.SYNC or connection.provider not in self.calendars:
            return "only syncs of calendars can be taken back"
        if run.result is RunResult.RUNNING:
            return "the run has not ended"
        return "the run was taken back before" if run.undone else None

    def _looked_at(self, connection: Connection, plan: Plan) -> Mapping[str, Event | None]:
        """The events that would change, as they are now: nobody's words are overwritten unseen."""
        steps = [step for step in plan.steps if isinstance(step, ChangeEvent | RemoveEvent)]
        if not steps:
            return {}
        access, calendar = self.access(connection), self.calendar(connection)
        ids = {_event_of(step): step.calendar for step in steps}
        return {event: calendar.event(access, home, event) for event, home in ids.items()}


def _event_of(step: ChangeEvent | RemoveEvent) -> str:
    return step.draft.id if isinstance(step, ChangeEvent) else step.id


def _changed(tx: Reading, run: Run) -> Sequence[Decided]:
    changed: list[Decided] = []
    after = 0
    while page := tx.runs.decided(run.id, after):
        changed += [each.decided for each in page if each.decided.action in CHANGING]
        after = page[-1].number
    return changed
