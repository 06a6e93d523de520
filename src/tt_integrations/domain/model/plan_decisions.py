"""A decision about an event, under the name by which it may be told."""

from __future__ import annotations

from tt_integrations.domain.model.event_notes import plain, shown_title
from tt_integrations.domain.model.events import Event, OddEvent
from tt_integrations.domain.model.plan_sides import LONGEST_ID
from tt_integrations.domain.model.runs import Action, Decided

LONGEST_REASON = 200


def about(
    event: Event | OddEvent,
    action: Action,
    reason: str = "",
    fields: tuple[str, ...] = (),
    kept: tuple[str, ...] = (),
) -> Decided:
    """Without its entry and images, which steps add."""
    title = shown_title(event) if isinstance(event, Event) else ""
    item = plain(event.id)[:LONGEST_ID]
    return Decided(item, title, action, plain(str(reason))[:LONGEST_REASON], fields, kept)
