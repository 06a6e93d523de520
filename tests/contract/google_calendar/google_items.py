"""Events as Google tells them, and what we make of them."""

from __future__ import annotations

from typing import Any

from tt_integrations.adapters.providers.google_calendar.translating import event_from
from tt_integrations.domain.model.events import Event, OddEvent

TIMES = {
    "start": {"dateTime": "2026-03-02T10:00:00+01:00", "timeZone": "Europe/Berlin"},
    "end": {"dateTime": "2026-03-02T11:00:00+01:00", "timeZone": "Europe/Berlin"},
}
DAYS = {"start": {"date": "2026-03-02"}, "end": {"date": "2026-03-03"}}
PLAIN = {"id": "0abc", "etag": '"3"', "status": "confirmed", "summary": "Planning", **TIMES}


def told(**fields: Any) -> Event:
    event = event_from({**PLAIN, **fields})
    assert isinstance(event, Event)
    return event


def odd(**fields: Any) -> str:
    """Why it is odd."""
    event = event_from({**PLAIN, **fields})
    assert isinstance(event, OddEvent)
    assert event.id == "0abc"
    return event.reason
