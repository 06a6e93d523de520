"""A believed delivery tells of an issue: its task is brought up to date, and whoever was assigned may start on it.

All in one transaction: a copy of the delivery finds everything done or nothing.
"""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.delivery import IssueNews, Origin
from tt_integrations.domain.model.issue_rules import IssueRules
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.issue_decisions import Decision, IgnoredIssue, UpsertIssue
from tt_integrations.domain.usecases.start_timer_on_assignment import (
    StartTimerOnAssignment,
    TimerBegun,
    TimerDecision,
    TimerEnded,
)
from tt_integrations.domain.usecases.upsert_issue_task import upsert
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class IssueHeard:
    """`news` for the connection, at `now`."""

    connection: Connection
    news: IssueNews
    rules: IssueRules
    now: datetime

    def upsert(self) -> UpsertIssue:
        news = self.news
        return UpsertIssue(
            connection=self.connection,
            issue=news.issue,
            rules=self.rules,
            now=self.now,
            action=news.action,
            origin=Origin(self.connection.id, news.id, self.now),
            moved_from=news.moved_from,
            moved_to=news.moved_to,
        )


@frozen
class IssueHandled:
    """What became of the task, and of a timer on it."""

    decision: Decision
    timer: TimerDecision


@frozen
class ReceiveIssue:
    """Raises StoreUnavailable, or Conflict when people change the task all the time; the delivery is not handled
    then, and may come again."""

    unit_of_work: UnitOfWork
    on_assignment: StartTimerOnAssignment = field(factory=StartTimerOnAssignment)

    def __call__(self, heard: IssueHeard) -> IssueHandled | HandledBefore:
        command = heard.upsert()
        with self.unit_of_work() as tx:
            if command.origin and not tx.inbox.claim(command.origin):
                return HandledBefore()
            decision = upsert(tx, command)
            timer = self.on_assignment(tx, command, heard.news.login)
            if not isinstance(decision, IgnoredIssue) or isinstance(timer, TimerBegun | TimerEnded):
                tx.commit()
            return IssueHandled(decision, timer)
