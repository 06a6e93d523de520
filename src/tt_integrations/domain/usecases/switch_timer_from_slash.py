"""`switch <project>`: stop what runs and start something else, as one step."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.announcements import TimerStarted, TimerStopped
from tt_integrations.domain.model.changes import Change, Deed
from tt_integrations.domain.model.delivery import Origin
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.slash import WorkTyped
from tt_integrations.domain.model.timesheet import TimeEntry, Timer
from tt_integrations.domain.usecases.announce import Announce
from tt_integrations.domain.usecases.choose_work import NotChosen, Work, choose_work
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.start_timer_from_slash import AlreadyRunning, Started, begin
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork


@frozen
class SwitchTimer:
    person: Person
    what: WorkTyped
    origin: Origin


@frozen
class Switched:
    stopped: TimeEntry
    timer: Timer


SwitchOutcome = Switched | Started | AlreadyRunning | NotChosen | HandledBefore


@frozen
class SwitchTimerFromSlash:
    """Starts where nothing runs; changes nothing where that very work is under way already."""

    unit_of_work: UnitOfWork
    clock: Clock
    announce: Announce = field(factory=Announce)

    def __call__(self, command: SwitchTimer) -> SwitchOutcome:
        now = self.clock.now()
        with self.unit_of_work() as tx:
            if not tx.inbox.claim(command.origin):
                return HandledBefore()
            work = choose_work(tx, command.person, command.what, "switch")
            if not isinstance(work, Work):
                return work
            running = tx.timers.running(command.person.id)
            if running and _is_on(running, work):
                return AlreadyRunning(running, running.worked(now))
            return self._switch(tx, command.person, running, work, now)

    def _switch(
        self, tx: Transaction, person: Person, was: Timer | None, work: Work, now: datetime
    ) -> Switched | Started | AlreadyRunning:
        entry = _end(tx, person, was, now) if was else None
        timer = begin(tx, person, work, now)
        if isinstance(timer, AlreadyRunning):
            return timer  # uncommitted: what we stopped runs on
        changes = [Change(was, entry)] if entry else []
        tx.deeds.remember(person.id, Deed("switch", now, (*changes, Change(None, timer))))
        if entry:
            self.announce(tx, TimerStopped(entry), now)
        self.announce(tx, TimerStarted(timer), now)
        tx.commit()
        return Switched(entry, timer) if entry else Started(timer)


def _end(tx: Transaction, person: Person, was: Timer, now: datetime) -> TimeEntry | None:
    entry = was.stopped(now, person.rounding)
    try:
        tx.timers.stop(entry)
    except (
        Conflict
    ):  # stopped elsewhere between our look and our stop: there is only the start to do
        return None
    return entry


def _is_on(timer: Timer, work: Work) -> bool:
    return (
        timer.project is not None
        and timer.project.id == work.project.id
        and (timer.task.id if timer.task else None) == (work.task.id if work.task else None)
    )
