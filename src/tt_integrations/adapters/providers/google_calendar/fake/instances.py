"""The instances of a series, and whether an event lies in a window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tt_integrations.adapters.providers.google_calendar.fake.calendars import Calendar, Resource
from tt_integrations.adapters.providers.google_calendar.fake.calls import Call
from tt_integrations.adapters.providers.google_calendar.fake.moments import begins
from tt_integrations.adapters.providers.google_calendar.fake.refusals import not_found
from tt_integrations.adapters.providers.google_calendar.fake.series import original_key, series_of


def find(call: Call, calendar: Calendar, event_id: str) -> Resource:
    """An event, or an instance of a series that nobody has touched. Raises Refusal (404)."""
    kept = calendar.event(event_id)
    if kept:
        return kept
    master = calendar.event(event_id.rpartition("_")[0])
    if master and "recurrence" in master:
        for row in expanded(call, {master["id"]: master}, {}):
            if row["id"] == event_id:
                return row
    raise not_found()


def expanded(
    call: Call, events: Mapping[str, Resource], asked: Mapping[str, Any]
) -> Iterator[Resource]:
    """The instances of every series, exceptions in the place of what they replace."""
    end = asked.get("timeMax") or call.now + call.memory.settings.reach
    for master in events.values():
        if "recurrence" not in master:
            continue
        series = series_of(master)
        for original in series.originals():
            start = series.start_of(original)
            if begins(start, "UTC") >= end:
                break
            row_id = f"{master['id']}_{original_key(original)}"
            made = {name: value for name, value in master.items() if name != "recurrence"}
            made |= {"id": row_id, "start": start, "end": series.end_of(original)}
            made |= {"recurringEventId": master["id"], "originalStartTime": start}
            yield events.get(row_id, made)
    # an exception may have been moved here from beyond the end
    for one in events.values():
        if "recurringEventId" in one and begins(one["originalStartTime"], "UTC") >= end:
            yield one


def fits(event: Resource, asked: Mapping[str, Any], zone: str) -> bool:
    """timeMin bounds the end and timeMax the start; a series fits where one of its occurrences does."""
    after, before = asked.get("timeMin"), asked.get("timeMax")
    times = iter([(event["start"], event["end"])])
    if "recurrence" in event:
        series = series_of(event)
        times = ((series.start_of(one), series.end_of(one)) for one in series.originals())
    for start, end in times:
        if before and begins(start, zone) >= before:
            return False
        if not after or begins(end, zone) > after:
            return True
    return False
