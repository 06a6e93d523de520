"""Finished entries become events once, whatever answers are lost, and events follow them."""

from __future__ import annotations

import pytest
from attrs import evolve

from calendar_desk import CalendarDesk, meeting, minutes
from tt_integrations.domain.errors import (
    CallRejected,
    IntegrationError,
    PermissionMissing,
    ProviderUnavailable,
)
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.usecases.export_work import MOST_TRIES
from wall_calendar import MAIN


@pytest.fixture
def desk() -> CalendarDesk:
    desk = CalendarDesk()
    desk.both_ways()
    return desk


def sentences(desk: CalendarDesk) -> list[str]:
    return [sentence for _, sentence in desk.told()]


def titles(desk: CalendarDesk) -> list[str]:
    return [event.title for event in desk.wall.ours()]


def test_entries_in_reach_become_events_and_do_not_come_back(desk: CalendarDesk) -> None:
    desk.write("Painting")
    desk.write("Long ago", minutes(-60 * 24 * 9, -60 * 24 * 9 + 30))
    desk.wall.put(meeting("a"))
    assert sentences(desk) == ["created", "created"]
    assert titles(desk) == ["[TT] Web — Painting"]
    assert sentences(desk) == ["ignored: ours"]
    assert sentences(desk) == []
    assert len(desk.cards()) == 3


def test_where_nothing_changed_the_calendar_alone_is_asked(desk: CalendarDesk) -> None:
    desk.write()
    desk.synced()
    desk.synced()
    desk.calls()
    assert desk.synced() == []
    assert desk.calls() == ["changes of main"]


def test_an_empty_time_sheet_is_looked_at_from_then_on(desk: CalendarDesk) -> None:
    assert desk.synced() == []
    desk.write("Long ago", minutes(-60 * 24 * 9, -60 * 24 * 9 + 30))
    assert sentences(desk) == ["created"]


def test_events_follow_their_entries(desk: CalendarDesk) -> None:
    one, two = desk.write("One"), desk.write("Two")
    desk.synced()
    desk.edit(one, note="First")
    desk.erase(two)
    told = sentences(desk)
    assert "updated: title" in told
    assert "removed: deleted here" in told
    assert titles(desk) == ["[TT] Web — First"]


@pytest.mark.parametrize("edited", [False, True])
def test_a_lost_answer_never_doubles_an_event(desk: CalendarDesk, *, edited: bool) -> None:
    entry = desk.write("One")
    desk.wall.loses = 1
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()
    if edited:
        desk.edit(entry, note="First")
    desk.synced()
    assert titles(desk) == ["[TT] Web — First" if edited else "[TT] Web — One"]
    desk.edit(entry, note="Last", span=minutes(-70, -60))
    desk.synced()
    assert titles(desk) == ["[TT] Web — Last"]
    assert desk.wall.ours()[0].span == minutes(-70, -60)


def test_a_change_whose_answer_was_lost_is_seen_to_be_done(desk: CalendarDesk) -> None:
    entry = desk.write("One")
    desk.synced()
    desk.edit(entry, note="First")
    desk.wall.loses = 1
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()
    desk.synced()
    assert titles(desk) == ["[TT] Web — First"]
    assert len(desk.wall.ours()) == 1


def test_a_persons_own_title_stays_and_times_follow(desk: CalendarDesk) -> None:
    entry = desk.write("One")
    desk.synced()
    desk.wall.alter(desk.wall.ours()[0].id, title="Mine")
    desk.edit(entry, span=minutes(-70, -60))
    desk.synced()
    (event,) = desk.wall.ours()
    assert (event.title, event.span) == ("Mine", minutes(-70, -60))


def test_an_event_that_changes_between_looking_and_writing_is_looked_at_again(
    desk: CalendarDesk,
) -> None:
    entry = desk.write("One")
    desk.synced()
    desk.synced()
    desk.edit(entry, span=minutes(-70, -60))
    event = desk.wall.ours()[0].id
    acts = [lambda: None, lambda: desk.wall.alter(event, title="Mine")]
    desk.wall.meanwhile = lambda: acts.pop(0)() if acts else None
    desk.calls()
    desk.synced()
    assert desk.calls() == ["changes of main", "change", f"look at {event}", "change"]
    (found,) = desk.wall.ours()
    assert (found.title, found.span) == ("Mine", minutes(-70, -60))


