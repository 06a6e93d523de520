"""A believed delivery tells of an issue: its task is brought up to date, and whoever was assigned may start on it.

All in one transaction, with the run that says so: a copy of the delivery finds everything done or nothing.
"""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.delivery import IssueNews, Origin
from tt_integrations.domain.model.issue_rules import IssueRules
from tt_integrations.domain.model.issues import Issue
from tt_integrations.domain.model.runs import Decided
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.issue_decisions import Decision, UpsertIssue
from tt_integrations.domain.usecases.issue_sentences import decided_on, decided_on_timer
from tt_integrations.domain.usecases.note_delivery import note_delivery
from tt_integrations.domain.usecases.start_timer_on_assignment import (
    StartTimerOnAssignment,
    TimerDecision,
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

    @property
    def origin(self) -> Origin:
        return Origin(self.connection.id, self.news.id, self.now)

    def upsert(self) -> UpsertIssue:
        news = self.news
        return UpsertIssue(
            connection=self.connection,
            issue=news.issue,
            rules=self.rules,
            now=self.now,
            action=news.action,
            origin=self.origin,
            moved_from=news.moved_from,
            moved_to=news.moved_to,
        )


@frozen
class IssueHandled:
    """What became of the task, and of a timer on it."""

    decision: Decision
    timer: TimerDecision

    def decided(self, issue: Issue) -> tuple[Decided, ...]:
        """The same as a run says it of the issue, which is where it is now."""
        of_timer = decided_on_timer(issue, self.timer)
        return decided_on(issue, self.decision), *((of_timer,) if of_timer else ())


@frozen
class ReceiveIssue:
    """A delivery is handled even if the issue is ignored: its run says why, and a copy changes nothing.

    Raises StoreUnavailable, or Conflict when people change the task all the time; the delivery is not handled
    then, and may come again.
    """

    unit_of_work: UnitOfWork
    on_assignment: StartTimerOnAssignment = field(factory=StartTimerOnAssignment)

    def __call__(self, heard: IssueHeard) -> IssueHandled | HandledBefore:
        command = heard.upsert()
        with self.unit_of_work() as tx:
            if not tx.inbox.claim(heard.origin):
                return HandledBefore()
            decision = upsert(tx, command)
            timer = self.on_assignment(tx, command, heard.news.login)
            handled = IssueHandled(decision, timer)
            note_delivery(tx, heard.origin, handled.decided(command.current))
            tx.commit()
            return handled
