"""Exported events that come back with the calendar's other events."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from almanac import Almanac, entry, minutes
from tt_integrations.domain.model.calendar_rules import Direction
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.event_export import event_id, mark_of
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.plan_steps import ChangeEntry
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.model.timesheet import EntryId

ID = event_id("here", EntryId(1))
EVENING = minutes(-200, -190)


@pytest.fixture
def almanac() -> Almanac:
    """The entry 1 is the event ID."""
    almanac = Almanac()
    almanac.write(entry(1))
    almanac.export_all()
    return almanac


def sentence(plan: Plan) -> str:
    (decided,) = plan.decisions
    return decided.sentence


def test_an_exported_event_never_becomes_an_entry(almanac: Almanac) -> None:
    plan = almanac.incoming()
    assert (sentence(plan), plan.idle, plan.decisions[0].ours) == ("ignored: ours", True, 1)


def test_an_exported_event_whose_answer_was_lost_is_known_by_its_mark(almanac: Almanac) -> None:
    almanac.links.clear()
    assert sentence(almanac.incoming()) == "ignored: ours"


def test_an_exported_event_that_lost_its_mark_is_known_by_its_link(almanac: Almanac) -> None:
    almanac.alter(ID, mark=None)
    assert sentence(almanac.import_all()) == "ignored: ours"


def test_a_copy_of_an_exported_event_is_ours_too(almanac: Almanac) -> None:
    copy = evolve(almanac.events[ID], id="copy")
    assert sentence(almanac.incoming(copy)) == "ignored: ours"


@pytest.mark.parametrize("mark", [mark_of("there", EntryId(1)), ""])
def test_what_another_time_sheet_put_into_the_calendar_never_becomes_an_entry(
    almanac: Almanac, mark: str
) -> None:
    theirs = evolve(almanac.events[ID], id="theirs", mark=mark)
    plan = almanac.incoming(theirs)
    assert (sentence(plan), plan.idle) == ("ignored: exported", True)


def test_an_entry_that_another_ones_export_became_before_goes_when_that_event_changes(
    almanac: Almanac,
) -> None:
    theirs = evolve(almanac.events[ID], id="theirs", mark=None)
    almanac.import_all(theirs)
    marked = evolve(theirs, mark=mark_of("there", EntryId(1)), etag="new")
    assert sentence(almanac.import_all(marked)) == "removed: exported"
    assert almanac.entries == {1: entry(1)}


def test_a_new_title_is_noted_and_nothing_is_changed(almanac: Almanac) -> None:
    almanac.alter(ID, title="Theirs")
    assert sentence(almanac.import_all()) == "ignored: ours"
    assert almanac.entries == {1: entry(1)}
    assert almanac.incoming().idle


def test_an_exported_event_that_a_person_deletes_is_not_made_again(almanac: Almanac) -> None:
    almanac.alter(ID, cancelled=True, span=None)
    plan = almanac.import_all()
    assert (sentence(plan), plan.decisions[0].ours) == ("kept: deleted there", 1)
    assert almanac.entries == {1: entry(1)}
    assert sentence(almanac.incoming()) == "ignored: ours"
    almanac.edit(1, note="Walls")
    assert sentence(almanac.export_all()) == "ignored: deleted there"


def test_an_entry_moves_along_with_its_exported_event(almanac: Almanac) -> None:
    almanac.alter(ID, span=EVENING)
    (step,) = almanac.import_all().steps
    assert isinstance(step, ChangeEntry)
    assert (step.decided.sentence, step.decided.ours) == ("updated: times", 1)
    assert almanac.entries == {1: entry(1, EVENING)}
    assert almanac.incoming().idle
    almanac.export_all()  # its length is in the description
    assert almanac.events[ID].span == EVENING
    assert almanac.outgoing(1).idle


@pytest.mark.parametrize(
    "own",
    [
        {"span": minutes(-300, -290)},
        {"lock": Lock.CLOSED_PERIOD},
        {"person": PersonId(2)},
    ],
)
def test_an_entry_that_is_locked_or_was_changed_stays(
    almanac: Almanac, own: dict[str, Any]
) -> None:
    almanac.edit(1, **own)
    almanac.alter(ID, span=EVENING)
    plan = almanac.import_all()
    assert (sentence(plan), plan.decisions[0].kept) == ("kept: ours", ("times",))
    assert almanac.entries == {1: evolve(entry(1), **own)}
    assert almanac.incoming().idle


@pytest.mark.parametrize("at", [minutes(5, 10), minutes(-5, 5), minutes(-20, -20), None])
def test_an_entry_stays_where_an_event_moved_to_is_no_time_of_work(
    almanac: Almanac, at: Any
) -> None:
    almanac.alter(ID, span=at)
    assert sentence(almanac.import_all()) == "kept: ours"
    assert almanac.entries == {1: entry(1)}


def test_an_entry_stays_where_the_connection_goes_one_way_only(almanac: Almanac) -> None:
    almanac.choose(direction=Direction.IMPORT)
    almanac.alter(ID, span=EVENING)
    assert sentence(almanac.import_all()) == "kept: ours"


def test_an_event_that_moved_goes_back_when_its_entry_changes_that_stayed(
    almanac: Almanac,
) -> None:
    almanac.edit(1, lock=Lock.PAID)
    almanac.alter(ID, span=EVENING)
    almanac.import_all()
    almanac.edit(1, note="Walls")
    almanac.export_all()
    assert almanac.events[ID].span == entry(1).span


def test_an_exported_event_whose_entry_is_gone_stays_until_the_export_removes_it(
    almanac: Almanac,
) -> None:
    almanac.delete(1)
    almanac.alter(ID, span=EVENING)
    assert sentence(almanac.import_all()) == "kept: ours"
    assert sentence(almanac.export_all()) == "removed: deleted here"


def test_a_private_event_of_ours_is_compared_anew_each_time_and_changes_nothing(
    almanac: Almanac,
) -> None:
    almanac.alter(ID, private=True, title="Doctor")
    (decided,) = almanac.import_all().decisions
    assert (decided.title, decided.sentence) == ("Busy", "ignored: ours")
    assert almanac.incoming().idle
