"""`start <project>`: begin a timer on a project the person may use."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import field, frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.announcements import TimerStarted
from tt_integrations.domain.model.changes import Change, Deed
from tt_integrations.domain.model.delivery import Origin
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.slash import WorkTyped
from tt_integrations.domain.model.timesheet import NewTimer, Timer
from tt_integrations.domain.usecases.announce import Announce
from tt_integrations.domain.usecases.choose_work import NotChosen, Work, choose_work
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork


@frozen
class StartTimer:
    person: Person
    what: WorkTyped
    origin: Origin


@frozen
class Started:
    timer: Timer


@frozen
class AlreadyRunning:
    """Nothing was started: `timer` is under way, `worked` so far. `wanted` is what was to be started, as typed."""

    timer: Timer
    worked: timedelta
    wanted: str = ""


StartOutcome = Started | AlreadyRunning | NotChosen | HandledBefore


@frozen
class StartTimerFromSlash:
    unit_of_work: UnitOfWork
    clock: Clock
    announce: Announce = field(factory=Announce)

    def __call__(self, command: StartTimer) -> StartOutcome:
        now = self.clock.now()
        with self.unit_of_work() as tx:
            if not tx.inbox.claim(command.origin):
                return HandledBefore()
            if command.what.text and (running := tx.timers.running(command.person.id)):
                return AlreadyRunning(running, running.worked(now), command.what.whole)
            work = choose_work(tx, command.person, command.what, "start")
            if not isinstance(work, Work):
                return work
            return self._start(tx, command.person, work, now)

    def _start(
        self, tx: Transaction, person: Person, work: Work, now: datetime
    ) -> Started | AlreadyRunning:
        timer = begin(tx, person, work, now)
        if isinstance(timer, AlreadyRunning):
            return timer
        tx.deeds.remember(person.id, Deed("start", now, (Change(None, timer),)))
        self.announce(tx, TimerStarted(timer), now)
        tx.commit()
        return Started(timer)


def begin(tx: Transaction, person: Person, work: Work, now: datetime) -> Timer | AlreadyRunning:
    """The step that start and switch share. Nothing is committed."""
    new = NewTimer(person.id, work.project, now, work.task, work.note)
    try:
        return tx.timers.start(new)
    except Conflict:
        # somebody else's start came between our look and our start: theirs is the running one
        if winner := tx.timers.running(person.id):
            return AlreadyRunning(winner, winner.worked(now))
        raise
