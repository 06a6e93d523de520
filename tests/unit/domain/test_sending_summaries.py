"""What somebody's day or week amounts to, said in a channel."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve

from aviary import CHANNEL, Aviary
from loft import Loft
from tt_integrations.domain.errors import OutcomeUnknown, ProviderUnavailable
from tt_integrations.domain.model.chat import Period, SummaryNotice
from tt_integrations.domain.model.connection import Changes, Connection, ConnectionState
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.timesheet import NOTHING, Project
from tt_integrations.domain.model.work import Again, Done, GivenUp, PostSummary, Result
from tt_integrations.domain.usecases.say import UNSURE
from tt_integrations.testing.clock import FixedClock

SUNDAY = date(2026, 3, 29)
"""In Berlin its clocks go from 02:00 to 03:00."""
EVENING = datetime(2026, 3, 29, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)


def utc(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def aviary() -> Aviary:
    return Aviary(Loft(clock=FixedClock(EVENING)))


@pytest.fixture
def ann(aviary: Aviary) -> Person:
    return aviary.loft.store.add_person("Ann", zone=ZoneInfo("Europe/Berlin"), sees_all=True)


@pytest.fixture
def web(aviary: Aviary, ann: Person) -> Project:
    return aviary.loft.store.add_project(ann, "Web")


def worked(
    aviary: Aviary, ann: Person, web: Project | None, start: datetime, end: datetime
) -> None:
    aviary.loft.store.add_finished_entry(ann, web, Span(start, end))


def sent(
    aviary: Aviary, connection: Connection, period: Period = Period.DAILY, **job: object
) -> Result:
    work = PostSummary(period, SUNDAY)
    return aviary.summary(aviary.job(connection, work, **job), work)


def notice(aviary: Aviary) -> SummaryNotice:
    ((channel, said),) = aviary.parrot.posted
    assert channel == CHANNEL
    assert isinstance(said, SummaryNotice)
    return said


def test_a_day_is_that_of_the_person_by_project_the_most_first(
    aviary: Aviary, ann: Person, connection: Connection, web: Project
) -> None:
    app = aviary.loft.store.add_project(ann, "App")
    worked(aviary, ann, web, utc(28, 22), utc(29, 0))  # an hour of it before midnight in Berlin
    worked(aviary, ann, app, utc(29, 8), utc(29, 11))
    worked(aviary, ann, None, utc(29, 12), utc(29, 14))
    assert sent(aviary, connection) == Done()
    totals = ((app, 3 * HOUR), (None, 2 * HOUR), (web, HOUR))
    assert notice(aviary) == SummaryNotice(ann, Period.DAILY, SUNDAY, 6 * HOUR, totals)


def test_a_running_timer_counts_so_far(
    aviary: Aviary, ann: Person, connection: Connection, web: Project
) -> None:
    aviary.start(ann, web)
    aviary.clock.advance(HOUR)
    sent(aviary, connection)
    assert notice(aviary).worked == HOUR


def test_a_timer_of_today_is_nothing_to_a_summary_of_yesterday(
    aviary: Aviary, ann: Person, connection: Connection, web: Project
) -> None:
    worked(aviary, ann, web, utc(29, 8), utc(29, 9))
    aviary.clock.turn_to(utc(29, 22))  # midnight in Berlin, summer time
    aviary.start(ann, web)
    aviary.clock.advance(HOUR)
    sent(aviary, connection)
    assert notice(aviary).worked == HOUR


def test_a_week_is_the_seven_days_that_end_with_its_day(
    aviary: Aviary, ann: Person, connection: Connection, web: Project
) -> None:
    worked(aviary, ann, web, utc(22, 22), utc(23, 1))  # from 23:00 in Berlin, winter time
    worked(aviary, ann, web, utc(27, 8), utc(27, 9))
    worked(aviary, ann, web, utc(29, 21, 30), utc(29, 22, 30))  # until 00:30, summer time
    sent(aviary, connection, Period.WEEKLY)
    assert notice(aviary).period is Period.WEEKLY
    assert notice(aviary).worked == 2 * HOUR + HOUR + HOUR / 2


def test_a_day_without_work_is_said_so_unless_that_is_not_wanted(
    aviary: Aviary, connection: Connection
) -> None:
    sent(aviary, connection)
    assert notice(aviary).worked == NOTHING
    aviary.set(connection, Changes({"skip_empty_days": True}))
    assert sent(aviary, connection) == Done()
    assert len(aviary.parrot.posted) == 1


def test_a_day_with_work_is_said_by_who_skips_empty_ones(
    aviary: Aviary, ann: Person, connection: Connection, web: Project
) -> None:
    aviary.set(connection, Changes({"skip_empty_days": True}))
    worked(aviary, ann, web, utc(29, 8), utc(29, 9))
    sent(aviary, connection)
    assert notice(aviary).worked == HOUR


def test_nothing_is_said_any_more_by_who_stopped_or_left(
    aviary: Aviary, connection: Connection
) -> None:
    aviary.put(connection, ConnectionState.PAUSED)
    assert sent(aviary, connection) == Done()
    aviary.put(connection, ConnectionState.ACTIVE)
    aviary.set(connection, Changes({"channel_id": None}))
    assert sent(aviary, connection) == Done()
    gone = aviary.talking(aviary.person("Gone", active=False))
    assert sent(aviary, gone) == Done()
    nobodys = aviary.loft.store.add_connection(connection.provider, None, {}, works=True)
    assert sent(aviary, evolve(connection, id=nobodys)) == Done()
    assert aviary.parrot.tokens == []


def test_a_summary_waits_for_a_provider_and_is_never_said_twice(
    aviary: Aviary, connection: Connection
) -> None:
    aviary.parrot.fails = [ProviderUnavailable("too often", 3), OutcomeUnknown("lost")]
    assert sent(aviary, connection) == Again(timedelta(seconds=3), "too often")
    assert sent(aviary, connection, tries=2) == GivenUp(UNSURE)
    assert sent(aviary, connection, tries=3, interrupted=True) == GivenUp(UNSURE)
    assert aviary.parrot.posted == []


def test_a_chat_that_is_not_set_up_any_more_sums_nothing_up(
    aviary: Aviary, connection: Connection
) -> None:
    work = PostSummary(Period.DAILY, SUNDAY)
    summary = evolve(aviary.summary, chats={})
    assert summary(aviary.job(connection, work), work) == Done()
    assert aviary.parrot.tokens == []
