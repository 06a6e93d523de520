"""Tasks of a project as the host keeps them. All moments are aware UTC."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from attrs import frozen

from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import ProjectId, TaskId

NAME_LENGTH = 200
DESCRIPTION_LENGTH = 2000
TAGS_LENGTH = 500
"""Of all tags of a task together, with a comma between any two."""


class TaskStatus(StrEnum):
    """Those that every host has. A task may be in another one, which is then kept as its text."""

    TODO = "todo"
    IN_PROGRESS = "in_progress"
    REVIEW = "review"
    DONE = "done"
    CANCELLED = "cancelled"


CLOSED: tuple[str, ...] = (TaskStatus.DONE, TaskStatus.CANCELLED)


class Priority(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


@frozen
class TaskCard:
    """A task with all that is written on it. `description` is "" when it has none, `completed` is None while it is
    not finished; `reference` names it in another system."""

    id: TaskId
    project: ProjectId
    name: str
    description: str
    status: str
    priority: str
    tags: tuple[str, ...]
    completed: datetime | None
    reference: str | None

    @property
    def closed(self) -> bool:
        return self.status in CLOSED


@frozen
class NewTask:
    """A task to be made by `creator`. Texts fit the host: `NAME_LENGTH` characters, tags `TAGS_LENGTH` together."""

    project: ProjectId
    name: str
    description: str
    status: str
    priority: str
    tags: tuple[str, ...]
    reference: str | None
    creator: PersonId
    completed: datetime | None = None
