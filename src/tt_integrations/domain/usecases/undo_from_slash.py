"""`undo`: take back the last thing the person did from a chat."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.announcements import Announcement, TimerStarted, TimerTakenBack
from tt_integrations.domain.model.changes import UNDO_WITHIN, Change, Deed
from tt_integrations.domain.model.delivery import Origin
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import TimeEntry, Timer
from tt_integrations.domain.usecases.announce import Announce
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork


@frozen
class Undo:
    person: Person
    origin: Origin


@frozen
class Undone:
    """`now` is the timer that runs after it."""

    deed: Deed
    now: Timer | None


@frozen
class NothingToUndo:
    """Nothing was done, it was taken back already, or it is too long ago."""


@frozen
class UndoRefused:
    """What was done has been changed since, or the host locked it. Nothing was taken back."""

    deed: Deed
    lock: Lock | None = None


UndoOutcome = Undone | NothingToUndo | UndoRefused | HandledBefore


@frozen
class UndoFromSlash:
    unit_of_work: UnitOfWork
    clock: Clock
    announce: Announce = field(factory=Announce)

    def __call__(self, command: Undo) -> UndoOutcome:
        now = self.clock.now()
        with self.unit_of_work() as tx:
            if not tx.inbox.claim(command.origin):
                return HandledBefore()
            deed = tx.deeds.last(command.person.id)
            if deed is None or now - deed.done_at > UNDO_WITHIN:
                return NothingToUndo()
            # part of it may be taken back already when the rest is not: ending uncommitted undoes that
            try:
                lock = self._take_back(tx, deed, now)
            except Conflict:
                return UndoRefused(deed)
            if lock:
                return UndoRefused(deed, lock)
            tx.deeds.forget(command.person.id)
            running = tx.timers.running(command.person.id)
            tx.commit()
            return Undone(deed, running)

    def _take_back(self, tx: Transaction, deed: Deed, now: datetime) -> Lock | None:
        for change in reversed(deed.changes):
            if lock := tx.entries.take_back(change):
                return lock
            if event := _event(change):
                self.announce(tx, event, now)
        return None


def _event(taken_back: Change) -> Announcement | None:
    match taken_back:
        case Change(None, Timer() as timer):
            return TimerTakenBack(timer)
        case Change(Timer() as timer, TimeEntry()):
            return TimerStarted(timer)  # it runs again
        case _:
            return None
