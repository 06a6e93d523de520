"""What a channel reads: notices as mrkdwn, in the reference system's words where it had any."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from tt_integrations.adapters.providers.slack.mrkdwn import hms, hours, one_line
from tt_integrations.domain.model.chat import (
    Notice,
    Period,
    StartNotice,
    StopNotice,
    SummaryNotice,
    TakenBackNotice,
    TestNotice,
)
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import Project, TimeEntry, Timer

MOST_LISTED = 10


def text_of(notice: Notice) -> str:
    """The message. Names in it can neither ping nor link, and each is in one line."""
    match notice:
        case StartNotice(person, timer):
            return _started(person, timer)
        case StopNotice(person, entry):
            return _stopped(person, entry)
        case TakenBackNotice(person, timer):
            return (
                f":leftwards_arrow_with_hook: *{one_line(person.name)}* took back the timer "
                f"on *{_project(timer.project)}*"
            )
        case SummaryNotice():
            return _summary(notice)
        case TestNotice():
            return ":wave: TimeTracker test message."
        case unknown:
            assert_never(unknown)


def _started(person: Person, timer: Timer) -> str:
    task = f" — {one_line(timer.task.name)}" if timer.task else ""
    return (
        f":stopwatch: *{one_line(person.name)}* started a timer\n"
        f"*Project:* {_project(timer.project)}{task}\n"
        f"*Started at:* {timer.started.astimezone(person.zone):%H:%M}"
    )


def _stopped(person: Person, entry: TimeEntry) -> str:
    return (
        f":white_check_mark: *{one_line(person.name)}* stopped a timer\n"
        f"*Project:* {_project(entry.project)}\n"
        f"*Duration:* {hms(entry.worked)}\n"
        f"*Billable:* {'Yes' if entry.billable else 'No'}"
    )


def _summary(notice: SummaryNotice) -> str:
    name = one_line(notice.person.name)
    total = f"*Hours logged:* {hours(notice.worked)}h across {len(notice.projects)} projects"
    match notice.period:
        case Period.DAILY:
            title, rest = "Daily", ["Have a great evening!"]
        case Period.WEEKLY:
            title, rest = "Weekly", [_share(*one) for one in notice.projects[:MOST_LISTED]]
            if (more := len(notice.projects) - len(rest)) > 0:
                rest.append(f"and {more} more")
        case unknown:
            assert_never(unknown)
    return "\n".join([f":bar_chart: *{title} summary for {name}*", total, *rest])


def _share(project: Project | None, worked: timedelta) -> str:
    return f"• {_project(project)}: {hours(worked)}h"


def _project(project: Project | None) -> str:
    return one_line(project.name) if project else "—"
