"""How far a calendar was read, and from where it is read on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
CALENDARS = "calendars"
"""There, too: all that were chosen. What one calendar shows may be an entry only where another one shows it no more."""
PAGE, FIRST, AT = "page", "first", "at"
"""In one that stopped half way: the page that comes next, whether the calendar was never read to its end before, and when
that was, in ISO 8601."""
READ_ON = timedelta(hours=1)
"""So long after it stopped half way it is read on. Later too much of what was read is another."""


@frozen
class Place:
    """`page`: where it is read on, None for its beginning. `noted`: which entries name which event, where the calendar
    was never read before, which `is_first` says. `waiting`: the ends, in ISO 8601, of events that had not ended, by
    their ids. `linked_since`: the start of the window that was read first. `calendars`: all that are chosen; `left`:
    those that were when it was read last and are no more."""

    calendar: str
    cursor: Cursor
    window: Span
    account: str
    chosen: str
    token: str | None = None
    page: str | None = None
    is_first: bool = False
    linked_since: datetime = field(kw_only=True)
    waiting: Mapping[str, str] = field(factory=dict, repr=False)
    noted: Noted = field(factory=dict, repr=False)
    calendars: Sequence[str] = ()
    left: Sequence[str] = ()

    @property
    def reading(self) -> EventReading:
        return EventReading(self.calendar, self.window, self.token)

    def anew(self, terms: SyncTerms) -> Place:
        """All of it is read again. What waits and ended before the window is not told again, all else is."""
        window = _window(terms)
        start = window.start
        past = {e: end for e, end in self.waiting.items() if datetime.fromisoformat(end) <= start}
        return evolve(self, window=window, token=None, page=None, waiting=past)

    def read(self, token: str | None, waiting: Mapping[str, str]) -> Mapping[str, object]:
        """What its cursor holds when all of it was read."""
        return {
            TOKEN: token,
            UNTIL: self.window.end.isoformat(),
            ACCOUNT: self.account,
            WAITING: dict(waiting),
            TERMS: self.chosen,
            CALENDARS: list(self.calendars),
        }

    def half_read(
        self, page: str, waiting: Mapping[str, str], now: datetime
    ) -> Mapping[str, object]:
        """What it holds when that page comes next."""
        half = {PAGE: page, FIRST: self.is_first, AT: now.isoformat()}
        return {**self.read(self.token, waiting), **half}


def place_name(calendar: str) -> str:
    """Of the cursor that says how far that calendar was read."""
    return f"calendar:{calendar}"


def place_of(tx: Reading, terms: SyncTerms, calendar: str, account: str) -> Place:
    """Where the last sync stopped, be it half way. One of another account's calendar of that name does not count.
    Where it was never read to its end, entries are looked for that name its events."""
    name = place_name(calendar)
    stored = tx.cursors.at(terms.connection, name)
    window = _window(terms)
    cursor = stored or Cursor(terms.connection, name, version=0)
    chosen = _chosen(terms, calendar)
    place = Place(calendar, cursor, window, account, chosen, linked_since=window.start)
    place = evolve(place, calendars=sorted(each.id for each in terms.rules.calendars))
    if stored is None or stored.value.get(FIRST):
        noted = tx.cards.noted(terms.person, terms.rules.legacy.before)
        place = evolve(place, noted=noted_by(noted, terms), is_first=True)
    if stored is None or stored.value.get(ACCOUNT) != account:
        return place
    return _read_on(place, stored.value, terms)


def _read_on(place: Place, value: Mapping[str, object], terms: SyncTerms) -> Place:
    token, page, waiting = (value.get(key) for key in (TOKEN, PAGE, WAITING))
    if isinstance(waiting, Mapping):
        place = evolve(place, waiting=waiting)
    end = _moment(value.get(UNTIL)) or terms.now
    stopped = _moment(value.get(AT))
    before = value.get(CALENDARS)
    calendars = before if isinstance(before, list) else [place.calendar]
    place = evolve(place, left=[each for each in calendars if each not in place.calendars])
    # what was left out then may be wanted now
    otherwise = value.get(TERMS) != place.chosen or calendars != place.calendars
    too_late = stopped is not None and terms.now - stopped > READ_ON
    token, page = (each if isinstance(each, str) else None for each in (token, page))
    if otherwise or too_late or not (token or page) or end - terms.now < LEAST_AHEAD:
        return place.anew(terms)
    since = end - place.window.length
    return evolve(place, window=Span(since, end), token=token, page=page, linked_since=since)


def _chosen(terms: SyncTerms, calendar: str) -> str:
    """What decides whether an event becomes an entry, the same for the same choices."""
    rules, project = terms.rules, terms.project(calendar)
    into = project.id if project else None
    return f"{into}; {rules.overlap}; {rules.days_back}; {', '.join(sorted(rules.skipped))}"


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def _window(terms: SyncTerms) -> Span:
    return Span(terms.now - timedelta(days=terms.rules.days_back), terms.now + AHEAD)
