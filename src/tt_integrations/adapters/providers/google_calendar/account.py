"""What Google tells of the calendars that an owner names: whether the account sees them, and may write there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from tt_integrations.adapters.providers.google_calendar.calendar import GoogleCalendar
from tt_integrations.adapters.providers.google_calendar.entries import calendar_in, direction_in
from tt_integrations.adapters.providers.google_calendar.settings import (
    GoogleCalendarSettings,
    exports_to,
)
from tt_integrations.domain.errors import InvalidSettings, NotConnected
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Changes
from tt_integrations.domain.model.grants import Learnt

WRITERS = frozenset({"writerWithoutPrivateAccess", "writer", "owner"})
MOST_TRIED = 10
"""So many calendars are tried out: somebody waits for it."""
NO_EVENT = "noeventofours"
"""An id that Google would take, and that no event has: to remove it does nothing, and shows that we may."""


@frozen
class GoogleAccount:
    """Implements the port `Account`. It asks for one page of an empty time: our scopes let us see events, and
    nothing of the calendar itself."""

    calendar: GoogleCalendar

    def asks(self, changes: Changes, stored: Mapping[str, object]) -> bool:
        return bool(_new(changes, stored)) or _begins_to_export(changes, stored)

    def learn(
        self, access: Access | None, changes: Changes, stored: Mapping[str, object]
    ) -> Learnt:
        """There is nothing to be saved. Raises InvalidSettings with the field that names a calendar out of sight,
        or one that may only be read where entries are to go."""
        if access is None:  # calendars may be chosen before there is a consent
            return Learnt()
        for name, id_ in _new(changes, stored):
            self._role(access, name, id_)
        if _begins_to_export(changes, stored):
            self._check_target(access, {**stored, **changes.settings})
        return Learnt()

    def try_out(self, access: Access, settings: Mapping[str, object]) -> str:
        """The calendars that are read are looked at. That entries can go somewhere is shown by removing an event
        there that does not exist."""
        rules = GoogleCalendarSettings().rules(settings)
        email = settings.get("email")
        said = [f"Connected as {email}." if isinstance(email, str) else "Connected."]
        if rules.direction.imports:
            ids = [choice.id for choice in rules.calendars][:MOST_TRIED]
            for id_ in ids:
                self._role(access, "calendars" if settings.get("calendars") else "calendar_id", id_)
            said.append(_sentence(ids, "read"))
        if rules.direction.exports:
            self._check_target(access, settings)
            self.calendar.remove(access, rules.exports_to, NO_EVENT)
            said.append(_sentence([rules.exports_to], "written to"))
        return " ".join(said)

    def _check_target(self, access: Access, settings: Mapping[str, object]) -> None:
        target = exports_to(settings)
        name = "export_calendar_id" if settings.get("export_calendar_id") else "calendar_id"
        if self._role(access, name, target) not in WRITERS:
            sentence = (
                f"the account may only read the calendar {target}, and entries are to go there"
            )
            raise InvalidSettings(name, sentence)

    def _role(self, access: Access, name: str, id_: str) -> str:
        try:
            return self.calendar.role(access, id_)
        except NotConnected:
            raise InvalidSettings(name, f"the account sees no calendar {id_}") from None


def _new(changes: Changes, stored: Mapping[str, object]) -> Sequence[tuple[str, str]]:
    """The calendars that the changes name and nothing stored does, each with its field."""
    known = {id_ for _, id_ in _named(stored)}
    return [(name, id_) for name, id_ in _named(changes.settings) if id_ not in known]


def _named(settings: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name in ("calendar_id", "export_calendar_id"):
        if id_ := calendar_in(settings.get(name)):
            yield name, id_
    entries = settings.get("calendars")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and (id_ := calendar_in(entry.get("id"))):
            yield "calendars", id_


def _begins_to_export(changes: Changes, stored: Mapping[str, object]) -> bool:
    """Whether entries go somewhere where they did not go before."""
    after = {**stored, **changes.settings}
    exported = direction_in(stored.get("sync_direction")).exports
    begins = not exported or exports_to(after) != exports_to(stored)
    return direction_in(after.get("sync_direction")).exports and begins


def _sentence(ids: Sequence[str], done: str) -> str:
    names = " and ".join(filter(None, [", ".join(ids[:-1]), ids[-1]]))
    return f"The calendar{'s' if len(ids) > 1 else ''} {names} can be {done}."
