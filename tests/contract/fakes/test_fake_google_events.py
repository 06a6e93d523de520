"""Events are made, changed and deleted at the fake Google."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

import httpx
import pytest

from google_answers import client_of, reason
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.faults import answer_lost
from tt_integrations.adapters.providers.google_calendar.fake import (
    FakeGoogle,
    backend_error,
    rate_limited,
    user_rate_limited,
)

ME = "ada@example.com"
SCOPE = "https://www.googleapis.com/auth/calendar"
EVENTS = "/calendar/v3/calendars/primary/events"
BODY = {
    "summary": "work",
    "start": {"dateTime": "2026-03-02T09:00:00Z"},
    "end": {"dateTime": "2026-03-02T10:00:00Z"},
}


@pytest.fixture
def google():
    fake = FakeGoogle(ProviderClock(datetime(2026, 3, 2, 8, tzinfo=UTC)))
    fake.add_account(ME, "Ada")
    return fake


@pytest.fixture
def client(google):
    with client_of(google, ME, SCOPE) as made:
        yield made


def test_an_id_is_taken_for_ever_and_only_the_first_delete_succeeds(client):
    made = client.post(EVENTS, json={**BODY, "id": "abc123"})
    assert (made.status_code, made.json()["organizer"]["self"]) == (200, True)
    assert reason(client.post(EVENTS, json={**BODY, "id": "abc123"})) == (409, "duplicate")
    assert client.delete(f"{EVENTS}/abc123").status_code == 204
    assert reason(client.delete(f"{EVENTS}/abc123")) == (410, "deleted")
    assert client.get(f"{EVENTS}/abc123").json()["status"] == "cancelled"
    assert client.post(EVENTS, json={**BODY, "id": "abc123"}).status_code == 409
    revived = client.put(f"{EVENTS}/abc123", json={**BODY, "status": "confirmed"})
    assert revived.json()["status"] == "confirmed"


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "ABC-123"},
        {"sumary": "x"},
        {"summary": 5},
        {"end": {"dateTime": "2026-03-02T08:00:00Z"}},
        {"end": {"date": "2026-03-03"}},
        {"start": {"dateTime": "2026-03-02T09:00:00"}},
        {"recurrence": ["RRULE:FREQ=DAILY"]},
        {"eventType": "fromGmail"},
        {"attendees": [{"displayName": "nobody"}]},
        {"extendedProperties": {"private": {"n": 1}}},
        {"attendees": [None]},
        {"recurrence": ["RRULE:FREQ=YEARLY;BYMONTH=13"]},
        {"start": {"dateTime": "0001-01-01T00:00:00+14:00"}},
    ],
)
def test_an_ill_made_event_is_refused(client, wrong):
    got = client.post(EVENTS, json={**BODY, **wrong})
    assert got.status_code == 400
    assert got.json()["error"]["code"] == 400


def test_patch_merges_objects_replaces_arrays_and_removes_by_null(client):
    people = [{"email": "a@example.com"}, {"email": "b@example.com"}]
    marks = {"private": {"a": "1", "b": "2"}}
    body = {**BODY, "attendees": people, "extendedProperties": marks, "location": "x"}
    made = client.post(EVENTS, json=body).json()
    change = {
        "attendees": people[:1],
        "extendedProperties": {"private": {"b": "3"}},
        "location": None,
    }
    got = client.patch(f"{EVENTS}/{made['id']}", json=change).json()
    assert [one["email"] for one in got["attendees"]] == ["a@example.com"]
    assert got["extendedProperties"] == {"private": {"a": "1", "b": "3"}}
    assert "location" not in got
    assert got["etag"] != made["etag"]
    replaced = client.put(f"{EVENTS}/{made['id']}", json=BODY).json()
    assert "attendees" not in replaced


def test_an_old_etag_is_412_and_a_current_one_304(client):
    made = client.post(EVENTS, json=BODY).json()
    url = f"{EVENTS}/{made['id']}"
    assert client.get(url, headers={"if-none-match": made["etag"]}).status_code == 304
    client.patch(url, json={"summary": "new"})
    stale = client.patch(url, json={"summary": "x"}, headers={"if-match": made["etag"]})
    assert reason(stale) == (412, "conditionNotMet")
    assert client.patch(url, json={"eventType": "focusTime"}).status_code == 400


def test_calendar_ids_may_hold_any_sign(google, client):
    odd = google.add_calendar(ME, "odd", calendar_id="a/b#c?d@example.com")
    path = f"/calendar/v3/calendars/{quote(odd, safe='')}/events"
    assert client.post(path, json=BODY).status_code == 200
    assert len(client.get(path).json()["items"]) == 1


def test_readers_may_not_write_and_strangers_find_nothing(google, client):
    google.add_account("bob@example.com")
    path = "/calendar/v3/calendars/bob@example.com/events"
    assert reason(client.get(path)) == (404, "notFound")
    google.share("bob@example.com", ME, "reader")
    assert reason(client.post(path, json=BODY)) == (403, "requiredAccessLevel")


def test_a_lost_answer_leaves_the_event_behind(google, client):
    google.fail_next("calendar.events.insert", answer_lost())
    with pytest.raises(httpx.RemoteProtocolError):
        client.post(EVENTS, json={**BODY, "id": "abc123"})
    assert client.post(EVENTS, json={**BODY, "id": "abc123"}).status_code == 409


def test_faults_answer_by_reason_and_pass(google, client):
    for fault in (rate_limited(429, retry_after=3), user_rate_limited(), backend_error()):
        google.fail_next("calendar.events.list", fault)
    first = client.get(EVENTS)
    assert (first.headers["retry-after"], *reason(first)) == ("3", 429, "rateLimitExceeded")
    assert reason(client.get(EVENTS)) == (403, "userRateLimitExceeded")
    assert reason(client.get(EVENTS)) == (503, "backendError")
    assert client.get(EVENTS).status_code == 200


def test_dead_and_absent_tokens_are_401_and_withdrawn_scopes_403(google, client):
    assert client.get(EVENTS, headers={"authorization": ""}).status_code == 401
    google.withdraw_scopes(ME, SCOPE)
    assert reason(client.get(EVENTS)) == (403, "insufficientPermissions")
    google.clock.advance(3599)
    assert reason(client.get(EVENTS)) == (401, "authError")


def test_a_guest_can_decline_and_only_the_organizer_shares_properties(google, client):
    boss = {"organizer": {"email": "boss@example.com"}, "attendees": [{"email": ME}]}
    made = google.add_event("invited", "2026-03-02", "2026-03-03", **boss)
    google.decline(made["id"])
    got = client.get(f"{EVENTS}/{made['id']}").json()
    assert got["attendees"] == [{"email": ME, "self": True, "responseStatus": "declined"}]
    shared = {"extendedProperties": {"shared": {"a": "1"}}}
    refused = client.patch(f"{EVENTS}/{made['id']}", json=shared)
    assert reason(refused) == (403, "forbiddenForNonOrganizer")


def test_guests_are_told_only_when_asked_for(google, client):
    body = {**BODY, "attendees": [{"email": "bob@example.com"}]}
    client.post(EVENTS, json=body, params={"sendUpdates": "none"})
    assert google.memory.mails == []
    client.post(EVENTS, json=body, params={"sendUpdates": "all"})
    assert google.memory.mails[0]["to"] == ["bob@example.com"]


def test_a_batch_answers_each_part_by_itself(client):
    parts = "".join(
        f"--b\r\nContent-Type: application/http\r\nContent-ID: <{name}>\r\n\r\n"
        f"GET {EVENTS}{path} HTTP/1.1\r\n\r\n\r\n"
        for name, path in (("one", ""), ("two", "/nothing"))
    )
    kind = {"content-type": "multipart/mixed; boundary=b"}
    got = client.post("/batch/calendar/v3", content=parts + "--b--", headers=kind)
    assert got.status_code == 200
    assert "Content-ID: <response-one>\r\n\r\nHTTP/1.1 200 OK" in got.text
    assert "Content-ID: <response-two>\r\n\r\nHTTP/1.1 404 Not Found" in got.text


def test_the_control_surface_drives_it_over_http(google):
    with google.serve() as served, httpx.Client(base_url=served.url, trust_env=False) as http:
        day = {"summary": "x", "start": "2026-03-02", "end": "2026-03-03"}
        assert http.post("/_fake/add_event", json=day).json()["ok"] is True
        assert http.post("/_fake/add_event", json={**day, "end": "never"}).status_code == 400
        fault = {"operation": "calendar.events.list", "fault": "rate_limited"}
        assert http.post("/_fake/faults", json=fault).json()["ok"] is True
        assert len(http.get("/_fake/state").json()["calendars"][ME]) == 1
        tokens = http.post("/_fake/grant", json={"account": ME, "scopes": SCOPE}).json()["result"]
        headers = {"authorization": f"Bearer {tokens['access_token']}"}
        assert http.get(EVENTS, headers=headers).status_code == 403
        assert len(http.get(EVENTS, headers=headers).json()["items"]) == 1
        assert "move_instance" in http.get("/_fake/actions").json()["actions"]
