"""`start <project>`: begin a timer on a project the person may use."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.delivery import Origin
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.projects import meant
from tt_integrations.domain.model.timesheet import Project, Timer
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork


@frozen
class StartTimer:
    """`project` is as typed: a name, a part of one, or an id."""

    person: Person
    project: str
    origin: Origin


@frozen
class Started:
    timer: Timer


@frozen
class AlreadyRunning:
    """Nothing was started: `timer` is under way, `worked` so far."""

    timer: Timer
    worked: timedelta


@frozen
class ProjectNotNamed:
    pass


@frozen
class NoSuchProject:
    typed: str


@frozen
class SeveralProjects:
    """More than one may be meant; none was guessed."""

    typed: str
    projects: tuple[Project, ...]


StartOutcome = (
    Started | AlreadyRunning | ProjectNotNamed | NoSuchProject | SeveralProjects | HandledBefore
)


@frozen
class StartTimerFromSlash:
    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, command: StartTimer) -> StartOutcome:
        if not command.project:
            return ProjectNotNamed()
        now = self.clock.now()
        with self.unit_of_work() as tx:
            if not tx.inbox.claim(command.origin):
                return HandledBefore()
            if running := tx.timers.running(command.person.id):
                return AlreadyRunning(running, running.worked(now))
            match meant(command.project, tx.projects.usable_by(command.person)):
                case ():
                    return NoSuchProject(command.project)
                case (project,):
                    return self._start(tx, command.person, project, now)
                case several:
                    return SeveralProjects(command.project, several)

    def _start(
        self, tx: Transaction, person: Person, project: Project, now: datetime
    ) -> Started | AlreadyRunning:
        try:
            timer = tx.timers.start(person.id, project, now)
        except Conflict:
            # somebody else's start came between our look and our start: theirs is the running one
            if winner := tx.timers.running(person.id):
                return AlreadyRunning(winner, winner.worked(now))
            raise
        tx.commit()
        return Started(timer)
