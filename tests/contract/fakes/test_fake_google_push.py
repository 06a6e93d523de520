"""Channels of the fake Google: what is pushed, when, and until when."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Thread

import pytest

from google_answers import client_of, reason
from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.fakes.http import Response
from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle

ME = "ada@example.com"
SCOPE = "https://www.googleapis.com/auth/calendar"
EVENTS = "/calendar/v3/calendars/primary/events"
pushed = []


@pytest.fixture
def google():
    pushed.clear()

    def call(address, headers, body):
        pushed.append(headers)
        return Response(200)

    fake = FakeGoogle(ProviderClock(datetime(2026, 3, 2, 8, tzinfo=UTC)), call=call)
    fake.add_account(ME, "Ada")
    return fake


@pytest.fixture
def client(google):
    with client_of(google, ME, SCOPE) as made:
        yield made


def test_a_channel_pushes_sync_first_then_changes_until_it_expires(google, client):
    wanted = {
        "id": "c1",
        "type": "web_hook",
        "address": "https://tt.example/hook",
        "token": "t",
        "expiration": int((google.clock.timestamp() + 3600) * 1000),
    }
    opened = client.post(f"{EVENTS}/watch", json=wanted).json()
    assert opened["expiration"] == str(wanted["expiration"])
    assert reason(client.post(f"{EVENTS}/watch", json=wanted)) == (400, "channelIdNotUnique")
    google.add_event("one", "2026-03-02", "2026-03-03")
    google.lose_pushes()
    google.add_event("two", "2026-03-03", "2026-03-04")
    google.add_event("three", "2026-03-03", "2026-03-04")
    assert [one["X-Goog-Resource-State"] for one in pushed] == ["sync", "exists", "exists"]
    assert [one["X-Goog-Message-Number"] for one in pushed] == ["1", "6", "11"]
    assert pushed[0]["X-Goog-Channel-Token"] == "t"
    ends = parsedate_to_datetime(pushed[0]["X-Goog-Channel-Expiration"])
    assert ends == datetime(2026, 3, 2, 9, tzinfo=UTC)
    google.clock.advance(3600)
    google.add_event("four", "2026-03-03", "2026-03-04")
    assert len(pushed) == 3


def test_a_stopped_channel_is_silent_and_http_addresses_are_refused(client, google):
    wanted = {"id": "c1", "type": "web_hook", "address": "https://tt.example/hook"}
    plain = client.post(f"{EVENTS}/watch", json={**wanted, "address": "http://tt.example/"})
    assert reason(plain) == (400, "push.webhookUrlNotHttps")
    opened = client.post(f"{EVENTS}/watch", json=wanted).json()
    wrong = client.post("/calendar/v3/channels/stop", json={"id": "c1", "resourceId": "x"})
    assert wrong.status_code == 404
    named = {"id": "c1", "resourceId": opened["resourceId"]}
    assert client.post("/calendar/v3/channels/stop", json=named).status_code == 204
    google.add_event("one", "2026-03-02", "2026-03-03")
    assert len(pushed) == 1


def test_the_memory_is_free_while_a_push_is_under_way(google, client):
    seen = []

    def look(address, headers, body):
        reader = Thread(target=lambda: seen.append(client.get(EVENTS).status_code))
        reader.start()
        reader.join(timeout=5)
        return Response(200)

    google.memory.courier.call = look
    wanted = {"id": "c1", "type": "web_hook", "address": "https://tt.example/hook"}
    client.post(f"{EVENTS}/watch", json=wanted)
    assert seen == [200]


def test_pushes_can_be_held_retried_and_end_with_the_grant(google, client):
    answers = [Response(503), Response(200), Response(200)]
    google.memory.courier.call = lambda *sent: pushed.append(sent[1]) or answers.pop(0)
    google.hold_pushes()
    wanted = {"id": "c1", "type": "web_hook", "address": "http://127.0.0.1:9/hook"}
    client.post(f"{EVENTS}/watch", json=wanted)
    assert pushed == []
    assert google.deliver_pushes() == 1
    assert google.retry_pushes() == 1
    assert google.retry_pushes() == 0
    google.revoke_grant(ME)
    google.add_event("one", "2026-03-02", "2026-03-03")
    assert [one["X-Goog-Message-Number"] for one in pushed] == ["1", "1"]
