"""Page tokens and sync tokens: what each of them remembers of the listing it came from."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from attrs import define, field, frozen

from tt_integrations.adapters.providers.google_calendar.fake.refusals import (
    bad_request,
    full_sync_required,
    invalid,
)

Row = dict[str, Any]
NOT_COMPARED = frozenset({"pageToken", "maxResults", "alt", "prettyPrint", "quotaUser"}) | {
    *("fields", "key", "oauth_token", "userIp")
}


@frozen
class Bookmark:
    """Where the next page starts. `rows`: the whole listing, as it was when the first page was asked for."""

    asked: Mapping[str, Any]
    rows: tuple[Row, ...]
    start: int
    sync_token: str | None


@frozen
class Since:
    """What a sync token stands for: everything up to `revision` of one calendar, listed as `asked`.

    `rows`: a listing that has no revisions, as it was then.
    """

    resource: str
    role: str
    revision: int
    asked: Mapping[str, Any]
    rows: tuple[Row, ...] = ()


@frozen
class Page:
    rows: tuple[Row, ...]
    next_page: str | None
    next_sync: str | None


@define
class Cursors:
    """`cap`: pages are never longer; `empty_pages`: how many of the next pages come empty."""

    cap: int | None = None
    empty_pages: int = 0
    _pages: dict[str, Bookmark] = field(factory=dict)
    _since: dict[str, Since] = field(factory=dict)
    _expired: set[str] = field(factory=set)
    _made: int = 0

    def cut(self, bookmark: Bookmark, size: int) -> Page:
        """One page. The sync token comes with the last page only, a page token with every other."""
        length = min(size, self.cap or size)
        if self.empty_pages:
            self.empty_pages -= 1
            length = 0
        end = bookmark.start + length
        rows = bookmark.rows[bookmark.start : end]
        if end < len(bookmark.rows) or not length:
            rest = Bookmark(bookmark.asked, bookmark.rows, end, bookmark.sync_token)
            return Page(rows, self._put(self._pages, "page", rest), None)
        return Page(rows, None, bookmark.sync_token)

    def page(self, token: str, asked: Mapping[str, Any]) -> Bookmark:
        """Raises Refusal (400) for a token that is unknown or was given for another question."""
        found = self._pages.get(token)
        if not found:
            raise invalid("Invalid page token value.", "pageToken")
        if _compared(found.asked) != _compared(asked):
            raise bad_request("The page token belongs to a request with other parameters.")
        return found

    def new_sync_token(self, since: Since) -> str:
        return self._put(self._since, "sync", since)

    def since(self, token: str, resource: str, role: str) -> Since:
        """Raises Refusal: 400 for a token that is not one, 410 for one that has expired."""
        if token in self._expired:
            raise full_sync_required()
        found = self._since.get(token)
        if not found or found.resource != resource:
            raise invalid("Invalid sync token value.", "syncToken")
        if found.role != role:
            raise full_sync_required()
        return found

    def expire_sync_tokens(self) -> None:
        self._expired |= self._since.keys()

    def _put(self, kept: dict[str, Any], kind: str, value: object) -> str:
        self._made += 1
        token = base64.urlsafe_b64encode(f"{kind}:{self._made:010d}".encode()).decode()
        kept[token] = value
        return token


def _compared(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if name not in NOT_COMPARED}
