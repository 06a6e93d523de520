"""The step by which a sync reads what changed in a repository, from where the last one stopped.

Where it stopped is stored in the transaction that stores what was read until there: whatever fails, nothing is read
past, and what was done stays done.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from attrs import define, evolve, field, frozen

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.domain.model.issues import Issue
from tt_integrations.domain.model.runs import Action, Decided
from tt_integrations.domain.usecases.issue_decisions import Reason
from tt_integrations.domain.usecases.issue_source import IssueSource, Leaf
from tt_integrations.domain.usecases.note_repository import NoteRepository
from tt_integrations.domain.usecases.take_in_issues import take_in
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork

SINCE, FRESH, TERMS = "since", "fresh", "terms"
"""In a cursor: up to when all is read, in ISO 8601, what the provider said to be told "nothing new" since, and what the
owner had chosen when it was read."""


@frozen
class ReadIssues:
    """Raises Conflict when another sync reads the same repository at this moment, OutOfPatience, Ended, and what the
    tracker raises. Calls the provider, so never inside a transaction."""

    unit_of_work: UnitOfWork
    clock: Clock
    note: NoteRepository

    def __call__(self, source: IssueSource) -> frozenset[str] | None:
        """The remote names of all its issues, where it was read from the beginning; otherwise None."""
        cursor = self._stored(source)
        since, fresh = cursor.value.get(SINCE), cursor.value.get(FRESH)
        reading = _Reading(source, cursor, _chosen(source))
        if cursor.value.get(TERMS) != reading.chosen:  # what was left out then may be wanted now
            since, fresh = None, None
        begun = datetime.fromisoformat(since) if isinstance(since, str) else None
        for leaf in source.leaves(begun, fresh if isinstance(fresh, str) else None):
            self._note_name(source, leaf)
            with self.unit_of_work() as tx:
                reading.take(tx, leaf, self.clock.now())
                tx.commit()
        return frozenset(remote for remote, _ in reading.seen) if begun is None else None

    def _stored(self, source: IssueSource) -> Cursor:
        """Where there is none, the one before the first."""
        name = f"issues:{source.repository.id}"
        with self.unit_of_work.reading() as tx:
            stored = tx.cursors.at(source.connection.id, name)
        return stored or Cursor(source.connection.id, name, version=0)

    def _note_name(self, source: IssueSource, leaf: Leaf) -> None:
        """Issues tell what their repository is called now."""
        if leaf.issues:
            called = leaf.issues[0].repository.name
            number, home = source.connection.id, source.repository.id
            self.note(number, source.name, lambda known: evolve(known, id=home, called=called))


@define
class _Reading:
    """`seen`: what was read, by remote names and hashes. `asked_again` is the moment that the cursor must not pass,
    of an issue that was in trouble."""

    source: IssueSource
    cursor: Cursor
    chosen: str
    seen: set[tuple[str, int]] = field(factory=set)
    asked_again: datetime | None = None

    def take(self, tx: Transaction, leaf: Leaf, now: datetime) -> None:
        taken = take_in(tx, self.source, self._unseen(leaf.issues), now)
        self.asked_again = _earlier(self.asked_again, taken.asked_again)
        self._move(tx, leaf)
        tx.runs.decide(self.source.run, (*taken.decided, *self._pulls(leaf)))

    def _unseen(self, issues: Iterable[Issue]) -> list[Issue]:
        """Those that stood on an earlier page as they are now were decided on there. When it changed last does not
        tell: an issue may change twice in a second."""
        new = [issue for issue in issues if (issue.remote, hash(issue)) not in self.seen]
        self.seen |= {(issue.remote, hash(issue)) for issue in new}
        return new

    def _move(self, tx: Transaction, leaf: Leaf) -> None:
        since = _earlier(leaf.reached, self.asked_again)
        fresh = leaf.fresh if self.asked_again is None else None
        value = {SINCE: since.isoformat() if since else None, FRESH: fresh, TERMS: self.chosen}
        becomes = evolve(self.cursor, value=value, version=self.cursor.version + 1)
        if not tx.cursors.move(becomes):
            raise Conflict("the repository is being synced by somebody else")
        self.cursor = becomes

    def _pulls(self, leaf: Leaf) -> list[Decided]:
        if not leaf.pulls:
            return []
        name, title = self.source.repository.name, f"{leaf.pulls} pull requests"
        return [Decided(name, title, Action.IGNORED, Reason.PULL_REQUEST.value)]


def _chosen(source: IssueSource) -> str:
    """What decides how issues become tasks, the same for the same choices."""
    rules = source.rules
    labels = (sorted(rules.priorities.items()), sorted(rules.tags.items()), rules.milestone_is_tag)
    return f"{rules.project(source.repository)}; {rules.label_filter}; {labels}"


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((each for each in (one, other) if each is not None), default=None)
