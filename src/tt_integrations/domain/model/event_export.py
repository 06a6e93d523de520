"""What an entry looks like as an event, and how we know such an event again."""

from __future__ import annotations

from base64 import b32hexencode
from datetime import datetime, timedelta
from hashlib import sha256

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard
from tt_integrations.domain.model.event_notes import as_saved, plain
from tt_integrations.domain.model.events import EventDraft
from tt_integrations.domain.model.timesheet import EntryId

NO_NAME = "TimeTracker"
"""In place of the project's name, where an entry has no project."""
DETAIL, TITLE, DESCRIPTION = 50, 200, 8_000
"""Characters of a note in the title, of the title, and of the description."""
DIGEST = 20
"""Bytes: 32 characters of base32hex."""
SHORT = 16
"""Hexadecimal digits of each part of a fingerprint."""


def draft_of(card: EntryCard, exporter: str) -> EventDraft:
    """The event that the entry becomes. Its id is made of nothing but the exporter and the entry, so that it
    is the same however often we try."""
    title, span = _title(card), whole_seconds(card.span)
    description = _description(card, title)
    return EventDraft(
        id=event_id(exporter, card.id),
        title=title,
        description=description,
        span=span,
        mark=mark_of(exporter, card.id),
        fingerprint=fingerprint(span, title, description),
    )


def event_id(exporter: str, entry: EntryId) -> str:
    """Lower-case base32hex, 32 characters."""
    digest = sha256(mark_of(exporter, entry).encode()).digest()[:DIGEST]
    return b32hexencode(digest).decode().lower()


def mark_of(exporter: str, entry: EntryId) -> str:
    return f"{exporter}:{entry}"


def is_ours(mark: str | None, exporter: str) -> bool:
    """Whether the event of that mark was put into the calendar by this exporter."""
    return mark is not None and mark.startswith(f"{exporter}:")


def fingerprint(span: Span | None, title: str, description: str) -> str:
    """What we write, so shortened that the event itself can keep it: a person's changes are known by it even where
    the answer to our last write was lost. A part each, joined by `:`."""
    times = f"{span.start.isoformat()} {span.end.isoformat()}" if span else ""
    return ":".join(_short(part) for part in (times, title, as_saved(description)))


def whole_seconds(span: Span) -> Span:
    """As calendars keep it, and hosts: what is below a second is cut off."""
    return Span(_whole(span.start), _whole(span.end))


def _whole(moment: datetime) -> datetime:
    return moment.replace(microsecond=0) if moment.microsecond else moment


def _short(text: str) -> str:
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:SHORT]


def _title(card: EntryCard) -> str:
    detail = plain(card.task_name) or plain(card.note)[:DETAIL].rstrip()
    title = f"[TT] {plain(card.project_name) or NO_NAME}"
    return f"{title} — {detail}"[:TITLE].rstrip() if detail else title[:TITLE].rstrip()


def _description(card: EntryCard, title: str) -> str:
    """The note follows where the title does not hold it all."""
    logged = f"Logged via TimeTracker. Duration: {_clock(card.span.length)}"
    note = "\n".join(plain(line) for line in card.note.strip().splitlines())
    if title.endswith(f"— {note}"):
        return logged
    return f"{logged}\n\n{note}".strip()[:DESCRIPTION].rstrip()


def _clock(length: timedelta) -> str:
    minutes, seconds = divmod(length // timedelta(seconds=1), 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
