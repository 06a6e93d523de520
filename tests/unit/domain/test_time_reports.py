"""`status`, `today`, `week` and `projects`, in the person's own days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import frozen

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.timesheet import NOTHING, NewTimer, Project, ProjectId, TimeEntry
from tt_integrations.domain.usecases.report_time_from_slash import (
    NothingRunning,
    ProjectsListed,
    Report,
    ReportOutcome,
    ReportTime,
    ReportTimeFromSlash,
    Running,
    WorkedToday,
    WorkedWeek,
)
from tt_integrations.testing.memory import MemoryStore, MemoryUnitOfWork

HOUR = timedelta(hours=1)
ANNA, BEN = PersonId(1), PersonId(2)
WEB, MOBILE = Project(ProjectId(1), "Web"), Project(ProjectId(2), "Mobile app")


@frozen
class Stopped:
    """A clock that stands still."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def tracked(store: MemoryStore) -> Callable[..., None]:
    """Store an entry of Anna's, a running timer where it has no end; the moments are UTC."""

    def track(
        start: str,
        end: str | None,
        project: Project | None = WEB,
        *,
        paused_at: str | None = None,
        breaks: timedelta = NOTHING,
        worked: timedelta | None = None,
    ) -> None:
        began = utc(start)
        if end and project is None:
            with store.unit_of_work.reading() as tx:
                anna = tx.people.find(ANNA)
            assert anna
            store.add_finished_entry(anna, None, Span(began, utc(end)))
            return
        assert project
        with store.unit_of_work() as tx:
            timer = tx.timers.start(NewTimer(ANNA, project, began))
            if end:
                took = worked or utc(end) - began
                entry = TimeEntry(timer.id, ANNA, project, began, utc(end), NOTHING, took)
                tx.timers.stop(entry)
            tx.commit()
        if not end:
            store.pause(timer, utc(paused_at) if paused_at else None, breaks)

    return track


@pytest.fixture
def report(unit_of_work: MemoryUnitOfWork) -> Callable[..., ReportOutcome]:
    """What Anna, or somebody else, is told at a moment (UTC)."""

    def ask(what: Report, at: str, person: PersonId = ANNA) -> ReportOutcome:
        with unit_of_work.reading() as tx:
            who = tx.people.find(person)
        assert isinstance(who, Person)
        return ReportTimeFromSlash(unit_of_work, Stopped(utc(at)))(ReportTime(who, what))

    return ask


Track = Callable[..., None]
Ask = Callable[..., ReportOutcome]


def test_a_day_without_entries_is_no_work_on_no_projects(report: Ask) -> None:
    assert report(Report.TODAY, "2026-03-02T12:00") == WorkedToday(timedelta(0), 0)


def test_entries_of_one_day_are_added_up_and_their_projects_counted(
    tracked: Track, report: Ask
) -> None:
    tracked("2026-03-02T08:00", "2026-03-02T09:00")
    tracked("2026-03-02T09:00", "2026-03-02T09:30")
    tracked("2026-03-02T10:00", "2026-03-02T11:00", MOBILE)
    assert report(Report.TODAY, "2026-03-02T12:00") == WorkedToday(2.5 * HOUR, 2)


def test_today_counts_the_running_timer(tracked: Track, report: Ask) -> None:
    tracked("2026-03-02T08:00", "2026-03-02T09:00")
    tracked("2026-03-02T11:00", None, MOBILE)
    assert report(Report.TODAY, "2026-03-02T12:30") == WorkedToday(2.5 * HOUR, 2)


def test_a_paused_timer_counts_up_to_its_pause(tracked: Track, report: Ask) -> None:
    tracked("2026-03-02T08:00", None, paused_at="2026-03-02T09:30", breaks=HOUR / 2)
    assert report(Report.TODAY, "2026-03-02T15:00") == WorkedToday(HOUR, 1)


def test_a_timer_paused_yesterday_is_no_work_today(tracked: Track, report: Ask) -> None:
    tracked("2026-03-01T08:00", None, paused_at="2026-03-01T09:00")
    assert report(Report.TODAY, "2026-03-02T12:00") == WorkedToday(timedelta(0), 0)


def test_an_entry_across_local_midnight_counts_with_its_part_of_each_day(
    tracked: Track, report: Ask
) -> None:
    # local midnight in Berlin is 23:00 UTC
    tracked("2026-03-01T22:30", "2026-03-02T00:00")
    assert report(Report.TODAY, "2026-03-02T12:00") == WorkedToday(HOUR, 1)
    assert report(Report.TODAY, "2026-03-01T12:00") == WorkedToday(HOUR / 2, 1)


