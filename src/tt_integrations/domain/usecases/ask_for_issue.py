"""The step by which a sync asks what became of an issue that it knows and that is not where it was."""

from __future__ import annotations

from datetime import UTC, datetime

from attrs import evolve, frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.issue_merging import known
from tt_integrations.domain.model.issues import Issue
from tt_integrations.domain.model.links import Link
from tt_integrations.domain.usecases.issue_decisions import (
    DELETED,
    IgnoredIssue,
    Reason,
    UpsertIssue,
)
from tt_integrations.domain.usecases.issue_sentences import decided_on
from tt_integrations.domain.usecases.issue_source import IssueSource
from tt_integrations.domain.usecases.take_in_issues import in_trouble
from tt_integrations.domain.usecases.upsert_issue_task import upsert
from tt_integrations.domain.usecases.working_connections import still_working
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

TRANSFERRED = "transferred"
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@frozen
class AskForIssue:
    """Raises Ended, and what the tracker raises. Calls the provider, so never inside a transaction."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, source: IssueSource, link: Link) -> bool:
        """Whether that is settled; False when its task is being changed all the time."""
        command = self._command(source, link)
        try:
            with self.unit_of_work() as tx:
                still_working(tx.connections.find(source.connection.id))
                decision = upsert(tx, command)
                if command.action and decision == IgnoredIssue(Reason.DELETED_BEFORE):
                    # a person deleted its task before it went: nothing is left to ask for
                    tx.links.put(evolve(link, gone=True))
                tx.runs.decide(source.run, [decided_on(command.current, decision)])
                tx.commit()
        except Conflict:
            with self.unit_of_work() as tx:
                tx.runs.decide(source.run, [in_trouble(command.current)])
                tx.commit()
            return False
        return True

    def _command(self, source: IssueSource, link: Link) -> UpsertIssue:
        number = int(link.remote.rpartition("#")[2])
        found = source.tracker.issue(source.access, source.repository, number)
        plain = UpsertIssue(
            source.connection, found or _last_known(source, link), source.rules, self.clock.now()
        )
        if found is None:
            return evolve(plain, action=DELETED)
        if found.remote == link.remote:
            return plain
        there = evolve(found, repository=source.repository, number=number)
        return evolve(plain, issue=there, action=TRANSFERRED, moved_to=found)


def _last_known(source: IssueSource, link: Link) -> Issue:
    """Of one that nobody shows any more no more is told than its name; what is known is newer than that."""
    return Issue(
        repository=source.repository,
        number=int(link.remote.rpartition("#")[2]),
        title=known(link.base).fields.name,
        body="",
        closed=False,
        not_planned=False,
        labels=(),
        milestone=None,
        assignees=(),
        updated=LONG_AGO,
        address="",
    )
