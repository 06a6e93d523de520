"""Every kind of answer of the fake Google is what the discovery document says it is."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

import published_schemas
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle

ME = "ada@example.com"
CALENDAR = "https://www.googleapis.com/auth/calendar"
EVENTS = "/calendar/v3/calendars/primary/events"
DAY = {"summary": "x", "start": {"date": "2026-03-02"}, "end": {"date": "2026-03-03"}}
HOOK = {"id": "c", "type": "web_hook", "address": "https://tt.example/"}


@pytest.fixture
def google():
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    fake = FakeGoogle(ProviderClock(at), call=lambda *sent: Response(200))
    fake.add_account(ME, "Ada")
    return fake


@pytest.fixture
def client(google):
    headers = {"authorization": f"Bearer {google.grant(ME, CALENDAR)['access_token']}"}
    base = "https://www.googleapis.com"
    with httpx.Client(transport=google.transport, base_url=base, headers=headers) as made:
        yield made


@pytest.mark.parametrize(
    ("schema", "verb", "path", "body"),
    [
        ("CalendarList", "GET", "/calendar/v3/users/me/calendarList", None),
        ("Calendar", "GET", "/calendar/v3/calendars/primary", None),
        ("Calendar", "POST", "/calendar/v3/calendars", {"summary": "TT"}),
        ("Events", "GET", EVENTS, None),
        ("Events", "GET", f"{EVENTS}?singleEvents=true&timeZone=Asia/Tokyo", None),
        ("Events", "GET", f"{EVENTS}/series1/instances?maxResults=2", None),
        ("Event", "GET", f"{EVENTS}/series1", None),
        ("Event", "GET", f"{EVENTS}/series1_20260303", None),
        ("Event", "POST", EVENTS, {**DAY, "attendees": [{"email": ME}]}),
        ("Event", "PATCH", f"{EVENTS}/series1", {"summary": "y"}),
        ("Event", "PUT", f"{EVENTS}/series1_20260303", DAY),
        ("Channel", "POST", f"{EVENTS}/watch", HOOK),
    ],
)
def test_an_answer_is_what_the_discovery_document_says(google, client, schema, verb, path, body):
    rule = ["RRULE:FREQ=DAILY;COUNT=3"]
    google.add_event("s", "2026-03-02", "2026-03-03", id="series1", recurrence=rule)
    got = client.request(verb, path, json=body)
    assert got.status_code == 200, got.text
    published_schemas.google(schema).validate(got.json())
    assert got.json()["kind"].removeprefix("calendar#").removeprefix("api#") == (
        schema[0].lower() + schema[1:]
    )


def test_the_instances_of_a_series_come_in_pages(google, client):
    rule = ["RRULE:FREQ=DAILY;COUNT=3"]
    google.add_event("s", "2026-03-02", "2026-03-03", id="series1", recurrence=rule)
    path = f"{EVENTS}/series1/instances"
    first = client.get(path, params={"maxResults": 2}).json()
    asked = {"maxResults": 2, "pageToken": first["nextPageToken"]}
    second = client.get(path, params=asked).json()
    ids = [one["id"] for one in first["items"] + second["items"]]
    assert ids == ["series1_20260302", "series1_20260303", "series1_20260304"]
