"""What is said when Google says no, in batches too; and the list of calendars, synced."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from jsonschema import ValidationError

from google_answers import client_of, held_to_schema, parts_of
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.faults import Fault
from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.google_calendar import fake as faults
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle

ME = "ada@example.com"
SCOPE = "https://www.googleapis.com/auth/calendar"
EVENTS = "/calendar/v3/calendars/primary/events"
LIST = "/calendar/v3/users/me/calendarList"


@pytest.fixture
def google() -> FakeGoogle:
    at = ProviderClock(datetime(2026, 3, 2, 8, tzinfo=UTC))
    fake = FakeGoogle(at, call=lambda *_: Response(200))
    fake.add_account(ME, "Ada")
    return fake


@pytest.fixture
def client(google: FakeGoogle) -> Iterator[httpx.Client]:
    with client_of(google, ME, SCOPE) as made:
        yield made


def why(answer: httpx.Response) -> tuple[int, str, str]:
    detail = answer.json()["error"]["errors"][0]
    return answer.status_code, detail["domain"], detail["reason"]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (faults.quota_exceeded(), (403, "usageLimits", "quotaExceeded")),
        (faults.rate_limited(429), (429, "usageLimits", "rateLimitExceeded")),
        (faults.user_rate_limited(), (403, "usageLimits", "userRateLimitExceeded")),
        (faults.forbidden(), (403, "global", "forbidden")),
        (faults.insufficient_permissions(), (403, "global", "insufficientPermissions")),
        (faults.auth_error(), (401, "global", "authError")),
        (faults.full_sync_required(), (410, "calendar", "fullSyncRequired")),
        (faults.precondition_failed(), (412, "global", "conditionNotMet")),
        (faults.backend_error(500), (500, "global", "backendError")),
        (faults.by_reason(409, "conflict"), (409, "global", "conflict")),
    ],
    ids=lambda each: each.name if isinstance(each, Fault) else None,
)
def test_a_fault_is_told_by_its_reason_once(
    google: FakeGoogle, client: httpx.Client, fault: Fault, expected: tuple[int, str, str]
) -> None:
    google.fail_next("calendar.events.list", fault)
    assert why(client.get(EVENTS)) == expected
    assert client.get(EVENTS).status_code == 200


@pytest.mark.parametrize("kind", sorted(FakeGoogle.fault_kinds))
def test_every_fault_can_be_armed_over_the_control_surface(
    google: FakeGoogle, client: httpx.Client, kind: str
) -> None:
    more = {"with": {"status": 403, "reason": "forbidden"}} if kind == "by_reason" else {}
    asked = {"operation": "calendar.events.list", "fault": kind, **more}
    control = httpx.Client(transport=google.transport, base_url="http://google.test")
    with control:
        assert control.post("/_fake/faults", json=asked).json()["ok"] is True
        armed = control.get("/_fake/faults").json()["faults"]
    assert len(armed) == 1


def test_a_batch_answers_each_part_by_itself(google: FakeGoogle, client: httpx.Client) -> None:
    made = google.add_event("x", "2026-03-02", "2026-03-03")
    google.fail_next("calendar.events.list", faults.quota_exceeded())
    calls = {
        "a": f"GET {EVENTS}/{made['id']}",
        "b": f"GET {EVENTS}/nothing",
        "c": f"GET {EVENTS}",
        "d": f"DELETE {EVENTS}/{made['id']}",
    }
    body = "".join(
        f"--cut\r\nContent-Type: application/http\r\nContent-ID: <{name}>\r\n\r\n{call}\r\n\r\n"
        for name, call in calls.items()
    )
    kind = {"content-type": "multipart/mixed; boundary=cut"}
    answer = client.post("/batch/calendar/v3", content=f"{body}--cut--", headers=kind)
    told = [(name, status) for name, status, _ in parts_of(answer)]
    statuses = {"a": 200, "b": 404, "c": 403, "d": 204}
    assert told == [(f"<response-{name}>", status) for name, status in statuses.items()]


def test_a_body_that_google_would_not_answer_is_noticed() -> None:
    with pytest.raises(ValidationError):
        held_to_schema(200, {"kind": "calendar#event", "colour": "red"})
    with pytest.raises(ValidationError):
        held_to_schema(404, {"error": {"code": 404, "message": "Not Found"}})


def listed(client: httpx.Client, **asked: Any) -> Any:
    answer = client.get(LIST, params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_sync_of_the_calendar_list_tells_what_came_changed_and_went(
    google: FakeGoogle, client: httpx.Client
) -> None:
    google.add_account("ben@example.com")
    google.share("ben@example.com", ME, "reader")
    gone = google.add_calendar("ben@example.com", "Gone")
    google.share(gone, ME, "reader")
    token = listed(client)["nextSyncToken"]
    assert listed(client, syncToken=token)["items"] == []

    new = google.add_calendar(ME, "New")
    google.share("ben@example.com", ME, "writer")
    google.share(gone, ME, None)
    google.add_event("an event is no change of the list", "2026-03-02", "2026-03-03")

    got = listed(client, syncToken=token)
    told = {row["id"]: (row["accessRole"], row.get("deleted", False)) for row in got["items"]}
    assert told == {
        "ben@example.com": ("writer", False),
        new: ("owner", False),
        gone: ("reader", True),
    }
    assert listed(client, syncToken=got["nextSyncToken"])["items"] == []


def test_the_calendar_list_syncs_over_pages(google: FakeGoogle, client: httpx.Client) -> None:
    token = listed(client)["nextSyncToken"]
    names = [google.add_calendar(ME, f"n{number}") for number in range(3)]
    first = listed(client, syncToken=token, maxResults=2)
    assert "nextSyncToken" not in first
    asked = {"syncToken": token, "maxResults": 2, "pageToken": first["nextPageToken"]}
    second = listed(client, **asked)
    assert [row["id"] for row in first["items"] + second["items"]] == names
    assert "nextSyncToken" in second


@pytest.mark.parametrize(
    "asked", [{"minAccessRole": "owner"}, {"showDeleted": "false"}, {"showHidden": "false"}]
)
def test_a_sync_of_the_calendar_list_leaves_nothing_out(
    client: httpx.Client, asked: dict[str, str]
) -> None:
    token = listed(client)["nextSyncToken"]
    assert client.get(LIST, params={"syncToken": token, **asked}).status_code == 400


def test_a_list_by_role_cannot_be_synced(client: httpx.Client) -> None:
    assert "nextSyncToken" not in listed(client, minAccessRole="owner")


def test_sync_tokens_of_the_calendar_list_expire_with_the_others_and_are_no_others(
    google: FakeGoogle, client: httpx.Client
) -> None:
    other = client.get(EVENTS).json()["nextSyncToken"]
    token = listed(client)["nextSyncToken"]
    assert why(client.get(LIST, params={"syncToken": other})) == (400, "global", "invalid")
    google.expire_sync_token()
    refused = client.get(LIST, params={"syncToken": token})
    assert why(refused) == (410, "calendar", "fullSyncRequired")
    assert json.loads(refused.content)["error"]["errors"][0]["location"] == "syncToken"
