"""The step by which a sync finds, once a day, what no reading of changes tells: issues that are gone, or elsewhere.

All issues are listed; what is linked and not among them is asked for one by one. An issue that stands in the list
otherwise than it is known was missed, and is taken in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import define, field, frozen

from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.domain.model.issues import Issue
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.runs import CHANGING, Action
from tt_integrations.domain.usecases.ask_for_issue import AskForIssue
from tt_integrations.domain.usecases.issue_source import IssueSource, OutOfPatience
from tt_integrations.domain.usecases.take_in_issues import take_in
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

MOST = 50
"""So many issues are asked for one by one in a run. The rest wait for the next one."""
WORTH_NOTING = (*CHANGING, Action.KEPT, Action.FAILED)
SINCE, SEEN = "since", "seen"
"""In the cursor of a listing that is not over: up to when all is listed, and the remote names that were."""


@define
class _Listing:
    since: datetime | None = None
    seen: set[str] = field(factory=set)


@frozen
class ReconcileIssues:
    """Raises OutOfPatience, Ended, and what the tracker raises. Calls the provider, so never inside a transaction."""

    unit_of_work: UnitOfWork
    clock: Clock
    ask: AskForIssue

    def __call__(self, source: IssueSource, seen: frozenset[str] | None) -> None:
        """`seen`: the remote names of all issues there are, where they were read just now; None: list them."""
        now = self.clock.now()
        today = f"reconcile:{_place(source)}:{now.date().isoformat()}"
        with self.unit_of_work.reading() as tx:
            if tx.claims.note(today) is not None:
                return
            stored = tx.cursors.at(source.connection.id, _name(source))
        listing = _Listing(seen=set(seen)) if seen is not None else _listing(stored)
        try:
            over = self._reconciled(source, listing, is_listed=seen is not None)
        except OutOfPatience:
            self._keep(source, listing)
            raise
        if not over:
            self._keep(source, listing)
            return
        with self.unit_of_work() as tx:
            tx.claims.claim(today, now)
            tx.cursors.drop(source.connection.id, _name(source))
            tx.commit()

    def _reconciled(self, source: IssueSource, listing: _Listing, *, is_listed: bool) -> bool:
        """Whether nothing is left."""
        links = self._links(source)
        if not is_listed:
            self._list(source, listing, links)
        missing = [link for link in links.values() if not link.gone]
        missing = [link for link in missing if link.remote not in listing.seen]
        for link in missing[:MOST]:
            source.go_on()
            if self.ask(source, link):
                listing.seen.add(link.remote)
        return all(link.remote in listing.seen for link in missing)

    def _list(self, source: IssueSource, listing: _Listing, links: Mapping[str, Link]) -> None:
        for leaf in source.leaves(listing.since):
            missed = [each for each in leaf.issues if _is_missed(each, links, source)]
            if missed:
                self._take_in(source, missed)
            listing.seen |= {issue.remote for issue in leaf.issues}
            listing.since = leaf.reached

    def _take_in(self, source: IssueSource, missed: list[Issue]) -> None:
        with self.unit_of_work() as tx:
            decided = take_in(tx, source, missed, self.clock.now()).decided
            tx.runs.decide(source.run, [each for each in decided if each.action in WORTH_NOTING])
            tx.commit()

    def _links(self, source: IssueSource) -> Mapping[str, Link]:
        links: dict[str, Link] = {}
        after = ""
        while True:
            with self.unit_of_work.reading() as tx:
                prefix, number = f"{source.repository.id}#", source.connection.id
                page = tx.links.under(number, Kind.ISSUE, prefix, after)
            if not page:
                return links
            links |= {link.remote: link for link in page}
            after = page[-1].remote

    def _keep(self, source: IssueSource, listing: _Listing) -> None:
        with self.unit_of_work() as tx:
            stored = tx.cursors.at(source.connection.id, _name(source))
            value = {
                SINCE: listing.since.isoformat() if listing.since else None,
                SEEN: sorted(listing.seen),
            }
            version = stored.version + 1 if stored else 1
            tx.cursors.move(Cursor(source.connection.id, _name(source), value, version))
            tx.commit()


def _is_missed(issue: Issue, links: Mapping[str, Link], source: IssueSource) -> bool:
    link = links.get(issue.remote)
    if link is None:
        return source.rules.takes(issue)
    return not link.gone and link.base.get("updated") != issue.updated.isoformat()


def _listing(stored: Cursor | None) -> _Listing:
    if stored is None:
        return _Listing()
    since, seen = stored.value.get(SINCE), stored.value.get(SEEN)
    return _Listing(
        datetime.fromisoformat(since) if isinstance(since, str) else None,
        set(seen) if isinstance(seen, list) else set(),
    )


def _place(source: IssueSource) -> str:
    return f"{source.connection.id}:{source.repository.id}"


def _name(source: IssueSource) -> str:
    return f"listing:{source.repository.id}"
