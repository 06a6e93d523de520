"""The step by which the task of a linked issue becomes as the issue wants it, and as people left it."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.issue_merging import Known, changed, known, merged
from tt_integrations.domain.model.links import Link
from tt_integrations.domain.model.tasks import TaskCard, TaskStatus
from tt_integrations.domain.model.timesheet import ProjectId, TaskId
from tt_integrations.domain.usecases.issue_decisions import Kept, Unchanged, Updated
from tt_integrations.ports.unit_of_work import Reading, Transaction

TRIES = 3
NO_TASK = 0
"""Of links that only remember that something ended."""


@frozen
class Settled:
    """`fields` changed; `kept` were changed by hand, and stay."""

    task: TaskCard
    fields: tuple[str, ...]
    kept: tuple[str, ...]


def settle(
    tx: Transaction, link: Link, theirs: Known, deleted: datetime | None = None
) -> Settled | None:
    """None when somebody deleted the task. `deleted`: when the issue was, which cancels what is not done."""
    for _ in range(TRIES):
        card = card_of(tx, link, theirs)
        if card is None:
            return None
        becomes, kept = merged(known(link.base), theirs, card)
        if deleted is not None and not becomes.closed:
            status = TaskStatus.CANCELLED.value
            becomes = evolve(becomes, status=status, completed=deleted)
        if becomes == card or _changed(tx, card, becomes):
            return Settled(becomes, changed(card, becomes), kept)
    raise Conflict("the task is being changed all the time")


def told(settled: Settled) -> Updated | Kept | Unchanged:
    if settled.fields:
        return Updated(settled.task, settled.fields, settled.kept)
    return Kept(settled.task, settled.kept) if settled.kept else Unchanged(settled.task)


def card_of(tx: Reading, link: Link, theirs: Known | None = None) -> TaskCard | None:
    """The task of the link. A task of another reference is another one, to which the host gave the same number."""
    card = tx.tasks.find(TaskId(link.ours))
    references = {link.base.get("reference"), theirs.fields.reference if theirs else None} - {None}
    return card if card and card.reference in references else None


def usable(tx: Reading, connection: Connection, project: ProjectId) -> bool:
    """Whether the connection's owner may have tasks there."""
    owner = tx.people.find(connection.owner) if connection.owner else None
    if owner is None or not owner.active:
        return False
    return any(each.id == project for each in tx.projects.usable_by(owner))


def _changed(tx: Transaction, was: TaskCard, becomes: TaskCard) -> bool:
    try:
        tx.tasks.change(was, becomes)
    except Conflict:  # a person was quicker between our look and our change: look again
        return False
    return True
