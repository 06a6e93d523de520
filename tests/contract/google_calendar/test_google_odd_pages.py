"""Pages that are none, or lead nowhere, and odd events in those that are."""

from __future__ import annotations

import pytest
from google_ground import NINE, READING, TEN, Ground, ground

from tt_integrations.adapters.fakes.faults import answers
from tt_integrations.adapters.fakes.http import json_response
from tt_integrations.domain.errors import MalformedPayload
from tt_integrations.domain.model.events import Event, EventPage, OddEvent

LIST = "calendar.events.list"


@pytest.fixture
def it() -> Ground:
    return ground()


def test_one_odd_event_is_not_the_end_of_its_page(it: Ground) -> None:
    good = {
        "id": "good",
        "summary": "x",
        "start": {"dateTime": NINE.isoformat()},
        "end": {"dateTime": TEN.isoformat()},
    }
    items = [5, {"id": "odd"}, {"id": "worse", "summary": {}}, good]
    answer = json_response({"items": items, "nextSyncToken": "c"})
    it.fake.fail_next(LIST, answers(answer))
    page = it.calendar.events(it.access, READING, None)
    assert page.events[:3] == (
        OddEvent("", "it has no id that could be one of Google's"),
        OddEvent("odd", "it has no start or no end"),
        OddEvent("worse", "its summary is not a text"),
    )
    assert isinstance(page.events[3], Event)
    assert page.cursor == "c"


@pytest.mark.parametrize(
    "payload",
    [[], "text", {"items": 5}, {"items": {}}, {"nextPageToken": 5}, {"nextSyncToken": []}],
)
def test_what_is_no_page_is_malformed(it: Ground, payload: object) -> None:
    it.fake.fail_next(LIST, answers(json_response(payload)))
    with pytest.raises(MalformedPayload):
        it.calendar.events(it.access, READING, None)


def test_a_page_that_leads_to_itself_is_malformed(it: Ground) -> None:
    it.fake.fail_next(LIST, answers(json_response({"items": [], "nextPageToken": "p"})))
    with pytest.raises(MalformedPayload, match="nextPageToken"):
        it.calendar.events(it.access, READING, "p")


def test_a_page_without_any_token_is_the_last_one_and_there_is_no_cursor(it: Ground) -> None:
    empty = {"items": [], "nextPageToken": "", "nextSyncToken": ""}
    for payload in ({}, empty):
        it.fake.fail_next(LIST, answers(json_response(payload)))
        assert it.calendar.events(it.access, READING, None) == EventPage(())


def test_a_page_that_goes_on_has_no_cursor_whatever_it_says(it: Ground) -> None:
    both = {"items": [], "nextPageToken": "p", "nextSyncToken": "s"}
    it.fake.fail_next(LIST, answers(json_response(both)))
    assert it.calendar.events(it.access, READING, None) == EventPage((), "p")
