"""What is remembered for a while only, and for how long; and what nobody lived to end."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from attrs import evolve

from tt_integrations.domain.model.accounts import Session
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.delivery import Delivery
from tt_integrations.domain.model.runs import NewRun, RunResult, RunsWanted, Trigger
from tt_integrations.domain.model.tickets import Purpose
from tt_integrations.domain.model.work import NewJob, TellOwner
from tt_integrations.domain.usecases.tidy_up import (
    CLAIMS,
    DELIVERIES,
    INTERRUPTED,
    JOBS,
    LONGEST_RUN,
    RUNS,
    SIGN_INS,
    TICKETS,
    Tidied,
    TidyUp,
)
from tt_integrations.testing.clock import MORNING, FixedClock
from tt_integrations.testing.contracts.examples import ACME, origin, ticket
from tt_integrations.testing.memory import MemoryStore

NOTHING = Tidied(0, 0, 0, 0, 0, 0, 0)
MOMENT = timedelta(microseconds=1)
LEASE = timedelta(minutes=1)
ALL_OF_EACH = Tidied(deliveries=2, claims=2, tickets=2, jobs=2, runs=2, sessions=4, ended=0)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def tidy_up(store: MemoryStore, clock: FixedClock) -> TidyUp:
    return TidyUp(store.unit_of_work, clock)


def test_where_there_is_nothing_nothing_is_dropped(tidy_up: TidyUp) -> None:
    assert tidy_up() == NOTHING


def test_a_delivery_is_remembered_for_thirty_days(store: MemoryStore, tidy_up: TidyUp) -> None:
    _remember(store, MORNING - DELIVERIES, MORNING - DELIVERIES - MOMENT)
    assert (DELIVERIES.days, tidy_up().deliveries) == (30, 1)


def test_a_claim_is_remembered_for_sixty_days(store: MemoryStore, tidy_up: TidyUp) -> None:
    _remember(store, MORNING - CLAIMS, MORNING - CLAIMS - MOMENT)
    assert (CLAIMS.days, tidy_up().claims) == (60, 1)


def test_a_ticket_is_kept_for_a_day_after_it_expired(store: MemoryStore, tidy_up: TidyUp) -> None:
    _remember(store, MORNING - TICKETS, MORNING - TICKETS - MOMENT)
    assert (TICKETS.days, tidy_up().tickets) == (1, 1)


def test_a_job_that_was_given_up_is_kept_for_thirty_days(
    store: MemoryStore, tidy_up: TidyUp
) -> None:
    _remember(store, MORNING - JOBS, MORNING - JOBS - MOMENT)
    assert (JOBS.days, tidy_up().jobs) == (30, 1)


def test_a_run_is_kept_for_ninety_days(store: MemoryStore, tidy_up: TidyUp) -> None:
    _remember(store, MORNING - RUNS, MORNING - RUNS - MOMENT)
    assert (RUNS.days, tidy_up().runs) == (90, 1)


def test_a_session_that_is_over_and_tries_to_sign_in_are_kept_for_a_day(
    store: MemoryStore, tidy_up: TidyUp
) -> None:
    _remember(store, MORNING - SIGN_INS, MORNING - SIGN_INS - MOMENT)
    assert (SIGN_INS.days, tidy_up().sessions) == (1, 2)


def test_a_kept_delivery_is_dropped_with_those_of_its_time(
    store: MemoryStore, tidy_up: TidyUp
) -> None:
    connection = store.add_connection(ACME, None, {}, works=True)
    with store.unit_of_work() as tx:
        numbers = [
            tx.inbox.keep(connection, Delivery("any", {}, b""), moment)
            for moment in (MORNING - DELIVERIES, MORNING - DELIVERIES - MOMENT)
        ]
        tx.commit()
    assert tidy_up().deliveries == 1
    with store.unit_of_work() as tx:
        assert [tx.inbox.kept(number) is None for number in numbers] == [False, True]


def test_what_was_dropped_is_gone_and_there_is_no_more_of_it(
    store: MemoryStore, tidy_up: TidyUp, clock: FixedClock
) -> None:
    number = _remember(store, MORNING, MORNING + MOMENT)
    clock.advance(RUNS + timedelta(days=1))
    assert (tidy_up(), tidy_up()) == (ALL_OF_EACH, NOTHING)
    with store.unit_of_work() as tx:
        assert tx.inbox.claim(origin(number, "0"))
        assert tx.claims.claim("0", MORNING)
        assert tx.tickets.look(Purpose.LINK, "0", MORNING - MOMENT) is None
        assert list(tx.runs.newest(RunsWanted())) == []


def test_nothing_is_dropped_of_what_is_still_of_use(
    store: MemoryStore, tidy_up: TidyUp, clock: FixedClock
) -> None:
    _remember(store, MORNING, MORNING + MOMENT)
    clock.advance(TICKETS)
    assert tidy_up() == NOTHING


def test_a_run_that_nobody_lived_to_end_is_over_after_a_quarter_of_an_hour(
    store: MemoryStore, tidy_up: TidyUp
) -> None:
    """Of a connection that may never sync again."""
    connection = store.add_connection(ACME, None, {}, works=False)
    with store.unit_of_work() as tx:
        for began in (MORNING - LONGEST_RUN - MOMENT, MORNING - LONGEST_RUN):
            tx.runs.begin(NewRun(connection, Trigger.SYNC, "any", began))
        tx.commit()
    assert (LONGEST_RUN.seconds, tidy_up(), tidy_up()) == (900, evolve(NOTHING, ended=1), NOTHING)
    with store.unit_of_work.reading() as tx:
        living, ended = tx.runs.newest(RunsWanted())
    assert (ended.result, ended.trouble, ended.ended) == (RunResult.FAILED, INTERRUPTED, MORNING)
    assert living.result is RunResult.RUNNING


def _remember(store: MemoryStore, *moments: datetime) -> ConnectionId:
    """A delivery, a claim, an expired ticket, a job given up, a run and a session with tries of each moment, told
    apart by number."""
    person = store.add_person()
    connection = store.add_connection(ACME, None, {}, works=True)
    with store.unit_of_work() as tx:
        for number, moment in enumerate(moments):
            tx.inbox.claim(evolve(origin(connection, str(number)), received=moment))
            tx.claims.claim(str(number), moment)
            tx.tickets.issue(evolve(ticket(str(number)), expires=moment))
            tx.jobs.enqueue(NewJob(connection, TellOwner("x"), str(number), moment))
            job = tx.jobs.take(moment, LEASE)
            assert job is not None
            tx.jobs.give_up(job, moment, "x")
            run = tx.runs.begin(NewRun(connection, Trigger.SYNC, str(number), moment))
            tx.runs.end(run, moment, RunResult.DONE)
            tx.sessions.begin(Session(str(number), person.id, moment, moment))
            tx.sign_in_tries.count(str(number), moment, moment)
        tx.commit()
    return connection
