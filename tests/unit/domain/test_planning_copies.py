"""Events that several calendars show: what their links remember, and by which calendar they are entries."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest
from attrs import evolve

from almanac import CALENDAR, TERMS, WEB, Almanac, entry, event, minutes, stored
from tt_integrations.domain.model.calendar_rules import CalendarChoice, Overlap
from tt_integrations.domain.model.entry_cards import EntryCard, Lock
from tt_integrations.domain.model.events import Answered, Event
from tt_integrations.domain.model.plan_import import Page, import_plan
from tt_integrations.domain.model.plan_import_base import import_base
from tt_integrations.domain.model.plan_sides import is_waiting
from tt_integrations.domain.model.plan_steps import Nothing, Step
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId

TEAM, CLUB = "team", "club"
CHOSEN = tuple(CalendarChoice(each, WEB.id) for each in (CALENDAR, TEAM, CLUB))
TOMORROW = minutes(24 * 60, 25 * 60)
NUMBER = EntryId(200)
GONE = {"cancelled": True, "span": None, "title": "", "etag": "gone"}


@pytest.fixture
def almanac() -> Almanac:
    almanac = Almanac(numbers=count(NUMBER))
    almanac.choose(calendars=CHOSEN)
    return almanac


def told(almanac: Almanac, calendar: str, one: Event, others: Sequence[EntryCard] = ()) -> Step:
    """The step for what that calendar tells; it was done."""
    page = Page(calendar, [one], almanac.links, almanac.entries, others=others)
    (step,) = almanac.carry_out(import_plan(almanac.terms, page)).steps
    return step


def sentence(almanac: Almanac, calendar: str, **change: Any) -> str:
    return told(almanac, calendar, event(**change)).decided.sentence


def card(almanac: Almanac) -> EntryCard:
    return almanac.entries[NUMBER]


def owner(almanac: Almanac) -> object:
    return almanac.links["one"].base["calendar"]


def test_an_event_is_one_entry_by_the_calendar_that_told_of_it_first(almanac: Almanac) -> None:
    assert sentence(almanac, CALENDAR) == "created"
    assert sentence(almanac, TEAM, title="Copy", etag="2") == "ignored: in another calendar"
    assert (owner(almanac), card(almanac).note) == (CALENDAR, "Stand-up [gcal:one]")
    assert isinstance(told(almanac, TEAM, event(title="Copy", etag="2")), Nothing)


def test_an_entry_is_handed_over_when_the_next_calendar_still_shows_its_event(
    almanac: Almanac,
) -> None:
    sentence(almanac, CALENDAR)
    sentence(almanac, CLUB)
    sentence(almanac, TEAM)
    was = card(almanac)
    assert sentence(almanac, CALENDAR, **GONE) == "unchanged: in another calendar"
    assert (card(almanac), owner(almanac)) == (was, TEAM)
    assert sentence(almanac, TEAM, answered=Answered.DECLINED, etag="2") == (
        "unchanged: in another calendar"
    )
    assert (card(almanac), owner(almanac)) == (was, CLUB)
    assert sentence(almanac, CLUB, **GONE) == "removed: cancelled"
    assert almanac.entries == {}


@pytest.mark.parametrize(
    "gone", [GONE, {"answered": Answered.DECLINED}, {"free": True}, {"span": TOMORROW}]
)
def test_a_copy_that_goes_first_is_no_reason_to_keep_an_entry(
    almanac: Almanac, gone: dict[str, Any]
) -> None:
    sentence(almanac, CALENDAR)
    sentence(almanac, TEAM)
    assert sentence(almanac, TEAM, **{"etag": "2", **gone}) == "ignored: in another calendar"
    assert sentence(almanac, CALENDAR, **GONE).startswith("removed: cancelled")
    assert is_waiting(almanac.links["one"]) == (gone.get("span") == TOMORROW)


def test_an_entry_that_is_handed_over_follows_what_is_different_there(almanac: Almanac) -> None:
    sentence(almanac, CALENDAR)
    sentence(almanac, TEAM, title="Retro", span=minutes(-50, -20))
    assert sentence(almanac, CALENDAR, **GONE) == "updated: times, note"
    assert card(almanac).span == minutes(-50, -20)
    assert sentence(almanac, TEAM, title="Planning", span=minutes(-50, -20), etag="2") == (
        "updated: note"
    )


def test_what_a_person_changed_stays_when_the_entry_is_handed_over(almanac: Almanac) -> None:
    sentence(almanac, CALENDAR)
    sentence(almanac, TEAM, title="Retro", span=minutes(-50, -20))
    almanac.edit(NUMBER, note="Mine")
    assert sentence(almanac, CALENDAR, **GONE) == "updated: times"
    assert (card(almanac).note, card(almanac).span) == ("Mine", minutes(-50, -20))


def test_an_entry_that_is_kept_when_its_event_goes_is_taken_over_by_who_shows_it_next(
    almanac: Almanac,
) -> None:
    sentence(almanac, CALENDAR)
    almanac.edit(NUMBER, lock=Lock.INVOICED)
    assert sentence(almanac, CALENDAR, **GONE) == "kept: locked: invoiced"
    assert isinstance(told(almanac, CALENDAR, event(**GONE)), Nothing)
    assert sentence(almanac, TEAM) == "unchanged"
    almanac.edit(NUMBER, lock=None)
    assert sentence(almanac, TEAM, title="Retro", etag="2") == "updated: note"
    assert sentence(almanac, CALENDAR, **GONE) == "ignored: in another calendar"


def test_a_calendar_that_is_chosen_no_more_makes_room_for_the_others(almanac: Almanac) -> None:
    sentence(almanac, CALENDAR)
    sentence(almanac, TEAM)
    almanac.choose(calendars=CHOSEN[1:])
    assert sentence(almanac, CLUB, title="Copy") == "updated: note"
    almanac.choose(calendars=CHOSEN[2:])
    assert sentence(almanac, CLUB, **GONE) == "removed: cancelled"


def test_the_event_of_a_calendar_without_a_project_keeps_no_entry(almanac: Almanac) -> None:
    almanac.choose(calendars=(CHOSEN[0], CalendarChoice(TEAM, None)))
    sentence(almanac, CALENDAR)
    assert isinstance(told(almanac, TEAM, event()), Nothing)
    almanac.choose(calendars=(CalendarChoice(CALENDAR, None), CalendarChoice(TEAM, None)))
    assert sentence(almanac, CALENDAR, span=TOMORROW, etag="2") == "removed: no project"
    almanac.choose(calendars=CHOSEN)
    assert sentence(almanac, CALENDAR, span=TOMORROW, etag="2") == "ignored: not ended yet"


def test_an_event_waits_for_the_calendar_that_told_of_it_first(almanac: Almanac) -> None:
    assert sentence(almanac, CALENDAR, span=TOMORROW) == "ignored: not ended yet"
    assert sentence(almanac, TEAM, span=TOMORROW) == "ignored: not ended yet"
    assert owner(almanac) == CALENDAR
    assert isinstance(told(almanac, TEAM, event(span=TOMORROW)), Nothing)
    assert sentence(almanac, TEAM, span=TOMORROW, free=True) == "ignored: in another calendar"
    assert sentence(almanac, CALENDAR, **GONE) == "ignored: cancelled"
    assert almanac.links["one"].gone


def test_an_event_goes_on_waiting_by_another_calendar_and_becomes_its_entry(
    almanac: Almanac,
) -> None:
    shop = Project(ProjectId(2), "Shop")
    choices = (CHOSEN[0], CalendarChoice(TEAM, shop.id))
    almanac.terms = evolve(TERMS, projects={WEB.id: WEB, shop.id: shop})
    almanac.choose(calendars=choices)
    sentence(almanac, CALENDAR, span=TOMORROW)
    sentence(almanac, TEAM, span=TOMORROW, title="Retro")
    assert sentence(almanac, CALENDAR, **GONE) == "ignored: in another calendar"
    almanac.wait(TOMORROW.end)
    assert sentence(almanac, CALENDAR, **GONE) == "created"
    assert (card(almanac).note, card(almanac).project) == ("Retro [gcal:one]", shop.id)


def test_what_has_ended_in_one_calendar_does_not_wait_for_another(almanac: Almanac) -> None:
    sentence(almanac, CALENDAR, span=TOMORROW)
    assert sentence(almanac, TEAM) == "created"
    assert owner(almanac) == TEAM
    assert sentence(almanac, TEAM, **GONE) == "removed: cancelled"
    assert (owner(almanac), is_waiting(almanac.links["one"])) == (CALENDAR, True)
    assert sentence(almanac, CALENDAR) == "created"
    assert sentence(almanac, CLUB) == "ignored: in another calendar"
    assert sentence(almanac, CALENDAR, span=TOMORROW, etag="3") == "unchanged: in another calendar"
    assert (owner(almanac), len(almanac.entries)) == (CLUB, 1)


def test_a_copy_over_an_entry_of_ones_own_leaves_room_for_another_one(almanac: Almanac) -> None:
    almanac.choose(overlap=Overlap.SKIP)
    own = entry(4, minutes(-60, -30))
    sentence(almanac, CALENDAR, span=TOMORROW)
    waits = told(almanac, TEAM, event(at=minutes(-60, -30)), [own])
    assert waits.decided.sentence == "ignored: not ended yet"
    again = told(almanac, CALENDAR, event(at=minutes(-60, -30)), [own])
    assert again.decided.sentence == "ignored: overlaps an entry"


def test_an_adopted_entry_is_handed_over_as_well(almanac: Almanac) -> None:
    noted = entry(NUMBER, minutes(-60, -30), note="Stand-up [gcal:one]")
    sentence(almanac, CALENDAR)
    almanac.links.clear()
    almanac.entries = {NUMBER: noted}
    sentence(almanac, TEAM, span=TOMORROW)
    page = Page(CALENDAR, [event()], almanac.links, almanac.entries, noted=[noted])
    assert almanac.carry_out(import_plan(almanac.terms, page)).decisions[0].sentence == (
        "unchanged: adopted"
    )
    sentence(almanac, TEAM, etag="2")
    assert sentence(almanac, CALENDAR, **GONE) == "unchanged: in another calendar"


def test_a_link_of_before_there_were_copies_says_the_same_as_ever(almanac: Almanac) -> None:
    sentence(almanac, CALENDAR)
    base = almanac.links["one"].base
    assert set(base) == {"side", "calendar", "etag", "event", "entry", "held"}
    assert stored(import_base(base).json()) == base
