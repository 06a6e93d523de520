"""The step by which an issue that has no link gets its task: a new one, or the one it had before us."""

from __future__ import annotations

from attrs import evolve

from tt_integrations.domain.model.issue_merging import Known, knowledge, known
from tt_integrations.domain.model.issue_rules import as_before_us
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.tasks import NewTask, TaskCard
from tt_integrations.domain.model.timesheet import ProjectId
from tt_integrations.domain.usecases.issue_decisions import (
    Created,
    IgnoredIssue,
    Kept,
    Reason,
    Unchanged,
    Updated,
    UpsertIssue,
)
from tt_integrations.domain.usecases.settle_task import NO_TASK, Settled, settle, told, usable
from tt_integrations.ports.unit_of_work import Transaction

CreateDecision = Created | Updated | Kept | Unchanged | IgnoredIssue


def create(tx: Transaction, command: UpsertIssue, project: ProjectId) -> CreateDecision:
    """The caller reserved the issue's link."""
    issue, owner = command.current, command.connection.owner
    if not command.rules.takes(issue):
        return IgnoredIssue(Reason.LABEL_FILTER)
    if owner is None or not usable(tx, command.connection, project):
        return IgnoredIssue(Reason.NO_PROJECT)
    # other connections may be told of the same issue at this moment: they wait here, and find our task
    tx.claims.claim(f"task of {issue.remote} in {project}", command.now)
    theirs = knowledge(issue, command.rules)
    existing = tx.tasks.referenced(project, theirs.fields.reference)
    if existing and (adopted := _adopted(tx, command, existing, theirs)):
        return told(adopted)
    task = tx.tasks.add(_new(theirs, project, owner))
    _end_links(tx, task)
    _link(tx, command, task, theirs)
    return Created(task)


def _new(theirs: Known, project: ProjectId, creator: PersonId) -> NewTask:
    fields = theirs.fields
    return NewTask(
        project=project,
        name=fields.name,
        description=fields.description,
        status=fields.status,
        priority=fields.priority,
        tags=fields.tags,
        reference=fields.reference,
        creator=creator,
        completed=theirs.completed,
    )


def _base(tx: Transaction, command: UpsertIssue, task: TaskCard) -> Known | None:
    """How the task was made, if it is this issue's: equal numbers in two repositories have equal references."""
    issue, rules = command.current, command.rules
    if links := tx.links.all_to(
        Kind.ISSUE, task.id
    ):  # another connection's task, or another issue's
        same = all(link.remote == issue.remote for link in links)
        return known(links[-1].base) if same else None
    before = as_before_us(issue, rules)
    if task.name == before.name or rules.alone(issue.repository, task.project):
        return Known(before, issue.updated)
    return None


def _adopted(
    tx: Transaction, command: UpsertIssue, existing: TaskCard, theirs: Known
) -> Settled | None:
    base = _base(tx, command, existing)
    if base is None:
        return None
    newest = max(theirs, base, key=lambda each: each.updated)
    link = Link(command.connection.id, Kind.ISSUE, command.current.remote, existing.id, base.base())
    settled = settle(tx, link, newest)
    if settled is not None:
        _link(tx, command, settled.task, newest)
    return settled


def _end_links(tx: Transaction, new: TaskCard) -> None:
    """Where a host gives a number again, the links that lead there are those of a task that was deleted."""
    for stale in tx.links.all_to(Kind.ISSUE, new.id):
        tx.links.reserve(stale.connection, stale.kind, stale.remote)
        tx.links.put(evolve(stale, ours=NO_TASK, gone=True))


def _link(tx: Transaction, command: UpsertIssue, task: TaskCard, theirs: Known) -> None:
    link = Link(command.connection.id, Kind.ISSUE, command.current.remote, task.id, theirs.base())
    tx.links.put(link)
