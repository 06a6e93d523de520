"""What the use cases ask of a provider that keeps calendars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from tt_integrations.domain.model.calendar_rules import CalendarRules
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.events import Channel, Event, EventDraft, EventPage
from tt_integrations.domain.model.events import Reading as EventReading


class CalendarSettings(Protocol):
    """What saved settings say of calendars. Pure, and total: what is missing or wrong is as by default."""

    def rules(self, settings: Mapping[str, object]) -> CalendarRules:
        """How events become entries, and entries events."""
        ...


class Calendar(Protocol):
    """Never called inside a transaction. Beside what each method says, all raise ProviderUnavailable (with
    `retry_after` in seconds where it is known), ProviderRefused (the token is no good any more, and which that was),
    PermissionMissing, MalformedPayload, CallRejected, and NotConnected where there is no such calendar in sight."""

    def events(self, access: Access, reading: EventReading, page: str | None) -> EventPage:
        """A page of the reading, the first one for None. Instances of series come one by one, cancelled ones too.
        Raises ResyncNeeded where the cursor is not good any more, or the page is not."""
        ...

    def event(self, access: Access, calendar: str, id: str) -> Event | None:  # noqa: A002 - the event's own field
        """The event as it is now, a cancelled one too; None where there never was one."""
        ...

    def add(self, access: Access, calendar: str, draft: EventDraft) -> Event:
        """Make the event, inviting nobody. Where one of that id is there already, by an earlier try, that one, alive
        again and as the draft says if it was cancelled."""
        ...

    def change(self, access: Access, calendar: str, draft: EventDraft, was: Event) -> Event:
        """Let the event's times, title and description be as in the draft, if it is as it `was`. Raises Conflict
        when it changed since."""
        ...

    def remove(self, access: Access, calendar: str, id: str) -> None:  # noqa: A002 - as above
        """Let there be no such event; nothing happens when there is none."""
        ...

    def watch(self, access: Access, channel: Channel, address: str, secret: str) -> Channel:
        """Be told at `address` of changes, each time with a proof made from `secret`, which itself is told to nobody;
        the channel as the provider made it."""
        ...

    def unwatch(self, access: Access, channel: Channel) -> None:
        """Be told no more; nothing happens when the channel has ended."""
        ...

    def calendars(self, access: Access) -> Sequence[tuple[str, str]]:
        """The ids and names of calendars, where the grant lets us see them. Raises PermissionMissing where not."""
        ...
