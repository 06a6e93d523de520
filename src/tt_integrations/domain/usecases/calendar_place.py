"""How far a calendar was read, and from where it is read on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from attrs import evolve, field, frozen

from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.events import Reading as EventReading
from tt_integrations.domain.model.sync_plan import SyncTerms
from tt_integrations.domain.usecases.plan_page import Noted, noted_by
from tt_integrations.ports.unit_of_work import Reading

AHEAD = timedelta(days=60)
"""So far ahead of now a calendar is read: events come to be told when they are planned, not when they have ended."""
LEAST_AHEAD = timedelta(days=15)
"""A cursor tells nothing of what is after the end of the window that was read first: when no more than this is left
of it, everything is read again."""
TOKEN, UNTIL, ACCOUNT, WAITING, TERMS = "token", "until", "account", "waiting", "terms"
"""In a cursor: the provider's own, the end of the window in ISO 8601, whose calendar it is, when each event ends
that had not ended, and what the owner had chosen when it was read."""


@frozen
class Place:
    """`noted`: which entries name which event, where the calendar was never read before. `waiting`: the ends, in ISO
    8601, of events that had not ended, by their ids. `linked_since`: the start of the window that was read first."""

    calendar: str
    cursor: Cursor
    window: Span
    account: str
    chosen: str
    token: str | None = None
    linked_since: datetime = field(kw_only=True)
    waiting: Mapping[str, str] = field(factory=dict, repr=False)
    noted: Noted = field(factory=dict, repr=False)

    @property
    def reading(self) -> EventReading:
        return EventReading(self.calendar, self.window, self.token)

    def anew(self, terms: SyncTerms) -> Place:
        """All of it is read again. What waits and ended before the window is not told again, all else is."""
        window = _window(terms)
        start = window.start
        past = {e: end for e, end in self.waiting.items() if datetime.fromisoformat(end) <= start}
        return evolve(self, window=window, token=None, waiting=past)

    def read(self, token: str | None, waiting: Mapping[str, str]) -> Cursor:
        """When all of it was read."""
        value = {
            TOKEN: token,
            UNTIL: self.window.end.isoformat(),
            ACCOUNT: self.account,
            WAITING: dict(waiting),
            TERMS: self.chosen,
        }
        return evolve(self.cursor, value=value, version=self.cursor.version + 1)


def place_of(tx: Reading, terms: SyncTerms, calendar: str, account: str) -> Place:
    """Where the last sync stopped. One of another account's calendar of that name does not count.
    Where it was never read, entries are looked for that name its events."""
    name = f"calendar:{calendar}"
    stored = tx.cursors.at(terms.connection, name)
    window = _window(terms)
    cursor = stored or Cursor(terms.connection, name, version=0)
    chosen = _chosen(terms, calendar)
    place = Place(calendar, cursor, window, account, chosen, linked_since=window.start)
    if stored is None:
        noted = tx.cards.noted(terms.person, terms.rules.legacy.before)
        return evolve(place, noted=noted_by(noted, terms))
    if stored.value.get(ACCOUNT) != account:
        return place
    token, until, waiting = (stored.value.get(key) for key in (TOKEN, UNTIL, WAITING))
    if isinstance(waiting, Mapping):
        place = evolve(place, waiting=waiting)
    end = datetime.fromisoformat(until) if isinstance(until, str) else terms.now
    otherwise = stored.value.get(TERMS) != chosen  # what was left out then may be wanted now
    if otherwise or not isinstance(token, str) or end - terms.now < LEAST_AHEAD:
        return place.anew(terms)
    since = end - window.length
    return evolve(place, window=Span(since, end), token=token, linked_since=since)


def _chosen(terms: SyncTerms, calendar: str) -> str:
    """What decides whether an event becomes an entry, the same for the same choices."""
    rules, project = terms.rules, terms.project(calendar)
    into = project.id if project else None
    return f"{into}; {rules.overlap}; {rules.days_back}; {', '.join(sorted(rules.skipped))}"


def _window(terms: SyncTerms) -> Span:
    return Span(terms.now - timedelta(days=terms.rules.days_back), terms.now + AHEAD)
