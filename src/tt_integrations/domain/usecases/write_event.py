"""The step by which one event of ours is made, changed or removed in the calendar."""

from __future__ import annotations

from collections.abc import Callable

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.events import Event
from tt_integrations.domain.model.plan_export_base import Told, export_base
from tt_integrations.domain.model.plan_steps import (
    ChangeEvent,
    PutEvent,
    RemoveEvent,
    Step,
    failed,
)
from tt_integrations.domain.usecases.plan_exports import Seen
from tt_integrations.ports.calendar import Calendar

AGAIN = 2
"""So often an event that somebody changed meanwhile is looked at and planned anew."""
BUSY = "the event is being changed all the time"


def write_event(
    calendar: Calendar, access: Access, step: Step, planned: Callable[[Seen], Step]
) -> Step:
    """The step as it was done. `planned` with what was seen of the event meanwhile. Raises what the calendar raises,
    but for Conflict. Never called in a transaction."""
    for _ in range(AGAIN):
        try:
            return _written(calendar, access, step)
        except Conflict:
            step = planned(_look(calendar, access, step))
    try:
        return _written(calendar, access, step)
    except Conflict:
        return failed(step, BUSY)


def _look(calendar: Calendar, access: Access, step: Step) -> Seen:
    """The event as it is now; only what is made or changed can be in somebody's way."""
    if not isinstance(step, PutEvent | ChangeEvent):
        return {}
    return {step.draft.id: calendar.event(access, step.calendar, step.draft.id)}


def _written(calendar: Calendar, access: Access, step: Step) -> Step:
    match step:
        case PutEvent():
            return step.done(_made(calendar, access, step))
        case ChangeEvent():
            return step.done(calendar.change(access, step.calendar, step.draft, step.was))
        case RemoveEvent():
            calendar.remove(access, step.calendar, step.id)
    return step


def _made(calendar: Calendar, access: Access, step: PutEvent) -> Event:
    """One that an earlier try made, whose answer was lost, may say what the entry was like then, or what a person
    wrote since."""
    made = calendar.add(access, step.calendar, step.draft)
    seen = Told.of(made)
    draft = export_base(step.link.base).looked_at(made).draft(step.draft, seen)
    if not Told.of(draft).differing(seen):
        return made
    return calendar.change(access, step.calendar, draft, made)
