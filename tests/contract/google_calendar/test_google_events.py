"""What Google tells of an event, and what we make of it. One that is odd says why, and is never an exception."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from attrs import evolve
from google_ground import ME, NINE, TEN
from google_items import DAYS, PLAIN, TIMES, told
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tt_integrations.adapters.providers.google_calendar import wire
from tt_integrations.adapters.providers.google_calendar.translating import (
    FINGERPRINT,
    MARK,
    TEXTS,
    event_from,
    page_from,
)
from tt_integrations.adapters.wire import structured
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.events import Answered, Event, EventKind, OddEvent
from tt_integrations.testing.payloads import google

LARGE = settings(max_examples=50, suppress_health_check=list(HealthCheck), deadline=None)


def test_an_event_is_its_title_its_exact_time_and_its_etag() -> None:
    assert told() == Event("0abc", "Planning", Span(NINE, TEN), '"3"')


def test_whatever_google_leaves_out_is_as_usual() -> None:
    assert event_from({"id": "x", **TIMES}) == Event("x", "", Span(NINE, TEN), "")
    nothing = dict.fromkeys((*TEXTS, "attendees", "extendedProperties", "etag", "status"))
    assert event_from({"id": "x", **nothing, **TIMES}) == Event("x", "", Span(NINE, TEN), "")


def test_title_and_description_are_taken_as_they_are() -> None:
    long, html = "ä" * 10_000, "<b>bold</b>\n\x00"
    event = told(summary=long, description=html)
    assert (event.title, event.description) == (long, html)
    assert long not in repr(event)


@pytest.mark.parametrize(
    ("fields", "attribute"),
    [
        ({"transparency": "transparent"}, "free"),
        ({"visibility": "private"}, "private"),
        ({"visibility": "confidential"}, "private"),
    ],
)
def test_free_and_private_are_told(fields: dict[str, object], attribute: str) -> None:
    assert getattr(told(**fields), attribute) is True
    assert getattr(told(transparency="opaque", visibility="public"), attribute) is False


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("accepted", Answered.ACCEPTED),
        ("tentative", Answered.TENTATIVE),
        ("declined", Answered.DECLINED),
        ("needsAction", Answered.NOTHING),
        ("shrugged", Answered.NOTHING),
        (None, Answered.NOTHING),
        (5, Answered.NOTHING),
    ],
)
def test_only_what_the_owner_of_the_calendar_said_counts(said: object, answered: Answered) -> None:
    boss = {"email": "boss@example.org", "organizer": True, "responseStatus": "declined"}
    owner = {"email": ME, "self": True, "responseStatus": said}
    assert told(attendees=[boss, 5, owner, {"self": True}]).answered is answered


@pytest.mark.parametrize(
    "guests", [[], None, "me", [{"self": "true", "responseStatus": "declined"}], [{"self": False}]]
)
def test_who_is_not_invited_comes_anyway(guests: object) -> None:
    assert told(attendees=guests).answered is Answered.ACCEPTED


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("default", EventKind.MEETING),
        ("outOfOffice", EventKind.OUT_OF_OFFICE),
        ("focusTime", EventKind.FOCUS_TIME),
        ("workingLocation", EventKind.WORKING_LOCATION),
        ("birthday", EventKind.OTHER),
        ("fromGmail", EventKind.OTHER),
        ("somethingNew", EventKind.OTHER),
    ],
)
def test_there_are_kinds_of_events_and_there_will_be_more(word: str, kind: EventKind) -> None:
    assert told(eventType=word).kind is kind


@pytest.mark.parametrize(
    ("properties", "mark"),
    [
        ({"private": {MARK: "i:7", "other": 5}}, "i:7"),
        ({"private": {"other": "x"}}, None),
        ({"private": {MARK: 5}}, None),
        ({"private": "x"}, None),
        ({"shared": {MARK: "i:7"}}, None),
        ([], None),
    ],
)
def test_our_mark_is_one_private_property_and_the_others_are_none_of_ours(
    properties: object, mark: str | None
) -> None:
    assert told(extendedProperties=properties).mark == mark


@pytest.mark.parametrize(
    ("kept", "fingerprint"),
    [("a:b:c", "a:b:c"), (None, ""), (5, ""), ("\0", ""), ("x" * 201, "")],
)
def test_what_we_wrote_last_is_told_by_a_private_property_of_plain_characters(
    kept: object, fingerprint: str
) -> None:
    found = told(extendedProperties={"private": {MARK: "i:7", FINGERPRINT: kept}})
    assert (found.mark, found.fingerprint) == ("i:7", fingerprint)


@pytest.mark.parametrize("etag", [5, None, "", "\n", "ö", "\x7f", "x" * 201])
def test_an_etag_that_could_not_go_into_a_header_is_none(etag: object) -> None:
    assert told(etag=etag).etag == ""


def test_an_event_of_whole_days_has_no_span() -> None:
    event = told(**DAYS)
    assert event.whole_days
    assert event.span is None


def test_an_event_may_be_of_no_length() -> None:
    assert told(end=TIMES["start"]).span == Span(NINE, NINE)


@pytest.mark.parametrize(
    "id_", [None, "", 5, "two words", "a]", "[a", "x" * 1101, "ö", "a\x00", "\ud800"]
)
def test_what_could_be_no_id_is_none(id_: object) -> None:
    assert event_from({**PLAIN, "id": id_}) == OddEvent(
        "", "it has no id that could be one of Google's"
    )


@pytest.mark.parametrize("id_", ["0abc", "_60q30c1g", "0abc_20260302T090000Z", "a^b\\", "x" * 1100])
def test_an_id_is_taken_as_it_is(id_: str) -> None:
    assert told(id=id_).id == id_


def test_of_a_cancelled_event_only_its_id_is_sure() -> None:
    stub = {"id": "x", "status": "cancelled"}
    assert event_from(stub) == Event("x", "", None, "", cancelled=True)
    whole = {**PLAIN, "status": "cancelled"}
    assert event_from(whole) == Event("0abc", "Planning", Span(NINE, TEN), '"3"', cancelled=True)


@pytest.mark.parametrize("wrong", [{"summary": 5}, {"start": 5}, {"end": {"dateTime": "soon"}}])
def test_that_an_event_is_cancelled_counts_whatever_else_is_wrong(wrong: dict[str, object]) -> None:
    ours = {"extendedProperties": {"private": {MARK: "i:7", FINGERPRINT: "a:b:c"}}}
    found = event_from({**PLAIN, **ours, **wrong, "status": "cancelled"})
    known = Event("0abc", "", None, '"3"', cancelled=True, mark="i:7")
    assert found == evolve(known, fingerprint="a:b:c")


@LARGE
@given(google.events())
def test_whatever_google_sends_is_understood(payload: dict[str, Any]) -> None:
    event = event_from(payload)
    assert isinstance(event, Event)
    assert event.id == payload["id"]
    assert event.cancelled == (payload["status"] == "cancelled")
    start = payload.get("start", {})
    assert event.whole_days == ("date" in start)
    if "dateTime" in start and not event.cancelled:
        assert event.span is not None
        assert event.span.start == datetime.fromisoformat(start["dateTime"])
        assert event.span.end == datetime.fromisoformat(payload["end"]["dateTime"])
        assert event.title == payload.get("summary", "")


@LARGE
@given(google.event_pages())
def test_every_page_of_google_comes_through_event_by_event(payload: dict[str, Any]) -> None:
    page = page_from(structured(payload, wire.Page), None)
    assert [event.id for event in page.events] == [item["id"] for item in payload["items"]]
    assert page.next == payload.get("nextPageToken")
    assert page.cursor == payload.get("nextSyncToken")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["dateTime", "date", "timeZone", "private", "self"]), inner, max_size=3
        )
    ),
)


@given(st.dictionaries(st.sampled_from([*PLAIN, *TEXTS, "attendees"]), ANYTHING))
def test_whatever_arrives_is_an_event_or_odd(fields: dict[str, object]) -> None:
    for item in (fields, {**PLAIN, **fields}, {**fields, "id": "x", "status": "cancelled"}):
        event = event_from(item)
        assert isinstance(event, Event | OddEvent)
        assert event.id in ("", item.get("id"))
        if isinstance(event, OddEvent):
            assert event.reason
            assert item.get("status") != "cancelled" or not event.id
