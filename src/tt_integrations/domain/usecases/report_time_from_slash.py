"""`status` and `today`: what runs, and what the day amounts to so far."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import assert_never

from attrs import frozen

from tt_integrations.domain.model.days import local_day
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import NOTHING, Timer
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Reading, UnitOfWork


class Report(Enum):
    STATUS = "status"
    TODAY = "today"


@frozen
class ReportTime:
    person: Person
    report: Report


@frozen
class Running:
    timer: Timer
    worked: timedelta


@frozen
class NothingRunning:
    pass


@frozen
class WorkedToday:
    """Work in the person's own calendar day, running timer included, and on how many projects."""

    worked: timedelta
    projects: int


ReportOutcome = Running | NothingRunning | WorkedToday


@frozen
class ReportTimeFromSlash:
    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, command: ReportTime) -> ReportOutcome:
        now = self.clock.now()
        with self.unit_of_work.reading() as tx:
            match command.report:
                case Report.STATUS:
                    timer = tx.timers.running(command.person.id)
                    return Running(timer, timer.worked(now)) if timer else NothingRunning()
                case Report.TODAY:
                    return _today(tx, command.person, now)
                case _:
                    assert_never(command.report)


def _today(tx: Reading, person: Person, now: datetime) -> WorkedToday:
    day = local_day(now, person.zone)
    parts = [(e.project, e.worked_in(day)) for e in tx.entries.within(person.id, day)]
    if timer := tx.timers.running(person.id):
        parts.append((timer.project, timer.worked_in(day, now)))
    projects = {project.id for project, worked in parts if project and worked}
    return WorkedToday(sum((worked for _, worked in parts), NOTHING), len(projects))
