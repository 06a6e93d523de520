"""What people read of time: what runs, what the days amount to, what was written down or taken back."""

from __future__ import annotations

from datetime import UTC, timedelta, tzinfo
from typing import assert_never

from tt_integrations.adapters.providers.slack.mrkdwn import hms, hours
from tt_integrations.adapters.providers.slack.wording import code, locked, name_of, work_of
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import NOTHING, Project, TimeEntry
from tt_integrations.domain.usecases.log_time_from_slash import (
    DurationNotAllowed,
    DurationNotUnderstood,
    Logged,
    LogIncomplete,
    NoRoom,
    TimeLocked,
)
from tt_integrations.domain.usecases.report_time_from_slash import (
    NothingRunning,
    ProjectsListed,
    Running,
    WorkedToday,
    WorkedWeek,
)
from tt_integrations.domain.usecases.undo_from_slash import NothingToUndo, Undone, UndoRefused

MOST_PROJECTS = 25
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

OfReport = Running | NothingRunning | WorkedToday | WorkedWeek | ProjectsListed
OfLog = Logged | LogIncomplete | DurationNotUnderstood | DurationNotAllowed | NoRoom | TimeLocked
OfUndo = Undone | NothingToUndo | UndoRefused


def of_report(outcome: OfReport) -> str:
    match outcome:
        case Running():
            return _running(outcome)
        case NothingRunning():
            return "No active timer."
        case WorkedToday(worked, projects):
            return f":bar_chart: Today: *{hours(worked)}h* across *{projects}* project(s)."
        case WorkedWeek():
            return _week(outcome)
        case ProjectsListed(projects):
            return _projects(projects)
        case unknown:
            assert_never(unknown)


def of_log(outcome: OfLog, person: Person | None) -> str:
    match outcome:
        case Logged(entry):
            return _logged(entry, person.zone if person else UTC)
        case LogIncomplete():
            usage = "`/tt log &lt;length&gt; &lt;project name or ID&gt;`"
            return f"Usage: {usage}, for example `/tt log 1h 30m web`"
        case DurationNotUnderstood(typed):
            return f"How long is `{code(typed)}`? I understand `90m`, `1h 30m`, `1.5h` and `1:30`."
        case DurationNotAllowed(length):
            return _not_allowed(length)
        case NoRoom(length, yesterday):
            return f"{_day(yesterday=yesterday)} has no free time left that is {hms(length)} long, so I logged nothing."
        case TimeLocked(lock, yesterday):
            return f"{_day(yesterday=yesterday)} is {locked(lock)}, so I logged nothing."
        case unknown:
            assert_never(unknown)


def _day(*, yesterday: bool) -> str:
    return "Yesterday" if yesterday else "Today"


def _not_allowed(length: timedelta) -> str:
    if length > NOTHING:
        return "That is more than a day: please log 24 hours at most in one go."
    if length == NOTHING:
        return "A length of nothing is nothing to log."
    return "A length with a minus cannot be logged. `/tt undo` takes back what you just logged."


def of_undo(outcome: OfUndo) -> str:
    match outcome:
        case Undone():
            return _undone(outcome)
        case NothingToUndo():
            return "There is nothing to take back: I can undo your last command for ten minutes."
        case UndoRefused(deed, lock):
            why = f"is {locked(lock)}" if lock else "has been changed since"
            return f"I left `{code(deed.word)}` as it is: what it did {why}."
        case unknown:
            assert_never(unknown)


def _undone(outcome: Undone) -> str:
    taken = f":leftwards_arrow_with_hook: Took back `{code(outcome.deed.word)}`."
    if outcome.now is None:
        return taken
    stands = "is paused" if outcome.now.paused_at else "is running"
    return f"{taken} The timer on *{work_of(outcome.now)}* {stands}."


def _running(outcome: Running) -> str:
    work, worked = work_of(outcome.timer), hms(outcome.worked)
    if outcome.timer.paused_at:
        return f":double_vertical_bar: Paused timer on *{work}* (paused at {worked})."
    return f":hourglass_flowing_sand: Active timer on *{work}* (running {worked})."


def _week(week: WorkedWeek) -> str:
    total = f":bar_chart: This week: *{hours(week.worked)}h* across *{week.projects}* project(s)."
    days = [f"• {DAYS[day.weekday()]} — {hours(worked)}h" for day, worked in week.days]
    return "\n".join([total, *days])


def _projects(projects: tuple[Project, ...]) -> str:
    if not projects:
        return "There is no project yet that you can book time on."
    shown = [f"• *{name_of(p)}* — `/tt start #{p.id}`" for p in projects[:MOST_PROJECTS]]
    more = len(projects) - len(shown)
    rest = [f"… and {more} more: `/tt start` finds them by a part of the name."] if more else []
    return "\n".join(["Your projects:", *shown, *rest])


def _logged(entry: TimeEntry, zone: tzinfo) -> str:
    began, ended = entry.started.astimezone(zone), entry.ended.astimezone(zone)
    when = f"{began:%Y-%m-%d}, {began:%H:%M} to {ended:%H:%M}"
    return f":pencil: Logged {hms(entry.worked)} on *{work_of(entry)}* ({when})."
