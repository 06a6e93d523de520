"""Which events become entries, and why the others do not."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from almanac import ANNA, CALENDAR, TERMS, WEB, Almanac, event, minutes
from tt_integrations.domain.model.calendar_rules import (
    SKIPPED,
    CalendarChoice,
    Skippable,
)
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import NewCard
from tt_integrations.domain.model.events import Answered, Event, EventKind, OddEvent
from tt_integrations.domain.model.links import Kind
from tt_integrations.domain.model.plan_copies import waiting_event
from tt_integrations.domain.model.plan_steps import AddEntry, Relink
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId

TOMORROW = minutes(24 * 60, 25 * 60)


@pytest.fixture
def almanac() -> Almanac:
    return Almanac()


def sentences(plan: Plan) -> list[str]:
    return [decided.sentence for decided in plan.decisions]


def test_an_event_that_ended_becomes_an_entry(almanac: Almanac) -> None:
    (step,) = almanac.incoming(event()).steps
    assert isinstance(step, AddEntry)
    note = "Stand-up [gcal:one]"
    assert step.new == NewCard(ANNA, WEB.id, minutes(-60, -30), note, billable=True)
    assert (step.decided.sentence, step.decided.item) == ("created", "one")
    assert (step.decided.title, step.decided.ours) == ("Stand-up", None)


def test_a_new_entry_is_told_with_its_number_once_it_has_one(almanac: Almanac) -> None:
    (step,) = almanac.incoming(event()).made([EntryId(5)]).steps
    assert isinstance(step, AddEntry)
    assert (step.link.ours, step.link.remote, step.link.kind) == (5, "one", Kind.EVENT)
    assert step.decided.ours == 5
    assert step.decided.after is not None
    assert step.decided.after["note"] == "Stand-up [gcal:one]"


@pytest.mark.parametrize(("chosen", "becomes"), [(None, False), (True, True), (False, False)])
def test_an_entry_is_billable_as_its_project_is_unless_the_rules_say(
    almanac: Almanac, *, chosen: bool | None, becomes: bool
) -> None:
    almanac.choose(billable=chosen)
    unpaid = Project(WEB.id, "Web", billable=False)
    almanac.terms = evolve(almanac.terms, projects={WEB.id: unpaid})
    (step,) = almanac.incoming(event()).of(AddEntry)
    assert step.new.billable is becomes


@pytest.mark.parametrize(
    ("reason", "odd"),
    [
        ("cancelled", {"cancelled": True}),
        ("declined", {"answered": Answered.DECLINED}),
        ("tentative", {"answered": Answered.TENTATIVE}),
        ("free", {"free": True}),
        ("private", {"private": True}),
        ("out of office", {"kind": EventKind.OUT_OF_OFFICE}),
        ("focus time", {"kind": EventKind.FOCUS_TIME}),
        ("working location", {"kind": EventKind.WORKING_LOCATION}),
        ("all day", {"whole_days": True, "span": None}),
        ("zero length", {"span": minutes(-60, -60)}),
        ("not ended yet", {"span": TOMORROW}),
        ("not ended yet", {"span": minutes(-10, 1)}),
    ],
)
def test_an_event_is_ignored_for_a_reason(
    almanac: Almanac, reason: str, odd: dict[str, Any]
) -> None:
    almanac.choose(skipped=frozenset(Skippable))
    assert sentences(almanac.incoming(event(**odd))) == [f"ignored: {reason}"]


@pytest.mark.parametrize(
    "wanted",
    [
        {"answered": Answered.NOTHING},
        {"answered": Answered.TENTATIVE},
        {"answered": Answered.DECLINED},
        {"free": True},
        {"private": True},
        {"kind": EventKind.OUT_OF_OFFICE},
        {"kind": EventKind.FOCUS_TIME},
        {"kind": EventKind.WORKING_LOCATION},
        {"kind": EventKind.OTHER},
        {"whole_days": True},
    ],
)
def test_what_the_owner_does_not_skip_becomes_an_entry(
    almanac: Almanac, wanted: dict[str, Any]
) -> None:
    almanac.choose(skipped=frozenset())
    assert sentences(almanac.incoming(event(**wanted))) == ["created"]


def test_an_event_of_whole_days_without_times_is_ignored_even_if_it_is_wanted(
    almanac: Almanac,
) -> None:
    almanac.choose(skipped=frozenset())
    plan = almanac.incoming(event(whole_days=True, span=None))
    assert sentences(plan) == ["ignored: all day"]


def test_an_event_that_ends_right_now_has_ended(almanac: Almanac) -> None:
    assert sentences(almanac.incoming(event(at=minutes(-30, 0)))) == ["created"]


@pytest.mark.parametrize(
    ("trouble", "odd"),
    [
        ("it has no times", Event("one", "", None, "1")),
        ("it ends before it starts", event(at=minutes(-30, -60))),
        ("its id has more than 255 characters", event("x" * 256)),
        ("its id holds control characters", event("a\0b\ud800")),
        ("unknown zone", OddEvent("one", "unknown zone")),
    ],
)
def test_what_cannot_be_understood_fails_alone(
    almanac: Almanac, trouble: str, odd: Event | OddEvent
) -> None:
    plan = almanac.incoming(odd, event("two"))
    assert sentences(plan) == [f"failed: malformed: {trouble}", "created"]


def test_odd_events_without_ids_have_a_decision_each(almanac: Almanac) -> None:
    plan = almanac.incoming(OddEvent("", "no id"), OddEvent("", "not an object"))
    assert sentences(plan) == ["failed: malformed: no id", "failed: malformed: not an object"]


def test_of_an_event_told_twice_the_last_counts(almanac: Almanac) -> None:
    plan = almanac.incoming(event(title="Old"), event("two"), event(title="New"))
    assert sentences(plan) == ["ignored: older", "created", "created"]
    assert [step.new.note for step in plan.of(AddEntry)][1] == "New [gcal:one]"


@pytest.mark.parametrize(
    "chosen", [(), (CalendarChoice(CALENDAR, None),), (CalendarChoice(CALENDAR, ProjectId(9)),)]
)
def test_a_calendar_without_a_project_that_the_person_may_use_makes_no_entries(
    almanac: Almanac, chosen: tuple[CalendarChoice, ...]
) -> None:
    almanac.choose(calendars=chosen)
    plan = almanac.incoming(event(), event("two", at=TOMORROW))
    assert sentences(plan) == ["ignored: no project"] * 2
    assert plan.idle


def test_times_are_exact_to_the_second(almanac: Almanac) -> None:
    at = minutes(-60, -30)
    odd = Span(at.start.replace(microsecond=7), at.end.replace(microsecond=9))
    (step,) = almanac.incoming(event(at=odd)).of(AddEntry)
    assert step.new.span == at


def test_a_private_title_gets_nowhere(almanac: Almanac) -> None:
    almanac.choose(skipped=frozenset())
    secret = event(title="Doctor", private=True)
    later = event("two", title="Doctor", private=True, at=TOMORROW)
    plan = almanac.import_all(secret, later)
    assert [decided.title for decided in plan.decisions] == ["Busy", "Busy"]
    assert "Doctor" not in repr([(s.decided.after, s.link.base) for s in plan.of(AddEntry)])
    assert "Doctor" not in repr([step.link.base for step in plan.of(Relink)])
    assert [card.note for card in almanac.entries.values()] == ["Busy [gcal:one]"]
    almanac.choose(skipped=SKIPPED | {Skippable.PRIVATE})
    (decided,) = almanac.incoming(event("three", title="Doctor", private=True)).decisions
    assert (decided.title, decided.sentence) == ("Busy", "ignored: private")


def test_an_event_that_has_not_ended_waits_and_becomes_an_entry_when_it_has(
    almanac: Almanac,
) -> None:
    meeting = event(at=TOMORROW, answered=Answered.TENTATIVE, etag="1")
    (step,) = almanac.import_all(meeting).of(Relink)
    assert sentences(almanac.incoming(meeting)) == ["ignored: not ended yet"]
    assert almanac.incoming(meeting).idle
    waiting = waiting_event(almanac.links["one"], CALENDAR)
    assert waiting == meeting
    almanac.wait(TOMORROW.end)
    almanac.import_all(waiting)
    (card,) = almanac.entries.values()
    assert (card.span, card.note) == (TOMORROW, "Stand-up [gcal:one]")
    assert waiting_event(almanac.links["one"], CALENDAR) is None
    assert step.decided.title == "Stand-up"


def test_nobody_waits_for_an_event_that_is_cancelled(almanac: Almanac) -> None:
    almanac.import_all(event(at=TOMORROW))
    plan = almanac.import_all(event(cancelled=True))
    assert sentences(plan) == ["ignored: cancelled"]
    assert waiting_event(almanac.links["one"], CALENDAR) is None
    assert almanac.incoming(event(cancelled=True)).idle
    assert sentences(almanac.incoming(event())) == ["created"]


def test_the_terms_know_the_project_of_a_chosen_calendar_only() -> None:
    assert (TERMS.project(CALENDAR), TERMS.project("other")) == (WEB, None)
