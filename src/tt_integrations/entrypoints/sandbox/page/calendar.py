"""The calendar of the fake Google: its events of these days, and what somebody does with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from attrs import field, frozen

from tt_integrations.adapters.providers.google_calendar.fake import FakeGoogle
from tt_integrations.entrypoints.sandbox.google import EMAIL, ZONE
from tt_integrations.entrypoints.sandbox.page.typed import Fields, optional, text_in, whole_in
from tt_integrations.entrypoints.web.notes import Note

SOME = 10
BEFORE, AFTER = timedelta(days=3), timedelta(days=3)
"""The days around now of which events are shown."""
AN_HOUR, HALF_AN_HOUR, FIVE_MINUTES = timedelta(hours=1), timedelta(minutes=30), 5
LONGEST, FARTHEST = 24 * 60, 7 * 24
"""Minutes of an event, and hours by which it is moved."""


@frozen
class EventShown:
    """`marks`: what is special about it. `movable`: it has a time of day, and takes place once. `over`: it ended."""

    id: str
    title: str
    when: str
    starts: datetime
    marks: Sequence[str]
    movable: bool
    cancelled: bool
    over: bool


@frozen
class Calendar:
    """Each action raises ValueError for what the form got wrong or is not there."""

    google: FakeGoogle
    zone: ZoneInfo = field(factory=lambda: ZoneInfo(ZONE))

    def proposed(self) -> str:
        """When half an hour began that is over for an hour, as a form's `datetime-local`."""
        begun = self._now() - AN_HOUR - HALF_AN_HOUR
        begun = begun.replace(minute=begun.minute - begun.minute % FIVE_MINUTES)
        return begun.strftime("%Y-%m-%dT%H:%M")

    def events(self) -> Sequence[EventShown]:
        """The latest first."""
        now = self._now()
        near = [each for each in self._all(now) if now - BEFORE <= each.starts <= now + AFTER]
        return sorted(near, key=lambda each: each.starts, reverse=True)[:SOME]

    def add(self, fields: Fields) -> Note:
        title = text_in(fields, "title", "The title")
        start = self._moment(optional(fields, "start") or self.proposed())
        end = start + timedelta(minutes=whole_in(fields, "minutes", "The length", 1, LONGEST))
        self.google.add_event(title, start, end)
        if end > self._now():
            return Note(f"“{title}” is in the calendar. It becomes an entry when it is over.")
        return Note(f"“{title}” is in the calendar. Where it is connected, an entry follows.")

    def move(self, fields: Fields) -> Note:
        """By whole hours, later or (less than 0) earlier."""
        found = self._found(fields)
        by = timedelta(hours=whole_in(fields, "hours", "The move", -FARTHEST, FARTHEST))
        start, end = found["start"].get("dateTime"), found["end"].get("dateTime")
        if not start or not end or "recurrence" in found:
            raise ValueError("only an event with a time of day that takes place once can be moved")
        moved = [(datetime.fromisoformat(each) + by).isoformat() for each in (start, end)]
        self.google.move_event(found["id"], *moved)
        return Note(f"“{_title(found)}” was moved. Its entry moves with it.")

    def cancel(self, fields: Fields) -> Note:
        found = self._found(fields)
        self.google.cancel_event(found["id"])
        return Note(f"“{_title(found)}” is cancelled. Its entry goes, unless somebody changed it.")

    def _found(self, fields: Fields) -> Mapping[str, Any]:
        wanted = text_in(fields, "event", "The event")
        for each in self.google.events():
            if each["id"] == wanted and each["status"] != "cancelled":
                return each
        raise ValueError("there is no such event any more")

    def _moment(self, text: str) -> datetime:
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError("The start is a day and a time, such as 2026-11-24T09:30") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    def _now(self) -> datetime:
        return self.google.clock.now().astimezone(self.zone)

    def _all(self, now: datetime) -> Iterator[EventShown]:
        for each in self.google.events():
            if "start" not in each:
                continue  # what is left of one that was deleted
            starts, ends = self._at(each["start"]), self._at(each["end"])
            timed = "dateTime" in each["start"]
            cancelled = each["status"] == "cancelled"
            yield EventShown(
                id=each["id"],
                title=_title(each),
                when=_span(starts, ends) if timed else f"{starts.day} {starts:%b}, all day",
                starts=starts,
                marks=[*_marks(each)],
                movable=timed and not cancelled and "recurrence" not in each,
                cancelled=cancelled,
                over=ends <= now,
            )

    def _at(self, when: Mapping[str, str]) -> datetime:
        if "dateTime" in when:
            return datetime.fromisoformat(when["dateTime"]).astimezone(self.zone)
        day = date.fromisoformat(when["date"])
        return datetime(day.year, day.month, day.day, tzinfo=self.zone)


def _title(event: Mapping[str, Any]) -> str:
    return str(event.get("summary") or "(no title)")


def _span(starts: datetime, ends: datetime) -> str:
    last = f"{ends:%H:%M}" if ends.date() == starts.date() else f"{ends.day} {ends:%b, %H:%M}"
    return f"{starts.day} {starts:%b, %H:%M} to {last}"


def _marks(event: Mapping[str, Any]) -> Iterator[str]:
    if event["status"] == "cancelled":
        yield "cancelled"
    if "recurrence" in event:
        yield "series"
    if event.get("visibility") == "private":
        yield "private"
    for guest in event.get("attendees", ()):
        if guest["email"] == EMAIL and guest["responseStatus"] == "declined":
            yield "declined"
