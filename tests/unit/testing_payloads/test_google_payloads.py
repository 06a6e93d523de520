"""The strategies for Google Calendar's answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from published_schemas import google as described
from tt_integrations.testing.payloads import google

EVENT, EVENTS = described("Event"), described("Events")
few = settings(max_examples=15, deadline=None)


@pytest.mark.parametrize(
    "kind",
    [
        google.timed_events,
        google.all_day_events,
        google.recurring_masters,
        google.exceptions,
        google.cancelled_stubs,
        google.declined_events,
        google.private_events,
        google.working_locations,
    ],
)
def test_an_event_is_what_the_discovery_document_says(kind: Any) -> None:
    @few
    @given(kind())
    def held(event: dict[str, Any]) -> None:
        EVENT.validate(event)

    held()


@few
@given(google.event_pages())
def test_a_page_goes_on_or_ends_the_sync_but_never_both(page: dict[str, Any]) -> None:
    EVENTS.validate(page)
    assert len({"nextPageToken", "nextSyncToken"} & page.keys()) == 1


@few
@given(google.timed_events())
def test_a_timed_event_has_offsets_and_does_not_end_before_it_starts(event: dict[str, Any]) -> None:
    start, end = (datetime.fromisoformat(event[n]["dateTime"]) for n in ("start", "end"))
    assert start.tzinfo is not None
    assert start <= end


@few
@given(google.all_day_events())
def test_an_all_day_event_ends_on_a_later_day(event: dict[str, Any]) -> None:
    start, end = (date.fromisoformat(event[n]["date"]) for n in ("start", "end"))
    assert start < end


@few
@given(google.exceptions())
def test_an_exception_shares_the_uid_of_its_series(event: dict[str, Any]) -> None:
    assert event["iCalUID"] == f"{event['recurringEventId']}@google.com"
    assert event["id"].startswith(event["recurringEventId"])


@few
@given(google.cancelled_stubs())
def test_a_stub_says_neither_when_nor_what(event: dict[str, Any]) -> None:
    assert event["status"] == "cancelled"
    assert not {"start", "end", "summary"} & event.keys()


@few
@given(google.declined_events())
def test_a_declined_event_is_declined_by_the_owner(event: dict[str, Any]) -> None:
    mine = [one for one in event["attendees"] if one.get("self")]
    assert [one["responseStatus"] for one in mine] == ["declined"]


@few
@given(google.private_events())
def test_a_private_event_does_not_say_what_it_is(event: dict[str, Any]) -> None:
    assert event["visibility"] == "private"
    assert "summary" not in event
