"""What people read in Slack: outcomes as mrkdwn, in the reference system's words where it had any.

Source: docs.slack.dev, messaging/formatting-message-text (what must be escaped, and that nothing else may be).
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import assert_never

from tt_integrations.domain.model.delivery import AddressCheck, Answer, Challenge, Ignored
from tt_integrations.domain.model.timesheet import Project, Timer
from tt_integrations.domain.usecases.answer_slash import HelpWanted, SlashOutcome
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.receive_delivery import (
    Deactivated,
    NotActive,
    NotLinked,
    Reply,
)
from tt_integrations.domain.usecases.report_time_from_slash import (
    NothingRunning,
    Running,
    WorkedToday,
)
from tt_integrations.domain.usecases.start_timer_from_slash import (
    AlreadyRunning,
    NoSuchProject,
    ProjectNotNamed,
    SeveralProjects,
    Started,
)
from tt_integrations.domain.usecases.stop_timer_from_slash import NothingToStop, Stopped

JSON = "application/json"
MOST_TYPED = 100
"""Characters of what somebody typed that are worth repeating to them."""
MOST_LISTED = 10


def write(reply: Reply) -> Answer:
    """The body of our answer to Slack. Every answer to a slash command is ephemeral: only the sender sees it."""
    match reply:
        case AddressCheck():
            return Answer(b"", "text/plain; charset=utf-8")
        case Challenge(token):
            return Answer(json.dumps({"challenge": token}).encode(), JSON)
        case Ignored():
            return Answer(b'{"ok": true}', JSON)
        case _:
            text = say(reply)
            return Answer(json.dumps({"response_type": "ephemeral", "text": text}).encode(), JSON)


def say(reply: SlashOutcome | NotLinked | Deactivated | NotActive) -> str:
    """The sentence for an outcome, in mrkdwn."""
    match reply:
        case Started() | AlreadyRunning() | ProjectNotNamed() | NoSuchProject() | SeveralProjects():
            return _of_start(reply)
        case Stopped(entry):
            return f":white_check_mark: Timer stopped (duration {hms(entry.worked)})."
        case NothingToStop():
            return "Could not stop timer: No active timer found"
        case Running() | NothingRunning() | WorkedToday():
            return _of_report(reply)
        case NotLinked() | Deactivated() | NotActive():
            return _of_refusal(reply)
        case HelpWanted():
            return HELP
        case HandledBefore():
            return "This command was carried out already. `/tt status` shows where you stand."
        case unknown:
            assert_never(unknown)


HELP = """\
Available commands:
• `/tt start &lt;project&gt;` — start a timer
• `/tt stop` — stop the active timer
• `/tt status` — show the current timer
• `/tt today` — today's hours summary"""


def _of_start(
    outcome: Started | AlreadyRunning | ProjectNotNamed | NoSuchProject | SeveralProjects,
) -> str:
    match outcome:
        case Started(timer):
            return f":stopwatch: Timer started for *{_name(timer.project)}*."
        case AlreadyRunning(timer, worked):
            return _already_running(timer, worked)
        case ProjectNotNamed():
            return "Usage: `/tt start &lt;project name or ID&gt;`"
        case NoSuchProject(typed):
            return f"Project not found: `{_code(typed)}`"
        case SeveralProjects(typed, projects):
            return _several(typed, projects)


def _of_report(outcome: Running | NothingRunning | WorkedToday) -> str:
    match outcome:
        case Running(timer, worked):
            return _running(timer, worked)
        case NothingRunning():
            return "No active timer."
        case WorkedToday(worked, projects):
            return f":bar_chart: Today: *{hours(worked)}h* across *{projects}* project(s)."


def _of_refusal(outcome: NotLinked | Deactivated | NotActive) -> str:
    match outcome:
        case NotLinked(sender):
            return _not_linked(sender)
        case Deactivated():
            return "Your TimeTracker account is deactivated. Please ask an administrator."
        case NotActive():
            return "This Slack connection is not active. Its owner can switch it on in TimeTracker."


def escape(text: str) -> str:
    """Text that Slack shows as it is: it can name nobody, link nowhere and call no channel."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def hms(length: timedelta) -> str:
    """HH:MM:SS, the hours not wrapped."""
    minutes, seconds = divmod(int(length.total_seconds()), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def hours(length: timedelta) -> float:
    return round(length.total_seconds() / 3600, 2)


def _name(project: Project | None) -> str:
    return escape(project.name) if project else "—"


def _code(typed: str) -> str:
    """For between backticks: in one line, and unable to end the code itself."""
    line = " ".join(typed.replace("`", "'").split())
    shown = line if len(line) <= MOST_TYPED else line[: MOST_TYPED - 1] + "…"
    return escape(shown)


def _already_running(timer: Timer, worked: timedelta) -> str:
    return (
        f"Could not start timer: You already have an active timer on *{_name(timer.project)}* "
        f"(running {hms(worked)}). Stop it before starting a new one."
    )


def _several(typed: str, projects: tuple[Project, ...]) -> str:
    shown = [f"• *{_name(p)}* — `/tt start #{p.id}`" for p in projects[:MOST_LISTED]]
    more = len(projects) - len(shown)
    rest = [f"… and {more} more: please type more of the name."] if more else []
    return "\n".join([f"Several projects match `{_code(typed)}`:", *shown, *rest])


def _running(timer: Timer, worked: timedelta) -> str:
    name = _name(timer.project)
    if timer.paused_at:
        return f":double_vertical_bar: Paused timer on *{name}* (paused at {hms(worked)})."
    return f":hourglass_flowing_sand: Active timer on *{name}* (running {hms(worked)})."


def _not_linked(sender: str) -> str:
    return (
        "This Slack user is not linked to your TimeTracker account. To link it, open Integrations in "
        f"TimeTracker and enter your Slack member ID `{_code(sender)}` on the Slack card."
    )
