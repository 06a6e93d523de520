"""Many people, many copies, one timer each."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product

import pytest

from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.delivery import DeliveryId, Origin
from tt_integrations.domain.model.people import Person
from tt_integrations.domain.model.slash import WorkTyped
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.log_time_from_slash import Logged, LogTime, LogTimeFromSlash
from tt_integrations.domain.usecases.start_timer_from_slash import (
    AlreadyRunning,
    Started,
    StartOutcome,
    StartTimer,
    StartTimerFromSlash,
)
from tt_integrations.domain.usecases.stop_timer_from_slash import (
    NothingToStop,
    Stopped,
    StopTimer,
    StopTimerFromSlash,
)
from tt_integrations.domain.usecases.switch_timer_from_slash import (
    Switched,
    SwitchTimer,
    SwitchTimerFromSlash,
)
from tt_integrations.domain.usecases.undo_from_slash import (
    NothingToUndo,
    Undo,
    UndoFromSlash,
    Undone,
    UndoRefused,
)
from tt_integrations.testing.clock import MORNING, FixedClock
from tt_integrations.testing.contracts import Ground
from tt_integrations.testing.contracts.examples import connected

AT_ONCE = 24
PEOPLE, STARTS, LOGS = 8, 30, 5
HOUR = timedelta(hours=1)


@pytest.fixture
def people(own_ground: Ground) -> list[Person]:
    """Each with a project `Web` of their own."""
    people = [own_ground.add_person(f"Person {number}") for number in range(PEOPLE)]
    for person in people:
        own_ground.add_project(person, "Web")
    return people


@pytest.fixture
def connection(own_ground: Ground, people: list[Person]) -> ConnectionId:
    with own_ground.unit_of_work() as tx:
        added = connected(tx, people[0], "k")
        tx.commit()
    return added.id


def test_of_thirty_racing_starts_of_each_of_eight_people_one_runs(
    own_ground: Ground, people: list[Person], connection: ConnectionId
) -> None:
    start = StartTimerFromSlash(own_ground.unit_of_work, FixedClock())

    def one(number: int, person: Person) -> StartOutcome:
        return start(
            StartTimer(person, WorkTyped("web"), _origin(connection, f"{person.id}-{number}"))
        )

    commands = list(product(range(STARTS), people))
    with ThreadPoolExecutor(AT_ONCE) as racers:
        outcomes = list(racers.map(one, *zip(*commands, strict=True)))
    kinds = Counter(type(outcome) for outcome in outcomes)
    assert kinds == {Started: PEOPLE, AlreadyRunning: PEOPLE * (STARTS - 1)}
    started = {
        outcome.timer.person: outcome.timer for outcome in outcomes if isinstance(outcome, Started)
    }
    refused_for = {(o.timer.person, o.timer) for o in outcomes if isinstance(o, AlreadyRunning)}
    assert refused_for == set(started.items())
    with own_ground.unit_of_work.reading() as tx:
        assert {person.id: tx.timers.running(person.id) for person in people} == started


def test_of_twenty_copies_of_one_delivery_one_starts_a_timer(
    own_ground: Ground, people: list[Person], connection: ConnectionId
) -> None:
    start = StartTimerFromSlash(own_ground.unit_of_work, FixedClock())
    command = StartTimer(people[0], WorkTyped("web"), _origin(connection, "the same"))
    with ThreadPoolExecutor(AT_ONCE) as racers:
        outcomes = Counter(type(outcome) for outcome in racers.map(start, [command] * 20))
    assert outcomes == {Started: 1, HandledBefore: 19}


def test_of_twenty_racing_stops_one_ends_the_timer(
    own_ground: Ground, people: list[Person], connection: ConnectionId
) -> None:
    clock, ada = FixedClock(), people[0]
    start = StartTimerFromSlash(own_ground.unit_of_work, clock)
    start(StartTimer(ada, WorkTyped("web"), _origin(connection, "start")))
    clock.advance(timedelta(hours=1))
    stop = StopTimerFromSlash(own_ground.unit_of_work, clock)
    commands = [StopTimer(ada, _origin(connection, f"stop {number}")) for number in range(20)]
    with ThreadPoolExecutor(AT_ONCE) as racers:
        outcomes = Counter(type(outcome) for outcome in racers.map(stop, commands))
    assert outcomes == {Stopped: 1, NothingToStop: 19}


def test_of_racing_switches_to_and_fro_one_timer_runs_and_no_second_is_lost(
    own_ground: Ground, people: list[Person], connection: ConnectionId
) -> None:
    clock, ada = FixedClock(), people[0]
    own_ground.add_project(ada, "Mobile")
    start = StartTimerFromSlash(own_ground.unit_of_work, clock)
    start(StartTimer(ada, WorkTyped("web"), _origin(connection, "start")))
    clock.advance(HOUR)
    switch = SwitchTimerFromSlash(own_ground.unit_of_work, clock)
    commands = [
        SwitchTimer(ada, WorkTyped(("web", "mobile")[number % 2]), _origin(connection, f"{number}"))
        for number in range(20)
    ]
    with ThreadPoolExecutor(AT_ONCE) as racers:
        outcomes = list(racers.map(switch, commands))
    assert {type(outcome) for outcome in outcomes} <= {Switched, Started, AlreadyRunning}
    with own_ground.unit_of_work.reading() as tx:
        running = tx.timers.running(ada.id)
        entries = tx.entries.within(ada.id, Span(MORNING, MORNING + 2 * HOUR))
    assert running is not None
    assert sum((entry.worked for entry in entries), running.worked(clock.now())) == HOUR


def test_of_racing_logs_of_each_of_eight_people_none_takes_the_time_of_another(
    own_ground: Ground, people: list[Person], connection: ConnectionId
) -> None:
    log = LogTimeFromSlash(own_ground.unit_of_work, FixedClock())

    def one(number: int, person: Person) -> object:
        origin = _origin(connection, f"{person.id}-{number}")
        return log(LogTime(person, "1h", WorkTyped("web"), yesterday=False, origin=origin))

    with ThreadPoolExecutor(AT_ONCE) as racers:
        outcomes = list(racers.map(one, *zip(*product(range(LOGS), people), strict=True)))
    logged = {(o.entry.person, o.entry.ended) for o in outcomes if isinstance(o, Logged)}
    ends = [MORNING - HOUR * number for number in range(LOGS)]
    assert logged == set(product([person.id for person in people], ends))


def test_of_twenty_racing_undos_one_takes_the_switch_back(
    own_ground: Ground, people: list[Person], connection: ConnectionId
) -> None:
    clock, ada = FixedClock(), people[0]
    own_ground.add_project(ada, "Mobile")
    parts = own_ground.unit_of_work, clock
    started = StartTimerFromSlash(*parts)(
        StartTimer(ada, WorkTyped("web"), _origin(connection, "start"))
    )
    clock.advance(HOUR)
    SwitchTimerFromSlash(*parts)(
        SwitchTimer(ada, WorkTyped("mobile"), _origin(connection, "switch"))
    )
    commands = [Undo(ada, _origin(connection, f"undo {number}")) for number in range(20)]
    with ThreadPoolExecutor(AT_ONCE) as racers:
        outcomes = list(racers.map(UndoFromSlash(*parts), commands))
    kinds = Counter(type(outcome) for outcome in outcomes)
    # who looked before the one that won ended sees a deed that is no longer so
    assert kinds[Undone] == 1
    assert kinds[NothingToUndo] + kinds[UndoRefused] == 19
    assert isinstance(started, Started)
    with own_ground.unit_of_work.reading() as tx:
        assert tx.timers.running(ada.id) == started.timer


def test_a_start_races_an_undo_that_would_let_another_timer_run_again(
    own_ground: Ground, people: list[Person], connection: ConnectionId
) -> None:
    parts, clock = own_ground.unit_of_work, FixedClock()
    start, stop = StartTimerFromSlash(parts, clock), StopTimerFromSlash(parts, clock)
    undo = UndoFromSlash(parts, clock)
    for person in people:
        start(StartTimer(person, WorkTyped("web"), _origin(connection, f"first {person.id}")))
        stop(StopTimer(person, _origin(connection, f"stop {person.id}")))

    def one(person: Person, command: str) -> object:
        origin = _origin(connection, f"{command} {person.id}")
        if command == "undo":
            return undo(Undo(person, origin))
        return start(StartTimer(person, WorkTyped("web"), origin))

    commands = list(product(people, ["undo", "start"]))
    with ThreadPoolExecutor(AT_ONCE) as racers:
        outcomes = list(racers.map(one, *zip(*commands, strict=True)))
    for undone, started in zip(outcomes[::2], outcomes[1::2], strict=True):
        # first the one, then the other: a start that was first is then what there is to take back
        assert isinstance(undone, Undone | UndoRefused)
        assert isinstance(started, Started | AlreadyRunning)
        assert not (isinstance(undone, UndoRefused) and isinstance(started, AlreadyRunning))


def _origin(connection: ConnectionId, delivery: str) -> Origin:
    return Origin(connection, DeliveryId(delivery), MORNING)
