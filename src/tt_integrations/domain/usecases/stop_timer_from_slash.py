"""`stop`: end the running timer. What a pause took was not work."""

from __future__ import annotations

from attrs import frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.delivery import Origin
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import TimeEntry
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

    def __call__(self, command: StopTimer) -> StopOutcome:
        with self.unit_of_work() as tx:
            if not tx.inbox.claim(command.origin):
                return HandledBefore()
            timer = tx.timers.running(command.person.id)
            if timer is None:
                return NothingToStop()
            entry = timer.stopped(self.clock.now(), command.person.rounding)
            try:
                tx.timers.stop(entry)
            except Conflict:  # stopped elsewhere between our look and our stop
                return NothingToStop()
            tx.commit()
            return Stopped(entry)
