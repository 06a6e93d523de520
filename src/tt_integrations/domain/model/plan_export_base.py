"""What the link of an exported event keeps: the event as we wanted it, and as the calendar has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.event_export import whole_seconds
from tt_integrations.domain.model.event_notes import same_text
from tt_integrations.domain.model.events import Event, EventDraft
from tt_integrations.domain.model.plan_images import EVENT, Image, image_span, span_image
from tt_integrations.domain.model.plan_sides import Side


@frozen
class Told:
    """The part of an exported event that both sides write. `span` None: somebody made it last whole days."""

    span: Span | None
    title: str = field(repr=False)
    description: str = field(repr=False)

    @classmethod
    def of(cls, event: Event | EventDraft) -> Told:
        span = event.span and whole_seconds(event.span)
        return cls(span, event.title, event.description)

    def differing(self, other: Told) -> tuple[str, ...]:
        differing = {
            "times": self.span != other.span,
            "title": self.title != other.title,
            "description": not same_text(self.description, other.description),
        }
        return tuple(name for name, differs in differing.items() if differs)

    def json(self) -> Mapping[str, object]:
        span = span_image(self.span) if self.span else {}
        return {"title": self.title, "description": self.description, **span}


def _told(image: Mapping[str, Any]) -> Told:
    span = image_span(image) if "start" in image else None
    return Told(span, image["title"], image["description"])


@frozen
class ExportBase:
    """`entry`: the entry's exact times when its event was written last; `wrote`: the event as we wanted it, `seen`:
    as the calendar has it. `etag` "": it was not seen since, or holds what we do not keep."""

    calendar: str
    etag: str
    entry: Span
    wrote: Told
    seen: Told

    def json(self) -> Mapping[str, object]:
        return {
            "side": Side.EXPORT.value,
            "calendar": self.calendar,
            "etag": self.etag,
            "entry": span_image(self.entry),
            "wrote": self.wrote.json(),
            "seen": self.seen.json(),
        }

    def looked_at(self, event: Event) -> ExportBase:
        """With the event as it is now. Of a private one no texts are kept: whoever changes it looks again first."""
        told = Told.of(event)
        if event.private:
            seen = Told(told.span, self.wrote.title, self.wrote.description)
            return evolve(self, etag="", seen=seen)
        return evolve(self, etag=event.etag, seen=told)

    def image(self, event: str) -> Image | None:
        """The event of that id as the calendar has it; None where it has no times."""
        if self.seen.span is None:
            return None
        return {"of": EVENT, "calendar": self.calendar, "id": event, **self.seen.json()}

    def event(self, draft: EventDraft) -> Event:
        """The event of the draft's id as the calendar has it, as far as is known."""
        seen = self.seen
        mark, description = draft.mark, seen.description
        return Event(draft.id, seen.title, seen.span, self.etag, mark=mark, description=description)


def export_base(base: Mapping[str, Any]) -> ExportBase:
    """What `ExportBase.json` gave."""
    wrote, seen = _told(base["wrote"]), _told(base["seen"])
    return ExportBase(base["calendar"], base["etag"], image_span(base["entry"]), wrote, seen)
