"""The step by which what somebody typed becomes a project, perhaps a task of it, and a note."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.projects import meant, named
from tt_integrations.domain.model.slash import WorkTyped
from tt_integrations.domain.model.timesheet import Project, Task
from tt_integrations.ports.unit_of_work import Reading


@frozen
class ProjectNotNamed:
    """`command` is what a project must be typed behind."""

    command: str = "start"


@frozen
class NoSuchProject:
    typed: str


@frozen
class SeveralProjects:
    """More than one may be meant; none was guessed. `<command> #<id><rest>` picks one of them."""

    typed: str
    projects: tuple[Project, ...]
    command: str = "start"
    rest: str = ""


@frozen
class NoSuchTask:
    """The project has no such task, or it is finished."""

    typed: str
    project: Project


@frozen
class SeveralTasks:
    """More than one may be meant. `<command> #<project id> / #<task id><rest>` picks one of them."""

    typed: str
    project: Project
    tasks: tuple[Task, ...]
    command: str = "start"
    rest: str = ""


NotChosen = ProjectNotNamed | NoSuchProject | SeveralProjects | NoSuchTask | SeveralTasks


@frozen
class Work:
    project: Project
    task: Task | None
    note: str | None


@frozen
class _Words:
    """The same as `Work`, as typed."""

    project: str
    task: str | None = None
    note: str | None = None


def choose_work(
    tx: Reading, person: Person, what: WorkTyped, command: str, when: str = ""
) -> Work | NotChosen:
    """`command` and `when` (such as " yesterday") are what stood before and behind the work."""
    if not what.text:
        return ProjectNotNamed(command)
    usable = tx.projects.usable_by(person)
    words = _told_apart(what, usable)
    after = when + (f" -- {words.note}" if words.note else "")
    match meant(words.project, usable):
        case ():
            return NoSuchProject(words.project)
        case (project,):
            return _with_task(tx, project, words, command, after)
        case several:
            task = f" / {words.task}" if words.task else ""
            return SeveralProjects(words.project, several, command, task + after)


def _with_task(
    tx: Reading, project: Project, words: _Words, command: str, after: str
) -> Work | NoSuchTask | SeveralTasks:
    if words.task is None:
        return Work(project, None, words.note)
    match meant(words.task, tx.tasks.open_in(project.id)):
        case ():
            return NoSuchTask(words.task, project)
        case (task,):
            return Work(project, task, words.note)
        case several:
            return SeveralTasks(words.task, project, several, command, after)


def _told_apart(what: WorkTyped, projects: Sequence[Project]) -> _Words:
    """A slash or a dash separates, unless it belongs to the name of a project."""
    if what.note and named(what.whole, projects):
        return _Words(what.whole)
    project, slash, task = what.text.rpartition(" / ")
    if not slash or _is_one_name(what.text, project, projects):
        return _Words(what.text, note=what.note)
    return _Words(project.strip(), task.strip(), what.note)


def _is_one_name(text: str, before_slash: str, projects: Sequence[Project]) -> bool:
    if named(text, projects):
        return True
    if named(before_slash, projects):
        return False
    # by parts of names: a slash within a part of a name, or no project at all before the slash
    return bool(meant(text, projects)) or not meant(before_slash, projects)
