"""Every minute or so: whose summary has come due, and was not seen to yet?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import chain

from attrs import frozen

from tt_integrations.domain.model.chat import Announcing, Period
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.due import Due, last_due
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.work import NewJob, PostSummary
from tt_integrations.domain.usecases.working_connections import pages_of_working
from tt_integrations.ports.chat import Chat
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

AT_MOST_LATE = timedelta(hours=2)
TOO_LATE = "skipped: more than 2 hours late"
WEEKEND = "skipped: weekdays only"
SATURDAY = 5


@frozen
class QueueSummaries:
    """Each local day of a connection is claimed once, in the transaction that stores its job: however many
    processes ask, whenever they were down, and whatever the clocks or the person's zone do."""

    unit_of_work: UnitOfWork
    clock: Clock
    chats: Mapping[str, Chat]

    def __call__(self) -> int:
        """How many summaries are to be posted."""
        now = self.clock.now()
        return sum(
            self._seen_to(connection, period, due, now, note)
            for connection, wanted, person in self._wanting()
            for period, due, note in _due(wanted, person, now)
        )

    def _wanting(self) -> Iterator[tuple[Connection, Announcing, Person]]:
        for provider, chat in self.chats.items():
            pages = pages_of_working(self.unit_of_work, provider)
            for connection, person in chain.from_iterable(pages):
                wanted = chat.announcing(connection.settings)
                if wanted.channel is not None and (wanted.daily or wanted.weekly):
                    yield connection, wanted, person

    def _seen_to(
        self, connection: Connection, period: Period, due: Due, now: datetime, note: str
    ) -> bool:
        name = f"summary:{period}:{connection.id}:{due.day.isoformat()}"
        with self.unit_of_work.reading() as tx:
            if tx.claims.note(name) is not None:  # spares the minute's every look a write
                return False
        with self.unit_of_work() as tx:
            if not tx.claims.claim(name, now, note):
                return False
            if not note:
                work = PostSummary(period, due.day)
                tx.jobs.enqueue(NewJob(connection.id, work, f"chat:{connection.id}", now))
            tx.commit()
        return not note


def _due(wanted: Announcing, person: Person, now: datetime) -> Iterator[tuple[Period, Due, str]]:
    """What came due last, each with the reason why it is skipped, empty for none."""
    due = last_due(now, wanted.summary_at, person.zone)
    late = TOO_LATE if now - due.at > AT_MOST_LATE else ""
    if wanted.daily:
        weekend = WEEKEND if wanted.weekdays_only and due.day.weekday() >= SATURDAY else ""
        yield Period.DAILY, due, weekend or late
    if wanted.weekly and due.day.weekday() == wanted.weekly_on:
        yield Period.WEEKLY, due, late
