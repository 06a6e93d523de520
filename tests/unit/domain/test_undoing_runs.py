"""A sync is taken back once, and what somebody changed since stays."""

from __future__ import annotations

import pytest

from calendar_desk import CalendarDesk, meeting, minutes
from tt_integrations.domain.errors import CallRejected, NotConnected
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.runs import RunId, Trigger
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.usecases.preview_undo import NothingToUndo, RunToUndo
from tt_integrations.domain.usecases.undo_run import Undone
from tt_integrations.testing.memory import MemoryStore


@pytest.fixture
def desk() -> CalendarDesk:
    desk = CalendarDesk()
    desk.both_ways()
    desk.wall.put(*(meeting(f"m{n}") for n in range(3)))
    desk.write("One")
    desk.synced()
    desk.synced()
    return desk


def much(desk: CalendarDesk) -> RunId:
    """A run that makes, changes and removes entries and events."""
    desk.wall.alter("m0", title="Retro")
    desk.wall.delete("m1")
    desk.wall.put(meeting("n0"))
    [one] = [card.id for card in desk.cards() if card.note == "One"]
    desk.edit(one, note="First")
    desk.write("Two")
    desk.synced()
    return desk.runs()[-1].id


def sentences(desk: CalendarDesk, outcome: object) -> dict[str, str]:
    assert isinstance(outcome, Undone)
    return {each.item: each.sentence for each in desk.decided(outcome.run.id)}


def test_what_nobody_changed_since_is_as_it_was(desk: CalendarDesk) -> None:
    [one] = [card.id for card in desk.cards() if card.note == "One"]
    before = desk.cards()
    titles = [event.title for event in desk.wall.ours()]
    run = much(desk)
    desk.edit(one, note="One")
    [two] = [card.id for card in desk.cards() if card.note == "Two"]
    outcome = desk.undo(run)
    assert isinstance(outcome, Undone)
    assert (outcome.run.trigger, outcome.run.cause) == (Trigger.UNDO, f"run {run}")
    assert [card for card in desk.cards() if card.id != two] == before
    assert [event.title for event in desk.wall.ours()] == titles
    assert desk.runs()[-2].undone


def test_what_was_taken_back_does_not_come_again(desk: CalendarDesk) -> None:
    run = much(desk)
    desk.undo(run)
    notes, titles = desk.notes(), [event.title for event in desk.wall.ours()]
    desk.synced()
    desk.wall.expire()
    desk.synced()
    assert desk.notes() == notes
    assert [event.title for event in desk.wall.ours()] == titles


def test_what_somebody_changed_since_stays_and_says_so(desk: CalendarDesk) -> None:
    run = much(desk)
    by_note = {card.note: card.id for card in desk.cards()}
    desk.edit(by_note["Retro [gcal:m0]"], note="Mine")
    [second] = [event.id for event in desk.wall.ours() if event.title.endswith("Two")]
    desk.wall.alter(second, title="Mine")
    told = sentences(desk, desk.undo(run))
    assert (told["m0"], told[second]) == ("kept: changed since", "kept: changed since")
    assert "Mine" in desk.notes()
    assert "Mine" in [event.title for event in desk.wall.ours()]


def test_a_locked_entry_stays(desk: CalendarDesk) -> None:
    run = much(desk)
    assert isinstance(desk.ground, MemoryStore)
    [card] = [card for card in desk.cards() if card.note == "Retro [gcal:m0]"]
    desk.ground.lock(card.id, Lock.PAID)
    assert sentences(desk, desk.undo(run))["m0"] == "kept: locked: paid"


def test_a_preview_of_it_changes_nothing_and_shows_the_same(desk: CalendarDesk) -> None:
    run = much(desk)
    notes, events = desk.notes(), desk.wall.living()
    plan = desk.preview_undo(RunToUndo(None, run))
    assert isinstance(plan, Plan)
    assert (desk.notes(), desk.wall.living()) == (notes, events)
    shown = {each.item: each.sentence for each in plan.decisions}
    assert sentences(desk, desk.undo(run)) == shown


def test_a_run_is_taken_back_once(desk: CalendarDesk) -> None:
    run = much(desk)
    undone = desk.undo(run)
    assert isinstance(undone, Undone)
    assert desk.undo(run) == NothingToUndo("the run was taken back before")
    assert desk.undo(undone.run.id) == NothingToUndo("only syncs of calendars can be taken back")


def test_of_two_at_once_one_takes_it_back(desk: CalendarDesk) -> None:
    run = much(desk)
    act = [lambda: desk.undo(run)]
    desk.wall.meanwhile = lambda: act.pop()() if act else None
    assert desk.undo(run) == NothingToUndo("the run was taken back before")
    assert [each.trigger for each in desk.runs()].count(Trigger.UNDO) == 1


def test_a_run_that_changed_nothing_cannot_be_taken_back(desk: CalendarDesk) -> None:
    desk.synced()
    assert desk.undo(desk.runs()[-1].id) == NothingToUndo("the run changed nothing")


def test_somebody_elses_run_is_none(desk: CalendarDesk) -> None:
    other = desk.ground.add_person("Ben")
    with pytest.raises(NotConnected):
        desk.undo(desk.runs()[0].id, other)
    with pytest.raises(NotConnected):
        desk.undo(RunId(99))
    assert isinstance(desk.undo(desk.runs()[0].id, desk.owner), Undone)


def test_an_event_that_the_calendar_keeps_is_in_trouble_alone(desk: CalendarDesk) -> None:
    run = much(desk)
    desk.wall.refusals["remove"] = CallRejected("forbidden")
    told = sentences(desk, desk.undo(run))
    assert list(told.values()).count("failed: the provider does not take the call: forbidden") == 1
    assert told["n0"] == "removed"


def test_an_entry_that_moved_along_and_its_event_are_both_taken_back(desk: CalendarDesk) -> None:
    event = desk.wall.ours()[0].id
    desk.wall.alter(event, span=minutes(-40, -10))
    desk.synced()
    assert isinstance(desk.undo(desk.runs()[-1].id), Undone)
    [card] = [card for card in desk.cards() if card.note == "One"]
    assert card.span == minutes(-90, -80)


def test_an_event_that_changes_while_it_is_taken_back_is_looked_at_again(
    desk: CalendarDesk,
) -> None:
    run = much(desk)
    [first] = [event.id for event in desk.wall.ours() if event.title.endswith("First")]

    def meddle() -> None:
        if desk.wall.calls[-1] == "change":
            desk.wall.alter(first, title="Mine")

    desk.wall.meanwhile = meddle
    told = sentences(desk, desk.undo(run))
    assert told[first] == "kept: changed since"
    assert desk.wall.at(first).title == "Mine"


def test_an_entry_that_changes_while_events_are_taken_back_stays(desk: CalendarDesk) -> None:
    run = much(desk)
    [card] = [card for card in desk.cards() if card.note == "Retro [gcal:m0]"]

    def meddle() -> None:
        if desk.wall.calls[-1] == "remove":
            desk.edit(card.id, note="Mine")

    desk.wall.meanwhile = meddle
    assert sentences(desk, desk.undo(run))["m0"] == "kept: changed since"
    assert "Mine" in desk.notes()
