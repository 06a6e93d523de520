"""What the link of an imported event keeps: the event and its entry as both were when they were looked at last.

Of both sides, because they need not be alike: what a person changed stays different for good. A side changed if it
differs from what it was itself, not from what the other side is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard, NewCard
from tt_integrations.domain.model.event_export import whole_seconds
from tt_integrations.domain.model.event_notes import same_text
from tt_integrations.domain.model.plan_images import Image, image_span, span_image
from tt_integrations.domain.model.plan_sides import ALSO, Side
from tt_integrations.domain.model.timesheet import ProjectId


@frozen
class Written:
    """An entry as it was when we last made it, changed it, found it or saw it agree with its event."""

    span: Span
    note: str = field(repr=False)
    project: ProjectId | None
    billable: bool
    task: str = ""

    @classmethod
    def of(cls, card: EntryCard | NewCard) -> Written:
        task = card.task_name if isinstance(card, EntryCard) else ""
        return cls(card.span, card.note, card.project, card.billable, task)

    def edited(self, card: EntryCard) -> tuple[str, ...]:
        """The names of what a person changed since."""
        differing = {
            "times": whole_seconds(card.span) != whole_seconds(self.span),
            "note": not same_text(card.note, self.note),
            "project": card.project != self.project,
            "task": card.task_name != self.task,
            "billable": card.billable != self.billable,
        }
        return tuple(name for name, differs in differing.items() if differs)


@frozen
class ImportBase:
    """`span` and `note` are the event's as the calendar shows it; `held`: a person took back its removal, so nothing of
    ours touches the entry any more. `lost`: the calendar shows no event any more that becomes an entry, and another one
    that does takes over. `also`: what the others show, by calendars."""

    calendar: str
    etag: str
    span: Span
    note: str = field(repr=False)
    entry: Written
    held: bool = False
    lost: bool = False
    also: Mapping[str, Image] = field(factory=dict, repr=False)

    def json(self) -> Mapping[str, object]:
        entry, times = self.entry, span_image(self.span)
        entry_times = times if entry.span == self.span else span_image(entry.span)
        written = {"note": entry.note, "project": entry.project and int(entry.project)}
        rest = {"billable": entry.billable, "task": entry.task}
        seldom = {"lost": self.lost, ALSO: self.also}
        return {
            "side": Side.IMPORT.value,
            "calendar": self.calendar,
            "etag": self.etag,
            "event": {**times, "note": self.note},
            "entry": {**entry_times, **written, **rest},
            "held": self.held,
            **{name: value for name, value in seldom.items() if value},
        }


def import_base(base: Mapping[str, Any]) -> ImportBase:
    """What `ImportBase.json` gave."""
    event, entry = base["event"], base["entry"]
    project = entry["project"]
    written = Written(
        span=image_span(entry),
        note=entry["note"],
        project=None if project is None else ProjectId(project),
        billable=entry["billable"],
        task=entry["task"],
    )
    return ImportBase(
        calendar=base["calendar"],
        etag=base["etag"],
        span=image_span(event),
        note=event["note"],
        entry=written,
        held=base["held"],
        lost=base.get("lost", False),
        also=base.get(ALSO, {}),
    )
