"""A sync is taken back: what it did is undone, but for what somebody changed since."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from attrs import frozen

from tt_integrations.domain.errors import CallRejected, MalformedPayload, NotConnected
from tt_integrations.domain.model.plan_reasons import SyncReason
from tt_integrations.domain.model.plan_steps import (
    ChangeEvent,
    Nothing,
    RemoveEvent,
    Step,
    failed,
)
from tt_integrations.domain.model.runs import Action, Decided, NewRun, Run, RunResult, Trigger
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.usecases.apply_plan import Applied, apply_to_entries, entry_of
from tt_integrations.domain.usecases.plan_exports import Seen
from tt_integrations.domain.usecases.preview_undo import (
    NothingToUndo,
    PreviewUndo,
    RunToUndo,
    UndoFound,
)
from tt_integrations.domain.usecases.write_event import write_event
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork


@frozen
class Undone:
    """`run` has a decision for each item that the other run changed: what was left as it is, too, and why."""

    run: Run


@frozen
class UndoRun:
    """Events are changed first, one by one; then all entries in one transaction, with which the run counts as taken
    back. Raises as PreviewUndo. Calls the provider, so never inside a transaction."""

    unit_of_work: UnitOfWork
    clock: Clock
    preview: PreviewUndo

    def __call__(self, command: RunToUndo) -> Undone | NothingToUndo:
        found = self.preview.found(command)
        if isinstance(found, NothingToUndo):
            return found
        with self.unit_of_work.reading() as tx:
            plan = found.planned(tx)
        written = self._written(found, plan)
        with self.unit_of_work() as tx:
            if not tx.runs.mark_undone(found.run.id):
                return NothingToUndo("the run was taken back before")
            run = self._stored(tx, found, written)
            tx.commit()
        return Undone(run)

    def _written(self, found: UndoFound, plan: Plan) -> Mapping[int, Step]:
        """What was done to events, by their places in the plan."""
        written: dict[int, Step] = {}
        for place, step in enumerate(plan.steps):
            if isinstance(step, ChangeEvent | RemoveEvent):
                write = partial(self._write, found, place, step)
                try:
                    written[place] = self.preview.retry(found.connection.id, write)
                except (CallRejected, MalformedPayload) as trouble:
                    written[place] = failed(step, str(trouble))
        return written

    def _write(self, found: UndoFound, place: int, step: ChangeEvent | RemoveEvent) -> Step:
        calendar = self.preview.calendar(found.connection)
        access = self.preview.access(found.connection)
        return write_event(calendar, access, step, partial(self._again, found, place))

    def _again(self, found: UndoFound, place: int, seen: Seen) -> Step:
        with self.unit_of_work.reading() as tx:
            return found.planned(tx, {**found.seen, **seen}).steps[place]

    def _stored(self, tx: Transaction, found: UndoFound, written: Mapping[int, Step]) -> Run:
        """Entries as they are by now, events as they were done."""
        now, connection = self.clock.now(), found.connection.id
        cause = f"run {found.run.id}"
        run = tx.runs.begin(NewRun(connection, Trigger.UNDO, cause, now))
        planned = found.planned(tx).steps
        done = apply_to_entries(tx, Plan(planned))
        steps = tuple(
            written.get(place) or (_left(step) if _stays(step, done) else step)
            for place, step in enumerate(planned)
        )
        if links := Plan(steps).links:
            tx.links.put_all(links)
        tx.runs.decide(run, Plan(steps).decisions)
        ended = tx.runs.end(run, now, RunResult.DONE)
        if ended is None:
            raise NotConnected("the connection is gone")
        return ended


def _stays(step: Step, done: Applied) -> bool:
    """Somebody was faster: at the entry, or at what is known of the event."""
    return entry_of(step) in done.refused or isinstance(step, ChangeEvent | RemoveEvent)


def _left(step: Step) -> Nothing:
    was = step.decided
    why = str(SyncReason.CHANGED_SINCE)
    return Nothing(Decided(was.item, was.title, Action.KEPT, why, ours=was.ours))
