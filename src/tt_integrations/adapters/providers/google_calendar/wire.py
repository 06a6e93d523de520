"""What the Calendar API tells, in its own spelling, as far as it matters here.

Source: developers.google.com, calendar api/v3/reference: events, calendarList, channels.
"""
# ruff: noqa: N815 - Google's spelling

from __future__ import annotations

from typing import Any

from attrs import field, frozen


@frozen
class Page:
    """`nextSyncToken` comes with the last page, `nextPageToken` with every other. A page may be empty, and go on.

    `items` are events, read one by one in `translating`: there may be ten thousand of them, and an odd one is not
    the end of its page.
    """

    items: list[Any] = field(factory=list)
    nextPageToken: str | None = None
    nextSyncToken: str | None = None


@frozen
class Looked:
    """`accessRole`: freeBusyReader, reader, writerWithoutPrivateAccess, writer or owner."""

    accessRole: str


@frozen
class CalendarEntry:
    """A calendar in somebody's list. `summaryOverride`: what they call it themselves."""

    id: str
    summary: str = ""
    summaryOverride: str | None = None


@frozen
class CalendarPage:
    items: list[CalendarEntry] = field(factory=list)
    nextPageToken: str | None = None


@frozen
class OpenedChannel:
    """`expiration`: milliseconds since 1970, as a text."""

    resourceId: str
    expiration: str | None = None
