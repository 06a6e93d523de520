"""What is asked and what is answered when an issue is to become a task, or to go on being one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from attrs import frozen

from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.delivery import Origin
from tt_integrations.domain.model.issue_rules import IssueRules
from tt_integrations.domain.model.issues import Issue
from tt_integrations.domain.model.tasks import TaskCard
from tt_integrations.domain.model.timesheet import ProjectId
from tt_integrations.domain.usecases.handled import HandledBefore

OPENED, ASSIGNED, UNASSIGNED, DELETED = "opened", "assigned", "unassigned", "deleted"
CLOSING = ("closed", "reopened")
"""The actions that say more than that the issue is as it is."""


@frozen
class UpsertIssue:
    """`issue` as it is at the provider. `action`: what happened to it, "" where it was only looked at.

    `moved_from` and `moved_to`: the same issue where it was, or is now. With an `origin`, it is done once.
    """

    connection: Connection
    issue: Issue
    rules: IssueRules
    now: datetime
    action: str = ""
    origin: Origin | None = None
    moved_from: Issue | None = None
    moved_to: Issue | None = None

    @property
    def current(self) -> Issue:
        """The issue where it is now."""
        return self.moved_to or self.issue

    @property
    def former(self) -> Issue | None:
        """The issue where it was, if it moved."""
        return self.issue if self.moved_to else self.moved_from

    @property
    def project(self) -> ProjectId | None:
        """Where the issue is a task. One that moved stays where it was one already."""
        places = (self.former, self.current)
        found = (self.rules.project(issue.repository) for issue in places if issue)
        return next((project for project in found if project is not None), None)


class Reason(StrEnum):
    """Why an issue was left alone."""

    UNKNOWN_REPOSITORY = "unknown repository"
    LABEL_FILTER = "label filter"
    OLDER = "older than what is known"
    PULL_REQUEST = "pull request"
    DELETED_BEFORE = "deleted before"
    """The issue there, or its task here."""
    NO_PROJECT = "no project that the owner may use"


@frozen
class Created:
    task: TaskCard


@frozen
class Updated:
    """`fields` follow the issue. `kept`: the issue wants them otherwise, but a person changed them by hand."""

    task: TaskCard
    fields: tuple[str, ...]
    kept: tuple[str, ...] = ()


@frozen
class Unchanged:
    task: TaskCard


@frozen
class Kept:
    """Nothing follows the issue: the fields that it wants otherwise were changed by hand."""

    task: TaskCard
    fields: tuple[str, ...]


@frozen
class IgnoredIssue:
    reason: Reason


@frozen
class Moved:
    """The issue is elsewhere now. Its task is the same, in the same project: time was booked there."""

    task: TaskCard


@frozen
class MarkedDeleted:
    """The issue is gone. Its task is cancelled, unless it was done; None when there was none."""

    task: TaskCard | None


Decision = Created | Updated | Unchanged | Kept | IgnoredIssue | Moved | MarkedDeleted
UpsertOutcome = Decision | HandledBefore
