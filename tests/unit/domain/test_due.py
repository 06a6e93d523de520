"""When a time of day came last, whatever the clocks did."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tt_integrations.domain.model.due import Due, last_due
from tt_integrations.testing.strategies import moments, zones


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "at", "day", "instant"),
    [
        ("UTC", "18:00", "2026-03-02", "2026-03-02T18:00"),
        ("Europe/Berlin", "18:00", "2026-03-28", "2026-03-28T17:00"),
        # the clocks went from 02:00 to 03:00 that morning
        ("Europe/Berlin", "18:00", "2026-03-29", "2026-03-29T16:00"),
        ("Europe/Berlin", "02:00", "2026-03-29", "2026-03-29T01:00"),
        ("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29T01:30"),
        # and from 03:00 back to 02:00: the first of two
        ("Europe/Berlin", "18:00", "2026-10-25", "2026-10-25T17:00"),
        ("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25T00:30"),
        ("America/New_York", "02:30", "2026-03-08", "2026-03-08T07:30"),
        ("America/New_York", "23:45", "2026-03-08", "2026-03-09T03:45"),
        ("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30"),
        ("America/New_York", "23:45", "2026-11-01", "2026-11-02T04:45"),
        # by half an hour
        ("Australia/Lord_Howe", "18:00", "2026-04-04", "2026-04-04T07:00"),
        ("Australia/Lord_Howe", "18:00", "2026-04-05", "2026-04-05T07:30"),
        ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04T14:45"),
        ("Australia/Lord_Howe", "18:00", "2026-10-04", "2026-10-04T07:00"),
        ("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:45"),
        # at midnight
        ("America/Havana", "00:30", "2026-03-08", "2026-03-08T05:30"),
        ("America/Havana", "00:30", "2026-11-01", "2026-11-01T04:30"),
    ],
)
def test_a_local_time_is_one_instant_of_its_day(zone: str, at: str, day: str, instant: str) -> None:
    due = Due(date.fromisoformat(day), utc(instant))
    when, local = time.fromisoformat(at), ZoneInfo(zone)
    assert last_due(due.at, when, local) == due
    assert last_due(due.at + timedelta(hours=2), when, local) == due
    assert last_due(due.at - timedelta(seconds=1), when, local).day == due.day - timedelta(days=1)


def test_a_late_hour_is_still_yesterdays_after_midnight() -> None:
    due = last_due(utc("2026-03-03T00:10"), time(23, 45), ZoneInfo("UTC"))
    assert due == Due(date(2026, 3, 2), utc("2026-03-02T23:45"))


def test_an_hour_that_clocks_show_twice_comes_last_the_first_time() -> None:
    first = Due(date(2026, 10, 25), utc("2026-10-25T00:30"))
    for now in ("2026-10-25T00:59", "2026-10-25T01:00", "2026-10-25T01:30", "2026-10-25T02:30"):
        assert last_due(utc(now), time(2, 30), ZoneInfo("Europe/Berlin")) == first


def test_a_day_that_an_island_skipped_came_not_before_the_next_one() -> None:
    apia = ZoneInfo("Pacific/Apia")  # there was no 30th of December 2011
    noon, evening = utc("2011-12-30T22:00"), utc("2011-12-31T04:00")
    assert last_due(noon, time(18), apia) == Due(date(2011, 12, 29), utc("2011-12-30T04:00"))
    assert last_due(evening, time(18), apia) == Due(date(2011, 12, 31), evening)


@given(moments(), st.times().map(lambda t: t.replace(second=0, microsecond=0)), zones())
def test_what_was_due_last_is_not_ahead_and_hardly_more_than_a_day_ago(
    now: datetime, at: time, zone: ZoneInfo
) -> None:
    due = last_due(now, at, zone)
    assert timedelta(0) <= now - due.at <= timedelta(hours=26)
    assert due.at.tzinfo is UTC
    following = datetime.combine(due.day + timedelta(days=1), at, zone).astimezone(UTC)
    assert now < following
