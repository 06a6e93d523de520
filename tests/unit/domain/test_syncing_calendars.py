"""What happens in a calendar is read once, in order, and becomes entries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve

from calendar_desk import CalendarDesk, meeting, minutes
from tt_integrations.domain.errors import ProviderUnavailable
from tt_integrations.domain.model.calendar_rules import CalendarChoice, Direction
from tt_integrations.domain.model.events import Answered, OddEvent
from tt_integrations.domain.model.runs import Action, RunResult, Trigger
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced
from tt_integrations.testing.memory import MemoryStore
from wall_calendar import MAIN

DAY = 24 * 60 * 60


@pytest.fixture
def desk() -> CalendarDesk:
    return CalendarDesk()


def test_each_event_of_every_page_is_one_decision_of_one_run(desk: CalendarDesk) -> None:
    desk.wall.put(*(meeting(f"m{n}") for n in range(7)), OddEvent("odd", "no times"))
    assert desk.told() == [
        *((f"m{n}", "created") for n in range(7)),
        ("odd", "failed: malformed: no times"),
    ]
    assert desk.notes() == [f"Meeting m{n} [gcal:m{n}]" for n in range(7)]
    (run,) = desk.runs()
    assert (run.trigger, run.result, run.trouble) == (Trigger.SYNC, RunResult.DONE, None)
    assert run.counts == {Action.CREATED: 7, Action.FAILED: 1}


def test_where_nothing_is_new_one_call_says_so(desk: CalendarDesk) -> None:
    desk.wall.put(*(meeting(f"m{n}") for n in range(7)))
    desk.synced()
    desk.calls()
    assert desk.synced() == []
    assert desk.calls() == ["changes of main"]


def test_entries_follow_what_changed_since(desk: CalendarDesk) -> None:
    desk.wall.put(meeting("a"), meeting("b"), meeting("c"))
    desk.synced()
    desk.wall.alter("a", title="Retro")
    desk.wall.delete("b")
    assert desk.told() == [("a", "updated: note"), ("b", "removed: cancelled")]
    assert desk.notes() == ["Retro [gcal:a]", "Meeting c [gcal:c]"]


def test_an_event_becomes_an_entry_when_it_has_ended_without_being_asked_for(
    desk: CalendarDesk,
) -> None:
    desk.wall.put(meeting("later", 10, 40))
    assert desk.told() == [("later", "ignored: not ended yet")]
    assert desk.cursor()["waiting"] == {"later": minutes(10, 40).end.isoformat()}
    assert desk.told() == []
    desk.clock.advance(41 * 60)
    desk.calls()
    assert desk.told() == [("later", "created")]
    assert desk.calls() == ["changes of main"]
    assert desk.cursor()["waiting"] == {}
    assert desk.told() == []


def test_an_event_that_is_put_off_waits_for_its_new_end(desk: CalendarDesk) -> None:
    desk.wall.put(meeting("later", 10, 40))
    desk.synced()
    desk.wall.alter("later", span=minutes(100, 130))
    desk.clock.advance(60 * 60)
    assert desk.told() == [("later", "ignored: not ended yet")]
    desk.clock.advance(90 * 60)
    assert desk.told() == [("later", "created")]


def test_an_event_that_is_cancelled_before_it_ends_is_waited_for_no_more(
    desk: CalendarDesk,
) -> None:
    desk.wall.put(meeting("later", 10, 40))
    desk.synced()
    desk.wall.delete("later")
    assert desk.told() == [("later", "ignored: cancelled")]
    assert desk.cursor()["waiting"] == {}
    desk.clock.advance(DAY)
    assert desk.told() == []


def test_an_entry_whose_event_is_put_off_goes_and_comes_again(desk: CalendarDesk) -> None:
    desk.wall.put(meeting("a"))
    desk.synced()
    desk.wall.alter("a", span=minutes(30, 60))
    assert desk.told() == [("a", "removed: not ended yet")]
    desk.clock.advance(2 * 60 * 60)
    assert desk.told() == [("a", "created")]
    assert [card.span for card in desk.cards()] == [minutes(30, 60)]


def test_a_cursor_that_expired_costs_a_full_reading_and_doubles_nothing(
    desk: CalendarDesk,
) -> None:
    desk.wall.put(*(meeting(f"m{n}") for n in range(4)), meeting("later", 10, 40))
    desk.synced()
    notes = desk.notes()
    desk.wall.expire()
    desk.calls()
    assert {sentence for _, sentence in desk.told()} == {"unchanged", "ignored: not ended yet"}
    assert desk.calls() == ["changes of main", "all of main", "more of main"]
    assert desk.notes() == notes
    desk.clock.advance(60 * 60)
    assert desk.told() == [("later", "created")]


def test_a_page_that_expired_costs_a_full_reading_too(desk: CalendarDesk) -> None:
    desk.wall.put(*(meeting(f"m{n}") for n in range(5)))
    acts = [lambda: None, desk.wall.expire]
    desk.wall.meanwhile = lambda: acts.pop(0)() if acts else None
    desk.synced()
    assert len(desk.notes()) == 5
    assert desk.synced() == []


def test_a_calendar_that_gives_no_cursor_is_read_in_full_each_time(desk: CalendarDesk) -> None:
    desk.wall.gives_cursors = False
    desk.wall.put(meeting("a"))
    desk.synced()
    desk.calls()
    assert desk.told() == [("a", "unchanged")]
    assert desk.calls() == ["all of main"]


def test_the_window_is_moved_on_before_its_end_comes_near(desk: CalendarDesk) -> None:
    desk.wall.put(meeting("far", 70 * 24 * 60, 70 * 24 * 60 + 30))
    desk.synced()
    desk.clock.advance(44 * DAY)
    assert desk.told() == []
    desk.clock.advance(2 * DAY)
    assert desk.told() == [("far", "ignored: not ended yet")]


def test_what_waited_and_ended_before_the_window_is_not_lost_when_all_is_read_again(
    desk: CalendarDesk,
) -> None:
    desk.wall.put(meeting("later", 10, 40))
    desk.synced()
    desk.clock.advance(20 * DAY)
    desk.wall.expire()
    assert desk.told() == [("later", "created")]


def test_another_accounts_calendar_is_another_one(desk: CalendarDesk) -> None:
    desk.set(email="ada@example.org")
    desk.wall.put(meeting("a"), meeting("later", 10, 40))
    desk.synced()
    desk.set(email="ada@elsewhere.org")
    desk.wall.shelves[MAIN].clear()
    desk.wall.changed.clear()
    desk.calls()
    desk.clock.advance(60 * 60)
    assert desk.told() == []
    assert desk.calls() == ["all of main"]
    assert desk.cursor()["account"] == "ada@elsewhere.org"


def test_nothing_is_read_where_the_direction_is_export(desk: CalendarDesk) -> None:
    desk.let(direction=Direction.EXPORT)
    desk.wall.put(meeting("a"))
    assert desk.told() == []
    assert desk.calls() == []


def test_there_is_no_run_for_a_connection_that_does_not_work(desk: CalendarDesk) -> None:
    store = desk.ground
    assert isinstance(store, MemoryStore)
    with store.unit_of_work() as tx:
        tx.tables.people[desk.owner.id] = evolve(desk.owner, active=False)
        tx.commit()
    assert isinstance(desk.try_sync(), NotSynced)
    assert (desk.runs(), desk.calls()) == ([], [])


def test_a_mark_is_made_once_and_kept(desk: CalendarDesk) -> None:
    desk.synced()
    mark = desk.again().settings["mark"]
    desk.synced()
    assert mark == "0" * 15 + "1"
    assert desk.again().settings["mark"] == mark


def test_a_run_ends_where_its_time_is_over_and_the_next_one_reads_on(
    desk: CalendarDesk,
) -> None:
    desk.wall.put(*(meeting(f"m{n}") for n in range(7)))
    seconds = iter([0, 61, 0])
    desk.wall.meanwhile = lambda: desk.clock.advance(next(seconds, 0))
    outcome = desk.try_sync()
    assert isinstance(outcome, Synced)
    assert outcome.run.result is RunResult.PARTIAL
    assert len(desk.notes()) == 6
    desk.calls()
    assert desk.told() == [("m6", "created")]
    assert len(desk.calls()) == 1
    assert len(desk.notes()) == 7


def half_read(desk: CalendarDesk) -> None:
    """Seven meetings, three of which were read: the calendar did not answer any more."""
    desk.wall.put(*(meeting(f"m{n}") for n in range(7)))
    desk.wall.fails = [None, ProviderUnavailable("away")]
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()
    desk.calls()


def test_a_calendar_that_was_half_read_is_read_on_where_that_stopped(desk: CalendarDesk) -> None:
    desk.wall.put(meeting("early", start=60, end=90))
    half_read(desk)
    assert [title for title, _ in desk.told()] == ["m2", "m3", "m4", "m5", "m6"]
    assert len(desk.notes()) == 7
    desk.clock.advance(2 * 60 * 60)
    assert desk.told() == [("early", "created")]


def test_a_first_reading_that_stopped_half_way_still_adopts_what_names_its_events(
    desk: CalendarDesk,
) -> None:
    entry = desk.write("Meeting m6 [gcal:m6]", minutes(-60, -30))
    half_read(desk)
    assert desk.told()[-1] == ("m6", "unchanged: adopted")
    assert len(desk.notes()) == 7
    assert entry in {card.id for card in desk.cards()}


def test_a_page_that_is_gone_when_it_is_read_on_costs_a_full_reading(desk: CalendarDesk) -> None:
    half_read(desk)
    desk.wall.expire()
    desk.synced()
    assert len(desk.notes()) == 7
    assert desk.told() == []


def another_choice(desk: CalendarDesk) -> None:
    desk.let(days_back=desk.rules.kept.days_back + 1)


def much_later(desk: CalendarDesk) -> None:
    desk.clock.advance(2 * 60 * 60)


@pytest.mark.parametrize("change", [another_choice, much_later])
def test_a_calendar_that_was_half_read_is_read_anew_when_that_may_be_another(
    desk: CalendarDesk, change: Callable[[CalendarDesk], None]
) -> None:
    half_read(desk)
    change(desk)
    assert len(desk.told()) == 7
    assert len(desk.notes()) == 7


def test_what_was_left_out_comes_when_the_owner_chooses_otherwise(desk: CalendarDesk) -> None:
    chosen = desk.rules.kept.calendars
    desk.let(calendars=(CalendarChoice(MAIN, None),))
    desk.wall.put(meeting("a"), meeting("b", answered=Answered.DECLINED))
    assert desk.told() == [("a", "ignored: no project"), ("b", "ignored: declined")]
    desk.let(calendars=chosen)
    assert desk.told() == [("a", "created"), ("b", "ignored: declined")]
    desk.let(skipped=frozenset())
    assert desk.told() == [("a", "unchanged"), ("b", "created")]
    assert desk.told() == []
