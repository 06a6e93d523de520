"""What we wrote into an event is known to be ours whether or not the answer came, and what a person wrote is theirs."""

from __future__ import annotations

import pytest

from calendar_desk import CalendarDesk, minutes
from tt_integrations.domain.errors import ProviderUnavailable
from tt_integrations.domain.model.calendar_rules import Direction


@pytest.fixture
def desk() -> CalendarDesk:
    desk = CalendarDesk()
    desk.both_ways()
    return desk


def sentences(desk: CalendarDesk) -> list[str]:
    return [sentence for _, sentence in desk.told()]


def titles(desk: CalendarDesk) -> list[str]:
    return [event.title for event in desk.wall.ours()]


def lost(desk: CalendarDesk) -> None:
    """A sync that writes an event, and hears no answer."""
    desk.wall.loses = 1
    with pytest.raises(ProviderUnavailable):
        desk.try_sync()


@pytest.mark.parametrize("both", [False, True])
def test_an_entry_that_changes_after_a_lost_answer_is_followed_for_good(
    desk: CalendarDesk, *, both: bool
) -> None:
    desk.let(direction=Direction.BOTH if both else Direction.EXPORT)
    entry = desk.write("One")
    desk.synced()
    desk.edit(entry, note="Two")
    lost(desk)
    assert titles(desk) == ["[TT] Web — Two"]
    for note in ("Three", "Four"):
        desk.edit(entry, note=note)
        assert "updated: title" in sentences(desk)
        assert titles(desk) == [f"[TT] Web — {note}"]


def test_a_lost_answer_takes_nothing_from_a_person_who_wrote_since(desk: CalendarDesk) -> None:
    entry = desk.write("One")
    desk.synced()
    desk.edit(entry, note="Two")
    lost(desk)
    desk.wall.alter(desk.wall.ours()[0].id, title="Mine")
    desk.edit(entry, note="Three")
    assert "kept: changed by hand" in sentences(desk)
    assert titles(desk) == ["Mine"]


def test_what_a_person_had_written_stays_theirs_when_an_answer_is_lost(desk: CalendarDesk) -> None:
    entry = desk.write("One")
    desk.synced()
    desk.wall.alter(desk.wall.ours()[0].id, title="Mine")
    desk.synced()
    desk.edit(entry, note="Two", span=minutes(-70, -55))
    lost(desk)
    desk.edit(entry, note="Three", span=minutes(-70, -50))
    desk.synced()
    (event,) = desk.wall.ours()
    assert (event.title, event.span) == ("Mine", minutes(-70, -50))
    assert event.description.endswith("00:20:00")


def test_a_person_may_change_an_event_whose_first_answer_was_lost(desk: CalendarDesk) -> None:
    entry = desk.write("One")
    lost(desk)
    desk.wall.alter(desk.wall.ours()[0].id, title="Mine")
    desk.edit(entry, note="Two", span=minutes(-70, -50))
    desk.synced()
    (event,) = desk.wall.ours()
    assert (event.title, event.span) == ("Mine", minutes(-70, -50))
    assert event.description.endswith("00:20:00")


def test_an_entry_does_not_move_along_with_an_event_that_we_moved_ourselves(
    desk: CalendarDesk,
) -> None:
    was, other = minutes(-90, -80), minutes(-70, -60)
    entry = desk.write("One", was)
    desk.synced()
    desk.edit(entry, span=other)
    lost(desk)
    desk.edit(entry, span=was)
    desk.synced()
    assert [card.span for card in desk.cards()] == [was]
    assert desk.wall.ours()[0].span == was
    for at in (other, was, other):
        desk.wall.alter(desk.wall.ours()[0].id, span=at)
        desk.synced()
        assert [card.span for card in desk.cards()] == [at]


def test_an_event_of_before_fingerprints_is_taken_for_a_persons_if_its_answer_was_lost(
    desk: CalendarDesk,
) -> None:
    entry = desk.write("One")
    desk.synced()
    desk.edit(entry, note="Two")
    lost(desk)
    desk.wall.alter(desk.wall.ours()[0].id, fingerprint="")
    desk.edit(entry, note="Three")
    assert "kept: changed by hand" in sentences(desk)
