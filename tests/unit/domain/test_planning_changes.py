"""An entry follows its event, except in what a person changed by hand."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from almanac import Almanac, event, minutes
from tt_integrations.domain.model.calendar_rules import CalendarChoice
from tt_integrations.domain.model.entry_cards import EntryCard, Lock
from tt_integrations.domain.model.plan_steps import ChangeEntry
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.model.timesheet import EntryId, ProjectId

ELSEWHEN, EVENING = minutes(-500, -400), minutes(-200, -190)
NUMBER = 200


@pytest.fixture
def almanac() -> Almanac:
    """One event, which is the entry NUMBER."""
    almanac = Almanac(numbers=count(NUMBER))
    almanac.import_all(event())
    almanac.put(event())
    almanac.import_all()
    assert list(almanac.entries) == [NUMBER]
    return almanac


def card(almanac: Almanac) -> EntryCard:
    return almanac.entries[EntryId(NUMBER)]


def sentence(plan: Plan) -> str:
    (decided,) = plan.decisions
    return decided.sentence


def kept(plan: Plan) -> tuple[str, ...]:
    return plan.decisions[0].kept


def test_an_event_that_did_not_change_is_passed_over(almanac: Almanac) -> None:
    plan = almanac.incoming()
    assert (sentence(plan), plan.idle, plan.decisions[0].ours) == ("unchanged", True, NUMBER)


def test_an_event_that_changed_in_nothing_that_counts_leaves_its_entry(almanac: Almanac) -> None:
    almanac.alter("one", description="An agenda")
    was = card(almanac)
    assert sentence(almanac.import_all()) == "unchanged"
    assert card(almanac) == was
    assert almanac.incoming().idle


def test_an_event_without_an_etag_is_compared_anew(almanac: Almanac) -> None:
    assert sentence(almanac.import_all(event(etag=""))) == "unchanged"
    assert sentence(almanac.import_all(event(etag="", title="Retro"))) == "updated: note"


@pytest.mark.parametrize(
    ("change", "field", "becomes"),
    [
        ({"span": EVENING}, "times", {"span": EVENING}),
        ({"title": "Retro"}, "note", {"note": "Retro [gcal:one]"}),
        ({"private": True}, "note", {"note": "Busy [gcal:one]"}),
        (
            {"span": EVENING, "title": ""},
            "times, note",
            {"span": EVENING, "note": "Calendar event [gcal:one]"},
        ),
    ],
)
def test_an_entry_follows_its_event(
    almanac: Almanac, change: dict[str, Any], field: str, becomes: dict[str, Any]
) -> None:
    almanac.alter("one", **change)
    was = card(almanac)
    (step,) = almanac.import_all().steps
    assert isinstance(step, ChangeEntry)
    assert step.decided.sentence == f"updated: {field}"
    assert step.decided.before is not None
    assert step.decided.before["note"] == was.note
    assert {name: getattr(card(almanac), name) for name in becomes} == becomes
    assert almanac.incoming().idle


@pytest.mark.parametrize(
    ("by_hand", "change", "told"),
    [
        ({"span": ELSEWHEN}, {"span": EVENING}, ("kept: changed by hand", ("times",))),
        ({"note": "Mine"}, {"title": "Retro"}, ("kept: changed by hand", ("note",))),
        ({"note": "Mine"}, {"span": EVENING}, ("updated: times", ())),
        ({"note": "Mine"}, {"span": EVENING, "title": "Retro"}, ("updated: times", ("note",))),
        ({"span": ELSEWHEN}, {"span": EVENING, "title": "Retro"}, ("updated: note", ("times",))),
        ({"billable": False}, {"title": "Retro"}, ("updated: note", ())),
    ],
)
def test_what_a_person_changed_stays_and_the_rest_follows(
    almanac: Almanac,
    by_hand: dict[str, Any],
    change: dict[str, Any],
    told: tuple[str, tuple[str, ...]],
) -> None:
    almanac.edit(NUMBER, **by_hand)
    almanac.alter("one", **change)
    plan = almanac.import_all()
    assert (sentence(plan), kept(plan)) == told
    assert {name: getattr(card(almanac), name) for name in by_hand} == by_hand
    assert almanac.incoming().idle
    almanac.alter("one", span=minutes(-20, -10), title="Once more")
    almanac.import_all()
    still = set(by_hand) - {"billable"}
    assert {name: getattr(card(almanac), name) for name in still} == {
        name: by_hand[name] for name in still
    }


def test_a_change_by_hand_to_what_the_event_says_is_none(almanac: Almanac) -> None:
    almanac.edit(NUMBER, span=EVENING, note="Retro [gcal:one]\r\n")
    almanac.alter("one", span=EVENING, title="Retro")
    assert sentence(almanac.import_all()) == "unchanged"
    almanac.alter("one", span=ELSEWHEN, title="Late")
    assert sentence(almanac.import_all()) == "updated: times, note"


def test_an_entry_without_its_mark_is_still_the_events(almanac: Almanac) -> None:
    almanac.edit(NUMBER, note="Mine")
    almanac.alter("one", span=EVENING)
    almanac.import_all()
    assert card(almanac).span == EVENING


def test_an_entry_stays_in_its_project_whatever_is_chosen_later(almanac: Almanac) -> None:
    almanac.choose(calendars=(CalendarChoice("main", ProjectId(2)),))
    almanac.alter("one", span=EVENING)
    assert sentence(almanac.import_all()) == "updated: times"
    assert card(almanac).project == ProjectId(1)


@pytest.mark.parametrize("lock", Lock)
@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"cancelled": True}, ()),
        ({"span": EVENING, "title": "Retro"}, ("times", "note")),
        ({"title": "Retro"}, ("note",)),
    ],
)
def test_a_locked_entry_stays_as_it_is(
    almanac: Almanac, lock: Lock, change: dict[str, Any], names: tuple[str, ...]
) -> None:
    almanac.edit(NUMBER, lock=lock)
    almanac.alter("one", **change)
    was = card(almanac)
    plan = almanac.import_all()
    assert (sentence(plan), kept(plan)) == (f"kept: locked: {lock}", names)
    assert card(almanac) == was
    assert almanac.incoming().idle


def test_an_entry_that_was_locked_catches_up_at_the_next_change(almanac: Almanac) -> None:
    almanac.edit(NUMBER, lock=Lock.APPROVED)
    almanac.alter("one", span=EVENING)
    almanac.import_all()
    almanac.edit(NUMBER, lock=None)
    almanac.alter("one", title="Retro")
    assert sentence(almanac.import_all()) == "updated: times, note"


def test_a_locked_entry_of_which_nothing_is_wanted_is_unchanged(almanac: Almanac) -> None:
    almanac.edit(NUMBER, lock=Lock.PAID)
    almanac.alter("one", description="An agenda")
    assert sentence(almanac.import_all()) == "unchanged"


def test_nothing_is_removed_for_an_event_that_cannot_be_understood(almanac: Almanac) -> None:
    plan = almanac.import_all(event(at=minutes(-1, -2)))
    assert sentence(plan) == "failed: malformed: it ends before it starts"
    assert len(almanac.entries) == 1
