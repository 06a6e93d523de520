"""What an issue says of the task it is: pure, and the same for a webhook and for a sync."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from attrs import evolve, field, frozen

from tt_integrations.domain.model.issues import Issue, Repository
from tt_integrations.domain.model.storable import storable
from tt_integrations.domain.model.tasks import (
    DESCRIPTION_LENGTH,
    NAME_LENGTH,
    TAGS_LENGTH,
    Priority,
    TaskStatus,
)
from tt_integrations.domain.model.timesheet import ProjectId

PRIORITIES: Mapping[str, Priority] = {
    "bug": Priority.HIGH,
    "critical": Priority.HIGH,
    "enhancement": Priority.MEDIUM,
}
_RISING = tuple(Priority)


@frozen
class IssueRules:
    """What a connection's owner chose. `projects`: by the repository's id, or by its name in lower case, where its
    issues become tasks. Labels are in lower case, in `label_filter` (None: every issue counts), `priorities`
    and `tags` alike. `milestone_is_tag`: its title is one more tag. `legacy` gives the reference by which the host's own connector named an issue's task.

    `ids`: of names among `projects`, the repository that is or was called so, where that is learnt. `owner_logins`:
    the logins, casefolded, that are the owner's own: who is assigned by one of them is the owner.
    """

    projects: Mapping[int | str, ProjectId]
    legacy: Callable[[int], str]
    label_filter: str | None = None
    priorities: Mapping[str, Priority] = PRIORITIES
    tags: Mapping[str, str] = field(factory=dict)
    milestone_is_tag: bool = True
    starts_timer: bool = False
    stops_timer: bool = False
    ids: Mapping[str, int] = field(factory=dict)
    owner_logins: frozenset[str] = frozenset()

    def project(self, repository: Repository) -> ProjectId | None:
        """Where the repository's issues become tasks; None for a repository that is not served."""
        found = self.projects.get(repository.id)
        return found if found is not None else self.projects.get(repository.name.lower())

    def takes(self, issue: Issue) -> bool:
        """Whether the label filter lets the issue become a task."""
        wanted = (self.label_filter or "").strip().lower()
        return not wanted or wanted in _labels(issue)

    def alone(self, repository: Repository, project: ProjectId) -> bool:
        """Whether the issues of no other repository become tasks of that project."""
        into_it = (key for key, into in self.projects.items() if into == project)
        return all(self._is_called(key, repository) for key in into_it)

    def _is_called(self, key: int | str, repository: Repository) -> bool:
        if key in (repository.id, repository.name.lower()):
            return True
        return isinstance(key, str) and self.ids.get(key) == repository.id


@frozen
class TaskFields:
    """The part of a task that follows its issue. `completed`: when the issue was closed, None where that is unknown
    or it is open."""

    name: str
    description: str
    status: str
    priority: str
    tags: tuple[str, ...]
    reference: str
    completed: datetime | None = None


def as_task(issue: Issue, rules: IssueRules) -> TaskFields:
    """The task as the issue wants it.

    Of several labels the one of highest priority counts: providers list labels in an order that nobody chose, so
    the first one says nothing, and a bug does not become less of one by a second label.
    """
    return TaskFields(
        name=storable(issue.title).strip()[:NAME_LENGTH].strip() or f"#{issue.number}",
        description=_description(issue),
        status=_status(issue),
        priority=max(_priorities(issue, rules), key=_RISING.index, default=Priority.LOW).value,
        tags=_tags(issue, rules),
        reference=rules.legacy(issue.number),
        completed=issue.closed_at if issue.closed else None,
    )


def as_before_us(issue: Issue, rules: IssueRules) -> TaskFields:
    """The task as the host's own connector made it, when it was opened: without address and tags, and the first
    label with a priority counts. What differs from it was changed by hand."""
    return evolve(
        as_task(issue, rules),
        description=_lines(issue.body)[:DESCRIPTION_LENGTH].strip(),
        status=TaskStatus.TODO.value,
        priority=next(iter(_priorities(issue, rules)), Priority.LOW).value,
        tags=(),
        completed=None,
    )


def _status(issue: Issue) -> str:
    if not issue.closed:
        return TaskStatus.TODO.value
    return (TaskStatus.CANCELLED if issue.not_planned else TaskStatus.DONE).value


def _priorities(issue: Issue, rules: IssueRules) -> list[Priority]:
    return [rules.priorities[label] for label in _labels(issue) if label in rules.priorities]


def _tags(issue: Issue, rules: IssueRules) -> tuple[str, ...]:
    """Each once, by name; those that do not fit any more are left out."""
    named = [rules.tags[label] for label in _labels(issue) if label in rules.tags]
    if issue.milestone and rules.milestone_is_tag:
        named.append(issue.milestone)
    # a comma would make two of it
    wanted = {" ".join(storable(tag).replace(",", " ").split()) for tag in named}
    fitting: list[str] = []
    for tag in sorted(wanted - {""}):
        if len(",".join((*fitting, tag))) <= TAGS_LENGTH:
            fitting.append(tag)
    return tuple(fitting)


def _description(issue: Issue) -> str:
    """The body, cut to leave room for the issue's address on the last line."""
    address = storable(issue.address)
    room = max(0, DESCRIPTION_LENGTH - len(address) - 2)
    return f"{_lines(issue.body)[:room].rstrip()}\n\n{address}".strip()


def _labels(issue: Issue) -> list[str]:
    return [label.strip().lower() for label in issue.labels]


def _lines(text: str) -> str:
    return storable(text).replace("\r\n", "\n").strip()
