"""`status`, `today`, `week` and `projects`: what runs, what the days amount to so far, and what there is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import Enum
from typing import assert_never

from attrs import frozen

from tt_integrations.domain.model.days import Span, local_day, local_week
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import Project, Timer
from tt_integrations.domain.model.totals import sum_of, worked_by_project
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Reading, UnitOfWork


class Report(Enum):
    STATUS = "status"
    TODAY = "today"
    WEEK = "week"
    PROJECTS = "projects"


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


@frozen
class WorkedWeek:
    """Work since Monday, running timer included: in all, on how many projects, and on each day up to today."""

    worked: timedelta
    projects: int
    days: tuple[tuple[date, timedelta], ...]


@frozen
class ProjectsListed:
    """What the person may book time on."""

    projects: tuple[Project, ...]


ReportOutcome = Running | NothingRunning | WorkedToday | WorkedWeek | ProjectsListed


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
                case Report.WEEK:
                    return _week(tx, command.person, now)
                case Report.PROJECTS:
                    return ProjectsListed(tuple(tx.projects.usable_by(command.person)))
                case _:
                    assert_never(command.report)


def _today(tx: Reading, person: Person, now: datetime) -> WorkedToday:
    day = local_day(now, person.zone)
    entries = tx.entries.within(person.id, day)
    totals = worked_by_project(entries, tx.timers.running(person.id), day, now)
    return WorkedToday(sum_of(totals), sum(1 for project, _ in totals if project))


def _week(tx: Reading, person: Person, now: datetime) -> WorkedWeek:
    week = local_week(now, person.zone)
    whole = Span(week[0][1].start, week[-1][1].end)
    entries = tx.entries.within(person.id, whole)
    timer = tx.timers.running(person.id)
    totals = worked_by_project(entries, timer, whole, now)
    days = tuple((day, sum_of(worked_by_project(entries, timer, span, now))) for day, span in week)
    return WorkedWeek(sum_of(totals), sum(1 for project, _ in totals if project), days)
