"""Why an event does not become an entry, whatever entries there are."""

from __future__ import annotations

from datetime import timedelta

from tt_integrations.domain.model.calendar_rules import CalendarRules, Skippable
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.event_export import whole_seconds
from tt_integrations.domain.model.event_notes import plain
from tt_integrations.domain.model.events import Answered, Event, EventKind
from tt_integrations.domain.model.plan_reasons import SyncReason, malformed
from tt_integrations.domain.model.plan_sides import LONGEST_ID

_KINDS = {
    EventKind.OUT_OF_OFFICE: Skippable.OUT_OF_OFFICE,
    EventKind.FOCUS_TIME: Skippable.FOCUS_TIME,
    EventKind.WORKING_LOCATION: Skippable.WORKING_LOCATION,
}
_ANSWERS = {Answered.DECLINED: Skippable.DECLINED, Answered.TENTATIVE: Skippable.TENTATIVE}
NOTHING = timedelta(0)


def trouble(event: Event) -> str | None:
    """What makes it impossible to write the event down; None for nothing."""
    if len(event.id) > LONGEST_ID:
        return malformed(f"its id has more than {LONGEST_ID} characters")
    if plain(event.id) != event.id:
        return malformed("its id holds control characters")
    if event.span is None:
        return None if event.whole_days or event.cancelled else malformed("it has no times")
    return malformed("it ends before it starts") if event.span.length < NOTHING else None


def unwanted(event: Event, rules: CalendarRules) -> SyncReason | Span:
    """Why the event is to be no entry, or else the entry's times: they may not have ended yet."""
    if event.cancelled:
        return SyncReason.CANCELLED
    if event.mark is not None:  # whoever wrote it down, it would count twice
        return SyncReason.EXPORTED
    if skippable := _skippable(event, rules.skipped):
        return SyncReason(skippable.value)
    if event.span is None:  # the owner wants events of whole days, but they say no times
        return SyncReason.ALL_DAY
    span = whole_seconds(event.span)
    return SyncReason.ZERO_LENGTH if span.length == NOTHING else span


def _skippable(event: Event, skipped: frozenset[Skippable]) -> Skippable | None:
    """The first that holds; what the event is says more than what follows from it."""
    holding = (
        _KINDS.get(event.kind),
        _ANSWERS.get(event.answered),
        Skippable.ALL_DAY if event.whole_days else None,
        Skippable.PRIVATE if event.private else None,
        Skippable.FREE if event.free else None,
    )
    return next((each for each in holding if each in skipped), None)
