"""Tell a channel what somebody's day, or week, amounts to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from attrs import frozen

from tt_integrations.domain.model.chat import Announcing, Period, SummaryNotice
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.totals import sum_of, worked_by_project
from tt_integrations.domain.model.work import Done, Job, PostSummary, Result
from tt_integrations.domain.usecases.say import Said, Say, Saying
from tt_integrations.ports.chat import Chat
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import Reading, UnitOfWork

DAYS = {Period.DAILY: 1, Period.WEEKLY: 7}


@frozen
class SendSummary:
    """What was worked is counted when the summary is sent, a running timer included."""

    unit_of_work: UnitOfWork
    clock: Clock
    chats: Mapping[str, Chat]
    say: Say

    def __call__(self, job: Job, work: PostSummary) -> Result:
        with self.unit_of_work.reading() as tx:
            connection = tx.connections.find(job.connection)
            owner = connection.owner if connection else None
            person = tx.people.find(owner) if owner is not None else None
            notice = self._notice(tx, person, work) if person and person.active else None
        if connection is None or not connection.state.works or notice is None:
            return Done()
        saying = self._saying(job, connection, notice)
        if saying is None:
            return Done()
        result = self.say(saying)
        return Done() if isinstance(result, Said) else result

    def _saying(self, job: Job, connection: Connection, notice: SummaryNotice) -> Saying | None:
        chat = self.chats.get(connection.provider)  # None: it is not set up any more
        wanted = chat.announcing(connection.settings) if chat else Announcing()
        if wanted.channel is None or (wanted.skip_empty_days and not notice.worked):
            return None
        return Saying(job, connection, wanted.channel, notice)

    def _notice(self, tx: Reading, person: Person, work: PostSummary) -> SummaryNotice:
        now = self.clock.now()
        span = _days(work.day, DAYS[work.period], person)
        entries = tx.entries.within(person.id, span)
        totals = worked_by_project(entries, tx.timers.running(person.id), span, now)
        return SummaryNotice(person, work.period, work.day, sum_of(totals), totals)


def _days(last: date, days: int, person: Person) -> Span:
    """So many local days of the person, the last one included."""
    return Span(
        _midnight(last - timedelta(days=days - 1), person),
        _midnight(last + timedelta(days=1), person),
    )


def _midnight(day: date, person: Person) -> datetime:
    return datetime.combine(day, time.min, person.zone).astimezone(UTC)
