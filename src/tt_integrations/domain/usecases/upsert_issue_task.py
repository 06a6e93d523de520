"""An issue becomes a task, and the task follows it: for a webhook and for a sync alike.

News come late, twice, and in any order. What an issue is now is told by when it changed last, never by when we
were told; which task is its own is told by the link of its repository's id and its number.
"""

from __future__ import annotations

from attrs import evolve, frozen

from tt_integrations.domain.model.issue_merging import Known, knowledge, known
from tt_integrations.domain.model.issues import Issue
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.tasks import TaskStatus
from tt_integrations.domain.model.timesheet import ProjectId
from tt_integrations.domain.usecases.create_issue_task import create
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.issue_decisions import (
    CLOSING,
    DELETED,
    OPENED,
    Decision,
    IgnoredIssue,
    MarkedDeleted,
    Moved,
    Reason,
    Unchanged,
    UpsertIssue,
    UpsertOutcome,
)
from tt_integrations.domain.usecases.settle_task import (
    NO_TASK,
    Settled,
    card_of,
    settle,
    told,
    usable,
)
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork

MOVED_TO = "moved_to"
"""In the base of a link that ended because its issue is elsewhere: the remote name it has there."""


@frozen
class UpsertIssueTask:
    unit_of_work: UnitOfWork

    def __call__(self, command: UpsertIssue) -> UpsertOutcome:
        with self.unit_of_work() as tx:
            if command.origin and not tx.inbox.claim(command.origin):
                return HandledBefore()
            decision = upsert(tx, command)
            tx.commit()
            return decision


def upsert(tx: Transaction, command: UpsertIssue) -> Decision:
    """The step that a delivery and a sync share. Nothing is committed; an ignored issue leaves nothing behind, so
    that all else may be."""
    project = command.project
    if project is None:
        return IgnoredIssue(Reason.UNKNOWN_REPOSITORY)
    return _Upsert(tx, command, project)()


@frozen
class _Upsert:
    tx: Transaction
    command: UpsertIssue
    project: ProjectId

    def __call__(self) -> Decision:
        new, old = self._reserved()
        decision = self._decided(new, old)
        if isinstance(decision, IgnoredIssue):
            self._release()
        return decision

    def _decided(self, new: Link | None, old: Link | None) -> Decision:
        if new is not None and new.gone:
            return _over(new)
        if self.command.action == DELETED:
            return self._deleted(new)
        if self.command.former is not None:
            return self._moved(self.command.former, old, new)
        if new is None:
            return create(self.tx, self.command, self.project)
        return self._updated(new)

    def _reserved(self) -> tuple[Link | None, Link | None]:
        """The links of the issue where it is and where it was, always taken in the same order: nobody waits
        for us who has what we wait for."""
        current, former = self.command.current, self.command.former
        links = {remote: self._reserve(remote) for remote in self._remotes()}
        return links[current.remote], links[former.remote] if former else None

    def _reserve(self, remote: str) -> Link | None:
        return self.tx.links.reserve(self.command.connection.id, Kind.ISSUE, remote)

    def _release(self) -> None:
        """Where an issue was reserved and got no link, none stays."""
        connection = self.command.connection.id
        for remote in self._remotes():
            link = self.tx.links.at(connection, Kind.ISSUE, remote)
            if link is None or not (link.ours or link.gone):
                self.tx.links.remove(Link(connection, Kind.ISSUE, remote, NO_TASK))

    def _remotes(self) -> list[str]:
        current, former = self.command.current, self.command.former
        return sorted({current.remote, former.remote} if former else {current.remote})

    def _updated(self, link: Link) -> Decision:
        was, theirs = known(link.base), self._theirs()
        if _is_older(theirs, was, self.command.action):
            return IgnoredIssue(Reason.OLDER)
        if theirs == was:
            card = card_of(self.tx, link)
            return Unchanged(card) if card else IgnoredIssue(Reason.DELETED_BEFORE)
        settled = self._settled(link, theirs)
        return settled if isinstance(settled, IgnoredIssue) else told(settled)

    def _moved(self, former: Issue, old: Link | None, new: Link | None) -> Decision:
        if old is not None and not old.gone:
            return self._moved_along(old, new)
        if old is not None and MOVED_TO not in old.base:
            return IgnoredIssue(Reason.DELETED_BEFORE)
        decision = self._updated(new) if new else create(self.tx, self.command, self.project)
        if old is not None or (new is None and isinstance(decision, IgnoredIssue)):
            return decision
        self._end(former.remote)  # late news from there must not make another task
        card = card_of(self.tx, new) if new else None
        return Moved(card) if card and decision == IgnoredIssue(Reason.OLDER) else decision

    def _moved_along(self, old: Link, new: Link | None) -> Decision:
        """With its task."""
        theirs = self._theirs()
        if new is not None:  # we heard of it at its new place before we heard that it moved
            theirs = max(theirs, known(new.base), key=lambda each: each.updated)
        settled = self._settled(old, theirs)
        if isinstance(settled, IgnoredIssue):
            return settled
        if new is not None:
            self._cancel(new)
        self._end(old.remote)
        return Moved(settled.task)

    def _deleted(self, link: Link | None) -> Decision:
        if link is None:
            connection, remote = self.command.connection.id, self.command.current.remote
            self.tx.links.put(Link(connection, Kind.ISSUE, remote, NO_TASK, gone=True))
            return MarkedDeleted(None)
        was, theirs = known(link.base), self._theirs()
        newest = was if theirs.updated < was.updated else theirs
        settled = self._settled(link, newest, deleted=True)
        return settled if isinstance(settled, IgnoredIssue) else MarkedDeleted(settled.task)

    def _settled(
        self, link: Link, theirs: Known, *, deleted: bool = False
    ) -> Settled | IgnoredIssue:
        """The task brought up to date, and linked to the issue where it is now."""
        card = card_of(self.tx, link, theirs)
        if card and not usable(self.tx, self.command.connection, card.project):
            return IgnoredIssue(Reason.NO_PROJECT)
        settled = settle(self.tx, link, theirs, theirs.updated if deleted else None)
        if settled is None:
            return IgnoredIssue(Reason.DELETED_BEFORE)
        remote = self.command.current.remote
        becomes = evolve(link, remote=remote, base=theirs.base(), gone=deleted)
        self.tx.links.put(becomes)
        return settled

    def _cancel(self, double: Link) -> None:
        """A second task of the same issue. It cannot be unmade: time may have been booked on it."""
        if card := card_of(self.tx, double):
            status, now = TaskStatus.CANCELLED.value, self.command.now
            becomes = evolve(card, status=status, completed=now, reference=None)
            self.tx.tasks.change(card, becomes)

    def _end(self, remote: str) -> None:
        base = {MOVED_TO: self.command.current.remote}
        self.tx.links.put(
            Link(self.command.connection.id, Kind.ISSUE, remote, NO_TASK, base, gone=True)
        )

    def _theirs(self) -> Known:
        return knowledge(self.command.current, self.command.rules)


def _over(link: Link) -> IgnoredIssue:
    return IgnoredIssue(Reason.OLDER if MOVED_TO in link.base else Reason.DELETED_BEFORE)


def _is_older(theirs: Known, was: Known, action: str) -> bool:
    """Moments are told to the second. Of one second, what was opened was so first, and what closed or reopened
    the issue is what says whether it is closed."""
    if theirs.updated != was.updated:
        return theirs.updated < was.updated
    closing = theirs.fields.status != was.fields.status
    return theirs != was and (action == OPENED or (closing and action not in (*CLOSING, "")))
