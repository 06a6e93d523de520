"""One repository, as a sync reads it at its provider: nothing is missed that changes while it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from attrs import frozen

from tt_integrations.domain.errors import (
    CallRejected,
    MalformedPayload,
    NotConnected,
    PermissionMissing,
)
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.issue_rules import IssueRules
from tt_integrations.domain.model.issues import Issue, IssuePage, Repository
from tt_integrations.domain.model.runs import RunId
from tt_integrations.ports.issues import IssueTracker

OF_ONE_REPOSITORY = (NotConnected, PermissionMissing, MalformedPayload, CallRejected)
"""Trouble that is no reason to leave the other repositories alone."""


class OutOfPatience(Exception):
    """There is more to read than fits in one run. What was read is kept."""


@frozen
class Leaf:
    """Some issues, the least recently changed first. When they are stored, all is read that changed before
    `reached`; `fresh` goes with that moment. `pulls`: how many pull requests were left out, as far as they
    were not on the leaf before."""

    issues: tuple[Issue, ...]
    pulls: int
    reached: datetime | None
    fresh: str | None = None


@frozen
class IssueSource:
    """`name` is what the owner calls the repository. `go_on` raises OutOfPatience when the run must end."""

    connection: Connection
    run: RunId
    rules: IssueRules
    name: str
    repository: Repository
    tracker: IssueTracker
    access: Access
    go_on: Callable[[], None]

    def leaves(self, since: datetime | None, fresh: str | None = None) -> Iterator[Leaf]:
        """All that changed at or after `since`; none when nothing did since the answer that `fresh` came with.

        What changes moves to the end, and all that stood after it moves forward, past the place where the next page
        begins. So each page begins where the last one ended in time, not in place. Only where a whole page has one
        moment, or no issue, its place is all there is.
        """
        ended = False
        while (page := self._first(since, fresh)) is not None:
            reached = _reached(page, since)
            over = reached == since and page.next is None
            # the same pull requests as before stand where the last page of all is asked for again
            yield Leaf(
                page.issues, 0 if ended else page.pulls, reached, page.fresh if over else None
            )
            while reached == since and page.next is not None:
                self.go_on()
                page = self.tracker.more(self.access, page)
                reached = _reached(page, since)
                yield Leaf(page.issues, page.pulls, reached)
            if reached == since:
                return
            ended, since, fresh = page.next is None, reached, None
            self.go_on()

    def _first(self, since: datetime | None, fresh: str | None) -> IssuePage | None:
        return self.tracker.issues(self.access, self.repository, since, fresh)


def _reached(page: IssuePage, since: datetime | None) -> datetime | None:
    """Up to when all is known with that page."""
    if not page.issues:
        return since
    last = page.issues[-1].updated
    return last if since is None else max(last, since)
