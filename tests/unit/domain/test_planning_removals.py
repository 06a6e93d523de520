"""An entry goes with its event, unless somebody needs it."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest

from almanac import CALENDAR, Almanac, entry, event, minutes
from tt_integrations.domain.model.entry_cards import EntryCard
from tt_integrations.domain.model.events import Answered
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.plan_copies import waiting_event
from tt_integrations.domain.model.plan_steps import RemoveEntry
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.model.timesheet import EntryId, ProjectId

ELSEWHEN, EVENING = minutes(-500, -400), minutes(-200, -190)
TOMORROW = minutes(24 * 60, 25 * 60)
NUMBER = 200
GOES: list[tuple[str, dict[str, Any]]] = [
    ("cancelled", {"cancelled": True, "span": None, "title": ""}),
    ("declined", {"answered": Answered.DECLINED}),
    ("all day", {"whole_days": True, "span": None}),
    ("zero length", {"span": minutes(-60, -60)}),
    ("not ended yet", {"span": TOMORROW}),
]


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


@pytest.mark.parametrize(("why", "change"), GOES)
def test_an_entry_goes_when_its_event_does(
    almanac: Almanac, why: str, change: dict[str, Any]
) -> None:
    almanac.alter("one", **change)
    was = card(almanac)
    (step,) = almanac.import_all().steps
    assert isinstance(step, RemoveEntry)
    assert (step.decided.sentence, step.was) == (f"removed: {why}", was)
    assert step.decided.before is not None
    assert almanac.entries == {}
    assert almanac.incoming().idle
    assert sentence(almanac.incoming()) == f"ignored: {why}"


@pytest.mark.parametrize(("why", "change"), GOES)
def test_an_event_that_is_itself_again_is_an_entry_again(
    almanac: Almanac, why: str, change: dict[str, Any]
) -> None:
    almanac.alter("one", **change)
    almanac.import_all()
    almanac.put(event())
    assert sentence(almanac.import_all()) == "created"
    assert len(almanac.entries) == 1


def test_an_event_that_is_put_off_becomes_an_entry_when_it_has_ended(almanac: Almanac) -> None:
    almanac.alter("one", span=TOMORROW)
    almanac.import_all()
    waiting = waiting_event(almanac.links["one"], CALENDAR)
    assert waiting is not None
    almanac.wait(TOMORROW.end)
    assert sentence(almanac.import_all(waiting)) == "created"
    assert [each.span for each in almanac.entries.values()] == [TOMORROW]


@pytest.mark.parametrize(("why", "change"), GOES)
@pytest.mark.parametrize(
    ("by_hand", "names"),
    [
        ({"span": ELSEWHEN}, ("times",)),
        ({"note": "Mine"}, ("note",)),
        ({"project": ProjectId(2)}, ("project",)),
        ({"task_name": "Walls"}, ("task",)),
        ({"billable": False}, ("billable",)),
    ],
)
def test_an_entry_that_a_person_changed_stays_when_its_event_goes(
    almanac: Almanac,
    why: str,
    change: dict[str, Any],
    by_hand: dict[str, Any],
    names: tuple[str, ...],
) -> None:
    almanac.edit(NUMBER, **by_hand)
    almanac.alter("one", **change)
    was = card(almanac)
    plan = almanac.import_all()
    assert (sentence(plan), kept(plan)) == ("kept: changed by hand", names)
    assert card(almanac) == was
    assert almanac.incoming().idle


def test_an_entry_that_a_person_deleted_is_never_made_again(almanac: Almanac) -> None:
    almanac.delete(NUMBER)
    assert sentence(almanac.import_all()) == "ignored: deleted here"
    assert almanac.incoming().idle
    almanac.alter("one", span=EVENING)
    assert sentence(almanac.import_all()) == "ignored: deleted here"
    almanac.alter("one", span=TOMORROW)
    assert sentence(almanac.import_all()) == "ignored: deleted here"
    assert almanac.entries == {}


@pytest.mark.parametrize(
    "other",
    [
        {"at": ELSEWHEN, "note": "Something else"},
        {"person": PersonId(2), "note": "Stand-up [gcal:one]"},
    ],
)
def test_another_entry_under_the_same_number_is_not_the_events(
    almanac: Almanac, other: dict[str, Any]
) -> None:
    newcomer = entry(NUMBER, **other)
    almanac.write(newcomer)
    almanac.alter("one", cancelled=True)
    assert sentence(almanac.import_all()) == "ignored: deleted here"
    assert card(almanac) == newcomer
