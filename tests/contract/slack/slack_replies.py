"""Every outcome there is, each with the words that a person reads for it in Slack."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from attrs import evolve

from tt_integrations.domain.model.changes import Change, Deed
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.timesheet import (
    EntryId,
    Project,
    ProjectId,
    Task,
    TaskId,
    TimeEntry,
    Timer,
)
from tt_integrations.domain.usecases.answer_slash import HelpWanted, Refused
from tt_integrations.domain.usecases.change_timer_from_slash import (
    AlreadyPaused,
    Noted,
    NoteMissing,
    NotPaused,
    Paused,
    Resumed,
)
from tt_integrations.domain.usecases.choose_work import (
    NoSuchProject,
    NoSuchTask,
    ProjectNotNamed,
    SeveralProjects,
    SeveralTasks,
)
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.log_time_from_slash import (
    DurationNotAllowed,
    DurationNotUnderstood,
    Logged,
    LogIncomplete,
    NoRoom,
    TimeLocked,
)
from tt_integrations.domain.usecases.offer_link import AlreadyLinked, LinkOffered
from tt_integrations.domain.usecases.report_time_from_slash import (
    NothingRunning,
    ProjectsListed,
    Running,
    WorkedToday,
    WorkedWeek,
)
from tt_integrations.domain.usecases.spoken import (
    Busy,
    Deactivated,
    Failed,
    NotActive,
    NotLinked,
    NotYours,
    Outcome,
    Spoken,
)
from tt_integrations.domain.usecases.start_timer_from_slash import AlreadyRunning, Started
from tt_integrations.domain.usecases.stop_timer_from_slash import NothingToStop, Stopped
from tt_integrations.domain.usecases.switch_timer_from_slash import Switched
from tt_integrations.domain.usecases.undo_from_slash import NothingToUndo, Undone, UndoRefused
from tt_integrations.domain.usecases.unlink import Unlinked

ANNA = Person(PersonId(12), "Anna", ZoneInfo("Europe/Berlin"))
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
LONG, HOUR = timedelta(hours=26, minutes=3, seconds=4.9), timedelta(hours=1)
WEB, MOBILE = Project(ProjectId(1), "Web"), Project(ProjectId(7), "Mobile app")
DESIGN, TESTS = Task(TaskId(5), "Design"), Task(TaskId(6), "Tests")
TIMER = Timer(EntryId(1), PersonId(12), WEB, NINE)
PAUSED, ON_TASK = evolve(TIMER, paused_at=NINE), evolve(TIMER, task=DESIGN)
NAMELESS = evolve(TIMER, project=None)
ENTRY = TimeEntry(EntryId(1), PersonId(12), WEB, NINE, NINE + LONG, timedelta(0), LONG)
SHORT = TimeEntry(EntryId(1), PersonId(12), WEB, NINE, NINE + HOUR, timedelta(0), HOUR)
DEED = Deed("switch", NINE, (Change(None, TIMER),))

SAID: tuple[tuple[Outcome, str], ...] = (
    (Started(TIMER), ":stopwatch: Timer started for *Web*."),
    (Started(ON_TASK), ":stopwatch: Timer started for *Web / Design*."),
    (Started(NAMELESS), ":stopwatch: Timer started for *—*."),
    (
        AlreadyRunning(TIMER, LONG),
        (
            "Could not start timer: You already have an active timer on *Web* (running 26:03:04). "
            "Stop it before starting a new one."
        ),
    ),
    (
        Switched(SHORT, ON_TASK),
        (
            ":arrows_counterclockwise: Switched to *Web / Design*. "
            "The timer on *Web* is stopped (duration 01:00:00)."
        ),
    ),
    (ProjectNotNamed(), "Usage: `/tt start &lt;project name or ID&gt;`"),
    (NoSuchProject("nowhere"), "Project not found: `nowhere`"),
    (
        SeveralProjects("b", (WEB, MOBILE)),
        "Several projects match `b`:\n• *Web* — `/tt start #1`\n• *Mobile app* — `/tt start #7`",
    ),
    (
        SeveralProjects("b", (WEB, MOBILE), "log 1h30m", " / x -- R&D"),
        (
            "Several projects match `b`:\n"
            "• *Web* — `/tt log 1h30m #1 / x -- R&amp;D`\n"
            "• *Mobile app* — `/tt log 1h30m #7 / x -- R&amp;D`"
        ),
    ),
    (NoSuchTask("sleep", WEB), "*Web* has no open task `sleep`."),
    (
        SeveralTasks("s", WEB, (DESIGN, TESTS), "switch", " -- now"),
        (
            "Several tasks of *Web* match `s`:\n"
            "• *Design* — `/tt switch #1 / #5 -- now`\n"
            "• *Tests* — `/tt switch #1 / #6 -- now`"
        ),
    ),
    (Stopped(ENTRY), ":white_check_mark: Timer stopped (duration 26:03:04)."),
    (NothingToStop(), "Could not stop timer: No active timer found"),
    (Paused(PAUSED, HOUR), ":double_vertical_bar: Paused *Web* at 01:00:00."),
    (AlreadyPaused(PAUSED, HOUR), "*Web* is paused already (at 01:00:00)."),
    (Resumed(TIMER, HOUR), ":arrow_forward: Back on *Web* (01:00:00 so far)."),
    (NotPaused(TIMER, HOUR), "*Web* is not paused: it has been running for 01:00:00."),
    (Noted(TIMER), ":memo: Noted on *Web*."),
    (NoteMissing(), "Usage: `/tt note &lt;text&gt;`"),
    (Logged(SHORT), ":pencil: Logged 01:00:00 on *Web* (2026-03-02, 10:00 to 11:00)."),
    (
        LogIncomplete(),
        (
            "Usage: `/tt log &lt;length&gt; &lt;project name or ID&gt;`, "
            "for example `/tt log 1h 30m web`"
        ),
    ),
    (
        DurationNotUnderstood("a while"),
        "How long is `a while`? I understand `90m`, `1h 30m`, `1.5h` and `1:30`.",
    ),
    (
        DurationNotAllowed(timedelta(days=2)),
        "That is more than a day: please log 24 hours at most in one go.",
    ),
    (DurationNotAllowed(timedelta(0)), "A length of nothing is nothing to log."),
    (
        DurationNotAllowed(-timedelta(hours=1)),
        "A length with a minus cannot be logged. `/tt undo` takes back what you just logged.",
    ),
    (
        NoRoom(HOUR, yesterday=True),
        "Yesterday has no free time left that is 01:00:00 long, so I logged nothing.",
    ),
    (
        NoRoom(HOUR, yesterday=False),
        "Today has no free time left that is 01:00:00 long, so I logged nothing.",
    ),
    (
        TimeLocked(Lock.CLOSED_PERIOD, yesterday=True),
        "Yesterday is in a closed period, so I logged nothing.",
    ),
    (
        TimeLocked(Lock.APPROVED, yesterday=False),
        "Today is approved, so I logged nothing.",
    ),
    (Running(TIMER, LONG), ":hourglass_flowing_sand: Active timer on *Web* (running 26:03:04)."),
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
        WorkedWeek(HOUR, 1, ((date(2026, 3, 2), HOUR), (date(2026, 3, 3), timedelta(0)))),
        ":bar_chart: This week: *1.0h* across *1* project(s).\n• Mon — 1.0h\n• Tue — 0.0h",
    ),
    (
        ProjectsListed((WEB, MOBILE)),
        "Your projects:\n• *Web* — `/tt start #1`\n• *Mobile app* — `/tt start #7`",
    ),
    (ProjectsListed(()), "There is no project yet that you can book time on."),
    (Undone(DEED, None), ":leftwards_arrow_with_hook: Took back `switch`."),
    (
        Undone(DEED, TIMER),
        ":leftwards_arrow_with_hook: Took back `switch`. The timer on *Web* is running.",
    ),
    (
        Undone(DEED, PAUSED),
        ":leftwards_arrow_with_hook: Took back `switch`. The timer on *Web* is paused.",
    ),
    (
        NothingToUndo(),
        "There is nothing to take back: I can undo your last command for ten minutes.",
    ),
    (UndoRefused(DEED), "I left `switch` as it is: what it did has been changed since."),
    (UndoRefused(DEED, Lock.INVOICED), "I left `switch` as it is: what it did is invoiced."),
    (UndoRefused(DEED, Lock.PAID), "I left `switch` as it is: what it did is paid."),
    (
        UndoRefused(DEED, Lock.CLOSED_PERIOD),
        "I left `switch` as it is: what it did is in a closed period.",
    ),
    (Refused("Ask <!channel> & wait."), "Ask &lt;!channel&gt; &amp; wait."),
    (
        HelpWanted(),
        (
            "Available commands:\n"
            "• `/tt start &lt;project&gt;` — start a timer\n"
            "• `/tt switch &lt;project&gt;` — stop the active timer and start another one\n"
            "• `/tt stop` — stop the active timer\n"
            "• `/tt pause`, `/tt resume` — take a break\n"
            "• `/tt note &lt;text&gt;` — add a note to the active timer\n"
            "• `/tt log &lt;length&gt; &lt;project&gt; [yesterday]` — write down finished work\n"
            "• `/tt undo` — take back your last command\n"
            "• `/tt status` — show the current timer\n"
            "• `/tt today` — today's hours summary\n"
            "• `/tt week` — this week's hours, day by day\n"
            "• `/tt projects` — the projects you can book time on\n"
            "• `/tt link`, `/tt unlink` — tie this Slack account to TimeTracker, or let it go\n"
            "A task and a note may follow a project: `/tt start web / design -- first draft`"
        ),
    ),
    (
        HandledBefore(),
        "This command was carried out already. `/tt status` shows where you stand.",
    ),
    (
        LinkOffered("https://tt.example/link/a?b&c|d", 10),
        (
            ":link: <https://tt.example/link/a?b&amp;c%7Cd|Open this page> and sign in to link this Slack "
            "account to your TimeTracker account. It works once, within 10 minutes."
        ),
    ),
    (AlreadyLinked(), "You are linked already: `/tt help` shows what you can do."),
    (
        Unlinked(),
        ":wave: This Slack account is not linked any more. `/tt link` links it again.",
    ),
    (
        NotLinked("U7"),
        (
            "This Slack user is not linked to your TimeTracker account. Type `/tt link` to link it: it "
            "takes a minute."
        ),
    ),
    (Deactivated(), "Your TimeTracker account is deactivated. Please ask an administrator."),
    (
        NotActive(),
        "This Slack connection is not active. Its owner can switch it on in TimeTracker.",
    ),
    (NotYours(), "That button was meant for somebody else, so I did nothing."),
    (
        Busy(),
        (
            ":warning: Sorry, TimeTracker is too busy right now, and nothing was changed. "
            "Please try again in a minute."
        ),
    ),
    (Failed(), ":warning: Sorry, something went wrong. `/tt status` shows where you stand."),
)


def spoken(outcome: Outcome, *, person: Person | None = ANNA, in_answer: bool = True) -> Spoken:
    return Spoken(outcome, person, "https://hooks.slack.com/x", in_answer)
