"""Google, and what it told in the pages of readings."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from tt_integrations.adapters.providers.google_calendar.bodies import MARK
from tt_integrations.adapters.providers.google_calendar.calendar import GoogleCalendar
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.events import Event, EventDraft, EventPage, Reading


@define
class Counting:
    """`told`: the ids of all events in pages."""

    inner: GoogleCalendar
    told: list[str] = field(factory=list)

    def events(self, access: Access, reading: Reading, page: str | None) -> EventPage:
        found = self.inner.events(access, reading, page)
        self.told += [event.id for event in found.events]
        return found

    def event(self, access: Access, calendar: str, id: str) -> Event | None:  # noqa: A002 - the port's
        return self.inner.event(access, calendar, id)

    def add(self, access: Access, calendar: str, draft: EventDraft) -> Event:
        return self.inner.add(access, calendar, draft)

    def change(self, access: Access, calendar: str, draft: EventDraft, was: Event) -> Event:
        return self.inner.change(access, calendar, draft, was)

    def remove(self, access: Access, calendar: str, id: str) -> None:  # noqa: A002 - the port's
        self.inner.remove(access, calendar, id)


def kept_mark(kept: dict[str, Any]) -> str | None:
    """What tells an event of ours, in the words of Google."""
    mark = kept.get("extendedProperties", {}).get("private", {}).get(MARK)
    return mark if isinstance(mark, str) else None
