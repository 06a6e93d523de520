"""Which events become entries, and why the others do not."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from almanac import ANNA, CALENDAR, RULES, TERMS, WEB, Almanac, entry, event, minutes
from tt_integrations.domain.model.calendar_rules import (
    SKIPPED,
    CalendarChoice,
    Overlap,
    Skippable,
)
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import NewCard
from tt_integrations.domain.model.events import Answered, Event, EventKind, OddEvent
from tt_integrations.domain.model.links import Kind
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.plan_import import Page, import_plan
from tt_integrations.domain.model.plan_sides import waiting_event
from tt_integrations.domain.model.plan_steps import AddEntry, Nothing, Relink, Step
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId

TOMORROW = minutes(24 * 60, 25 * 60)
OTHER_DAY = minutes(-120, -100)


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
    waiting = waiting_event(almanac.links["one"])
    assert waiting == meeting
    almanac.wait(TOMORROW.end)
    almanac.import_all(waiting)
    (card,) = almanac.entries.values()
    assert (card.span, card.note) == (TOMORROW, "Stand-up [gcal:one]")
    assert waiting_event(almanac.links["one"]) is None
    assert step.decided.title == "Stand-up"


def test_nobody_waits_for_an_event_that_is_cancelled(almanac: Almanac) -> None:
    almanac.import_all(event(at=TOMORROW))
    plan = almanac.import_all(event(cancelled=True))
    assert sentences(plan) == ["ignored: cancelled"]
    assert waiting_event(almanac.links["one"]) is None
    assert almanac.incoming(event(cancelled=True)).idle
    assert sentences(almanac.incoming(event())) == ["created"]


def test_an_event_that_overlaps_an_entry_is_ignored_where_the_owner_wants_that(
    almanac: Almanac,
) -> None:
    others = [entry(1, minutes(-40, -20)), entry(2, minutes(-300, -290))]
    assert sentences(almanac.incoming(event(), others=others)) == ["created"]
    almanac.choose(overlap=Overlap.SKIP)
    touching = event("two", at=minutes(-20, -10))
    around = event("three", at=minutes(-301, -289))
    before = event("four", at=minutes(-600, -500))
    assert sentences(almanac.incoming(event(), touching, around, before, others=others)) == [
        "ignored: overlaps an entry",
        "created",
        "ignored: overlaps an entry",
        "created",
    ]


def test_entries_that_were_events_and_those_without_length_take_no_time(almanac: Almanac) -> None:
    almanac.choose(overlap=Overlap.SKIP)
    almanac.import_all(event())
    (imported,) = almanac.entries.values()
    others = [
        evolve(imported, note="noted by hand"),
        entry(1, note="Retro [gcal:zero]"),
        entry(2, minutes(-45, -45)),
    ]
    known = {"others": others, "linked": almanac.linked()}
    assert sentences(almanac.incoming(event("two"), **known)) == ["created"]
    (created,) = almanac.incoming(event("two"), others=[entry(9)]).decisions
    assert created.sentence == "ignored: overlaps an entry"


def test_an_entry_that_was_exported_takes_time(almanac: Almanac) -> None:
    almanac.choose(overlap=Overlap.SKIP)
    almanac.write(entry(1))
    almanac.export_all()
    known = {"others": [entry(1)], "linked": almanac.linked()}
    assert sentences(almanac.incoming(event(), **known)) == ["ignored: overlaps an entry"]


def test_an_entry_of_before_us_is_adopted_as_it_is(almanac: Almanac) -> None:
    noted = entry(4, OTHER_DAY, note="Standup, long [gcal:one]")
    almanac.write(noted)
    plan = almanac.import_all(event(), noted=[noted])
    assert sentences(plan) == ["unchanged: adopted"]
    assert plan.decisions[0].ours == 4
    assert almanac.entries == {4: noted}
    assert almanac.links["one"].ours == 4
    almanac.put(event())
    assert sentences(almanac.import_all()) == ["unchanged"]


def test_an_adopted_entry_follows_in_what_its_event_changes_from_then_on(almanac: Almanac) -> None:
    noted = entry(4, OTHER_DAY, note="Stand-up [gcal:one]")
    almanac.write(noted)
    almanac.import_all(event(), noted=[noted])
    almanac.put(event(title="Retro"))
    assert sentences(almanac.import_all()) == ["updated: note"]
    assert almanac.entries[EntryId(4)] == evolve(noted, note="Retro [gcal:one]")


@pytest.mark.parametrize("skipped", [{"cancelled": True, "span": None}, {"free": True}])
def test_an_event_that_would_be_skipped_is_adopted_and_its_entry_stays(
    almanac: Almanac, skipped: dict[str, Any]
) -> None:
    noted = entry(4, note="Stand-up [gcal:one]")
    almanac.write(noted)
    assert sentences(almanac.import_all(event(**skipped), noted=[noted])) == ["unchanged: adopted"]
    assert almanac.entries == {4: noted}


@pytest.mark.parametrize("note", ["x [gcal:one1]", "[gcal:on]", "gcal:one", "[gcal:one", "[gcal:]"])
def test_only_the_whole_id_names_an_event(almanac: Almanac, note: str) -> None:
    assert sentences(almanac.incoming(event(), noted=[entry(note=note)])) == ["created"]
    assert sentences(almanac.incoming(event("a_b"), noted=[entry(note="[gcal:axb]")])) == [
        "created"
    ]


def test_an_entry_belongs_to_the_last_event_in_its_note_and_the_others_make_none(
    almanac: Almanac,
) -> None:
    noted = entry(4, note="Retro [gcal:two] Stand-up [gcal:one]")
    almanac.write(noted)
    plan = almanac.import_all(event("two"), event("one"), noted=[noted])
    assert sentences(plan) == ["ignored: in an entry already", "unchanged: adopted"]
    again = almanac.incoming(event("two", etag="9"))
    assert sentences(again) == ["ignored: in an entry already"]
    assert again.idle


def test_of_two_entries_that_name_an_event_the_first_that_is_its_own_follows_it(
    almanac: Almanac,
) -> None:
    both = entry(4, note="[gcal:one] [gcal:two]")
    noted = [both, entry(5, note="[gcal:one]"), entry(6, note="[gcal:one]")]
    assert almanac.incoming(event(), noted=noted).decisions[0].ours == 5


def test_an_entry_that_is_another_persons_or_another_events_is_not_adopted(
    almanac: Almanac,
) -> None:
    theirs = entry(4, note="[gcal:one]", person=PersonId(2))
    assert sentences(almanac.incoming(event(), noted=[theirs])) == ["ignored: in an entry already"]
    almanac.import_all(event("two"))
    (linked,) = almanac.entries.values()
    known = {"noted": [evolve(linked, note="[gcal:one]")], "linked": almanac.linked()}
    assert sentences(almanac.incoming(event(), **known)) == ["ignored: in an entry already"]


def test_an_event_of_two_calendars_is_one_entry_by_the_first_that_told_of_it(
    almanac: Almanac,
) -> None:
    almanac.import_all(event())
    main, other = RULES.calendars[0], CalendarChoice("other", WEB.id)
    almanac.choose(calendars=(main, other))
    renamed = event(title="Copy", etag="2")
    step = _of_other(almanac, renamed)
    assert isinstance(step, Nothing)
    assert step.decided.sentence == "ignored: in another calendar"
    almanac.choose(calendars=(other,))
    assert _of_other(almanac, renamed).decided.sentence == "updated: note"


def _of_other(almanac: Almanac, *events: Event) -> Step:
    page = Page("other", events, almanac.links, almanac.entries)
    return import_plan(almanac.terms, page).steps[0]


def test_the_terms_know_the_project_of_a_chosen_calendar_only() -> None:
    assert (TERMS.project(CALENDAR), TERMS.project("other")) == (WEB, None)
