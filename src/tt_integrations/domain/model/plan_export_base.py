"""What the link of an exported event keeps: the event as we wanted it, and as the calendar has it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from attrs import evolve, field, frozen

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.event_export import fingerprint, whole_seconds
from tt_integrations.domain.model.event_notes import same_text
from tt_integrations.domain.model.events import Event, EventDraft
from tt_integrations.domain.model.plan_images import EVENT, Image, image_span, span_image
from tt_integrations.domain.model.plan_sides import Side

PARTS = ("times", "title", "description")
"""In the order of a fingerprint."""


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

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.span, self.title, self.description)

    def matching(self, fingerprint: str) -> tuple[str, ...]:
        """What is as in the event of that fingerprint."""
        parts = zip(PARTS, self.fingerprint.split(":"), fingerprint.split(":"), strict=False)
        return tuple(name for name, one, other in parts if one == other)

    def but(self, names: Collection[str], other: Told) -> Told:
        """With these of the other."""
        return Told(
            other.span if "times" in names else self.span,
            other.title if "title" in names else self.title,
            other.description if "description" in names else self.description,
        )

    def json(self) -> Mapping[str, object]:
        span = span_image(self.span) if self.span else {}
        return {"title": self.title, "description": self.description, **span}


def _told(image: Mapping[str, Any]) -> Told:
    span = image_span(image) if "start" in image else None
    return Told(span, image["title"], image["description"])


@frozen
class ExportBase:
    """`entry`: the entry's exact times when its event was written last; `wrote`: the event as we wanted it, `seen`:
    as the calendar has it. `etag` "": it was not seen since, or holds what we do not keep. `fingerprint`: the one that
    it had when it was seen."""

    calendar: str
    etag: str
    entry: Span
    wrote: Told
    seen: Told
    fingerprint: str = ""

    def json(self) -> Mapping[str, object]:
        return {
            "side": Side.EXPORT.value,
            "calendar": self.calendar,
            "etag": self.etag,
            "entry": span_image(self.entry),
            "wrote": self.wrote.json(),
            "seen": self.seen.json(),
            **({"fingerprint": self.fingerprint} if self.fingerprint else {}),
        }

    def unheard(self, event: Event) -> tuple[str, ...]:
        """What of the event we wrote ourselves, though we never heard so: its answer was lost."""
        if event.fingerprint == self.fingerprint:
            return ()
        return Told.of(event).matching(event.fingerprint)

    def looked_at(self, event: Event) -> ExportBase:
        """With the event as it is now. Of a private one only our own texts are kept: whoever changes it looks again
        first."""
        told = Told.of(event)
        wrote = self.wrote.but(self.unheard(event), told)
        etag, seen = ("", wrote.but(("times",), told)) if event.private else (event.etag, told)
        return evolve(self, etag=etag, wrote=wrote, seen=seen, fingerprint=event.fingerprint)

    def draft(self, wants: EventDraft, seen: Told) -> EventDraft:
        """With the texts that a person gave to the event, as it was `seen`, in place of ours."""
        by_hand = [name for name in seen.differing(self.wrote) if name != "times"]
        told = Told.of(wants).but(by_hand, seen)
        return evolve(wants, title=told.title, description=told.description)

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
    known = base["calendar"], base["etag"], image_span(base["entry"])
    return ExportBase(*known, wrote, seen, base.get("fingerprint", ""))
