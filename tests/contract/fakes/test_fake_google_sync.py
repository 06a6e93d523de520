"""events.list of the fake Google: windows, pages, sync tokens, series. Answers are held to Google's schema."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

import published_schemas
from google_answers import client_of, reason
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle

ME = "ada@example.com"
READ = "https://www.googleapis.com/auth/calendar.readonly"


def valid(answer: httpx.Response, name: str = "Events"):
    assert answer.status_code == 200, answer.text
    published_schemas.google(name).validate(answer.json())
    return answer.json()


@pytest.fixture
def google():
    fake = FakeGoogle(ProviderClock(datetime(2026, 3, 2, 8, tzinfo=UTC)))
    fake.add_account(ME, "Ada Lovelace", "Europe/Berlin")
    return fake


@pytest.fixture
def listed(google):
    with client_of(google, ME, READ) as client:
        yield lambda **asked: client.get("/calendar/v3/calendars/primary/events", params=asked)


def test_time_min_bounds_the_end_and_time_max_the_start(google, listed):
    google.add_event("over", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z")
    google.add_event("across", "2026-03-02T09:30:00Z", "2026-03-02T10:30:00Z")
    google.add_event("later", "2026-03-02T11:00:00Z", "2026-03-02T12:00:00Z")
    got = valid(listed(timeMin="2026-03-02T10:00:00Z", timeMax="2026-03-02T11:00:00Z"))
    assert [one["summary"] for one in got["items"]] == ["across"]
    assert got["timeZone"] == "Europe/Berlin"
    assert got["items"][0]["start"]["dateTime"] == "2026-03-02T10:30:00+01:00"


def test_naive_times_empty_windows_unknown_and_ill_typed_parameters_are_refused(listed):
    assert reason(listed(timeMin="2026-03-02T10:00:00")) == (400, "badRequest")
    empty = listed(timeMin="2026-03-02T10:00:00Z", timeMax="2026-03-02T10:00:00Z")
    assert reason(empty) == (400, "timeRangeEmpty")
    assert reason(listed(single_events="true")) == (400, "badRequest")
    assert reason(listed(maxResults="many")) == (400, "invalidParameter")
    assert reason(listed(orderBy="startTime")) == (400, "invalid")


def test_pages_may_come_empty_and_only_the_last_has_a_sync_token(google, listed):
    for hour in (9, 10, 11):
        google.add_event("e", f"2026-03-02T{hour:02}:00:00Z", f"2026-03-02T{hour:02}:30:00Z")
    google.limit_pages(2)
    google.serve_empty_pages()
    first = valid(listed())
    second = valid(listed(pageToken=first["nextPageToken"]))
    third = valid(listed(pageToken=second["nextPageToken"]))
    assert [len(page["items"]) for page in (first, second, third)] == [0, 2, 1]
    assert ["nextSyncToken" in page for page in (first, second, third)] == [False, False, True]


def test_an_incremental_sync_tells_what_changed_and_deletions_as_stubs(google, listed):
    gone = google.add_event("gone", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z")
    kept = google.add_event("kept", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z")
    google.add_event("quiet", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z")
    token = valid(listed())["nextSyncToken"]
    google.cancel_event(gone["id"])
    google.rename_event(kept["id"], "renamed")
    got = valid(listed(syncToken=token))
    by_id = {one["id"]: one for one in got["items"]}
    assert by_id.keys() == {gone["id"], kept["id"]}
    assert by_id[gone["id"]].keys() == {"kind", "etag", "id", "status"}
    assert by_id[kept["id"]]["summary"] == "renamed"
    assert valid(listed(syncToken=got["nextSyncToken"]))["items"] == []


def test_sync_tokens_expire_and_take_no_other_restrictions(google, listed):
    token = valid(listed(singleEvents="true"))["nextSyncToken"]
    assert listed(syncToken=token, singleEvents="true", q="x").status_code == 400
    assert listed(syncToken=token, singleEvents="true", showDeleted="false").status_code == 400
    assert listed(syncToken=token).status_code == 400
    assert reason(listed(syncToken="made-up")) == (400, "invalid")
    google.expire_sync_token()
    assert reason(listed(syncToken=token, singleEvents="true")) == (410, "fullSyncRequired")
    assert reason(listed(updatedMin="2025-01-01T00:00:00Z")) == (410, "updatedMinTooLongAgo")


def test_a_series_keeps_its_wall_clock_across_summer_time_with_its_exceptions(google, listed):
    series = google.add_event(
        "standup",
        {"dateTime": "2026-03-27T09:00:00+01:00", "timeZone": "Europe/Berlin"},
        {"dateTime": "2026-03-27T09:15:00+01:00", "timeZone": "Europe/Berlin"},
        recurrence=["RRULE:FREQ=DAILY;COUNT=5", "EXDATE;TZID=Europe/Berlin:20260328T090000"],
    )
    google.cancel_instance(series["id"], 1)
    google.move_instance(series["id"], 2, 3600)
    got = valid(listed(singleEvents="true", orderBy="startTime"))
    assert [one["start"]["dateTime"] for one in got["items"]] == [
        "2026-03-27T09:00:00+01:00",
        "2026-03-30T10:00:00+02:00",
        "2026-03-31T09:00:00+02:00",
    ]
    moved = got["items"][1]
    assert moved["recurringEventId"] == series["id"]
    assert moved["originalStartTime"]["dateTime"] == "2026-03-30T09:00:00+02:00"
    masters = valid(listed())["items"]
    stubs = [one for one in masters if one["status"] == "cancelled"]
    assert "recurrence" in masters[0]
    assert stubs[0]["originalStartTime"]["dateTime"] == "2026-03-29T09:00:00+02:00"


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=4", ["02", "04", "16", "18"]),
        ("FREQ=MONTHLY;BYDAY=1MO,-1TU;UNTIL=20260331T235959Z", ["02", "31"]),
        ("FREQ=DAILY;INTERVAL=10;UNTIL=20260325", ["02", "12", "22"]),
    ],
)
def test_recurrence_rules_fall_on_their_days(google, listed, rule, days):
    google.add_event("all day", "2026-03-02", "2026-03-03", recurrence=[f"RRULE:{rule}"])
    got = valid(listed(singleEvents="true", timeMax="2026-04-01T00:00:00Z"))
    assert [one["start"]["date"][-2:] for one in got["items"]] == days


def test_a_reader_of_free_and_busy_learns_no_summary(google, listed):
    google.add_account("bob@example.com")
    google.share("bob@example.com", ME, "freeBusyReader")
    google.add_event("secret", "2026-03-02", "2026-03-03", calendar="bob@example.com")
    token = google.grant(ME, READ)["access_token"]
    with httpx.Client(transport=google.transport, base_url="https://www.googleapis.com") as client:
        path = "/calendar/v3/calendars/bob%40example.com/events"
        got = valid(client.get(path, headers={"authorization": f"Bearer {token}"}))
    assert got["accessRole"] == "freeBusyReader"
    assert "summary" not in got["items"][0]


def test_a_single_events_sync_tells_of_moved_cancelled_and_vanished_instances(google, listed):
    day = {"recurrence": ["RRULE:FREQ=DAILY;COUNT=4"], "id": "series1"}
    google.add_event("s", "2026-03-02", "2026-03-03", **day)
    token = valid(listed(singleEvents="true"))["nextSyncToken"]
    google.cancel_instance("series1", 1)
    google.move_instance("series1", 2, 86400)
    got = valid(listed(singleEvents="true", syncToken=token))
    stub, moved = got["items"]
    assert stub["originalStartTime"] == {"date": "2026-03-03"}
    assert (stub["status"], moved["start"]) == ("cancelled", {"date": "2026-03-05"})
    google.change_event("series1", recurrence=["RRULE:FREQ=DAILY;COUNT=3"])
    token = got["nextSyncToken"]
    last = valid(listed(singleEvents="true", syncToken=token))["items"]
    states = {one["id"]: one["status"] for one in last}
    assert states == {"series1_20260302": "confirmed", "series1_20260305": "cancelled"}


def test_an_instance_moved_into_the_window_is_in_it(google, listed):
    google.add_event(
        "s", "2026-03-02", "2026-03-03", id="series1", recurrence=["RRULE:FREQ=WEEKLY"]
    )
    google.move_instance("series1", 2, -14 * 86400 + 86400)
    got = valid(listed(singleEvents="true", timeMax="2026-03-08T00:00:00Z"))
    assert [one["start"]["date"] for one in got["items"]] == ["2026-03-02", "2026-03-03"]


def test_exceptions_end_with_their_place_in_the_series(google, listed):
    rule = ["RRULE:FREQ=DAILY;COUNT=4"]
    google.add_event("s", "2026-03-02", "2026-03-03", id="series1", recurrence=rule)
    google.move_instance("series1", 3, 86400)
    google.move_instance("series1", 1, 86400 * 10)
    google.change_event("series1", recurrence=["RRULE:FREQ=DAILY;COUNT=2"])
    states = {one["id"]: one["status"] for one in valid(listed())["items"]}
    assert states["series1_20260305"] == "cancelled"
    assert states["series1_20260303"] == "confirmed"


def test_a_start_that_the_clock_skips_is_moved_out_of_the_gap(google, listed):
    zone = {"timeZone": "Europe/Berlin"}
    google.add_event(
        "night",
        {"dateTime": "2026-03-28T02:30:00+01:00", **zone},
        {"dateTime": "2026-03-28T03:30:00+01:00", **zone},
        recurrence=["RRULE:FREQ=DAILY;COUNT=3"],
    )
    got = valid(listed(singleEvents="true"))["items"]
    assert [one["start"]["dateTime"][11:] for one in got] == [
        "02:30:00+01:00",
        "03:30:00+02:00",
        "02:30:00+02:00",
    ]
    assert got[1]["end"]["dateTime"] == "2026-03-29T04:30:00+02:00"


def test_another_access_role_ends_the_sync_tokens(google, listed):
    token = valid(listed())["nextSyncToken"]
    google.share(ME, ME, "writer")
    assert reason(listed(syncToken=token)) == (410, "fullSyncRequired")


def test_a_window_is_kept_by_its_sync_token_and_what_leaves_it_is_told(google, listed):
    inside = google.add_event("in", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z")
    token = valid(listed(timeMin="2026-03-02T00:00:00Z"))["nextSyncToken"]
    google.add_event("out", "2026-02-01", "2026-02-02")
    google.move_event(inside["id"], "2026-02-02T09:00:00Z", "2026-02-02T10:00:00Z")
    got = valid(listed(syncToken=token))["items"]
    assert [one["summary"] for one in got] == ["in"]


def test_private_properties_and_words_select_and_such_a_listing_has_no_sync_token(google, listed):
    google.add_event(
        "ours", "2026-03-02", "2026-03-03", extendedProperties={"private": {"tt": "1"}}
    )
    google.add_event("Dentist", "2026-03-02", "2026-03-03", description="teeth")
    mine = valid(listed(privateExtendedProperty="tt=1"))
    assert [one["summary"] for one in mine["items"]] == ["ours"]
    assert "nextSyncToken" not in mine
    assert [one["summary"] for one in valid(listed(q="TEETH"))["items"]] == ["Dentist"]
    assert reason(listed(privateExtendedProperty="tt")) == (400, "invalidParameter")


def test_show_deleted_gives_whole_events_back(google, listed):
    gone = google.add_event("gone", "2026-03-02", "2026-03-03")
    google.cancel_event(gone["id"])
    assert valid(listed())["items"] == []
    assert valid(listed(showDeleted="true"))["items"][0]["summary"] == "gone"


def test_fields_cut_the_answer(google, listed):
    google.add_event("one", "2026-03-02", "2026-03-03")
    got = valid(listed(fields="items(id,start/date)"))
    assert got.keys() == {"items"}
    assert got["items"][0]["start"] == {"date": "2026-03-02"}
