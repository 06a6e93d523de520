"""What we send to Google: events to be made or changed.

Source: developers.google.com, calendar api/v3/reference/events: insert, patch, update.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tt_integrations.adapters.providers.google_calendar.moments import stamp
from tt_integrations.adapters.providers.google_calendar.translating import FINGERPRINT, MARK
from tt_integrations.domain.model.events import EventDraft

Body = dict[str, object]


def new_event(draft: EventDraft) -> Body:
    return {"id": draft.id, **_whole(draft)}


def revived_event(draft: EventDraft) -> Body:
    """In the place of one that was deleted, whose id is taken for ever."""
    return {"status": "confirmed", **_whole(draft)}


def changed_event(draft: EventDraft) -> Body:
    """Only what a draft decides: guests, colours and whatever else somebody added stay."""
    return {
        "summary": draft.title,
        "description": draft.description,
        # somebody may have made it one of whole days: what is null goes
        "start": {**_time(draft.span.start), "date": None},
        "end": {**_time(draft.span.end), "date": None},
        **_ours(draft),
    }


def _whole(draft: EventDraft) -> Body:
    return {
        "summary": draft.title,
        "description": draft.description,
        "start": _time(draft.span.start),
        "end": _time(draft.span.end),
        **_ours(draft),
    }


def _ours(draft: EventDraft) -> Mapping[str, object]:
    return {"extendedProperties": {"private": {MARK: draft.mark, FINGERPRINT: draft.fingerprint}}}


def _time(at: datetime) -> Mapping[str, object]:
    return {"dateTime": stamp(at), "timeZone": "UTC"}
