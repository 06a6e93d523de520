"""Events are read once by a window and from then on by what changed, page by page."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from google_ground import ME, NINE, READING, WINDOW, Ground, ground, meeting, query_of

from tt_integrations.adapters.fakes.faults import answers
from tt_integrations.adapters.fakes.http import json_response
from tt_integrations.adapters.providers.google_calendar.fake import by_reason, full_sync_required
from tt_integrations.domain.errors import CallRejected, NotConnected, ResyncNeeded
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.events import Event

LIST = "calendar.events.list"


@pytest.fixture
def it() -> Ground:
    return ground()


def test_the_first_reading_is_of_the_window(it: Ground) -> None:
    it.fake.add_event("before", "2026-02-01T09:00:00Z", "2026-02-01T10:00:00Z")
    meeting(it, "within")
    it.fake.add_event("after", "2026-05-01T09:00:00Z", "2026-05-01T10:00:00Z")
    assert it.titles() == ["within"]
    asked = query_of(it.sent(LIST)[0])
    assert (asked["timeMin"], asked["timeMax"]) == (
        "2026-02-23T09:00:00+00:00",
        "2026-04-01T09:00:00+00:00",
    )


def test_the_window_may_be_told_in_any_zone(it: Ground) -> None:
    meeting(it)
    zone = ZoneInfo("Asia/Kolkata")
    shifted = Span(WINDOW.start.astimezone(zone), WINDOW.end.astimezone(zone))
    it.pages(evolve(READING, window=shifted))
    assert query_of(it.sent(LIST)[0])["timeMin"] == "2026-02-23T09:00:00+00:00"


def test_later_only_what_changed_is_read(it: Ground) -> None:
    meeting(it, "quiet")
    kept, gone = meeting(it, "kept"), meeting(it, "gone")
    _, cursor = it.read()
    it.fake.rename_event(kept, "renamed")
    it.fake.cancel_event(gone)
    changed, later = it.read(cursor)
    assert [(one.id, one.title, one.cancelled) for one in changed if isinstance(one, Event)] == [
        (kept, "renamed", False),
        (gone, "gone", True),
    ]
    assert later != cursor
    assert it.read(later)[0] == []
    asked = query_of(it.sent(LIST)[-1])
    assert asked.keys().isdisjoint({"timeMin", "timeMax"})


def test_every_question_is_the_same_but_for_the_window_and_the_tokens(it: Ground) -> None:
    it.fake.limit_pages(1)
    meeting(it), meeting(it)
    _, cursor = it.read()
    meeting(it), meeting(it)
    it.read(cursor)
    fixed = {"timeMin", "timeMax", "syncToken", "pageToken"}
    asked = [
        {n: v for n, v in query_of(request).items() if n not in fixed} for request in it.sent(LIST)
    ]
    assert len(asked) == 4
    assert all(one == asked[0] for one in asked)
    assert (asked[0]["singleEvents"], asked[0]["showDeleted"]) == ("true", "true")
    assert asked[0]["maxResults"] == "250"


def test_only_the_last_page_has_a_cursor_and_a_page_may_be_empty(it: Ground) -> None:
    for number in range(3):
        meeting(it, f"event {number}")
    it.fake.limit_pages(2)
    it.fake.serve_empty_pages()
    pages = it.pages()
    assert [len(page.events) for page in pages] == [0, 2, 1]
    assert [page.next is None for page in pages] == [False, False, True]
    assert [page.cursor is None for page in pages] == [True, True, False]


def test_so_many_events_a_page_are_asked_for(it: Ground) -> None:
    for _ in range(3):
        meeting(it)
    calendar = evolve(it.calendar, per_page=2)
    page = calendar.events(it.access, READING, None)
    assert len(page.events) == 2
    assert len(calendar.events(it.access, READING, page.next).events) == 1


def test_a_series_comes_as_its_instances_through_summer_time_moved_and_cancelled_ones_too(
    it: Ground,
) -> None:
    made = it.fake.add_event(
        "standup",
        {"dateTime": "2026-03-27T09:00:00+01:00", "timeZone": "Europe/Berlin"},
        {"dateTime": "2026-03-27T09:15:00+01:00", "timeZone": "Europe/Berlin"},
        recurrence=["RRULE:FREQ=DAILY;COUNT=4"],
    )
    it.fake.cancel_instance(made["id"], 1)
    it.fake.move_instance(made["id"], 2, 3600)
    events, _ = it.read()
    found = {
        event.id: (event.span.start, event.cancelled)
        for event in events
        if isinstance(event, Event) and event.span
    }
    assert found == {
        f"{made['id']}_20260327T080000Z": (NINE.replace(day=27, hour=8), False),
        f"{made['id']}_20260328T080000Z": (NINE.replace(day=28, hour=8), True),
        f"{made['id']}_20260329T070000Z": (NINE.replace(day=29, hour=8), False),
        f"{made['id']}_20260330T070000Z": (NINE.replace(day=30, hour=7), False),
    }


def test_a_cursor_that_expired_means_to_start_over(it: Ground) -> None:
    _, cursor = it.read()
    it.fake.expire_sync_token()
    with pytest.raises(ResyncNeeded, match="fullSyncRequired"):
        it.read(cursor)
    assert it.read()[1]


@pytest.mark.parametrize(
    "fault",
    [
        full_sync_required(),
        by_reason(410, "updatedMinTooLongAgo", "calendar"),
        by_reason(400, "badRequest"),
        answers(json_response({}, 410)),
    ],
)
def test_whatever_is_wrong_with_a_cursor_or_a_page_means_to_start_over(
    it: Ground, fault: object
) -> None:
    for cursor, page in [("c", None), (None, "p"), ("c", "p")]:
        it.fake.fail_next(LIST, fault)
        with pytest.raises(ResyncNeeded):
            it.calendar.events(it.access, evolve(READING, cursor=cursor), page)


@pytest.mark.parametrize(("cursor", "page"), [("made up", None), (None, "made up")])
def test_what_is_no_cursor_or_no_page_of_googles_means_to_start_over(
    it: Ground, cursor: str | None, page: str | None
) -> None:
    with pytest.raises(ResyncNeeded):
        it.calendar.events(it.access, evolve(READING, cursor=cursor), page)


def test_a_cursor_of_another_question_means_to_start_over(it: Ground) -> None:
    listed = it.calendar.rest.clients.here().get(
        "https://www.googleapis.com/calendar/v3/calendars/primary/events",
        headers={"authorization": f"Bearer {it.access.token}"},
    )
    with pytest.raises(ResyncNeeded):
        it.read(listed.json()["nextSyncToken"])


def test_where_there_is_no_cursor_there_is_nothing_to_start_over_from(it: Ground) -> None:
    it.fake.fail_next(LIST, full_sync_required())
    with pytest.raises(CallRejected, match="fullSyncRequired"):
        it.read()
    with pytest.raises(CallRejected, match="timeRangeEmpty"):
        it.pages(evolve(READING, window=Span(NINE, NINE)))


@pytest.mark.parametrize("cursor", [None, "c"])
def test_a_calendar_that_was_deleted_is_no_cursor_that_expired(
    it: Ground, cursor: str | None
) -> None:
    it.fake.fail_next(LIST, by_reason(410, "deleted"))
    with pytest.raises(NotConnected):
        it.read(cursor)


def test_of_many_guests_only_what_the_owner_said_is_told(it: Ground) -> None:
    guests = [{"email": f"guest{n}@example.org"} for n in range(5)]
    made = meeting(it, attendees=[*guests, {"email": ME, "responseStatus": "declined"}])
    [event], _ = it.read()
    assert isinstance(event, Event)
    assert event.answered == "declined"
    assert event == it.event(made)
    answer = it.fake.requests[0][2]
    assert answer is not None
    assert b"guest" not in answer.body
