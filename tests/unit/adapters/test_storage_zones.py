"""The host's naive moments, at the edge."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.sql.moments import UTC_STORAGE, StorageZone

ROME = StorageZone(ZoneInfo("Europe/Rome"))
MOMENTS = st.datetimes(timezones=st.just(UTC), allow_imaginary=False)


def naive(text: str) -> datetime:
    return datetime.fromisoformat(text)


@given(MOMENTS.filter(lambda moment: 1900 < moment.year < 2100))
def test_utc_storage_gives_back_what_it_was_given(moment: datetime) -> None:
    stored = UTC_STORAGE.store(moment)
    assert stored.tzinfo is None
    assert UTC_STORAGE.load(stored) == moment


@given(MOMENTS.filter(lambda moment: 1970 < moment.year < 2037))
def test_local_storage_is_off_by_no_more_than_the_hour_that_is_repeated(moment: datetime) -> None:
    late = (moment - ROME.load(ROME.store(moment))).total_seconds()
    assert late in (0, 3600)


def test_summer_and_winter_are_told_apart() -> None:
    assert ROME.load(naive("2026-07-01T12:00")) == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert ROME.load(naive("2026-01-01T12:00")) == datetime(2026, 1, 1, 11, tzinfo=UTC)


def test_an_hour_that_is_repeated_is_read_as_the_first() -> None:
    assert ROME.load(naive("2026-10-25T02:30")) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert ROME.store(second) == naive("2026-10-25T02:30")


def test_a_moment_that_knows_its_zone_is_believed() -> None:
    moment = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert ROME.load(moment) == datetime(2026, 3, 2, 0, tzinfo=UTC)


def test_a_missing_moment_stays_missing() -> None:
    assert ROME.load_optional(None) is None
    assert ROME.load_optional(naive("2026-01-01T01:00")) == datetime(2026, 1, 1, tzinfo=UTC)


def test_the_system_clock_is_aware_utc_and_does_not_go_back() -> None:
    clock = SystemClock()
    first, second = clock.now(), clock.now()
    assert first.tzinfo is UTC
    assert second >= first
