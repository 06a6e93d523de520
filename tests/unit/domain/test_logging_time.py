"""`log`: finished work, at the latest free time of the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from keyboard import Keyboard, keyboard_of
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.people import Rounding, RoundingMethod
from tt_integrations.domain.model.timesheet import TimeEntry
from tt_integrations.domain.usecases.choose_work import NoSuchProject
from tt_integrations.domain.usecases.handled import HandledBefore
from tt_integrations.domain.usecases.log_time_from_slash import (
    DurationNotAllowed,
    DurationNotUnderstood,
    Logged,
    LogIncomplete,
    NoRoom,
    TimeLocked,
)
from tt_integrations.domain.usecases.report_time_from_slash import NothingRunning
from tt_integrations.testing.memory import MemoryStore

HOUR = timedelta(hours=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def span(start: str, end: str) -> Span:
    return Span(utc(start), utc(end))


def logged(slash: Keyboard, typed: str) -> TimeEntry:
    outcome = slash(f"log {typed}")
    assert isinstance(outcome, Logged)
    return outcome.entry


def placed(entry: TimeEntry) -> Span:
    return Span(entry.started, entry.ended)


def test_work_of_today_ends_now_to_the_second(slash: Keyboard) -> None:
    slash.clock.advance(timedelta(seconds=7))
    entry = logged(slash, "30m web -- the walls")
    assert placed(entry) == span("2026-03-02T08:30:07", "2026-03-02T09:00:07")
    assert (entry.worked, entry.note) == (HOUR / 2, "the walls")
    assert entry.project
    assert entry.project.name == "Web"


def test_work_is_written_down_and_no_timer_runs(slash: Keyboard, store: MemoryStore) -> None:
    entry = logged(slash, "30m web")
    with store.unit_of_work.reading() as tx:
        assert list(tx.entries.within(slash.person.id, placed(entry))) == [entry]
    assert slash("status") == NothingRunning()
    assert slash.announced.events == []


def test_a_second_entry_goes_before_the_first(slash: Keyboard) -> None:
    first, second = logged(slash, "30m web"), logged(slash, "1h mobile")
    assert second.ended == first.started


def test_the_running_timer_takes_its_time(slash: Keyboard) -> None:
    slash("start web")
    slash.clock.advance(HOUR)
    assert placed(logged(slash, "1h mobile")) == span("2026-03-02T08:00", "2026-03-02T09:00")


def test_work_of_yesterday_ends_at_six_in_the_evening_by_the_local_clock(slash: Keyboard) -> None:
    assert placed(logged(slash, "2h web yesterday")) == span("2026-03-01T15:00", "2026-03-01T17:00")


def test_work_of_a_full_yesterday_goes_to_the_end_of_it(
    slash: Keyboard, store: MemoryStore
) -> None:
    store.add_finished_entry(slash.person, None, span("2026-02-28T22:00", "2026-03-01T18:00"))
    assert placed(logged(slash, "2h web yesterday")) == span("2026-03-01T21:00", "2026-03-01T23:00")


def test_yesterday_is_the_day_before_the_local_one(store: MemoryStore) -> None:
    ben = store.add_person("Ben", zone=ZoneInfo("America/New_York"))
    store.add_project(ben, "Bens")
    slash = keyboard_of(ben, store.unit_of_work)
    slash.clock.turn_to(utc("2026-03-03T02:00"))  # still Monday in New York
    assert placed(logged(slash, "1h bens yesterday")).end == utc("2026-03-01T23:00")


def test_a_day_that_is_too_short_so_far_has_no_room(slash: Keyboard) -> None:
    # it is ten in Berlin
    assert slash("log 10h 1m web") == NoRoom(timedelta(hours=10, minutes=1), yesterday=False)
    assert isinstance(slash("log 10h web"), Logged)


def test_a_yesterday_that_is_full_has_no_room(slash: Keyboard) -> None:
    logged(slash, "23h web yesterday")
    assert slash("log 61m web yesterday") == NoRoom(timedelta(minutes=61), yesterday=True)


@pytest.mark.parametrize("lock", [Lock.CLOSED_PERIOD, Lock.APPROVED])
def test_nothing_is_logged_where_the_host_takes_no_entries(
    slash: Keyboard, store: MemoryStore, lock: Lock
) -> None:
    entry = store.add_finished_entry(
        slash.person, None, span("2026-03-01T08:00", "2026-03-01T09:00")
    )
    store.lock(entry.id, lock)
    assert slash("log 3h web yesterday", "once") == TimeLocked(lock, yesterday=True)
    with store.unit_of_work.reading() as tx:
        assert list(tx.entries.within(slash.person.id, placed(entry))) == [entry]
    assert isinstance(slash("log 30m web", "once"), Logged)  # no claim is left


def test_an_entry_that_is_paid_does_not_lock_its_day(slash: Keyboard, store: MemoryStore) -> None:
    store.lock(logged(slash, "1h web yesterday").id, Lock.PAID)
    assert isinstance(slash("log 1h web yesterday"), Logged)


def test_an_entry_is_worth_what_the_hosts_rounding_makes_of_it(store: MemoryStore) -> None:
    ada = store.add_person(rounding=Rounding(15, RoundingMethod.UP))
    store.add_project(ada, "Web")
    entry = logged(keyboard_of(ada, store.unit_of_work), "50m web")
    assert (entry.worked, placed(entry).length) == (HOUR, timedelta(minutes=50))


@pytest.mark.parametrize("typed", ["log", "log 1h", "log 1h30m -- note", "log 2h yesterday"])
def test_a_length_without_a_project_is_incomplete(slash: Keyboard, typed: str) -> None:
    assert slash(typed) == LogIncomplete()


@pytest.mark.parametrize("typed", ["90", "web", "1:3"])
def test_a_length_that_may_mean_anything_is_not_guessed(slash: Keyboard, typed: str) -> None:
    assert slash(f"log {typed} web") == DurationNotUnderstood(typed)


@pytest.mark.parametrize(
    ("typed", "minutes"), [("0m", 0), ("-1h", -60), ("24h 1m", 24 * 60 + 1), ("99h", 99 * 60)]
)
def test_nothing_less_and_more_than_a_day_are_no_work(
    slash: Keyboard, typed: str, minutes: int
) -> None:
    assert slash(f"log {typed} web") == DurationNotAllowed(timedelta(minutes=minutes))


def test_an_unknown_project_is_named_back(slash: Keyboard) -> None:
    assert slash("log 1h nowhere") == NoSuchProject("nowhere")


def test_a_copy_of_a_log_writes_nothing(slash: Keyboard) -> None:
    assert isinstance(slash("log 1h web", delivery="once"), Logged)
    assert slash("log 1h web", delivery="once") == HandledBefore()