def test_an_event_that_never_stands_still_is_in_trouble_and_comes_again(
    desk: CalendarDesk,
) -> None:
    entry = desk.write("One")
    desk.synced()
    desk.synced()
    event = desk.wall.ours()[0].id
    desk.edit(entry, span=minutes(-70, -60))
    desk.wall.meanwhile = lambda: desk.wall.alter(event, description="again")
    assert "failed: the event is being changed all the time" in sentences(desk)
    desk.wall.meanwhile = lambda: None
    desk.synced()
    assert desk.wall.ours()[0].span == minutes(-70, -60)
    assert desk.cursor("entries")["again"] == {}


def test_one_entry_that_is_not_taken_is_tried_some_times_and_the_others_go_on(
    desk: CalendarDesk,
) -> None:
    entry = desk.write("One")
    desk.write("Two")
    desk.wall.fails = [None, CallRejected("invalid")]
    assert sentences(desk) == [
        "failed: the provider does not take the call: invalid",
        "created",
    ]
    for tries in range(1, MOST_TRIES):
        assert desk.cursor("entries")["again"] == {str(entry): tries}
        desk.wall.refusals["add"] = CallRejected("invalid")
        assert "failed: the provider does not take the call: invalid" in sentences(desk)
    assert desk.cursor("entries")["again"] == {}
    desk.wall.refusals.clear()
    desk.edit(entry, note="First")
    desk.synced()
    assert titles(desk) == ["[TT] Web — Two", "[TT] Web — First"]


def test_what_was_exported_before_the_provider_fell_silent_is_stored(desk: CalendarDesk) -> None:
    for n in range(4):
        desk.write(f"{n}")
    desk.wall.fails = [None, None, None, ProviderUnavailable("down")]
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()
    (run,) = desk.runs()
    assert (run.result, len(desk.decided(run.id))) == (RunResult.PARTIAL, 2)
    desk.calls()
    desk.synced()
    assert desk.calls().count("add") == 2
    assert len(desk.wall.ours()) == 4


def test_changes_are_not_passed_by_when_the_provider_falls_silent(desk: CalendarDesk) -> None:
    entries = [desk.write(f"{n}") for n in range(3)]
    desk.synced()
    desk.synced()
    for entry in entries:
        desk.edit(entry, note=f"new {entry}")
    desk.wall.fails = [None, None, ProviderUnavailable("down")]
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()
    desk.synced()
    assert sorted(titles(desk)) == [f"[TT] Web — new {entry}" for entry in entries]


@pytest.mark.parametrize("trouble", [PermissionMissing("calendar.events")])
def test_without_permission_nothing_is_passed_by(
    desk: CalendarDesk, trouble: IntegrationError
) -> None:
    desk.write("One")
    desk.wall.refusals["add"] = trouble
    assert desk.told() == [(MAIN, "failed: missing permission: calendar.events")]
    desk.wall.refusals.clear()
    assert sentences(desk) == ["created"]


def test_an_event_that_is_moved_moves_its_entry(desk: CalendarDesk) -> None:
    entry = desk.write("One")
    desk.synced()
    desk.wall.alter(desk.wall.ours()[0].id, span=minutes(-40, -10))
    desk.synced()
    assert desk.cards()[0].span == minutes(-40, -10)
    assert desk.cards()[0].id == entry
    assert "00:30:00" in desk.wall.ours()[0].description


def test_an_exported_event_that_is_deleted_is_not_made_again(desk: CalendarDesk) -> None:
    entry = desk.write("One")
    desk.synced()
    desk.wall.delete(desk.wall.ours()[0].id)
    desk.synced()
    desk.edit(entry, note="First")
    assert sentences(desk) == ["ignored: deleted there"]
    assert desk.wall.ours() == []


def test_many_events_are_not_removed_without_asking(desk: CalendarDesk) -> None:
    entries = [desk.write(f"{n}") for n in range(8)]
    desk.synced()
    desk.erase(*entries)
    assert desk.try_sync().asks  # type: ignore[union-attr]
    assert len(desk.wall.ours()) == 8
    desk.apply(desk.previewed())
    assert desk.wall.ours() == []
    assert evolve(desk.again()).reason is None
