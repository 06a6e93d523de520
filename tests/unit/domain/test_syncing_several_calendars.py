"""Calendars of one person that show the same events: an entry stands as long as one of them shows its event."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from calendar_desk import CalendarDesk, meeting, minutes
from tt_integrations.domain.model.calendar_rules import CalendarChoice
from tt_integrations.domain.model.events import Answered
from tt_integrations.domain.usecases.sync_issues import Synced
from wall_calendar import MAIN

TEAM = "team"
LEFT_OUT: list[dict[str, Any]] = [
    {"answered": Answered.DECLINED},
    {"cancelled": True, "span": None},
    {"free": True},
]


@pytest.fixture
def desk() -> CalendarDesk:
    """Ada's calendars `main` and `team`, in this order."""
    desk = CalendarDesk()
    desk.wall.shelves[TEAM] = {}
    choose(desk, MAIN, TEAM)
    return desk


def choose(desk: CalendarDesk, *calendars: str) -> None:
    desk.let(calendars=tuple(CalendarChoice(each, desk.web.id) for each in calendars))


def hour_later(desk: CalendarDesk) -> None:
    desk.clock.advance(timedelta(hours=1))


@pytest.mark.parametrize("there", [MAIN, TEAM])
@pytest.mark.parametrize("left_out", LEFT_OUT)
def test_an_event_that_waits_becomes_an_entry_whatever_another_calendar_leaves_out(
    desk: CalendarDesk, left_out: dict[str, Any], there: str
) -> None:
    [other] = {MAIN, TEAM} - {there}
    desk.wall.put(meeting("a", 10, 20), calendar=there)
    desk.wall.put(meeting("a", **{"span": minutes(10, 20), **left_out}), calendar=other)
    desk.synced()
    assert desk.cards() == []
    hour_later(desk)
    assert desk.told() == [("a", "created")]
    assert desk.synced() == []


def test_an_event_that_waits_becomes_an_entry_although_another_calendar_has_no_project(
    desk: CalendarDesk,
) -> None:
    desk.let(calendars=(CalendarChoice(MAIN, desk.web.id), CalendarChoice(TEAM, None)))
    for calendar in (MAIN, TEAM):
        desk.wall.put(meeting("a", 10, 20), calendar=calendar)
    desk.synced()
    hour_later(desk)
    assert desk.told() == [("a", "created")]


@pytest.mark.parametrize(("first", "then"), [(MAIN, TEAM), (TEAM, MAIN)])
def test_the_entry_of_an_event_that_moves_to_another_calendar_is_there_after_it(
    desk: CalendarDesk, first: str, then: str
) -> None:
    desk.wall.put(meeting("a"), calendar=first)
    desk.synced()
    desk.wall.put(meeting("a"), calendar=then)
    desk.wall.delete("a", first)
    desk.synced()
    assert desk.notes() == ["Meeting a [gcal:a]"]
    assert desk.synced() == []
    desk.wall.alter("a", then, title="Retro")
    assert desk.told() == [("a", "updated: note")]


@pytest.mark.parametrize(("gone", "stays"), [(MAIN, TEAM), (TEAM, MAIN)])
def test_an_entry_stands_when_one_of_two_copies_goes(
    desk: CalendarDesk, gone: str, stays: str
) -> None:
    desk.wall.put(meeting("a"))
    desk.wall.put(meeting("a"), calendar=TEAM)
    desk.synced()
    [was] = desk.cards()
    desk.wall.delete("a", gone)
    desk.synced()
    assert desk.cards() == [was]
    desk.wall.delete("a", stays)
    assert desk.told() == [("a", "removed: cancelled")]


@pytest.mark.parametrize("restarts", [False, True])
def test_an_event_waits_by_the_calendar_that_still_shows_it(
    desk: CalendarDesk, *, restarts: bool
) -> None:
    desk.wall.put(meeting("a", 10, 20))
    desk.wall.put(meeting("a", 15, 30), calendar=TEAM)
    desk.synced()
    desk.wall.delete("a")
    assert desk.told() == [("a", "ignored: in another calendar")]
    if restarts:
        desk.wall.expire()
        desk.synced()
    hour_later(desk)
    assert desk.told() == [("a", "created")]
    assert [card.span for card in desk.cards()] == [minutes(15, 30)]


def test_an_entry_whose_event_is_put_off_is_made_by_the_other_calendars_copy_when_that_ends(
    desk: CalendarDesk,
) -> None:
    desk.wall.put(meeting("a"))
    desk.wall.put(meeting("a", 10, 20), calendar=TEAM)
    desk.synced()
    desk.wall.delete("a")
    assert desk.told() == [("a", "removed: cancelled")]
    hour_later(desk)
    assert desk.told() == [("a", "created")]


def test_a_calendar_that_is_chosen_no_more_is_not_waited_for(desk: CalendarDesk) -> None:
    desk.wall.put(meeting("a", 10, 20))
    desk.wall.put(meeting("a", 10, 20), calendar=TEAM)
    desk.synced()
    choose(desk, TEAM)
    hour_later(desk)
    assert desk.told() == [("a", "created")]


def test_a_calendar_that_is_chosen_again_brings_back_what_only_it_shows(desk: CalendarDesk) -> None:
    desk.wall.put(meeting("a"))
    desk.wall.put(meeting("a"), calendar=TEAM)
    desk.synced()
    choose(desk, TEAM)
    desk.wall.delete("a", TEAM)
    assert desk.told() == [("a", "removed: cancelled")]
    choose(desk, MAIN, TEAM)
    desk.synced()
    assert desk.notes() == ["Meeting a [gcal:a]"]


def test_what_a_preview_shows_of_two_calendars_is_done(desk: CalendarDesk) -> None:
    desk.wall.put(meeting("a"), calendar=TEAM)
    desk.synced()
    desk.wall.put(meeting("a"), meeting("b"))
    desk.wall.put(meeting("b", title="Copy"), calendar=TEAM)
    desk.wall.delete("a", TEAM)
    shown = desk.previewed()
    done = desk.apply(shown)
    assert isinstance(done, Synced)
    told = [(each.item, each.sentence) for each in desk.decided(done.run.id)]
    assert told == [(each.item, each.sentence) for each in shown.plan.decisions]
    assert told == [
        ("a", "ignored: in another calendar"),
        ("b", "created"),
        ("b", "ignored: in another calendar"),
        ("a", "unchanged: in another calendar"),
    ]
    desk.wall.delete("b")
    assert desk.told() == [("b", "updated: note")]
