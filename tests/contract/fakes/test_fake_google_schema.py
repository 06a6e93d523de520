"""Every kind of answer of the fake Google is what the discovery document says it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email import message_from_bytes
from functools import cache
from pathlib import Path

import httpx
import jsonschema
import pytest

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle

SCHEMAS = Path(__file__).parent.parent / "schemas" / "calendar.v3.min.json"
ME = "ada@example.com"
CALENDAR = "https://www.googleapis.com/auth/calendar"
EVENTS = "/calendar/v3/calendars/primary/events"
DAY = {"summary": "x", "start": {"date": "2026-03-02"}, "end": {"date": "2026-03-03"}}
HOOK = {"id": "c", "type": "web_hook", "address": "https://tt.example/"}


def as_json_schema(node):
    """A discovery document's schema in the words of JSON Schema; fields it does not name are mistakes."""
    if isinstance(node, list):
        return [as_json_schema(one) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return {"$ref": f"#/$defs/{node['$ref']}"}
    if node.get("type") == "any":
        return {}
    made = {"type": node.get("type", "object")}
    if "properties" in node:
        made["properties"] = {k: as_json_schema(v) for k, v in node["properties"].items()}
        made["additionalProperties"] = False
    for name in ("items", "additionalProperties"):
        if name in node:
            made[name] = as_json_schema(node[name])
    return made


DEFS = {n: as_json_schema(s) for n, s in json.loads(SCHEMAS.read_text())["schemas"].items()}
TEXT = {"type": "string"}
DETAIL = {
    "type": "object",
    "properties": dict.fromkeys(("domain", "reason", "message", "locationType", "location"), TEXT),
    "required": ["domain", "reason", "message"],
    "additionalProperties": False,
}
ERROR = {
    "type": "object",
    "properties": {
        "errors": {"type": "array", "items": DETAIL, "minItems": 1},
        "code": {"type": "integer"},
        "message": TEXT,
    },
    "required": ["errors", "code", "message"],
    "additionalProperties": False,
}
REFUSAL = jsonschema.Draft202012Validator({"type": "object", "properties": {"error": ERROR}})


def held_to_schema(status, said):
    """Raises ValidationError for a body that Google would not answer."""
    if status >= 400:
        REFUSAL.validate(said)
        assert (said.keys(), said["error"]["code"]) == ({"error"}, status)
    else:
        kind = said["kind"].rpartition("#")[2]
        name = kind[0].upper() + kind[1:]
        described(name).validate(said)


@cache
def described(name):
    return jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": DEFS})


def parts_of(response):
    """The parts of a batch answer: status and body of each, by Content-ID."""
    kind = response.headers["content-type"]
    whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + response.content)
    for part in whole.get_payload():
        head, _, body = part.get_payload().replace("\r\n", "\n").partition("\n\n")
        yield part["Content-ID"], int(head.split()[1]), json.loads(body) if body.strip() else None


def held_to_the_discovery_document(response):
    """An event hook for httpx, for the answers of the Calendar API, also for those within a batch."""
    response.read()
    if "fields" in response.request.url.params:
        return  # a part of the answer may lack even its kind
    if "multipart" in response.headers.get("content-type", ""):
        for _, status, body in parts_of(response):
            if body is not None:
                held_to_schema(status, body)
    elif response.content and response.request.url.path.startswith(("/calendar/", "/batch/")):
        held_to_schema(response.status_code, response.json())


HELD = {"response": [held_to_the_discovery_document]}


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
    described(schema).validate(got.json())
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
