"""Each local day is summed up once, whoever asks, however often, and whatever the clocks do."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from aviary import Aviary
from loft import Loft
from tt_integrations.domain.model.chat import Period
from tt_integrations.domain.model.connection import Changes, Connection, ConnectionState
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.work import PostSummary
from tt_integrations.domain.usecases.queue_summaries import AT_MOST_LATE, TOO_LATE, WEEKEND
from tt_integrations.testing.clock import FixedClock

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def aviary_at(now: datetime) -> Aviary:
    return Aviary(Loft(clock=FixedClock(now)))


def living_in(aviary: Aviary, zone: str) -> Person:
    return aviary.loft.store.add_person("Ann", zone=ZoneInfo(zone), sees_all=True)


def summed_up(aviary: Aviary) -> list[tuple[Period, str]]:
    works = [job.work for job in aviary.jobs()]
    return [(w.period, w.day.isoformat()) for w in works if isinstance(w, PostSummary)]


def note(aviary: Aviary, connection: Connection, day: str, period: str = "daily") -> str | None:
    with aviary.work.reading() as tx:
        return tx.claims.note(f"summary:{period}:{connection.id}:{day}")


def ticks(aviary: Aviary, *moments: str) -> list[int]:
    told = []
    for moment in moments:
        aviary.clock.turn_to(utc(moment))
        told.append(aviary.queue())
    return told


@pytest.fixture
def monday() -> Aviary:
    return aviary_at(utc("2026-03-02T17:59"))


def test_a_day_is_summed_up_once_when_its_time_has_come(monday: Aviary) -> None:
    connection = monday.talking(living_in(monday, "UTC"), daily=True)
    assert ticks(monday, "2026-03-02T17:59:59", "2026-03-02T18:00", "2026-03-02T18:01") == [0, 1, 0]
    (job,) = monday.jobs()
    assert job.work == PostSummary(Period.DAILY, date(2026, 3, 2))
    assert job.key == f"chat:{connection.id}"
    assert note(monday, connection, "2026-03-02") == ""


@pytest.mark.parametrize(
    ("zone", "at", "day", "due"),
    [
        ("Europe/Berlin", "18:00", "2026-03-29", "2026-03-29T16:00"),
        ("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29T01:30"),
        ("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25T00:30"),
        ("America/New_York", "02:30", "2026-03-08", "2026-03-08T07:30"),
        ("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30"),
        ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04T14:45"),
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:45"),
    ],
)
def test_a_day_on_which_the_clocks_change_is_summed_up_once(
    zone: str, at: str, day: str, due: str
) -> None:
    at_due = utc(due)
    aviary = aviary_at(at_due - timedelta(hours=3))
    aviary.talking(living_in(aviary, zone), daily=True, at=at)
    before = (at_due - timedelta(minutes=1)).replace(tzinfo=None).isoformat()
    ticks(aviary, before)
    of_before = summed_up(aviary)
    every_ten = [at_due + timedelta(minutes=10 * n) for n in range(12)]
    ticks(aviary, *[moment.replace(tzinfo=None).isoformat() for moment in every_ten])
    assert summed_up(aviary) == [*of_before, (Period.DAILY, day)]
    assert of_before == []


def test_a_late_hour_is_seen_to_after_midnight(monday: Aviary) -> None:
    monday.talking(living_in(monday, "UTC"), daily=True, at="23:45")
    ticks(monday, "2026-03-03T00:10")
    assert summed_up(monday) == [(Period.DAILY, "2026-03-02")]


def test_what_is_more_than_two_hours_late_is_skipped_for_a_reason(monday: Aviary) -> None:
    connection = monday.talking(living_in(monday, "UTC"), daily=True)
    assert ticks(monday, "2026-03-02T20:00:01", "2026-03-02T20:05") == [0, 0]
    assert note(monday, connection, "2026-03-02") == TOO_LATE
    assert ticks(monday, "2026-03-03T20:00") == [1]
    assert summed_up(monday) == [(Period.DAILY, "2026-03-03")]


def test_a_restart_forgets_nothing(monday: Aviary) -> None:
    monday.talking(living_in(monday, "UTC"), daily=True)
    ticks(monday, "2026-03-02T18:00")
    again = Aviary(monday.loft)
    assert ticks(again, "2026-03-02T18:30") == [0]
    assert len(summed_up(again)) == 1


def test_two_processes_that_ask_at_once_store_one_job(monday: Aviary) -> None:
    for name in range(5):
        monday.talking(monday.loft.store.add_person(f"P{name}"), daily=True)
    monday.clock.turn_to(utc("2026-03-02T18:00"))
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda _: monday.queue(), range(8)))
    assert sum(told) == 5
    assert len(monday.jobs()) == 5


def test_who_loses_the_race_between_the_look_and_the_claim_stores_nothing(monday: Aviary) -> None:
    monday.talking(living_in(monday, "UTC"), daily=True)
    monday.clock.turn_to(utc("2026-03-02T18:00"))
    assert monday.queue() == 1
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tt_integrations.testing.memory.jobs.MemoryClaims.note", lambda *_: None)
        assert monday.queue() == 0
    assert len(monday.jobs()) == 1


def test_a_time_of_day_that_is_changed_after_the_summary_sums_nothing_up_twice(
    monday: Aviary,
) -> None:
    connection = monday.talking(living_in(monday, "UTC"), daily=True)
    ticks(monday, "2026-03-02T18:00")
    monday.set(connection, Changes({"at": "19:00"}))
    ticks(monday, "2026-03-02T19:00", "2026-03-03T19:00")
    assert summed_up(monday) == [(Period.DAILY, "2026-03-02"), (Period.DAILY, "2026-03-03")]


def test_who_flies_to_another_zone_gets_each_date_once(monday: Aviary) -> None:
    ann = living_in(monday, "Asia/Kathmandu")
    monday.talking(ann, daily=True)
    ticks(monday, "2026-03-03T12:15")  # 18:00 there
    with monday.loft.store.unit_of_work() as tx:
        tx.tables.people[ann.id] = evolve(ann, zone=ZoneInfo("America/New_York"))
        tx.commit()
    ticks(monday, "2026-03-03T23:00", "2026-03-04T23:00")
    assert summed_up(monday) == [(Period.DAILY, "2026-03-03"), (Period.DAILY, "2026-03-04")]


def test_a_weekend_is_skipped_for_who_wants_weekdays_only(monday: Aviary) -> None:
    connection = monday.talking(living_in(monday, "UTC"), daily=True, weekdays_only=True)
    ticks(monday, *[f"2026-03-0{day}T18:00" for day in range(6, 10)])
    assert summed_up(monday) == [(Period.DAILY, "2026-03-06"), (Period.DAILY, "2026-03-09")]
    assert note(monday, connection, "2026-03-07") == WEEKEND
    assert note(monday, connection, "2026-03-08") == WEEKEND


def test_a_week_is_summed_up_on_its_weekday_weekend_or_not(monday: Aviary) -> None:
    monday.talking(living_in(monday, "UTC"), weekly=True, weekly_on=6, weekdays_only=True)
    ticks(monday, *[f"2026-03-{day:02}T18:00" for day in range(2, 17)])
    assert summed_up(monday) == [(Period.WEEKLY, "2026-03-08"), (Period.WEEKLY, "2026-03-15")]


def test_a_week_that_ends_at_a_late_hour_is_that_of_the_day_before(monday: Aviary) -> None:
    monday.talking(living_in(monday, "UTC"), weekly=True, weekly_on=4, at="23:45")
    ticks(monday, "2026-03-07T00:10")
    assert summed_up(monday) == [(Period.WEEKLY, "2026-03-06")]


def test_a_day_and_a_week_may_be_summed_up_side_by_side(monday: Aviary) -> None:
    monday.talking(living_in(monday, "UTC"), daily=True, weekly=True, weekly_on=0)
    assert ticks(monday, "2026-03-02T18:00") == [2]
    assert {period for period, _ in summed_up(monday)} == {Period.DAILY, Period.WEEKLY}


@pytest.mark.parametrize("settings", [{}, {"daily": True, "channel_id": None}])
def test_who_wants_none_gets_none(monday: Aviary, settings: dict[str, Any]) -> None:
    monday.talking(living_in(monday, "UTC"), **settings)
    assert ticks(monday, "2026-03-02T18:00") == [0]


def test_nobody_who_left_is_summed_up_and_no_connection_that_stopped(monday: Aviary) -> None:
    monday.talking(monday.loft.store.add_person("Gone", active=False), daily=True)
    stopped = monday.talking(living_in(monday, "UTC"), daily=True)
    monday.put(stopped, ConnectionState.NEEDS_RECONNECT)
    monday.loft.store.add_connection(stopped.provider, None, {"daily": True}, works=True)
    assert ticks(monday, "2026-03-02T18:00") == [0]


def test_more_connections_than_fit_on_one_page_are_all_seen_to(monday: Aviary) -> None:
    for number in range(3):
        monday.talking(monday.loft.store.add_person(f"P{number}"), daily=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tt_integrations.testing.memory.connections.MANY", 2)
        assert ticks(monday, "2026-03-02T18:00") == [3]


@st.composite
def ticking(draw: st.DrawFn) -> tuple[str, str, list[datetime]]:
    """A zone, a time of day, and when somebody asks: now and then, over some days around a change of clocks."""
    zone = draw(st.sampled_from(ZONES))
    around = ["2026-03-07", "2026-03-28", "2026-04-04", "2026-10-03", "2026-10-24", "2026-10-31"]
    start = utc(f"{draw(st.sampled_from(around))}T00:00")
    steps = st.lists(st.integers(1, 60 * 9), min_size=1, max_size=25)
    moments, now = [], start
    for minutes in draw(steps):
        now += timedelta(minutes=minutes)
        moments.append(now)
    hour, minute = draw(st.integers(0, 23)), draw(st.sampled_from([0, 15, 30, 45]))
    return zone, f"{hour:02}:{minute:02}", moments


def windows(zone: str, at: str, moments: Iterable[datetime]) -> dict[date, bool]:
    """By local day: whether somebody asked within two hours of its instant, and nobody had skipped it before."""
    asked = sorted(moments)
    hour, minute = (int(part) for part in at.split(":"))
    found = {}
    for offset in range(-2, 20):
        day = asked[0].date() + timedelta(days=offset)
        local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))
        due = datetime.fromtimestamp(local.timestamp(), UTC)
        found[day] = any(timedelta(0) <= moment - due <= AT_MOST_LATE for moment in asked)
    return found


@given(ticking())
def test_whoever_asks_whenever_each_day_is_summed_up_exactly_once_if_asked_for_in_time(
    case: tuple[str, str, list[datetime]],
) -> None:
    zone, at, moments = case
    aviary = aviary_at(moments[0])
    aviary.talking(living_in(aviary, zone), daily=True, at=at)
    for moment in moments:
        aviary.clock.turn_to(moment)
        aviary.queue()
    expected = [day for day, in_time in windows(zone, at, moments).items() if in_time]
    assert [day for _, day in summed_up(aviary)] == [day.isoformat() for day in expected]
