"""What people read when their words name no work, or more than one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from tt_integrations.adapters.providers.slack.mrkdwn import one_line
from tt_integrations.adapters.providers.slack.wording import code, name_of
from tt_integrations.domain.model.timesheet import Project, Task
from tt_integrations.domain.usecases.choose_work import (
    NoSuchProject,
    NoSuchTask,
    NotChosen,
    ProjectNotNamed,
    SeveralProjects,
    SeveralTasks,
)

MOST_LISTED = 10
MOST_REPEATED = 200
"""Characters of a command that are worth showing in a list."""


def of_choice(outcome: NotChosen) -> str:
    match outcome:
        case ProjectNotNamed(command):
            return f"Usage: `/tt {code(command)} &lt;project name or ID&gt;`"
        case NoSuchProject(typed):
            return f"Project not found: `{code(typed)}`"
        case SeveralProjects(typed, projects):
            choices = [(name_of(p), command) for p, command in project_commands(outcome)]
            return _several(f"Several projects match `{code(typed)}`:", choices, len(projects))
        case NoSuchTask(typed, project):
            return f"*{name_of(project)}* has no open task `{code(typed)}`."
        case SeveralTasks(typed, project, tasks):
            choices = [(one_line(task.name), command) for task, command in task_commands(outcome)]
            title = f"Several tasks of *{name_of(project)}* match `{code(typed)}`:"
            return _several(title, choices, len(tasks))
        case unknown:
            assert_never(unknown)


def project_commands(outcome: SeveralProjects) -> list[tuple[Project, str]]:
    """The first of them, each with the command that picks it."""
    command, rest = outcome.command, outcome.rest
    return [(p, f"{command} #{p.id}{rest}") for p in outcome.projects[:MOST_LISTED]]


def task_commands(outcome: SeveralTasks) -> list[tuple[Task, str]]:
    """The first of them, each with the command that picks it."""
    begun, rest = f"{outcome.command} #{outcome.project.id} / #", outcome.rest
    return [(t, f"{begun}{t.id}{rest}") for t in outcome.tasks[:MOST_LISTED]]


def _several(title: str, choices: Sequence[tuple[str, str]], many: int) -> str:
    shown = [f"• *{name}* — `/tt {code(command, MOST_REPEATED)}`" for name, command in choices]
    more = many - len(shown)
    rest = [f"… and {more} more: please type more of the name."] if more else []
    return "\n".join([title, *shown, *rest])
