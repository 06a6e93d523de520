"""Jobs, claims, grants, tickets, links, states, runs and cursors: memory and a database give the same answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from work_side_by_side import (
    CONNECTIONS,
    HOURS,
    NAMES,
    Side,
    Step,
    begin,
    begin_refresh,
    claim,
    decide,
    drop,
    drop_cursor,
    drop_grant,
    end,
    end_overdue,
    expire,
    finish,
    forget,
    give_back,
    give_up,
    issue,
    keep,
    list_runs,
    look,
    mark_undone,
    move,
    move_cursor,
    put,
    redeem,
    remove,
    reserve,
    seek,
    store,
    take,
)

from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.runs import Action, Decided, RunResult
from tt_integrations.domain.model.tickets import Purpose
from tt_integrations.testing import strategies
from tt_integrations.testing.contracts import Ground
from tt_integrations.testing.memory import MemoryStore

one_of = st.sampled_from
connections, hours, names, purposes = map(one_of, (CONNECTIONS, HOURS, NAMES, list(Purpose)))
soon, versions = one_of(HOURS[:3]), st.integers(0, 4)
jobs = one_of([-1, -1, -1, -2, 0])  # the job taken last, most of the time
links = st.builds(
    Link,
    connections,
    one_of(Kind),
    names,
    one_of([1, 2]),
    strategies.settings(),
    st.booleans(),
)


# of letters that a store may stumble over, or take for others
texts = st.text(one_of("aAäÄßſİ%_\\\0\ud800 "), max_size=4)
documents = st.none() | strategies.settings()
decided = st.builds(
    Decided,
    texts,
    texts,
    one_of(Action),
    texts,
    st.tuples(texts),
    st.just(()),
    st.none() | st.integers(1, 3),
    documents,
    documents,
)
runs = one_of([-1, -1, -1, -2, 0])  # the one begun last, most of the time


def done(step: Callable[..., object], *values: SearchStrategy[object]) -> SearchStrategy[Step]:
    return st.builds(partial, st.just(step), *values)


# mostly what a job must go through before anything odd can happen to it
of_jobs = st.one_of(
    done(store, connections, names, soon, st.none() | names),
    done(take, hours),
    done(take, hours),
    done(finish, jobs),
    done(give_back, jobs, soon),
    done(give_back, jobs, soon),
    done(give_up, jobs, hours),
    done(drop, connections),
)
of_others = st.one_of(
    done(claim, names, hours),
    done(keep, connections, versions, hours),
    done(begin_refresh, connections, versions, hours),
    done(expire, connections, versions, hours),
    done(drop_grant, connections),
    done(issue, purposes, names, hours),
    done(redeem, purposes, names, hours),
    done(put, links),
    done(reserve, links),
    done(remove, links),
    done(move, connections, strategies.states(), st.none() | names),
    done(move_cursor, connections, names, versions, strategies.settings()),
    done(drop_cursor, connections, names),
    done(forget, hours),
)
of_runs = st.one_of(
    done(begin, connections, hours),
    done(decide, runs, st.lists(decided, max_size=13)),
    done(decide, runs, st.lists(decided, max_size=13)),
    done(end, runs, hours, one_of(RunResult)),
    done(end_overdue, hours, hours),
    done(mark_undone, runs),
    done(seek, runs, st.integers(0, 5), texts),
    done(list_runs, st.none() | connections, st.none() | one_of(RunResult)),
    done(forget, hours),
)


def transactions(steps: SearchStrategy[Step]) -> SearchStrategy[list[tuple[list[Step], bool]]]:
    """Each with what is done in it, and whether it is committed."""
    committed = one_of([True, True, True, False])
    together = st.tuples(st.lists(steps, min_size=2, max_size=8), committed)
    return st.lists(together, min_size=3, max_size=9)


agreeing = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,  # a test that fails once in a while is not believed
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # it gives a fresh one per call
)


@agreeing
@given(done_to_both=transactions(of_jobs))
def test_memory_and_a_database_agree_on_jobs(
    fresh_sql_ground: Callable[[], Ground], done_to_both: list[tuple[list[Step], bool]]
) -> None:
    _agree(fresh_sql_ground(), done_to_both)


@agreeing
@given(done_to_both=transactions(of_others))
def test_memory_and_a_database_agree_on_what_is_kept(
    fresh_sql_ground: Callable[[], Ground], done_to_both: list[tuple[list[Step], bool]]
) -> None:
    _agree(fresh_sql_ground(), done_to_both)


@agreeing
@given(done_to_both=transactions(of_runs))
def test_memory_and_a_database_agree_on_runs(
    fresh_sql_ground: Callable[[], Ground], done_to_both: list[tuple[list[Step], bool]]
) -> None:
    _agree(fresh_sql_ground(), done_to_both)


def _agree(database: Ground, done_to_both: list[tuple[list[Step], bool]]) -> None:
    sides = Side(MemoryStore()), Side(database)
    for steps, committed in done_to_both:
        in_memory, in_database = (_answers(side, [*steps, look], committed) for side in sides)
        assert in_memory == in_database


def _answers(side: Side, steps: list[Step], committed: bool) -> list[object]:  # noqa: FBT001 - drawn
    """What each step of one transaction answered."""
    before, begun = list(side.taken), list(side.begun)
    with side.ground.unit_of_work() as tx:
        answers = [side.in_common(step(side, tx)) for step in steps]
        if committed:
            tx.commit()
        else:
            side.taken, side.begun = before, begun
    return answers
