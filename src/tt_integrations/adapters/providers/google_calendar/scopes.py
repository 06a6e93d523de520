"""What a grant may be for, in Google's names, and how little of it is enough.

Source: developers.google.com, calendar auth.
"""

from __future__ import annotations

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
