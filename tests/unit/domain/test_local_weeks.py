"""The local days since Monday, and moments of a local day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from tt_integrations.domain.model.days import at_local_time, local_day, local_week
from tt_integrations.testing import strategies

BERLIN = ZoneInfo("Europe/Berlin")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "days"),
    [
        ("2026-03-02T12:00", ["2026-03-02"]),
        ("2026-03-04T12:00", ["2026-03-02", "2026-03-03", "2026-03-04"]),
        # already Monday in Berlin
        ("2026-03-01T23:30", ["2026-03-02"]),
        ("2026-03-03T22:59", ["2026-03-02", "2026-03-03"]),
    ],
)
def test_a_week_goes_from_monday_up_to_today(moment: str, days: list[str]) -> None:
    assert [day for day, _ in local_week(utc(moment), BERLIN)] == [*map(date.fromisoformat, days)]


def test_a_sunday_ends_a_week_of_seven_days() -> None:
    week = local_week(utc("2026-03-29T20:00"), BERLIN)
    assert [day.isoformat() for day, _ in (week[0], week[-1])] == ["2026-03-23", "2026-03-29"]
    # the clocks were turned forward on the Sunday
    assert [span.length for _, span in week] == [timedelta(hours=24)] * 6 + [timedelta(hours=23)]


@given(strategies.moments(), strategies.zones())
def test_the_days_of_a_week_follow_each_other_up_to_the_moments_own(
    moment: datetime, zone: ZoneInfo
) -> None:
    week = local_week(moment, zone)
    spans = [span for _, span in week]
    assert spans[-1] == local_day(moment, zone)
    assert week[0][0].weekday() == 0
    assert all(one.end == after.start for one, after in pairwise(spans))


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        ("2026-03-02T12:00", "2026-03-02T17:00"),
        ("2026-07-02T12:00", "2026-07-02T16:00"),
        ("2026-03-29T12:00", "2026-03-29T16:00"),
    ],
)
def test_six_in_the_evening_is_by_the_local_clock(day: str, moment: str) -> None:
    assert at_local_time(local_day(utc(day), BERLIN), time(18), BERLIN) == utc(moment)


def test_a_time_that_comes_twice_is_the_first() -> None:
    day = local_day(utc("2026-10-25T12:00"), BERLIN)
    assert at_local_time(day, time(2, 30), BERLIN) == utc("2026-10-25T00:30")
