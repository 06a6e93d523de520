"""Finished entries with all that a calendar sees of them. All moments are aware UTC."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import EntryId, ProjectId

NOTE_LENGTH = 10_000
"""Characters of a note that we write: a host's own may be longer."""


class Lock(StrEnum):
    """Why the host does not let an entry be changed any more."""

    CLOSED_PERIOD = "closed period"
    INVOICED = "invoiced"
    PAID = "paid"
    APPROVED = "approved"


@frozen
class EntryCard:
    """`project_name` and `task_name` are "" where there is none. `lock` None: it may be changed. `span` never ends
    before it starts."""

    id: EntryId
    person: PersonId
    project: ProjectId | None
    span: Span
    note: str = field(repr=False)
    billable: bool
    project_name: str = ""
    task_name: str = ""
    lock: Lock | None = None


@frozen
class NewCard:
    """An entry to be written down for somebody by us, not by them: the host sees its source as `auto`."""

    person: PersonId
    project: ProjectId
    span: Span
    note: str = field(repr=False)
    billable: bool


@frozen
class EntryChange:
    """Something happened to an entry since `number` was given out: numbers only grow. `gone`: it was deleted."""

    number: int
    entry: EntryId
    gone: bool
