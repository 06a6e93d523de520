"""What work amounts to, by project."""

from __future__ import annotations

from datetime import timedelta

from attrs import evolve

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import (
    NOTHING,
    EntryId,
    Project,
    ProjectId,
    TimeEntry,
    Timer,
)
from tt_integrations.domain.model.totals import sum_of, worked_by_project
from tt_integrations.testing.contracts.examples import at, between

ANNA = PersonId(1)
WEB, APP, SHOP = (Project(ProjectId(n), name) for n, name in ((1, "Web"), (2, "app"), (3, "Shop")))
HOUR = timedelta(hours=1)
DAY = between(0, 10)


def entry(project: Project | None, span: Span) -> TimeEntry:
    return TimeEntry(EntryId(1), ANNA, project, span.start, span.end, NOTHING, span.length)


def test_the_project_with_the_most_work_comes_first_then_by_name() -> None:
    entries = [entry(p, between(h, h + n)) for p, h, n in ((WEB, 0, 1), (APP, 1, 1), (SHOP, 2, 2))]
    assert worked_by_project(entries, None, DAY, at(9)) == (
        (SHOP, 2 * HOUR),
        (APP, HOUR),
        (WEB, HOUR),
    )


def test_the_running_timer_counts_to_its_project() -> None:
    entries = [entry(WEB, between(0, 1)), entry(WEB, between(2, 3))]
    timer = Timer(EntryId(9), ANNA, WEB, at(4))
    totals = worked_by_project(entries, timer, DAY, at(5))
    assert totals == ((WEB, 3 * HOUR),)
    assert sum_of(totals) == 3 * HOUR


def test_only_what_lies_in_the_span_counts() -> None:
    entries = [entry(WEB, between(-1, 1)), entry(APP, between(-2, -1))]
    assert worked_by_project(entries, None, DAY, at(9)) == ((WEB, HOUR),)


def test_work_on_no_project_is_kept_apart() -> None:
    entries = [entry(None, between(0, 1)), entry(WEB, between(1, 2)), entry(None, between(2, 3))]
    assert worked_by_project(entries, None, DAY, at(9)) == ((None, 2 * HOUR), (WEB, HOUR))


def test_a_project_that_was_renamed_meanwhile_is_one_project() -> None:
    entries = [entry(evolve(WEB, name="Old"), between(0, 1)), entry(WEB, between(1, 2))]
    [(project, worked)] = worked_by_project(entries, None, DAY, at(9))
    assert (project and project.id, worked) == (WEB.id, 2 * HOUR)


def test_nothing_amounts_to_nothing() -> None:
    assert worked_by_project([], None, DAY, at(9)) == ()
    assert sum_of(()) == NOTHING
