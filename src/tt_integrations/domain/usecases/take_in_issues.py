"""The step by which many issues that were looked at become tasks, or go on being them, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from attrs import frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.issues import Issue
from tt_integrations.domain.model.links import Kind
from tt_integrations.domain.model.runs import Action, Decided
from tt_integrations.domain.usecases.issue_decisions import UpsertIssue
from tt_integrations.domain.usecases.issue_sentences import decided_on
from tt_integrations.domain.usecases.issue_source import IssueSource
from tt_integrations.domain.usecases.settle_task import NO_TASK
from tt_integrations.domain.usecases.upsert_issue_task import upsert
from tt_integrations.domain.usecases.working_connections import still_working
from tt_integrations.ports.unit_of_work import Transaction

BUSY = "its task is being changed all the time"


@frozen
class Taken:
    """`asked_again`: when the first of those changed that are in trouble; None where none is."""

    decided: tuple[Decided, ...]
    asked_again: datetime | None = None


def take_in(tx: Transaction, source: IssueSource, issues: Sequence[Issue], now: datetime) -> Taken:
    """One that is in trouble is left as it was; the others are not. Raises Ended."""
    still_working(tx.connections.find(source.connection.id))
    decided: list[Decided] = []
    troubled: list[datetime] = []
    for issue in issues:
        command = UpsertIssue(source.connection, issue, source.rules, now)
        try:
            decided.append(decided_on(issue, upsert(tx, command)))
        except Conflict:
            _release(tx, source, issue)
            decided.append(in_trouble(issue))
            troubled.append(issue.updated)
    return Taken(tuple(decided), min(troubled, default=None))


def in_trouble(issue: Issue) -> Decided:
    """What is said of an issue at which `upsert` raised Conflict."""
    return Decided(issue.remote, issue.title, Action.FAILED, BUSY)


def _release(tx: Transaction, source: IssueSource, issue: Issue) -> None:
    """It was reserved, and may have got no link."""
    link = tx.links.at(source.connection.id, Kind.ISSUE, issue.remote)
    if link is not None and link.ours == NO_TASK and not link.gone:
        tx.links.remove(link)
