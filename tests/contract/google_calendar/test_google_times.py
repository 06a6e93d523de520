"""The times of events, in whatever zone they are told, are moments in UTC; or it is said why not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from google_items import DAYS, TIMES, odd, told

from tt_integrations.domain.model.days import Span

# what a calendar shows, and the moment it is
CORPUS = [
    ("2026-03-02T09:00:00Z", None, "2026-03-02T09:00:00"),
    ("2026-03-02T09:00:00.123Z", None, "2026-03-02T09:00:00.123"),
    ("2026-03-02T14:30:00+05:30", "Asia/Kolkata", "2026-03-02T09:00:00"),
    ("2026-03-02T14:30:00", "Asia/Kolkata", "2026-03-02T09:00:00"),
    ("2026-03-02T14:45:00", "Asia/Kathmandu", "2026-03-02T09:00:00"),
    # Berlin: 02:30 does not exist on 29 March, and is there twice on 25 October
    ("2026-03-29T02:30:00", "Europe/Berlin", "2026-03-29T01:30:00"),
    ("2026-03-29T03:30:00", "Europe/Berlin", "2026-03-29T01:30:00"),
    ("2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25T00:30:00"),
    ("2026-10-25T02:30:00+01:00", "Europe/Berlin", "2026-10-25T01:30:00"),
    # New York is four weeks of the year an hour nearer than usual
    ("2026-03-16T09:00:00", "America/New_York", "2026-03-16T13:00:00"),
    ("2026-03-16T14:00:00", "Europe/Berlin", "2026-03-16T13:00:00"),
    # Lord Howe: its clocks change by half an hour
    ("2026-04-05T01:45:00", "Australia/Lord_Howe", "2026-04-04T14:45:00"),
    ("2026-04-05T02:15:00", "Australia/Lord_Howe", "2026-04-04T15:45:00"),
    # Apia: 30 December 2011 did not take place
    ("2011-12-29T23:30:00", "Pacific/Apia", "2011-12-30T09:30:00"),
    ("2011-12-31T00:30:00", "Pacific/Apia", "2011-12-30T10:30:00"),
    ("2026-01-01T00:00:00+14:00", "Pacific/Kiritimati", "2025-12-31T10:00:00"),
    # an offset says when; a zone that nobody knows says nothing to the contrary
    ("2026-03-02T10:00:00+01:00", "Mars/Olympus", "2026-03-02T09:00:00"),
    ("2026-03-02T10:00:00+01:00", "America/New_York", "2026-03-02T09:00:00"),
]


@pytest.mark.parametrize(("text", "zone", "moment"), CORPUS)
def test_a_time_in_any_zone_is_one_moment(text: str, zone: str | None, moment: str) -> None:
    time = {"dateTime": text, **({"timeZone": zone} if zone else {})}
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    span = told(start=time, end=time).span
    assert span == Span(at, at)
    assert span.start.tzinfo is UTC


def test_an_organiser_and_a_guest_may_change_their_clocks_on_other_days() -> None:
    span = told(
        start={"dateTime": "2026-03-16T09:00:00", "timeZone": "America/New_York"},
        end={"dateTime": "2026-03-16T15:00:00", "timeZone": "Europe/Berlin"},
    ).span
    assert span is not None
    assert span.length == timedelta(hours=1)


def test_an_event_over_a_change_of_clocks_is_as_long_as_it_was() -> None:
    night = {
        "start": {"dateTime": "2026-03-28T23:00:00+01:00", "timeZone": "Europe/Berlin"},
        "end": {"dateTime": "2026-03-29T05:00:00+02:00", "timeZone": "Europe/Berlin"},
    }
    span = told(**night).span
    assert span is not None
    assert span.length == timedelta(hours=5)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"start": None}, "it has no start or no end"),
        ({"end": "2026-03-02"}, "it has no start or no end"),
        ({"end": DAYS["end"]}, "its start and its end are not both moments, or both days"),
        ({"start": DAYS["start"]}, "its start and its end are not both moments, or both days"),
        ({"start": {}}, "its start and its end are not both moments, or both days"),
        ({"start": TIMES["end"], "end": TIMES["start"]}, "it ends before it starts"),
        ({"start": DAYS["start"], "end": DAYS["start"]}, "it ends before it starts"),
        ({"start": DAYS["start"], "end": {"date": "2026-02-30"}}, "a day of it is none"),
        ({"start": {"date": 5}, "end": DAYS["end"]}, "a day of it is none"),
        ({"start": {"dateTime": 5}}, "a time of it is not a moment"),
        ({"start": {"dateTime": "soon"}}, "a time of it is not a moment"),
        ({"start": {"dateTime": ""}}, "a time of it is not a moment"),
        ({"start": {"dateTime": "2026-03-02"}}, "a time of it is not a moment"),
        ({"start": {"dateTime": "2026-03-02 10:00:00Z"}}, "a time of it is not a moment"),
        ({"start": {"dateTime": "2026-03-02T25:00:00Z"}}, "a time of it is not a moment"),
        ({"start": {"dateTime": "0001-01-01T00:00:00+14:00"}}, "a time of it is not a moment"),
        (
            {"start": {"dateTime": "2026-03-02T10:00:00"}},
            "a time of it has neither an offset nor a zone",
        ),
        (
            {"start": {"dateTime": "2026-03-02T10:00:00", "timeZone": 5}},
            "a time of it has neither an offset nor a zone",
        ),
        ({"summary": 5}, "its summary is not a text"),
        ({"description": []}, "its description is not a text"),
        ({"transparency": True}, "its transparency is not a text"),
        ({"visibility": {}}, "its visibility is not a text"),
        ({"eventType": 5}, "its eventType is not a text"),
    ],
)
def test_an_odd_event_says_why(fields: dict[str, object], reason: str) -> None:
    assert odd(**fields) == reason


@pytest.mark.parametrize(
    "zone",
    ["Mars/Olympus", "", "../../etc/passwd", "/etc/passwd", "Europe", "x\x00", "a" * 10_000, "ö"],
)
def test_a_zone_that_nobody_knows_is_odd_where_it_is_needed(zone: str) -> None:
    time = {"dateTime": "2026-03-02T10:00:00", "timeZone": zone}
    assert odd(start=time) == "a time of it is in a zone that nobody knows"
