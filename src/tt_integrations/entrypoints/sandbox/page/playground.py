"""Everything that somebody can do on the sandbox's page, by the name that its form posts to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from attrs import frozen

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.domain.model.people import Person
from tt_integrations.entrypoints.sandbox.page.breaking import Breaking
from tt_integrations.entrypoints.sandbox.page.calendar import Calendar
from tt_integrations.entrypoints.sandbox.page.chat import Chat
from tt_integrations.entrypoints.sandbox.page.joining import Joining
from tt_integrations.entrypoints.sandbox.page.repository import Repository
from tt_integrations.entrypoints.sandbox.page.typed import Fields, optional
from tt_integrations.entrypoints.web.notes import Note

TURNS: Mapping[str, tuple[str, int]] = {
    "minutes": ("+5 min", 5 * 60),
    "hour": ("+1 hour", 60 * 60),
    "day": ("+1 day", 24 * 60 * 60),
}
"""By how much the clock is turned: as the button says, and in seconds."""
Does = Callable[[Person, Fields], Note | None]


@frozen
class Deed:
    """`place`: the part of the page where it was done."""

    place: str
    does: Does


@frozen
class Playground:
    chat: Chat
    repository: Repository
    calendar: Calendar
    breaking: Breaking
    joining: Joining
    clock: ProviderClock

    def deeds(self) -> Mapping[str, Deed]:
        """Each raises ValueError or LookupError for what was wrong in the form, and tells it in a sentence."""
        repository, calendar = self.repository, self.calendar
        return {
            "say": Deed("slack", _by_anybody(self.chat.say)),
            "press": Deed("slack", _by_anybody(self.chat.press)),
            "open": Deed("github", _by_anybody(repository.open_issue)),
            "label": Deed("github", _by_anybody(repository.label)),
            "assign": Deed("github", _by_anybody(repository.assign)),
            "unassign": Deed("github", _by_anybody(repository.unassign)),
            "close": Deed("github", _by_anybody(repository.close)),
            "reopen": Deed("github", _by_anybody(repository.reopen)),
            "add": Deed("google", _by_anybody(calendar.add)),
            "move": Deed("google", _by_anybody(calendar.move)),
            "cancel": Deed("google", _by_anybody(calendar.cancel)),
            "turn": Deed("clock", _by_anybody(self.turn)),
            "break": Deed("faults", _by_anybody(self.breaking.switch)),
            "recover": Deed("faults", lambda _person, _fields: self.breaking.recover()),
            "connect": Deed("connections", self.joining.connect),
            "sync": Deed("connections", self.joining.sync),
        }

    def turn(self, fields: Fields) -> Note:
        wanted = TURNS.get(optional(fields, "by"))
        if wanted is None:
            raise ValueError("the clock is not turned by that")
        title, seconds = wanted
        self.clock.advance(seconds)
        return Note(f"The clock was turned by {title.removeprefix('+')}. What is due happens now.")

    def now(self, zone: ZoneInfo) -> datetime:
        return self.clock.now().astimezone(zone)

    def ahead(self) -> str:
        """How far the clock is turned, in words; "" for not at all."""
        minutes = round((self.clock.now() - SystemClock().now()).total_seconds() / 60)
        days, rest = divmod(minutes, 24 * 60)
        hours, minutes = divmod(rest, 60)
        parts = ((days, "day"), (hours, "hour"), (minutes, "minute"))
        return ", ".join(f"{n} {unit}{'s' if n != 1 else ''}" for n, unit in parts if n)


def _by_anybody(does: Callable[[Fields], Note | None]) -> Does:
    return lambda _person, fields: does(fields)
