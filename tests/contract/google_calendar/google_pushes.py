"""Pushes as Google would send them, for the tests of our dialect."""

from __future__ import annotations

from datetime import UTC, datetime

from tt_integrations.domain.model.delivery import Delivery

SECRET = "398348u3tu83ut8uu38"
TOKEN = "2bac180c060c513ae7099e4438ba21cbcca30ec4e08e5c248fe1b72bd2cf2d49"
"""Of the channel, made from the secret."""
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHANNEL = "01234567-89ab-cdef-0123456789ab"
HEADERS = {
    "content-type": "application/json; utf-8",
    "x-goog-channel-id": CHANNEL,
    "x-goog-channel-token": TOKEN,
    "x-goog-channel-expiration": "Tue, 03 Mar 2026 01:13:52 GMT",
    "x-goog-resource-id": "ret08u3rv24htgh289g",
    "x-goog-resource-uri": "https://www.googleapis.com/calendar/v3/calendars/primary/events",
    "x-goog-resource-state": "exists",
    "x-goog-message-number": "10",
}


def pushed(body: bytes = b"", **changed: str | None) -> Delivery:
    """`changed`: headers with underscores in their names; None takes one away."""
    named = {name.replace("_", "-"): value for name, value in changed.items()}
    headers = {name: value for name, value in {**HEADERS, **named}.items() if value is not None}
    return Delivery("google_calendar_connector", headers, body)
