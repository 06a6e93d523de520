"""`log <length> <project>`: write finished work down, at the latest time of the day that is still free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from attrs import frozen

from tt_integrations.domain.model.changes import Change, Deed
from tt_integrations.domain.model.days import Span, at_local_time, local_day
from tt_integrations.domain.model.delivery import Origin
from tt_integrations.domain.model.durations import LONGEST, length_of
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.placing import latest_gap
from tt_integrations.domain.model.slash import WorkTyped
from tt_integrations.domain.model.timesheet import NOTHING, NewEntry, TimeEntry
from tt_integrations.domain.usecases.choose_work import NotChosen, Work, choose_work
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork

END_OF_WORK = time(18)
"""Until when, in local time, the work of a day that is over is taken to have been done."""


@frozen
class LogTime:
    """`length` is as typed."""

    person: Person
    length: str
    what: WorkTyped
    yesterday: bool
    origin: Origin


@frozen
class Logged:
    entry: TimeEntry


@frozen
class LogIncomplete:
    """The length or the project is missing."""


@frozen
class DurationNotUnderstood:
    typed: str


@frozen
class DurationNotAllowed:
    """Nothing, less than nothing, or more than a day."""

    length: timedelta


@frozen
class NoRoom:
    """The day has no free time of that length, as far as it has come."""

    length: timedelta
    yesterday: bool


@frozen
class TimeLocked:
    """There is room, but at a time for which the host takes no entries any more."""

    lock: Lock
    yesterday: bool


LogOutcome = (
    Logged
    | LogIncomplete
    | DurationNotUnderstood
    | DurationNotAllowed
    | NoRoom
    | TimeLocked
    | NotChosen
    | HandledBefore
)


@frozen
class LogTimeFromSlash:
    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, command: LogTime) -> LogOutcome:
        length = length_of(command.length)
        if not command.length or (length is not None and not command.what.text):
            return LogIncomplete()
        if length is None:
            return DurationNotUnderstood(command.length)
        if not NOTHING < length <= LONGEST:
            return DurationNotAllowed(length)
        with self.unit_of_work() as tx:
            if not tx.inbox.claim(command.origin):
                return HandledBefore()
            return self._log(tx, command, length)

    def _log(self, tx: Transaction, command: LogTime, length: timedelta) -> LogOutcome:
        typed = " ".join(command.length.split())
        when = " yesterday" if command.yesterday else ""
        work = choose_work(tx, command.person, command.what, f"log {typed}", when)
        if not isinstance(work, Work):
            return work
        now = self.clock.now()
        span = _room(tx, command, length, now)
        if span is None:
            return NoRoom(length, command.yesterday)
        [lock] = tx.cards.locks(command.person.id, [span])
        if lock:
            return TimeLocked(lock, command.yesterday)
        entry = tx.entries.add(_entry(command.person, work, span))
        tx.deeds.remember(command.person.id, Deed("log", now, (Change(None, entry),)))
        tx.commit()
        return Logged(entry)


def _room(tx: Transaction, command: LogTime, length: timedelta, now: datetime) -> Span | None:
    zone = command.person.zone
    day = local_day(now, zone)
    if not command.yesterday:
        return latest_gap(length, day, now, _taken(tx, command.person, day, now))
    day = local_day(day.start - timedelta.resolution, zone)
    taken = _taken(tx, command.person, day, now)
    evening = at_local_time(day, END_OF_WORK, zone)
    return latest_gap(length, day, evening, taken) or latest_gap(length, day, day.end, taken)


def _taken(tx: Transaction, person: Person, day: Span, now: datetime) -> Sequence[Span]:
    timer = tx.timers.running(person.id)  # before the entries, of which it may become one meanwhile
    taken = [Span(entry.started, entry.ended) for entry in tx.entries.reserve(person.id, day)]
    if timer:
        taken.append(Span(timer.started, now))
    return taken


def _entry(person: Person, work: Work, span: Span) -> NewEntry:
    worked = person.rounding.of(span.length)
    return NewEntry(person.id, work.project, span, worked, work.task, work.note)
