"""The step by which pages of a calendar become entries, and go on being them: each page in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from attrs import define, field

from tt_integrations.domain.model.events import EventPage
from tt_integrations.domain.model.plan_copies import waiting_event, waits_until
from tt_integrations.domain.model.plan_steps import Step, failed
from tt_integrations.domain.model.sync_plan import Plan, SyncTerms
from tt_integrations.domain.usecases.apply_plan import entry_of
from tt_integrations.domain.usecases.calendar_place import Place
from tt_integrations.domain.usecases.calendar_sight import Sight
from tt_integrations.domain.usecases.plan_page import Events, Planned, plan_page

AGAIN = 2
"""So often what somebody changed meanwhile is planned anew."""
BUSY = (
    "the entry cannot be changed: the time tracker refuses it, or it is being changed all the time"
)


@define
class TakeInEvents:
    """One calendar while it is read. `reached`: what its cursor is to hold with the page that was taken in last."""

    terms: SyncTerms
    place: Place
    reached: Mapping[str, object] = field(factory=dict, init=False)
    _waiting: dict[str, str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._waiting = dict(self.place.waiting)

    def take(self, sight: Sight, page: EventPage) -> Plan:
        """What was done, one step an event. With the last page the events come that waited for their end."""
        steps = self._done(sight, page.events)
        if page.next is None:
            steps += self._ended(sight)
            self.reached = self.place.read(page.cursor, self._waiting)
        else:
            self.reached = self.place.half_read(page.next, self._waiting, self.terms.now)
        return Plan(tuple(steps))

    def _ended(self, sight: Sight) -> list[Step]:
        """The provider is not asked for them: it tells of changes, and that time passes is none."""
        now = self.terms.now
        due = [e for e, end in self._waiting.items() if datetime.fromisoformat(end) <= now]
        if not due:
            return []
        links = sight.links_at(due)
        calendar = self.place.calendar
        found = (waiting_event(links[event], calendar) for event in due if event in links)
        events = [event for event in found if event]
        steps = self._done(sight, events) if events else []
        for event in due:
            self._waiting.pop(event, None)
        return steps

    def _done(self, sight: Sight, events: Events) -> list[Step]:
        if not events:
            return []
        planned = self._planned(sight, events)
        steps = self._carried_out(sight, events, planned.plan, AGAIN)
        kept = Plan(tuple(steps)).links
        sight.keep(kept)
        links = {**planned.links, **{link.remote: link for link in kept}}
        for event in events:
            link = links.get(event.id)
            ends = waits_until(link, self.place.calendar, self.terms.now) if link else None
            if ends:
                self._waiting[event.id] = ends.isoformat()
            else:
                self._waiting.pop(event.id, None)
        return steps

    def _planned(self, sight: Sight, events: Events) -> Planned:
        return plan_page(sight, self.terms, self.place.calendar, events, self.place.noted)

    def _carried_out(self, sight: Sight, events: Events, plan: Plan, again: int) -> list[Step]:
        """Where an entry stays as it is because somebody was faster, its event is planned with what they did."""
        done = sight.carry_out(plan)
        steps = list(done.plan.steps)
        if not done.refused:
            return steps
        places = [n for n, step in enumerate(steps) if entry_of(step) in done.refused]
        for place, step in zip(places, self._redone(sight, events, places, again), strict=True):
            steps[place] = step or failed(steps[place], BUSY)
        return steps

    def _redone(
        self, sight: Sight, events: Events, places: Sequence[int], again: int
    ) -> Sequence[Step | None]:
        """None for what cannot be done."""
        if not again:
            return [None] * len(places)
        some = [events[place] for place in places]
        return self._carried_out(sight, some, self._planned(sight, some).plan, again - 1)
