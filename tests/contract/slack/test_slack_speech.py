"""What people read in Slack, word for word."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tt_integrations.adapters.providers.slack.speech import hms, hours, say, write
from tt_integrations.domain.model.delivery import AddressCheck, Challenge, Ignored
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId, TimeEntry, Timer
from tt_integrations.domain.usecases.answer_slash import HelpWanted
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.receive_delivery import Deactivated, NotActive, NotLinked
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

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEB = Project(ProjectId(1), "Web")
TIMER = Timer(EntryId(1), PersonId(1), WEB, NINE)
PAUSED = Timer(EntryId(1), PersonId(1), WEB, NINE, paused_at=NINE)
NAMELESS = Timer(EntryId(1), PersonId(1), None, NINE)
LONG = timedelta(hours=26, minutes=3, seconds=4.9)
ENTRY = TimeEntry(EntryId(1), PersonId(1), WEB, NINE, NINE + LONG, timedelta(0), LONG)
MOBILE = Project(ProjectId(7), "Mobile app")


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (Started(TIMER), ":stopwatch: Timer started for *Web*."),
        (Started(NAMELESS), ":stopwatch: Timer started for *—*."),
        (
            AlreadyRunning(TIMER, LONG),
            (
                "Could not start timer: You already have an active timer on *Web* (running 26:03:04). "
                "Stop it before starting a new one."
            ),
        ),
        (ProjectNotNamed(), "Usage: `/tt start &lt;project name or ID&gt;`"),
        (NoSuchProject("nowhere"), "Project not found: `nowhere`"),
        (
            SeveralProjects("b", (WEB, MOBILE)),
            (
                "Several projects match `b`:\n"
                "• *Web* — `/tt start #1`\n"
                "• *Mobile app* — `/tt start #7`"
            ),
        ),
        (Stopped(ENTRY), ":white_check_mark: Timer stopped (duration 26:03:04)."),
        (NothingToStop(), "Could not stop timer: No active timer found"),
        (
            Running(TIMER, LONG),
            ":hourglass_flowing_sand: Active timer on *Web* (running 26:03:04).",
        ),
        (
            Running(NAMELESS, timedelta(0)),
            ":hourglass_flowing_sand: Active timer on *—* (running 00:00:00).",
        ),
        (
            Running(PAUSED, timedelta(minutes=5)),
            ":double_vertical_bar: Paused timer on *Web* (paused at 00:05:00).",
        ),
        (NothingRunning(), "No active timer."),
        (
            WorkedToday(timedelta(hours=1, minutes=20), 2),
            ":bar_chart: Today: *1.33h* across *2* project(s).",
        ),
        (WorkedToday(timedelta(0), 0), ":bar_chart: Today: *0.0h* across *0* project(s)."),
        (
            HelpWanted(),
            (
                "Available commands:\n"
                "• `/tt start &lt;project&gt;` — start a timer\n"
                "• `/tt stop` — stop the active timer\n"
                "• `/tt status` — show the current timer\n"
                "• `/tt today` — today's hours summary"
            ),
        ),
        (
            HandledBefore(),
            "This command was carried out already. `/tt status` shows where you stand.",
        ),
        (
            NotLinked("U7"),
            (
                "This Slack user is not linked to your TimeTracker account. To link it, open Integrations "
                "in TimeTracker and enter your Slack member ID `U7` on the Slack card."
            ),
        ),
        (
            Deactivated(),
            "Your TimeTracker account is deactivated. Please ask an administrator.",
        ),
        (
            NotActive(),
            "This Slack connection is not active. Its owner can switch it on in TimeTracker.",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_outcome_has_its_words_and_only_the_sender_reads_them(
    reply: object, text: str
) -> None:
    answer = write(reply)  # type: ignore[arg-type]
    assert answer.media_type == "application/json"
    assert json.loads(answer.body) == {"response_type": "ephemeral", "text": text}


def test_a_check_of_the_address_is_answered_with_nothing() -> None:
    answer = write(AddressCheck())
    assert (answer.body, answer.media_type) == (b"", "text/plain; charset=utf-8")


@pytest.mark.parametrize("token", ["3eZbrw1a", "", '"}\n', "é\ud800"])
def test_a_challenge_is_echoed_as_json(token: str) -> None:
    answer = write(Challenge(token))
    assert answer.media_type == "application/json"
    assert json.loads(answer.body) == {"challenge": token}


def test_what_is_ignored_is_acknowledged() -> None:
    answer = write(Ignored("app_uninstalled"))
    assert (answer.body, answer.media_type) == (b'{"ok": true}', "application/json")


def test_a_long_list_of_projects_is_cut_and_says_so() -> None:
    many = tuple(Project(ProjectId(number), f"Web {number}") for number in range(1, 26))
    lines = say(SeveralProjects("web", many)).splitlines()
    assert len(lines) == 12
    assert lines[10] == "• *Web 10* — `/tt start #10`"
    assert lines[11] == "… and 15 more: please type more of the name."


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "00:00:00"), (59.9, "00:00:59"), (3600, "01:00:00"), (360_000, "100:00:00")],
)
def test_lengths_are_hours_minutes_and_whole_seconds(seconds: float, shown: str) -> None:
    assert hms(timedelta(seconds=seconds)) == shown


@pytest.mark.parametrize(("minutes", "shown"), [(0, 0.0), (15, 0.25), (20, 0.33), (90, 1.5)])
def test_hours_have_at_most_two_decimals(minutes: int, shown: float) -> None:
    assert hours(timedelta(minutes=minutes)) == shown
