"""Entries that are not exported, or not any more."""

from __future__ import annotations

from typing import Any

import pytest

from almanac import CALENDAR, Almanac, entry, event, minutes
from tt_integrations.domain.model.event_export import event_id
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.plan_steps import RemoveEvent
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.model.timesheet import EntryId

ID = event_id("here", EntryId(1))
EVENING = minutes(-200, -190)


@pytest.fixture
def almanac() -> Almanac:
    almanac = Almanac()
    almanac.write(entry(1))
    return almanac


@pytest.fixture
def exported(almanac: Almanac) -> Almanac:
    """The entry 1 is the event ID."""
    almanac.export_all()
    return almanac


def sentence(plan: Plan) -> str:
    (decided,) = plan.decisions
    return decided.sentence


def test_an_event_goes_with_its_entry_and_comes_again_with_it(exported: Almanac) -> None:
    exported.delete(1)
    (step,) = exported.export_all().steps
    assert isinstance(step, RemoveEvent)
    assert (step.decided.sentence, step.id, step.calendar) == (
        "removed: deleted here",
        ID,
        CALENDAR,
    )
    assert sentence(exported.outgoing(1)) == "ignored: deleted here"
    exported.write(entry(1))
    assert sentence(exported.export_all()) == "created"
    assert not exported.events[ID].cancelled


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"span": minutes(-60, -60)}, "zero length"),
        ({"note": "Painting [gcal:two]"}, "came from a calendar"),
    ],
)
def test_an_entry_that_is_none_to_export_any_more_loses_its_event(
    exported: Almanac, change: dict[str, Any], why: str
) -> None:
    exported.edit(1, **change)
    assert sentence(exported.export_all()) == f"removed: {why}"
    assert sentence(exported.outgoing(1)) == f"ignored: {why}"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"span": minutes(-60, -60)}, "zero length"),
        ({"note": "Painting [gcal:two]"}, "came from a calendar"),
        ({"person": PersonId(2)}, "deleted here"),
    ],
)
def test_an_entry_is_not_exported_for_a_reason(
    almanac: Almanac, change: dict[str, Any], why: str
) -> None:
    almanac.edit(1, **change)
    assert sentence(almanac.outgoing()) == f"ignored: {why}"


def test_an_entry_that_was_gone_before_it_was_exported_is_none(almanac: Almanac) -> None:
    almanac.delete(1)
    plan = almanac.outgoing()
    assert (sentence(plan), plan.idle) == ("ignored: deleted here", True)


def test_an_entry_that_was_an_event_is_not_exported_even_without_its_mark() -> None:
    almanac = Almanac()
    almanac.import_all(event())
    (card,) = almanac.entries.values()
    almanac.edit(card.id, note="Mine")
    plan = almanac.outgoing()
    assert (sentence(plan), plan.decisions[0].item) == ("ignored: came from a calendar", "one")
    almanac.delete(card.id)
    assert sentence(almanac.export_all()) == "ignored: deleted here"
    assert almanac.links["one"].gone
    assert sentence(almanac.incoming(event(etag="2"))) == "ignored: deleted here"
    assert sentence(almanac.outgoing(card.id)) == "ignored: came from a calendar"


def test_a_new_entry_under_the_number_of_one_that_was_an_event_is_exported() -> None:
    almanac = Almanac()
    almanac.import_all(event())
    (card,) = almanac.entries.values()
    almanac.write(entry(card.id, EVENING))
    assert sentence(almanac.outgoing()) == "created"


@pytest.mark.parametrize("gone", [None, event(ID, cancelled=True)])
def test_an_exported_event_that_is_found_deleted_is_not_made_again(
    exported: Almanac, gone: Any
) -> None:
    exported.edit(1, note="Walls")
    assert sentence(exported.export_all(seen={ID: gone})) == "kept: deleted there"
    exported.edit(1, note="Floor")
    plan = exported.export_all()
    assert (sentence(plan), plan.idle) == ("ignored: deleted there", True)


def test_a_new_entry_under_the_number_of_one_that_was_taken_back_is_exported() -> None:
    almanac = Almanac()
    run = almanac.import_all(event())
    (number,) = almanac.entries
    almanac.carry_out(almanac.back(run.decisions))
    almanac.write(entry(number, EVENING))
    assert sentence(almanac.outgoing()) == "created"
