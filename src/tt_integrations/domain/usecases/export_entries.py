"""The step by which finished entries become events, and events go on being like their entries.

What was done is stored in the transaction that moves the cursor past it. What was done and could not be stored any
more is found again: the ids of our events are made of nothing but their entries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import define, evolve, field

from tt_integrations.domain.errors import (
    CallRejected,
    Conflict,
    MalformedPayload,
    NotConnected,
    PermissionMissing,
)
from tt_integrations.domain.model.plan_steps import ChangeEvent, PutEvent, RemoveEvent, failed
from tt_integrations.domain.model.runs import Action, Decided, RunId
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.model.timesheet import EntryId
from tt_integrations.domain.usecases.calendar_sight import Foresight, Guard
from tt_integrations.domain.usecases.export_work import ExportWork
from tt_integrations.domain.usecases.gather_events import CalendarSource, in_trouble
from tt_integrations.domain.usecases.plan_exports import (
    AT_ONCE,
    Export,
    Seen,
    plan_exports,
    plan_of,
)
from tt_integrations.domain.usecases.write_event import write_event
from tt_integrations.ports.unit_of_work import UnitOfWork

Numbers = Sequence[tuple[EntryId, int]]
"""Entries, and up to which number all changes are looked at when they were."""


@define
class ExportEntries:
    """For one run. Raises Conflict when somebody else exports at this moment, and what `guard`, `go_on` and the
    calendar raise. Calls the provider, so never inside a transaction."""

    unit_of_work: UnitOfWork
    source: CalendarSource
    run: RunId
    guard: Guard
    _work: ExportWork = field(init=False)

    def __call__(self) -> None:
        with self.unit_of_work.reading() as tx:
            self._work = ExportWork.left(tx, self.source.terms)
        is_new = not self._work.cursor.version
        is_over = all(self._exported(batch) for batch in self._batches())
        if is_new and is_over and not self._work.cursor.version:
            self._store(_Written(), {})  # there was nothing: from now on it is changes that count

    def _batches(self) -> Iterator[Numbers]:
        """Those that failed before come first, unless they changed."""
        changes = self._changes()
        changed = {entry for entry, _ in changes}
        again = [(e, self._work.number) for e in self._work.again if e not in changed]
        yield from _some(again)
        while changes:
            yield from _some(changes)
            changes = self._changes()

    def _changes(self) -> Numbers:
        with self.unit_of_work.reading() as tx:
            changes = self._work.changes(tx, self.source.terms)
        return [(change.entry, change.number) for change in changes]

    def _exported(self, batch: Numbers) -> bool:
        """False where no entry can become an event."""
        exports = self._planned([entry for entry, _ in batch], {})
        self._check(plan_of(exports))
        written = _Written()
        try:
            for export in exports:
                self._write(export, written)
        except (PermissionMissing, NotConnected) as trouble:
            written.trouble = in_trouble(self.source.terms.rules.exports_to, trouble)
            return False
        finally:
            self._store(written, dict(batch))
        return True

    def _check(self, plan: Plan) -> None:
        """What is let through counts as done: nobody knows how far it comes."""
        if plan.removals:
            with self.unit_of_work() as tx:
                self.guard(tx, plan)
                tx.commit()

    def _write(self, export: Export, written: _Written) -> None:
        """One that the calendar does not take is tried again with the next syncs."""
        source, step = self.source, export.step
        if isinstance(step, PutEvent | ChangeEvent | RemoveEvent):
            source.go_on()
            try:
                step = write_event(
                    source.calendar,
                    source.access,
                    step,
                    lambda seen: self._planned([export.entry], seen)[0].step,
                )
            except (CallRejected, MalformedPayload) as trouble:
                step = failed(step, str(trouble))
        if step.decided.action is Action.FAILED:
            written.failed.append(export.entry)
        written.exports.append(evolve(export, step=step))

    def _planned(self, entries: Sequence[EntryId], seen: Seen) -> Sequence[Export]:
        with self.unit_of_work.reading() as tx:
            sight = Foresight(tx, self.source.terms)
            return plan_exports(sight, self.source.terms, entries, seen)

    def _store(self, written: _Written, numbers: Mapping[EntryId, int]) -> None:
        entries = [export.entry for export in written.exports]
        number = numbers[entries[-1]] if entries else self._work.number
        work = self._work.done(entries, written.failed, number).stored()
        decided = plan_of(written.exports).decisions
        with self.unit_of_work() as tx:
            if links := Plan(tuple(export.step for export in written.exports)).links:
                tx.links.put_all(links)
            tx.runs.decide(self.run, [*decided, *([written.trouble] if written.trouble else [])])
            if not tx.cursors.move(work.cursor):
                raise Conflict("the entries are being exported by somebody else")
            tx.commit()
        self._work = work


@define
class _Written:
    """What came of a batch so far."""

    exports: list[Export] = field(factory=list)
    failed: list[EntryId] = field(factory=list)
    trouble: Decided | None = None


def _some(numbers: Numbers) -> Iterator[Numbers]:
    """`AT_ONCE` at a time."""
    for start in range(0, len(numbers), AT_ONCE):
        yield numbers[start : start + AT_ONCE]
