"""Entries and events as JSON values: what decisions keep of how an item was before and after, and links of both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard, Lock, NewCard
from tt_integrations.domain.model.events import Answered, Event, EventDraft, EventKind
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import EntryId, ProjectId

Image = Mapping[str, object]
ENTRY, EVENT = "entry", "event"
"""What an image is `of`."""


def is_of_event(image: Image) -> bool:
    return image["of"] == EVENT


def card_image(card: EntryCard) -> Image:
    """All of it, to the microsecond; `image_card` gives the same card."""
    written = new_image(card, card.id, card.project_name)
    return {**written, "task_name": card.task_name, "lock": card.lock and card.lock.value}


def new_image(card: NewCard | EntryCard, entry: EntryId, project: str) -> Image:
    """Of the entry that a new card becomes, in a project of that name."""
    return {
        "of": ENTRY,
        "id": int(entry),
        "person": int(card.person),
        "project": card.project and int(card.project),
        **span_image(card.span),
        "note": card.note,
        "billable": card.billable,
        "project_name": project,
        "task_name": "",
        "lock": None,
    }


def image_card(image: Mapping[str, Any]) -> EntryCard:
    project, lock = image["project"], image["lock"]
    return EntryCard(
        id=EntryId(image["id"]),
        person=PersonId(image["person"]),
        project=None if project is None else ProjectId(project),
        span=image_span(image),
        note=image["note"],
        billable=image["billable"],
        project_name=image["project_name"],
        task_name=image["task_name"],
        lock=lock and Lock(lock),
    )


def draft_image(draft: EventDraft, calendar: str) -> Image:
    """All of it but its mark, and the calendar it is in."""
    texts = {"title": draft.title, "description": draft.description}
    return {"of": EVENT, "calendar": calendar, "id": draft.id, **texts, **span_image(draft.span)}


def image_draft(image: Mapping[str, Any], mark: str) -> EventDraft:
    span = image_span(image)
    return EventDraft(image["id"], image["title"], image["description"], span, mark)


def waiting_image(event: Event, title: str, span: Span) -> Image:
    """What the rules ask of an event that ends later; under the title by which it may be kept."""
    return {
        "title": title,
        **span_image(span),
        "free": event.free,
        "private": event.private,
        "answered": event.answered.value,
        "kind": event.kind.value,
    }


def image_waiting(event: str, etag: str, image: Mapping[str, Any]) -> Event:
    return Event(
        id=event,
        title=image["title"],
        span=image_span(image),
        etag=etag,
        free=image["free"],
        private=image["private"],
        answered=Answered(image["answered"]),
        kind=EventKind(image["kind"]),
    )


def span_image(span: Span) -> Image:
    return {"start": span.start.isoformat(), "end": span.end.isoformat()}


def image_span(image: Mapping[str, Any]) -> Span:
    return Span(datetime.fromisoformat(image["start"]), datetime.fromisoformat(image["end"]))
