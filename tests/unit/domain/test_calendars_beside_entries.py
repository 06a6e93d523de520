"""What a sync does with entries that a person has: adopts them, minds them, and leaves what is theirs alone."""

from __future__ import annotations

import pytest

from calendar_desk import CalendarDesk, meeting, minutes
from tt_integrations.domain.model.calendar_rules import CalendarChoice, Overlap
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.testing.memory import MemoryStore


@pytest.fixture
def desk() -> CalendarDesk:
    return CalendarDesk()


def test_entries_that_name_an_event_are_adopted_once_and_exactly(desk: CalendarDesk) -> None:
    for note in ("Old [gcal:a]", "Old [gcal:a1]", "Old [gcal:a_b]"):
        desk.write(note, minutes(-60, -30))
    desk.wall.put(meeting("a"), meeting("a_b"), meeting("axb"))
    assert desk.told() == [
        ("a", "unchanged: adopted"),
        ("a_b", "unchanged: adopted"),
        ("axb", "created"),
    ]
    assert len(desk.cards()) == 4
    desk.wall.alter("a", title="Retro")
    assert desk.told() == [("a", "updated: note")]
    assert "Retro [gcal:a]" in desk.notes()


def test_events_over_an_entry_of_ones_own_are_left_out_where_the_rules_say_so(
    desk: CalendarDesk,
) -> None:
    desk.let(overlap=Overlap.SKIP)
    desk.write("Painting", minutes(-50, -40))
    desk.wall.put(meeting("over"), meeting("beside", -30, -20), meeting("other", -30, -10))
    assert desk.told() == [
        ("over", "ignored: overlaps an entry"),
        ("beside", "created"),
        ("other", "created"),
    ]


def test_an_event_that_two_calendars_show_is_one_entry(desk: CalendarDesk) -> None:
    second = CalendarChoice("team", desk.web.id)
    desk.let(calendars=(*desk.rules.kept.calendars, second))
    desk.wall.put(meeting("a"))
    desk.wall.put(meeting("a"), meeting("b"), calendar="team")
    assert desk.told() == [
        ("a", "created"),
        ("a", "ignored: in another calendar"),
        ("b", "created"),
    ]
    assert desk.synced() == []


def test_what_a_person_changed_meanwhile_is_looked_at_again(desk: CalendarDesk) -> None:
    desk.wall.put(meeting("a"), meeting("b"))
    desk.synced()
    desk.wall.alter("a", title="Retro")
    desk.wall.alter("b", title="Planning")
    entry = desk.cards()[0].id
    desk.edit(entry, note="Mine")
    assert desk.told() == [("a", "kept: changed by hand"), ("b", "updated: note")]
    assert "Mine" in desk.notes()


def test_a_locked_entry_never_changes(desk: CalendarDesk) -> None:
    desk.wall.put(meeting("a"), meeting("b"))
    desk.synced()
    assert isinstance(desk.ground, MemoryStore)
    for card in desk.cards():
        desk.ground.lock(card.id, Lock.INVOICED)
    before = desk.cards()
    desk.wall.alter("a", title="Retro")
    desk.wall.delete("b")
    assert desk.told() == [("a", "kept: locked: invoiced"), ("b", "kept: locked: invoiced")]
    assert desk.cards() == before


def test_one_entry_that_the_host_refuses_to_change_is_in_trouble_alone(
    desk: CalendarDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tt_integrations.testing.memory.entry_cards import MemoryEntryCards

    desk.wall.put(meeting("a"), meeting("b"))
    desk.synced()
    refused = desk.cards()[0].id
    desk.wall.alter("a", title="Retro")
    desk.wall.alter("b", title="Planning")
    tries: list[int] = []
    change = MemoryEntryCards.change

    def refusing(self: MemoryEntryCards, changes: list) -> list:  # type: ignore[type-arg]
        tries.append(len(changes))
        allowed = [pair for pair in changes if pair[0].id != refused]
        return [*change(self, allowed), *({pair[0].id for pair in changes} & {refused})]

    monkeypatch.setattr(MemoryEntryCards, "change", refusing)
    told = dict(desk.told())
    assert told["a"].startswith("failed: the entry cannot be changed")
    assert told["b"] == "updated: note"
    assert tries == [2, 1, 1]


def test_a_closed_period_takes_no_events_whether_they_waited_for_their_end_or_not(
    desk: CalendarDesk,
) -> None:
    desk.write("Painting", minutes(-60, -50))
    desk.wall.put(meeting("late", 10, 40))
    assert desk.told() == [("late", "ignored: not ended yet")]
    assert isinstance(desk.ground, MemoryStore)
    [painting] = desk.cards()
    desk.ground.lock(painting.id, Lock.CLOSED_PERIOD)
    desk.wall.put(meeting("early"))
    desk.clock.advance(41 * 60)
    closed = "ignored: locked: closed period"
    assert sorted(desk.told()) == [("early", closed), ("late", closed)]
    assert desk.notes() == ["Painting"]
    assert desk.told() == []
