"""`note`, `pause` and `resume`: change the running timer."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from attrs import frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.changes import Change, Deed
from tt_integrations.domain.model.delivery import Origin
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.slash import NoteTyped, PauseTyped, ResumeTyped
from tt_integrations.domain.model.timesheet import Timer
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.report_time_from_slash import NothingRunning
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork


@frozen
class ChangeTimer:
    person: Person
    how: NoteTyped | PauseTyped | ResumeTyped
    origin: Origin


@frozen
class Noted:
    timer: Timer


@frozen
class NoteMissing:
    pass


@frozen
class Paused:
    timer: Timer
    worked: timedelta


@frozen
class AlreadyPaused:
    timer: Timer
    worked: timedelta


@frozen
class Resumed:
    timer: Timer
    worked: timedelta


@frozen
class NotPaused:
    """There is nothing to resume: the timer is running."""

    timer: Timer
    worked: timedelta


_Changed = Noted | Paused | Resumed
ChangeOutcome = _Changed | NoteMissing | AlreadyPaused | NotPaused | NothingRunning | HandledBefore


@frozen
class ChangeTimerFromSlash:
    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, command: ChangeTimer) -> ChangeOutcome:
        if command.how == NoteTyped(""):
            return NoteMissing()
        with self.unit_of_work() as tx:
            if not tx.inbox.claim(command.origin):
                return HandledBefore()
            try:
                return self._change(tx, command)
            except Conflict:
                # changed elsewhere between our look and our change: once more, as it stands now
                return self._change(tx, command)

    def _change(self, tx: Transaction, command: ChangeTimer) -> ChangeOutcome:
        now = self.clock.now()
        timer = tx.timers.running(command.person.id)
        if timer is None:
            return NothingRunning()
        match command.how:
            case NoteTyped(text):
                return self._keep(tx, timer, "note", Noted(timer.noted(text)))
            case PauseTyped() if timer.paused_at:
                return AlreadyPaused(timer, timer.worked(now))
            case PauseTyped():
                paused = timer.paused(now)
                return self._keep(tx, timer, "pause", Paused(paused, paused.worked(now)))
            case ResumeTyped() if not timer.paused_at:
                return NotPaused(timer, timer.worked(now))
            case ResumeTyped():
                resumed = timer.resumed(now)
                return self._keep(tx, timer, "resume", Resumed(resumed, resumed.worked(now)))
            case unknown:
                assert_never(unknown)

    def _keep(self, tx: Transaction, was: Timer, word: str, done: _Changed) -> _Changed:
        tx.timers.change(was, done.timer)
        deed = Deed(word, self.clock.now(), (Change(was, done.timer),))
        tx.deeds.remember(was.person, deed)
        tx.commit()
        return done
