"""Whatever is done, in whatever order: the store in memory and a database give the same answers and errors."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from side_by_side import (
    ADDRESSES,
    DELIVERIES,
    DIGESTS,
    KEYS,
    PROVIDERS,
    Side,
    Step,
    adopt,
    bind,
    change_as_it_was,
    change_running,
    claim,
    connect,
    forget,
    issue,
    look,
    nth,
    remember,
    save,
    start,
    stop,
    stop_running,
    take_back,
    unbind,
    write_down,
)

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.people import Rounding
from tt_integrations.domain.model.timesheet import Timer
from tt_integrations.ports.unit_of_work import Transaction
from tt_integrations.testing import strategies
from tt_integrations.testing.contracts import Ground
from tt_integrations.testing.memory import MemoryStore

numbers = st.integers(0, 5)
one_of = st.sampled_from
keys, addresses, states = one_of(KEYS), one_of(ADDRESSES), strategies.states()
notes = st.none() | strategies.names()
moments, roundings = strategies.moments(), strategies.roundings()
steps = st.one_of(
    st.builds(partial, st.just(start), numbers, numbers, moments, notes),
    st.builds(partial, st.just(stop), numbers, moments, roundings),
    st.builds(partial, st.just(stop_running), numbers, moments, roundings),
    st.builds(partial, st.just(change_running), numbers, st.none() | moments, notes),
    st.builds(partial, st.just(change_as_it_was), numbers, st.none() | moments, notes),
    st.builds(
        partial,
        st.just(write_down),
        numbers,
        numbers,
        strategies.spans(),
        strategies.lengths(),
    ),
    st.builds(partial, st.just(take_back), numbers),
    st.builds(partial, st.just(remember), numbers, moments),
    st.builds(partial, st.just(forget), numbers),
    st.builds(partial, st.just(connect), numbers, one_of(PROVIDERS), keys, states),
    st.builds(partial, st.just(adopt), numbers, keys, states),
    st.builds(partial, st.just(save), numbers, strategies.settings()),
    st.builds(partial, st.just(bind), numbers, addresses, st.none() | numbers),
    st.builds(partial, st.just(unbind), numbers, addresses),
    st.builds(partial, st.just(claim), numbers, one_of(DELIVERIES)),
    st.builds(partial, st.just(issue), numbers, one_of(DIGESTS)),
    st.just(look),
)


class Broken(Exception):
    """What a transaction is abandoned by."""


class BothStores(RuleBasedStateMachine):
    def __init__(self, fresh: Callable[[], Ground]) -> None:
        super().__init__()
        self.sides = Side(MemoryStore()), Side(fresh())

    @initialize(sees_all=st.booleans())
    def somebody_with_a_project_is_there(self, *, sees_all: bool) -> None:
        self.somebody_comes("Ada", ZoneInfo("UTC"), Rounding(), sees_all=sees_all)
        self.a_project_begins(0, "Web", "active")

    @rule(
        name=strategies.names(),
        zone=strategies.zones(),
        rounding=roundings,
        sees_all=st.booleans(),
    )
    def somebody_comes(
        self, name: str, zone: ZoneInfo, rounding: Rounding, *, sees_all: bool
    ) -> None:
        for side in self.sides:
            person = side.ground.add_person(name, zone=zone, rounding=rounding, sees_all=sees_all)
            side.people.append(person)

    @rule(who=numbers, name=strategies.names(), status=one_of(["active", "archived"]))
    def a_project_begins(self, who: int, name: str, status: str) -> None:
        for side in self.sides:
            side.projects.append(side.ground.add_project(nth(side.people, who), name, status))

    @rule(
        who=numbers, what=st.none() | numbers, span=strategies.spans(), breaks=strategies.lengths()
    )
    def work_is_entered(self, who: int, what: int | None, span: Span, breaks: timedelta) -> None:
        whole = Span(span.start.replace(microsecond=0), span.end.replace(microsecond=0))
        for side in self.sides:
            project = None if what is None else nth(side.projects, what)
            person = nth(side.people, who)
            entry = side.ground.add_finished_entry(person, project, whole, breaks)
            side.entries.append(entry.id)

    @rule(which=numbers, at=st.none() | moments, breaks=strategies.lengths())
    def a_timer_is_paused(self, which: int, at: datetime | None, breaks: timedelta) -> None:
        for side in self.sides:
            if side.timers and _is_running(side, nth(side.timers, which)):
                side.ground.pause(nth(side.timers, which), at, breaks)

    @rule(
        who=st.none() | numbers,
        provider=one_of(PROVIDERS),
        settings=strategies.settings(),
        works=st.booleans(),
    )
    def the_host_connects(
        self, who: int | None, provider: str, settings: dict[str, object], *, works: bool
    ) -> None:
        for side in self.sides:
            owner = None if who is None else nth(side.people, who)
            number = side.ground.add_connection(provider, owner, settings, works=works)
            side.connections.append(number)

    @rule(steps=st.lists(steps, min_size=1, max_size=6), end=one_of(["commit", "leave", "break"]))
    def a_transaction_is_made(self, steps: list[Step], end: str) -> None:
        memory, database = (_answers(side, steps, end) for side in self.sides)
        assert memory == database

    @invariant()
    def both_look_the_same(self) -> None:
        memory, database = (_answers(side, [look], "leave") for side in self.sides)
        assert memory == database


def test_memory_and_a_database_agree(fresh_sql_ground: Callable[[], Ground]) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: BothStores(fresh_sql_ground),
        settings=hypothesis_settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,  # a test that fails once in a while is not believed
            database=None,
        ),
    )


def _answers(side: Side, steps: list[Step], end: str) -> list[object]:
    """What each step of one transaction answered."""
    before = side.snapshot()
    answers: list[object] = []
    with suppress(Broken), side.ground.unit_of_work() as tx:
        answers += [_answer(side, step, tx) for step in steps]
        if end == "commit":
            tx.commit()
        if end == "break":
            raise Broken
    if end != "commit":
        side.go_back_to(before)
    return answers


def _answer(side: Side, step: Step, tx: Transaction) -> object:
    try:
        return side.in_common(step(side, tx))
    except Conflict as conflict:
        return type(conflict)


def _is_running(side: Side, timer: Timer) -> bool:
    with side.ground.unit_of_work.reading() as tx:
        running = tx.timers.running(timer.person)
    return running is not None and running.id == timer.id
