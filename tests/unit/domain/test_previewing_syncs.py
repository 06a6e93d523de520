"""What a preview shows is what is done, and looking changes nothing."""

from __future__ import annotations

import pytest

from calendar_desk import CalendarDesk, meeting, minutes
from tt_integrations.domain.errors import ProviderUnavailable
from tt_integrations.domain.model.calendar_rules import Overlap
from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.runs import RunResult
from tt_integrations.domain.usecases.apply_preview import PlanMoved
from tt_integrations.domain.usecases.preview_sync import TOO_MUCH
from tt_integrations.domain.usecases.sync_issues import NotSynced, Synced
from tt_integrations.testing.memory import MemoryStore


@pytest.fixture
def desk() -> CalendarDesk:
    """Much is to be done, in both directions."""
    desk = CalendarDesk()
    desk.both_ways()
    desk.write("One")
    desk.wall.put(*(meeting(f"m{n}") for n in range(5)))
    desk.synced()
    desk.synced()
    desk.wall.alter("m0", title="Retro")
    desk.wall.delete("m1")
    desk.wall.alter(desk.wall.ours()[0].id, span=minutes(-40, -10))
    desk.wall.put(*(meeting(f"n{n}") for n in range(4)), meeting("later", 10, 40))
    desk.write("Two")
    return desk


def told(decisions: object) -> list[tuple[str, str]]:
    return [(each.item, each.sentence) for each in decisions]  # type: ignore[attr-defined]


def test_looking_changes_nothing(desk: CalendarDesk) -> None:
    store = desk.ground
    assert isinstance(store, MemoryStore)
    before, shelves = store.unit_of_work.published.tables, desk.wall.shelves["main"].copy()
    first = desk.previewed()
    assert desk.previewed() == first
    assert store.unit_of_work.published.tables is before
    assert desk.wall.shelves["main"] == shelves


def test_what_is_applied_is_what_was_shown(desk: CalendarDesk) -> None:
    previewed = desk.previewed()
    outcome = desk.apply(previewed)
    assert isinstance(outcome, Synced)
    assert outcome.run.result is RunResult.DONE
    assert told(desk.decided(outcome.run.id)) == told(previewed.plan.decisions)
    assert {sentence for _, sentence in told(previewed.plan.decisions)} >= {
        "updated: note",
        "removed: cancelled",
        "updated: times",
        "created",
        "ignored: not ended yet",
    }
    assert set(desk.told()) <= {(event.id, "ignored: ours") for event in desk.wall.ours()}


def test_what_a_sync_does_is_what_a_preview_shows(desk: CalendarDesk) -> None:
    previewed = desk.previewed()
    assert desk.told() == told(previewed.plan.decisions)


def test_where_the_calendar_moved_the_new_plan_is_shown_and_nothing_done(
    desk: CalendarDesk,
) -> None:
    previewed = desk.previewed()
    desk.wall.put(meeting("new"))
    notes, runs = desk.notes(), desk.runs()
    outcome = desk.apply(previewed)
    assert isinstance(outcome, PlanMoved)
    assert ("new", "created") in told(outcome.previewed.plan.decisions)
    assert (desk.notes(), desk.runs()) == (notes, runs)
    assert isinstance(desk.apply(outcome.previewed), Synced)


def test_where_an_entry_moved_the_new_plan_is_shown(desk: CalendarDesk) -> None:
    previewed = desk.previewed()
    [entry] = [card.id for card in desk.cards() if card.note == "Meeting m0 [gcal:m0]"]
    desk.edit(entry, note="Mine")
    assert isinstance(desk.apply(previewed), PlanMoved)


def test_a_first_sync_can_be_previewed_and_applied(desk: CalendarDesk) -> None:
    fresh = CalendarDesk()
    fresh.both_ways()
    fresh.write("One")
    fresh.wall.put(meeting("a"))
    previewed = fresh.previewed()
    assert "mark" not in fresh.again().settings
    assert isinstance(fresh.apply(previewed), Synced)
    assert len(fresh.wall.ours()) == 1
    assert fresh.told() == [(fresh.wall.ours()[0].id, "ignored: ours")]


def test_an_event_that_two_pages_show_counts_once(desk: CalendarDesk) -> None:
    """The second time as an entry that the first one made."""
    desk.let(calendars=(*desk.rules.kept.calendars, desk.rules.kept.calendars[0]))
    sentences = [
        sentence for item, sentence in told(desk.previewed().plan.decisions) if item == "n0"
    ]
    assert sentences == ["created", "unchanged"]


def test_a_calendar_in_trouble_is_shown_in_trouble(desk: CalendarDesk) -> None:
    del desk.wall.shelves["main"]
    assert told(desk.previewed().plan.decisions)[0] == ("main", "failed: calendar is out of sight")


def test_what_takes_too_long_is_not_shown(desk: CalendarDesk) -> None:
    desk.wall.meanwhile = lambda: desk.clock.advance(61)
    assert desk.preview(desk.connection.id) == NotSynced(TOO_MUCH)


def test_an_export_that_the_provider_ends_is_partial_and_goes_on_later(desk: CalendarDesk) -> None:
    previewed = desk.previewed()
    desk.wall.refusals["add"] = ProviderUnavailable("down")
    with pytest.raises(ProviderUnavailable):
        desk.apply(previewed)
    assert desk.runs()[-1].result is RunResult.PARTIAL
    desk.wall.refusals.clear()
    desk.synced()
    assert len(desk.wall.ours()) == 2


def test_an_event_whose_words_are_not_kept_is_looked_at_and_not_changed(
    desk: CalendarDesk,
) -> None:
    """A private one: nobody knows what it says before it is looked at."""
    event = desk.wall.ours()[0].id
    desk.wall.alter(event, private=True, title="Secret")
    desk.calls()
    previewed = desk.previewed()
    assert f"look at {event}" in desk.calls()
    assert isinstance(desk.apply(previewed), Synced)
    assert desk.wall.at(event).title == "Secret"
    assert "00:30:00" in desk.wall.at(event).description


def test_an_entry_that_would_have_moved_is_in_the_way_of_what_follows(desk: CalendarDesk) -> None:
    """As it is when the sync does it."""
    desk.let(overlap=Overlap.SKIP)
    shown = told(desk.previewed().plan.decisions)
    assert [dict(shown)[f"n{n}"] for n in range(4)] == ["ignored: overlaps an entry"] * 4
    assert desk.told() == shown


def test_what_cannot_be_synced_cannot_be_previewed_or_applied(desk: CalendarDesk) -> None:
    previewed = desk.previewed()
    with desk.work() as tx:
        tx.connections.move(desk.connection.id, ConnectionState.PAUSED)
        tx.commit()
    assert isinstance(desk.preview(desk.connection.id), NotSynced)
    assert isinstance(desk.apply(previewed), NotSynced)
