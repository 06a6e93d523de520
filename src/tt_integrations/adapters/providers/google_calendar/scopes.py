"""What a grant may be for, in Google's names, and how little of it is enough.

Source: developers.google.com, calendar auth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tt_integrations.adapters.providers.google_calendar.entries import direction_in
from tt_integrations.domain.model.calendar_rules import Direction

_AUTH = "https://www.googleapis.com/auth/"
READ = f"{_AUTH}calendar.events.readonly"
WRITE = f"{_AUTH}calendar.events"
"""It lets read as well."""
LIST = f"{_AUTH}calendar.calendarlist.readonly"
"""To see the names of calendars. Never asked for: the owner enters ids."""
EMAIL = f"{_AUTH}userinfo.email"
WHO = ("openid", "email")
"""To know whose account it is. Google spells the latter out when it grants it."""


def of_events(direction: Direction) -> str:
    """The least scope by which events travel in that direction."""
    return WRITE if direction.exports else READ


def asked_for(direction: Direction) -> tuple[str, ...]:
    return (of_events(direction), *WHO)


def lacking(direction: Direction, granted: frozenset[str]) -> Sequence[str]:
    """What events would need to travel in that direction, and was not granted."""
    needed = of_events(direction)
    covered = granted | ({READ} if WRITE in granted else set())
    return [] if needed in covered else [needed]


def lacks(settings: Mapping[str, object], granted: frozenset[str]) -> Sequence[str]:
    return lacking(direction_in(settings.get("sync_direction")), granted)
