"""Who reads what changed, page by page and from cursor to cursor, knows what a calendar holds."""

from __future__ import annotations

from attrs import define, evolve, field
from google_ground import READING, Ground, ground, meeting
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tt_integrations.domain.errors import ResyncNeeded
from tt_integrations.domain.model.events import Event

HOURS, EVENTS = st.integers(9, 16), st.integers(0, 30)


@define
class Replica:
    """What is known of the calendar, and how far it was read."""

    events: dict[str, Event] = field(factory=dict)
    cursor: str | None = None

    def catch_up(self, it: Ground) -> None:
        try:
            pages = it.pages(evolve(READING, cursor=self.cursor))
        except ResyncNeeded:
            self.events, self.cursor = {}, None
            pages = it.pages(READING)
        for page in pages:
            for event in page.events:
                assert isinstance(event, Event)
                if event.cancelled:
                    self.events.pop(event.id, None)
                else:
                    self.events[event.id] = event
        self.cursor = pages[-1].cursor


def anew(it: Ground) -> Replica:
    replica = Replica()
    replica.catch_up(it)
    return replica


class Following(RuleBasedStateMachine):
    """Somebody works with the calendar, and the replica catches up now and then."""

    @initialize()
    def begin(self) -> None:
        self.it, self.replica, self.ids = ground(), Replica(), []

    @rule(hour=HOURS)
    def add(self, hour: int) -> None:
        self.ids.append(meeting(self.it, f"at {hour}"))

    @rule(which=EVENTS, title=st.sampled_from(["a", "b", ""]))
    def rename(self, which: int, title: str) -> None:
        if self.ids:
            self.it.fake.rename_event(self.ids[which % len(self.ids)], title)

    @rule(which=EVENTS, hour=HOURS)
    def move(self, which: int, hour: int) -> None:
        if self.ids:
            event = self.ids[which % len(self.ids)]
            day = f"2026-03-03T{hour:02}"
            self.it.fake.move_event(event, f"{day}:00:00Z", f"{day}:45:00Z")

    @rule(which=EVENTS)
    def cancel(self, which: int) -> None:
        if self.ids:
            self.it.fake.cancel_event(self.ids[which % len(self.ids)])

    @rule(size=st.sampled_from([1, 2, None]), empty=st.integers(0, 2))
    def page_otherwise(self, size: int | None, empty: int) -> None:
        self.it.fake.limit_pages(size)
        self.it.fake.serve_empty_pages(empty)

    @rule()
    def expire(self) -> None:
        self.it.fake.expire_sync_token()

    @rule()
    def catch_up(self) -> None:
        self.replica.catch_up(self.it)

    @invariant()
    def nobody_knows_more_who_reads_everything(self) -> None:
        caught_up = Replica(dict(self.replica.events), self.replica.cursor)
        caught_up.catch_up(self.it)
        assert caught_up.events == anew(self.it).events


Following.TestCase.settings = settings(
    max_examples=25, stateful_step_count=15, suppress_health_check=list(HealthCheck), deadline=None
)
TestFollowing = Following.TestCase
