"""`stop`: end the running timer. What a pause took was not work."""

from __future__ import annotations

from attrs import field, frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.announcements import TimerStopped
from tt_integrations.domain.model.changes import Change, Deed
from tt_integrations.domain.model.delivery import Origin
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import TimeEntry
from tt_integrations.domain.usecases.announce import Announce
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class StopTimer:
    person: Person
    origin: Origin


@frozen
class Stopped:
    entry: TimeEntry


@frozen
class NothingToStop:
    pass


StopOutcome = Stopped | NothingToStop | HandledBefore


@frozen
class StopTimerFromSlash:
    unit_of_work: UnitOfWork
    clock: Clock
    announce: Announce = field(factory=Announce)

    def __call__(self, command: StopTimer) -> StopOutcome:
        with self.unit_of_work() as tx:
            if not tx.inbox.claim(command.origin):
                return HandledBefore()
            timer = tx.timers.running(command.person.id)
            if timer is None:
                return NothingToStop()
            now = self.clock.now()
            entry = timer.stopped(now, command.person.rounding)
            try:
                tx.timers.stop(entry)
            except Conflict:  # stopped elsewhere between our look and our stop
                return NothingToStop()
            tx.deeds.remember(command.person.id, Deed("stop", now, (Change(timer, entry),)))
            self.announce(tx, TimerStopped(entry), now)
            tx.commit()
            return Stopped(entry)
