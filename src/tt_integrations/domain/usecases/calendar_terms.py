"""The step by which a connection that works is known with all that its sync depends on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from attrs import frozen

from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Connection, ConnectionId
from tt_integrations.domain.model.sync_plan import SyncTerms
from tt_integrations.domain.usecases.calendar_place import Place, place_of
from tt_integrations.domain.usecases.gather_events import CalendarSource
from tt_integrations.domain.usecases.sync_issues import NotSynced
from tt_integrations.domain.usecases.working_connections import working
from tt_integrations.ports.calendar import Calendar, CalendarSettings
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Reading, Transaction, UnitOfWork

MARK, EMAIL = "mark", "email"
"""In a connection's settings: the text by which its exported events are known, and whose account it is."""
UNMARKED = "0" * 16
"""Stands for the mark of a connection that has none yet: no event has that."""


@frozen
class CalendarSync:
    """A connection that is to be synced, as it was at that moment."""

    connection: Connection
    calendar: Calendar
    terms: SyncTerms

    @property
    def account(self) -> str:
        email = self.connection.settings.get(EMAIL)
        return email if isinstance(email, str) else ""

    @property
    def is_marked(self) -> bool:
        return self.terms.installation != UNMARKED

    def source(self, access: Access, go_on: Callable[[], None]) -> CalendarSource:
        return CalendarSource(self.calendar, access, self.terms, go_on)

    def place(self, tx: Reading, calendar: str) -> Place:
        """From where to read."""
        return place_of(tx, self.terms, calendar, self.account)


@frozen
class FindCalendarSync:
    """`calendars` and `settings` by the providers' keys."""

    unit_of_work: UnitOfWork
    clock: Clock
    calendars: Mapping[str, Calendar]
    settings: Mapping[str, CalendarSettings]

    def __call__(self, number: ConnectionId) -> CalendarSync | NotSynced:
        with self.unit_of_work.reading() as tx:
            connection = working(tx, number)
            if connection is None:
                return NotSynced("the connection does not work, or nobody active owns it")
            if connection.provider not in self.calendars:
                return NotSynced("the provider keeps no calendars")
            return self._found(tx, connection, self.clock.now())

    def marked(self, found: CalendarSync, tx: Transaction, mark: str) -> CalendarSync:
        """With a mark of its own, made once: `mark` where there is none."""
        stored = tx.connections.find(found.connection.id) or found.connection
        if mark_in(stored) == UNMARKED:
            tx.connections.save(stored.id, {MARK: mark})
        return self._found(tx, tx.connections.find(stored.id) or stored, found.terms.now)

    def _found(self, tx: Reading, connection: Connection, now: datetime) -> CalendarSync:
        rules = self.settings[connection.provider].rules(connection.settings)
        owner = None if connection.owner is None else tx.people.find(connection.owner)
        if owner is None:
            raise TypeError("a connection that works has an owner")
        terms = SyncTerms(
            connection=connection.id,
            person=owner.id,
            rules=rules,
            installation=mark_in(connection),
            projects={project.id: project for project in tx.projects.usable_by(owner)},
            now=now,
        )
        return CalendarSync(connection, self.calendars[connection.provider], terms)


def mark_in(connection: Connection) -> str:
    mark = connection.settings.get(MARK)
    return mark if isinstance(mark, str) and mark else UNMARKED
