"""The calendar day of a person, wherever the clocks jump."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tt_integrations.domain.model.days import Span, local_day

HOUR = timedelta(hours=1)
ODD_ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Havana",
    "America/Asuncion",
    "Atlantic/Azores",
    "Asia/Beirut",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
)


def noon(zone: str, day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), ZoneInfo(zone)).astimezone(UTC)


def day_of(zone: str, day: str) -> Span:
    return local_day(noon(zone, day), ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("UTC", "2026-03-29", 24),
        ("Europe/Berlin", "2026-03-28", 24),
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        # here midnight itself is skipped in spring and repeated in autumn
        ("America/Havana", "2026-03-08", 23),
        ("America/Havana", "2026-11-01", 25),
        ("Atlantic/Azores", "2026-03-29", 23),
        ("Atlantic/Azores", "2026-10-25", 25),
        # at midnight the clocks go back into the evening before
        ("Asia/Beirut", "2026-03-29", 23),
        ("Asia/Beirut", "2026-10-24", 25),
        ("Asia/Beirut", "2026-10-25", 24),
        # half an hour only
        ("Australia/Lord_Howe", "2026-10-04", 23.5),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ("Asia/Kathmandu", "2026-06-01", 24),
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(zone: str, day: str, hours: float) -> None:
    assert day_of(zone, day).length == hours * HOUR


def test_a_day_begins_at_local_midnight_in_utc() -> None:
    assert day_of("Europe/Berlin", "2026-03-02") == Span(
        datetime(2026, 3, 1, 23, tzinfo=UTC), datetime(2026, 3, 2, 23, tzinfo=UTC)
    )


def test_a_day_whose_midnight_is_skipped_begins_as_the_clocks_jump() -> None:
    assert day_of("America/Havana", "2026-03-08").start == datetime(2026, 3, 8, 5, tzinfo=UTC)


def test_a_day_whose_midnight_is_repeated_begins_with_the_first() -> None:
    assert day_of("America/Havana", "2026-11-01").start == datetime(2026, 11, 1, 4, tzinfo=UTC)


def test_a_day_that_a_country_left_out_leaves_no_gap() -> None:
    """Samoa went from Thursday 2011-12-29 straight to Saturday 2011-12-31."""
    thursday, saturday = day_of("Pacific/Apia", "2011-12-29"), day_of("Pacific/Apia", "2011-12-31")
    assert thursday.end == saturday.start == datetime(2011, 12, 30, 10, tzinfo=UTC)
    assert thursday.length == saturday.length == 24 * HOUR


def test_the_first_moment_belongs_to_the_day_and_the_end_to_the_next() -> None:
    zone, today = ZoneInfo("Asia/Beirut"), day_of("Asia/Beirut", "2026-10-24")
    assert local_day(today.start, zone) == today
    assert local_day(today.end - timedelta(microseconds=1), zone) == today
    assert local_day(today.end, zone).start == today.end


@pytest.mark.parametrize("zone", ODD_ZONES)
def test_the_days_of_a_zone_follow_each_other_without_gap_or_overlap(zone: str) -> None:
    place = ZoneInfo(zone)
    today = local_day(datetime(2011, 7, 1, tzinfo=UTC), place)
    for _ in range(2 * 365):
        tomorrow = local_day(today.end, place)
        assert tomorrow.start == today.end
        assert tomorrow.end > tomorrow.start
        today = tomorrow


# Until 2011 Newfoundland turned its clocks back a minute past midnight, so that an hour of yesterday came after
# today had begun. No row of days can follow that; no zone has done it since.
@given(
    st.sampled_from(ODD_ZONES),
    st.datetimes(datetime(2012, 1, 1), datetime(2037, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis takes naive bounds
)
def test_every_moment_lies_in_its_own_day(zone: str, moment: datetime) -> None:
    day = local_day(moment, ZoneInfo(zone))
    assert day.start <= moment < day.end
    assert timedelta(hours=22) < day.length < timedelta(hours=26)


def test_spans_that_only_touch_do_not_overlap() -> None:
    first, second = day_of("UTC", "2026-03-02"), day_of("UTC", "2026-03-03")
    assert first.overlap(second) == second.overlap(first) == timedelta(0)
    assert first.overlap(first) == first.length
