"""What work amounts to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.timesheet import (
    NOTHING,
    Project,
    ProjectId,
    TimeEntry,
    Timer,
)

Total = tuple[Project | None, timedelta]


def worked_by_project(
    entries: Iterable[TimeEntry], timer: Timer | None, span: Span, now: datetime
) -> tuple[Total, ...]:
    """The work in `span` by project, the running timer's so far included: the most first, then by name.

    Work on no project is one of them, under None. A project without any work in the span is left out.
    """
    parts = [(entry.project, entry.worked_in(span)) for entry in entries]
    if timer:
        parts.append((timer.project, timer.worked_in(span, now)))
    totals: dict[ProjectId | None, Total] = {}
    for project, worked in parts:
        number = project.id if project else None
        _, before = totals.get(number, (project, NOTHING))
        totals[number] = project, before + worked
    return tuple(sorted((total for total in totals.values() if total[1]), key=_most_first))


def sum_of(totals: Iterable[Total]) -> timedelta:
    return sum((worked for _, worked in totals), NOTHING)


def _most_first(total: Total) -> tuple[timedelta, str, int]:
    project, worked = total
    return -worked, project.name.casefold() if project else "", project.id if project else 0
