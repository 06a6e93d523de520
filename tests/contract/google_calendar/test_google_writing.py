"""Events are made, changed and removed: once each, however often it is tried, and nobody gets mail for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve
from google_ground import DRAFT, ME, NINE, SECRET, TEN, Ground, ground, meeting, query_of

from tt_integrations.adapters.fakes.faults import answer_lost, answers
from tt_integrations.adapters.fakes.http import json_response
from tt_integrations.adapters.providers.google_calendar.fake import by_reason, precondition_failed
from tt_integrations.adapters.providers.google_calendar.translating import FINGERPRINT, MARK
from tt_integrations.domain.errors import (
    CallRejected,
    Conflict,
    MalformedPayload,
    NotConnected,
    PermissionMissing,
    ProviderUnavailable,
)
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.events import Event

INSERT, GET = "calendar.events.insert", "calendar.events.get"
LATER = Span(TEN, TEN + timedelta(minutes=30))
WRITING = {"calendar.events.insert", "calendar.events.patch", "calendar.events.update"}


@pytest.fixture
def it() -> Ground:
    return ground()


def added(it: Ground) -> Event:
    return it.calendar.add(it.access, "primary", DRAFT)


def moved(it: Ground, was: Event) -> Event:
    return it.calendar.change(it.access, "primary", evolve(DRAFT, span=LATER), was)


def test_an_event_is_made_as_the_draft_says_and_comes_back_with_its_mark(it: Ground) -> None:
    event = added(it)
    assert event == it.event(DRAFT.id)
    assert (event.id, event.title, event.span) == (DRAFT.id, DRAFT.title, DRAFT.span)
    assert (event.mark, event.fingerprint) == ("i:7", "a:b:c")
    assert event.description == DRAFT.description
    kept = it.kept(DRAFT.id)
    assert kept["start"] == {"dateTime": "2026-03-02T09:00:00Z", "timeZone": "UTC"}
    assert kept["end"] == {"dateTime": "2026-03-02T10:00:00Z", "timeZone": "UTC"}
    assert kept["extendedProperties"] == {"private": {MARK: "i:7", FINGERPRINT: "a:b:c"}}


def test_google_counts_whole_seconds(it: Ground) -> None:
    parts = timedelta(microseconds=999_999)
    event = it.calendar.add(
        it.access, "primary", evolve(DRAFT, span=Span(NINE + parts, TEN + parts))
    )
    assert event.span == DRAFT.span


def test_an_answer_that_was_lost_makes_no_second_event(it: Ground) -> None:
    it.fake.answer_lost(INSERT)
    with pytest.raises(ProviderUnavailable):
        added(it)
    first = it.event(DRAFT.id)
    assert added(it) == first
    assert [one["id"] for one in it.fake.events()] == [DRAFT.id]


def test_an_event_that_somebody_changed_since_is_adopted_as_it_is(it: Ground) -> None:
    added(it)
    it.fake.rename_event(DRAFT.id, "renamed")
    assert added(it).title == "renamed"


def test_one_that_was_deleted_comes_alive_again_as_the_draft_says(it: Ground) -> None:
    added(it)
    it.fake.rename_event(DRAFT.id, "renamed")
    it.fake.cancel_event(DRAFT.id)
    event = added(it)
    assert not event.cancelled
    assert (event.title, event.span, event.mark) == (DRAFT.title, DRAFT.span, DRAFT.mark)
    assert it.kept(DRAFT.id)["status"] == "confirmed"


def test_an_id_that_is_taken_and_cannot_be_seen_is_to_be_tried_again(it: Ground) -> None:
    added(it)
    it.fake.fail_next(GET, by_reason(404, "notFound"))
    with pytest.raises(ProviderUnavailable, match="does not show it yet"):
        added(it)


def test_a_change_moves_and_renames_and_leaves_all_else(it: Ground) -> None:
    was = added(it)
    theirs = {MARK: None, "theirs": "x"}
    properties = {"private": theirs, "shared": {"a": "b"}}
    it.fake.change_event(DRAFT.id, location="Rome", colorId="5", extendedProperties=properties)
    draft = evolve(DRAFT, title="another", description="longer", span=LATER, fingerprint="d:e:f")
    now = it.calendar.change(it.access, "primary", draft, it.event(was.id))
    assert (now.title, now.description, now.span) == ("another", "longer", LATER)
    assert (now.mark, now.fingerprint) == (DRAFT.mark, "d:e:f")
    kept = it.kept(DRAFT.id)
    assert (kept["location"], kept["colorId"]) == ("Rome", "5")
    assert kept["extendedProperties"] == {
        "private": {MARK: "i:7", FINGERPRINT: "d:e:f", "theirs": "x"},
        "shared": {"a": "b"},
    }


def test_an_event_that_was_made_one_of_whole_days_gets_its_times_back(it: Ground) -> None:
    added(it)
    day = {"dateTime": None, "timeZone": None}
    first, next_ = {**day, "date": "2026-03-02"}, {**day, "date": "2026-03-03"}
    it.fake.change_event(DRAFT.id, start=first, end=next_)
    was = it.event(DRAFT.id)
    assert was.whole_days
    assert moved(it, was).span == LATER


def test_what_changed_since_is_not_overwritten(it: Ground) -> None:
    was = added(it)
    it.fake.rename_event(DRAFT.id, "renamed")
    with pytest.raises(Conflict):
        moved(it, was)
    assert it.event(DRAFT.id).title == "renamed"
    assert moved(it, it.event(DRAFT.id)).span == LATER


def test_a_change_whose_answer_was_lost_is_a_conflict_the_next_time_and_was_made_once(
    it: Ground,
) -> None:
    was = added(it)
    it.fake.fail_next("calendar.events.patch", answer_lost())
    with pytest.raises(ProviderUnavailable):
        moved(it, was)
    with pytest.raises(Conflict):
        moved(it, was)
    assert it.event(DRAFT.id).span == LATER


def test_an_event_whose_state_is_not_known_is_not_changed(it: Ground) -> None:
    was = evolve(added(it), etag="")
    with pytest.raises(Conflict):
        moved(it, was)
    assert it.sent("calendar.events.patch") == []


@pytest.mark.parametrize("fault", [precondition_failed(), by_reason(410, "deleted")])
def test_an_event_that_is_no_more_as_it_was_is_a_conflict(it: Ground, fault: object) -> None:
    was = added(it)
    it.fake.fail_next("calendar.events.patch", fault)
    with pytest.raises(Conflict):
        moved(it, was)


def test_to_change_an_event_that_never_was_is_a_conflict(it: Ground) -> None:
    with pytest.raises(Conflict):
        moved(it, Event("0nothing", "", None, '"1"'))


def test_a_removed_event_is_cancelled_and_may_be_removed_again(it: Ground) -> None:
    added(it)
    for _ in range(2):
        it.calendar.remove(it.access, "primary", DRAFT.id)
        assert it.event(DRAFT.id).cancelled
    it.calendar.remove(it.access, "primary", "0nothing")
    it.calendar.remove(it.access, "nobody@example.org", "0nothing")


def test_an_event_that_never_was_is_none(it: Ground) -> None:
    assert it.calendar.event(it.access, "primary", "0nothing") is None


def test_in_a_calendar_out_of_sight_there_is_neither_an_event_nor_none(it: Ground) -> None:
    for call in (
        lambda: it.calendar.event(it.access, "nobody@example.org", "0nothing"),
        lambda: it.calendar.add(it.access, "nobody@example.org", DRAFT),
        lambda: it.calendar.change(
            it.access, "nobody@example.org", DRAFT, Event("0abc", "", None, '"1"')
        ),
    ):
        with pytest.raises(NotConnected):
            call()


def test_where_the_account_may_only_read_nothing_can_be_written(it: Ground) -> None:
    it.fake.add_account("ben@example.org")
    it.fake.share("ben@example.org", ME, "reader")
    with pytest.raises(PermissionMissing, match="may not do that in this calendar"):
        it.calendar.add(it.access, "ben@example.org", DRAFT)
    with pytest.raises(PermissionMissing):
        it.calendar.remove(it.access, "ben@example.org", "0nothing")


def test_nobody_gets_mail_for_what_we_do(it: Ground) -> None:
    made = meeting(it, attendees=[{"email": "ben@example.org"}])
    it.calendar.change(it.access, "primary", DRAFT, it.event(made))
    added(it)
    it.calendar.remove(it.access, "primary", made)
    it.calendar.remove(it.access, "primary", DRAFT.id)
    added(it)
    asked = [
        query_of(request)
        for name, request, _ in it.fake.requests
        if name in {*WRITING, "calendar.events.delete"}
    ]
    assert len(asked) == 6
    assert {one["sendUpdates"] for one in asked} == {"none"}
    assert it.fake.memory.mails == []


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (by_reason(409, "conflict"), "conflict"),
        (by_reason(400, "invalid"), "invalid"),
        (answers(json_response({}, 302)), "302"),
    ],
)
def test_what_google_would_not_take_is_rejected_by_its_reason(
    it: Ground, fault: object, reason: str
) -> None:
    it.fake.fail_next(INSERT, fault)
    with pytest.raises(CallRejected) as error:
        added(it)
    assert error.value.reason == reason


def test_an_id_that_google_would_not_take_makes_nothing(it: Ground) -> None:
    with pytest.raises(CallRejected):
        it.calendar.add(it.access, "primary", evolve(DRAFT, id="UPPER"))
    assert it.fake.events() == []


def test_an_answer_that_is_no_event_is_malformed(it: Ground) -> None:
    for payload in ({}, {"id": "x"}, {"id": "x", "summary": SECRET, "start": 5}):
        it.fake.fail_next(INSERT, answers(json_response(payload)))
        with pytest.raises(MalformedPayload) as error:
            added(it)
        assert SECRET not in repr(error.value)