def test_a_timer_left_running_overnight_counts_from_local_midnight(
    tracked: Track, report: Ask
) -> None:
    tracked("2026-03-01T20:00", None)
    assert report(Report.TODAY, "2026-03-02T01:00") == WorkedToday(2 * HOUR, 1)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [("2026-03-28T23:00", "2026-03-29T22:00", 23), ("2026-10-24T22:00", "2026-10-25T23:00", 25)],
)
def test_a_day_of_23_or_25_hours_can_be_worked_through(
    tracked: Track, report: Ask, start: str, end: str, hours: int
) -> None:
    tracked(start, end)
    noon = start[:8] + f"{int(start[8:10]) + 1}T12:00"
    assert report(Report.TODAY, noon) == WorkedToday(hours * HOUR, 1)


def test_work_without_a_project_counts_but_is_no_project(tracked: Track, report: Ask) -> None:
    tracked("2026-03-02T08:00", "2026-03-02T09:00", None)
    assert report(Report.TODAY, "2026-03-02T12:00") == WorkedToday(HOUR, 0)


def test_the_hosts_rounded_length_is_what_counts(tracked: Track, report: Ask) -> None:
    tracked("2026-03-02T08:00", "2026-03-02T08:53", worked=HOUR)
    assert report(Report.TODAY, "2026-03-02T12:00") == WorkedToday(HOUR, 1)


def test_nobody_elses_work_is_counted(tracked: Track, report: Ask) -> None:
    tracked("2026-03-02T14:00", "2026-03-02T15:00")
    assert report(Report.TODAY, "2026-03-02T16:00", BEN) == WorkedToday(timedelta(0), 0)


def test_status_tells_the_running_timer_and_its_work_so_far(tracked: Track, report: Ask) -> None:
    tracked("2026-03-02T08:00", None, MOBILE, breaks=HOUR / 6)
    outcome = report(Report.STATUS, "2026-03-02T09:00")
    assert isinstance(outcome, Running)
    assert outcome.timer.project
    assert outcome.timer.project.name == "Mobile app"
    assert outcome.worked == HOUR - timedelta(minutes=10)


def test_status_without_a_timer_says_so(tracked: Track, report: Ask) -> None:
    tracked("2026-03-02T08:00", "2026-03-02T09:00")
    assert report(Report.STATUS, "2026-03-02T10:00") == NothingRunning()


def test_a_week_is_told_day_by_day_up_to_today(tracked: Track, report: Ask) -> None:
    tracked("2026-03-01T08:00", "2026-03-01T09:00")  # a Sunday
    tracked("2026-03-02T08:00", "2026-03-02T09:00")
    tracked("2026-03-04T08:00", "2026-03-04T10:00", MOBILE)
    tracked("2026-03-04T11:00", None)
    assert report(Report.WEEK, "2026-03-04T12:00") == WorkedWeek(
        4 * HOUR,
        2,
        (
            (date(2026, 3, 2), HOUR),
            (date(2026, 3, 3), NOTHING),
            (date(2026, 3, 4), 3 * HOUR),
        ),
    )


def test_work_across_midnight_counts_with_its_part_of_each_day_of_the_week(
    tracked: Track, report: Ask
) -> None:
    # from an hour before Monday began in Berlin to two hours into Tuesday
    tracked("2026-03-01T22:00", "2026-03-03T01:00")
    assert report(Report.WEEK, "2026-03-03T12:00") == WorkedWeek(
        26 * HOUR, 1, ((date(2026, 3, 2), 24 * HOUR), (date(2026, 3, 3), 2 * HOUR))
    )


def test_a_week_without_work_is_all_zeros(report: Ask) -> None:
    week = report(Report.WEEK, "2026-03-08T12:00")
    assert isinstance(week, WorkedWeek)
    assert (week.worked, week.projects) == (NOTHING, 0)
    assert [worked for _, worked in week.days] == [NOTHING] * 7


def test_projects_are_those_the_person_may_use(report: Ask) -> None:
    assert report(Report.PROJECTS, "2026-03-02T12:00") == ProjectsListed((MOBILE, WEB))
    assert report(Report.PROJECTS, "2026-03-02T12:00", BEN) == ProjectsListed(())
