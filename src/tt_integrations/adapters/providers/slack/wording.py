"""The words that many sentences share. Whatever people made up is in one line, and can do nothing in Slack."""

from __future__ import annotations

from tt_integrations.adapters.providers.slack.mrkdwn import escape, one_line
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.timesheet import Project, TimeEntry, Timer

MOST_TYPED = 100
"""Characters of what somebody typed that are worth repeating to them."""


def name_of(project: Project | None) -> str:
    return one_line(project.name) if project else "—"


def work_of(timer: Timer | TimeEntry) -> str:
    """The project, and the task where there is one."""
    name = name_of(timer.project)
    return f"{name} / {one_line(timer.task.name)}" if timer.task else name


def locked(lock: Lock) -> str:
    """What is said of an entry or a day that has the lock."""
    return "in a closed period" if lock is Lock.CLOSED_PERIOD else lock.value


def code(typed: str, most: int = MOST_TYPED) -> str:
    """For between backticks: in one line, and unable to end the code itself."""
    line = " ".join(typed.replace("`", "'").split())
    shown = line if len(line) <= most else line[: most - 1] + "…"
    return escape(shown)
