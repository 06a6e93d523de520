"""What counts as work: pauses, breaks, and the part that falls into a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.people import PersonId, Rounding, RoundingMethod
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId, TimeEntry, Timer

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
NOTHING = timedelta(0)
WEB = Project(ProjectId(1), "Web")
ANNA = PersonId(1)


def timer(paused_at: datetime | None = None, breaks: timedelta = NOTHING) -> Timer:
    return Timer(EntryId(5), ANNA, WEB, NINE, paused_at, breaks)


def entry(start: datetime, end: datetime, worked: timedelta) -> TimeEntry:
    return TimeEntry(EntryId(5), ANNA, WEB, start, end, NOTHING, worked)


def test_a_running_timer_counts_up_to_now() -> None:
    assert timer().worked(NINE + 2 * HOUR) == 2 * HOUR


def test_breaks_are_taken_off() -> None:
    assert timer(breaks=HOUR / 4).worked(NINE + HOUR) == HOUR * 3 / 4


def test_a_paused_timer_stands_still() -> None:
    paused = timer(paused_at=NINE + HOUR)
    assert paused.worked(NINE + 2 * HOUR) == paused.worked(NINE + 9 * HOUR) == HOUR


def test_work_is_never_negative() -> None:
    assert timer().worked(NINE - HOUR) == NOTHING
    assert timer(breaks=2 * HOUR).worked(NINE + HOUR) == NOTHING


def test_stopping_a_paused_timer_does_not_count_the_pause_as_work() -> None:
    stopped = timer(paused_at=NINE + HOUR, breaks=HOUR / 4).stopped(NINE + 3 * HOUR, Rounding())
    assert stopped.worked == HOUR * 3 / 4
    assert stopped.breaks == HOUR / 4 + 2 * HOUR
    assert stopped.ended == NINE + 3 * HOUR


def test_a_stopped_timer_keeps_its_id_person_project_and_start() -> None:
    stopped = timer().stopped(NINE + HOUR, Rounding())
    assert (stopped.id, stopped.person, stopped.project) == (EntryId(5), ANNA, WEB)
    assert (stopped.started, stopped.worked) == (NINE, HOUR)


def test_a_stopped_timer_is_rounded_as_its_person_chose() -> None:
    stopped = timer().stopped(NINE + timedelta(minutes=1), Rounding(15, RoundingMethod.UP))
    assert stopped.worked == timedelta(minutes=15)
    assert stopped.ended == NINE + timedelta(minutes=1)


def test_a_timer_stopped_before_it_began_is_an_empty_entry() -> None:
    stopped = timer().stopped(NINE - HOUR, Rounding())
    assert (stopped.ended, stopped.worked) == (NINE, NOTHING)


def test_a_pause_that_began_after_now_is_no_break() -> None:
    stopped = timer(paused_at=NINE + 2 * HOUR).stopped(NINE + HOUR, Rounding())
    assert stopped.breaks == NOTHING


def test_an_entry_within_a_span_counts_whole_to_the_second() -> None:
    odd = timedelta(seconds=1234)
    assert entry(NINE, NINE + HOUR, odd).worked_in(Span(NINE, NINE + HOUR)) == odd


def test_an_entry_outside_a_span_does_not_count() -> None:
    elsewhere = Span(NINE + 2 * HOUR, NINE + 3 * HOUR)
    assert entry(NINE, NINE + HOUR, HOUR).worked_in(elsewhere) == NOTHING


def test_an_entry_across_the_edge_counts_in_proportion() -> None:
    long = entry(NINE, NINE + 4 * HOUR, 2 * HOUR)
    assert long.worked_in(Span(NINE - HOUR, NINE + HOUR)) == HOUR / 2


def test_a_running_timer_across_the_edge_counts_in_proportion() -> None:
    later = Span(NINE + HOUR, NINE + 24 * HOUR)
    assert timer(breaks=HOUR).worked_in(later, NINE + 4 * HOUR) == 3 * HOUR * 3 / 4


def test_a_timer_paused_before_the_span_does_not_count_in_it() -> None:
    later = Span(NINE + 2 * HOUR, NINE + 24 * HOUR)
    assert timer(paused_at=NINE + HOUR).worked_in(later, NINE + 5 * HOUR) == NOTHING


@pytest.mark.parametrize("moment", [NINE, NINE - HOUR])
def test_a_timer_that_only_begins_counts_nothing(moment: datetime) -> None:
    assert timer().worked_in(Span(NINE - HOUR, NINE + HOUR), moment) == NOTHING


@given(st.integers(1, 86_400), st.integers(0, 86_400), st.integers(0, 90_000))
def test_the_parts_of_an_entry_add_up_to_the_whole(length: int, cut: int, worked: int) -> None:
    end = NINE + timedelta(seconds=length)
    edge = min(NINE + timedelta(seconds=cut), end)
    work = timedelta(seconds=worked)
    whole = entry(NINE, end, work)
    parts = whole.worked_in(Span(NINE, edge)) + whole.worked_in(Span(edge, end))
    assert abs(parts - work) <= timedelta(microseconds=2)


@given(st.integers(-500, 5000), st.integers(0, 5000), st.none() | st.integers(0, 5000))
def test_a_timer_is_worth_the_same_running_and_just_stopped(
    now: int, breaks: int, paused: int | None
) -> None:
    moment = NINE + timedelta(seconds=now)
    running = timer(
        None if paused is None else NINE + timedelta(seconds=paused), timedelta(seconds=breaks)
    )
    assert running.stopped(moment, Rounding()).worked == running.worked(moment)
