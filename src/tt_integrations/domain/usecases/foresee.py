"""The step by which a whole sync is planned from what was read, as it would plan page by page; nothing is changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from attrs import field, frozen

from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.events import Event
from tt_integrations.domain.model.plan_steps import Nothing, RemoveEvent
from tt_integrations.domain.model.sync_plan import Plan, joined, too_many
from tt_integrations.domain.model.timesheet import EntryId
from tt_integrations.domain.usecases.access_to_provider import Holding
from tt_integrations.domain.usecases.calendar_sight import Foresight
from tt_integrations.domain.usecases.calendar_terms import CalendarSync
from tt_integrations.domain.usecases.confirm_removals import linked_within
from tt_integrations.domain.usecases.export_work import ExportWork
from tt_integrations.domain.usecases.gather_events import CalendarSource, Gathered, gather
from tt_integrations.domain.usecases.plan_exports import (
    AT_ONCE,
    Seen,
    plan_exports,
    plan_of,
    unseen,
)
from tt_integrations.domain.usecases.take_in_events import TakeInEvents
from tt_integrations.ports.unit_of_work import Reading, UnitOfWork


@frozen
class Previewed:
    """`linked`: how many entries in reach are events, or became some. A sync by itself would stop and ask where it
    `needs_confirmation`."""

    plan: Plan
    hash: str
    linked: int
    needs_confirmation: bool


@frozen
class Foreseen:
    """What was read at the provider: the calendars, and the events that must be seen before they are changed."""

    found: CalendarSync
    gathered: Sequence[Gathered] = ()
    seen: Seen = field(factory=dict, repr=False)

    def planned(self, tx: Reading) -> Previewed:
        plan = foresee(tx, self)
        terms = self.found.terms
        usual = terms.now - timedelta(days=terms.rules.days_back)
        since = min((each.place.linked_since for each in self.gathered), default=usual)
        linked = linked_within(tx, terms, since) + len(plan.of(RemoveEvent))
        return Previewed(plan, plan.hash, linked, too_many(plan.removals, linked))


def read_all(
    unit_of_work: UnitOfWork,
    found: CalendarSync,
    access: Callable[[Holding], Access],
    go_on: Callable[[], None],
) -> Foreseen:
    """Raises what the calendar raises. Never called in a transaction."""
    source = found.source(access(found.holding), go_on)
    gathered = [gather(source, place) for place in found.places]
    with unit_of_work.reading() as tx:
        plan = foresee(tx, Foreseen(found, gathered))
    return Foreseen(found, gathered, _seen(source, plan))


def foresee(tx: Reading, foreseen: Foreseen) -> Plan:
    """One plan of all pages and batches, each with what those before it would have stored."""
    terms = foreseen.found.terms
    sight = Foresight(tx, terms)
    plans: list[Plan] = []
    for each in foreseen.gathered:
        taking = TakeInEvents(terms, each.place)
        plans += [taking.take(sight, page) for page in each.pages]
        if each.trouble:
            plans.append(Plan((Nothing(each.trouble),)))
    if terms.rules.direction.exports:
        plans += _exports(tx, sight, foreseen.seen)
    return joined(plans)


def _exports(tx: Reading, sight: Foresight, seen: Seen) -> Iterable[Plan]:
    """What the pages would change comes last: it would have happened last."""
    left = ExportWork.left(tx, sight.terms)
    entries: dict[EntryId, None] = dict.fromkeys(left.again)
    while changes := left.changes(tx, sight.terms):
        for change in changes:
            entries.pop(change.entry, None)
            entries[change.entry] = None
        left = left.done((), (), changes[-1].number)
    for entry in sight.cards:
        entries.pop(entry, None)
        entries[entry] = None
    wanted = list(entries)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        yield plan_of(plan_exports(sight, sight.terms, some, seen))


def _seen(source: CalendarSource, plan: Plan) -> Mapping[str, Event | None]:
    seen: dict[str, Event | None] = {}
    for calendar, event in unseen(plan, seen):
        source.go_on()
        seen[event] = source.calendar.event(source.access, calendar, event)
    return seen
