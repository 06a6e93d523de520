"""The step by which a connection that works is known with all that its sync depends on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from attrs import frozen

from tt_integrations.domain.model.channel_book import account_of
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Connection, ConnectionId
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.sync_plan import SyncTerms
from tt_integrations.domain.usecases.access_to_provider import Holding, holding_of
from tt_integrations.domain.usecases.calendar_place import Place, place_of
from tt_integrations.domain.usecases.gather_events import CalendarSource
from tt_integrations.domain.usecases.sync_issues import NotSynced
from tt_integrations.domain.usecases.working_connections import NotWorking, Owned, working
from tt_integrations.ports.calendar import Calendar, CalendarSettings
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Reading, Transaction, UnitOfWork

MARK = "mark"
"""In a connection's settings: the text by which its exported events are known."""
UNMARKED = "0" * 16
"""Stands for the mark of a connection that has none yet: no event has that."""


@frozen
class CalendarSync:
    """A connection that is to be synced, as it was at that moment. `holding`: of its token. `places`: from where each
    calendar is read."""

    connection: Connection
    owner: Person
    holding: Holding
    calendar: Calendar
    terms: SyncTerms
    places: tuple[Place, ...]

    @property
    def is_marked(self) -> bool:
        return self.terms.exporter != UNMARKED

    def source(self, access: Access, go_on: Callable[[], None]) -> CalendarSource:
        return CalendarSource(self.calendar, access, self.terms, go_on)


@frozen
class NoCalendars(NotSynced):
    """The provider keeps something else."""


@frozen
class FindCalendarSync:
    """`calendars` and `settings` by the providers' keys."""

    unit_of_work: UnitOfWork
    clock: Clock
    calendars: Mapping[str, Calendar]
    settings: Mapping[str, CalendarSettings]

    def __call__(self, number: ConnectionId) -> CalendarSync | NotSynced:
        with self.unit_of_work.reading() as tx:
            owned = working(tx, number)
            if isinstance(owned, NotWorking):
                return NotSynced(owned.why)
            if owned[0].provider not in self.calendars:
                return NoCalendars("the provider keeps no calendars")
            return self._found(tx, owned, self.clock.now())

    def marked(self, found: CalendarSync, tx: Transaction, mark: str) -> CalendarSync:
        """With a mark of its own, made once: `mark` where there is none."""
        stored = tx.connections.find(found.connection.id) or found.connection
        if mark_in(stored) == UNMARKED:
            tx.connections.save(stored.id, {MARK: mark})
        stored = tx.connections.find(stored.id) or stored
        return self._found(tx, (stored, found.owner), found.terms.now)

    def _found(self, tx: Reading, owned: Owned, now: datetime) -> CalendarSync:
        connection, owner = owned
        rules = self.settings[connection.provider].rules(connection.settings)
        terms = SyncTerms(
            connection=connection.id,
            person=owner.id,
            rules=rules,
            exporter=mark_in(connection),
            projects={project.id: project for project in tx.projects.usable_by(owner)},
            now=now,
        )
        chosen = [choice.id for choice in rules.calendars] if rules.direction.imports else []
        account = account_of(connection.settings) or ""
        places = tuple(place_of(tx, terms, each, account) for each in chosen)
        return CalendarSync(
            connection=connection,
            owner=owner,
            holding=holding_of(tx, connection),
            calendar=self.calendars[connection.provider],
            terms=terms,
            places=places,
        )


def mark_in(connection: Connection) -> str:
    mark = connection.settings.get(MARK)
    return mark if isinstance(mark, str) and mark else UNMARKED
