"""Finished entries become events, which follow them."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from almanac import CALENDAR, Almanac, entry, event, minutes
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.event_export import draft_of, event_id
from tt_integrations.domain.model.plan_sides import NO_ENTRY
from tt_integrations.domain.model.plan_steps import ChangeEvent, PutEvent, Relink
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


def test_an_entry_becomes_an_event(almanac: Almanac) -> None:
    (step,) = almanac.outgoing().steps
    assert isinstance(step, PutEvent)
    assert (step.decided.sentence, step.decided.ours, step.decided.item) == ("created", 1, ID)
    assert step.decided.title == "[TT] Web — Painting"
    assert (step.calendar, step.draft) == (CALENDAR, draft_of(entry(1), "here"))
    assert (step.link.remote, step.link.ours) == (ID, 1)


def test_an_entry_that_did_not_change_leaves_its_event(exported: Almanac) -> None:
    plan = exported.outgoing(1)
    assert (sentence(plan), plan.idle) == ("unchanged", True)


def test_an_entry_named_twice_is_one_item(almanac: Almanac) -> None:
    assert len(almanac.outgoing(1, 1).steps) == 1


def test_a_try_whose_answer_was_lost_is_made_again_under_the_same_id(almanac: Almanac) -> None:
    first, second = almanac.outgoing(), almanac.outgoing()
    assert first.of(PutEvent)[0].draft.id == second.of(PutEvent)[0].draft.id == ID


def test_an_event_of_an_earlier_try_keeps_what_a_person_changed_in_it(almanac: Almanac) -> None:
    (step,) = almanac.outgoing().of(PutEvent)
    theirs = event(ID, title="Theirs", at=step.draft.span, mark=step.draft.mark)
    almanac.events[ID] = evolve(theirs, description=step.draft.description)
    done = step.done(almanac.events[ID])
    almanac.links[ID] = done.link
    almanac.edit(1, span=EVENING)
    almanac.export_all()
    assert (almanac.events[ID].title, almanac.events[ID].span) == ("Theirs", EVENING)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"span": EVENING}, "times, description"),
        ({"span": minutes(-90, -60)}, "times"),
        ({"note": "Walls"}, "title"),
        ({"project_name": "Site"}, "title"),
        ({"task_name": "Doors"}, "title, description"),
    ],
)
def test_an_event_follows_its_entry(exported: Almanac, change: dict[str, Any], fields: str) -> None:
    exported.edit(1, **change)
    (step,) = exported.export_all().steps
    assert isinstance(step, ChangeEvent)
    assert step.decided.sentence == f"updated: {fields}"
    draft, now = draft_of(exported.entries[EntryId(1)], "here"), exported.events[ID]
    assert (now.title, now.description, now.span) == (draft.title, draft.description, draft.span)
    assert exported.outgoing(1).idle


def test_a_locked_entry_is_exported_too(almanac: Almanac) -> None:
    almanac.edit(1, lock=Lock.INVOICED)
    assert sentence(almanac.outgoing()) == "created"


@pytest.mark.parametrize("edit", [{"title": "Theirs"}, {"description": "Theirs"}])
def test_what_a_person_wrote_into_an_exported_event_survives(
    exported: Almanac, edit: dict[str, str]
) -> None:
    exported.alter(ID, **edit)
    exported.import_all()
    exported.edit(1, span=EVENING, note="Walls")
    (step,) = exported.export_all().steps
    assert "times" in step.decided.fields
    assert step.decided.kept == tuple(edit)
    assert exported.events[ID].span == EVENING
    assert {name: getattr(exported.events[ID], name) for name in edit} == edit
    exported.edit(1, note="Floor")
    exported.export_all()
    assert {name: getattr(exported.events[ID], name) for name in edit} == edit


def test_nothing_is_sent_where_a_person_overruled_all_that_changed(exported: Almanac) -> None:
    exported.alter(ID, title="Theirs")
    exported.import_all()
    exported.edit(1, note="Walls")
    plan = exported.export_all()
    assert (sentence(plan), plan.decisions[0].kept) == ("kept: changed by hand", ("title",))
    assert exported.outgoing(1).idle


def test_a_text_follows_again_once_both_sides_agree(exported: Almanac) -> None:
    exported.alter(ID, title="[TT] Web — Walls")
    exported.import_all()
    exported.edit(1, note="Walls")
    assert sentence(exported.export_all()) == "unchanged"
    exported.edit(1, note="Floor")
    assert sentence(exported.export_all()) == "updated: title"


def test_an_event_that_changed_unseen_is_looked_at_and_planned_again(exported: Almanac) -> None:
    exported.alter(ID, title="Theirs")
    exported.edit(1, span=EVENING)
    with pytest.raises(AssertionError, match="it changed since"):
        exported.carry_out(exported.outgoing())
    assert sentence(exported.export_all(seen=exported.events)) == "updated: times, description"
    assert exported.events[ID].title == "Theirs"


def test_what_was_looked_at_is_kept_even_if_nothing_is_to_be_changed(exported: Almanac) -> None:
    exported.alter(ID, title="Theirs")
    (step,) = exported.outgoing(1, seen=exported.events).steps
    assert isinstance(step, Relink)
    assert step.decided.sentence == "kept: changed by hand"


def test_what_a_person_wrote_into_a_private_event_survives_and_is_kept_nowhere(
    exported: Almanac,
) -> None:
    exported.alter(ID, title="Doctor", private=True)
    exported.import_all()
    exported.edit(1, span=EVENING)
    (unseen,) = exported.outgoing().of(ChangeEvent)
    assert unseen.was.etag == ""
    plan = exported.export_all(seen=exported.events)
    (decided,) = plan.decisions
    assert (exported.events[ID].title, exported.events[ID].span) == ("Doctor", EVENING)
    assert "Doctor" not in repr((decided, decided.before, decided.after, exported.links[ID].base))


def test_an_event_made_to_last_whole_days_has_the_times_of_its_entry_again(
    exported: Almanac,
) -> None:
    exported.alter(ID, span=None, whole_days=True)
    exported.import_all()
    exported.edit(1, note="Walls")
    plan = exported.export_all()
    assert sentence(plan) == "updated: times, title"
    assert plan.decisions[0].before is None
    assert exported.events[ID].span == entry(1).span


def test_an_event_stays_in_the_calendar_it_was_put_into(exported: Almanac) -> None:
    exported.choose(exports_to="other")
    exported.edit(1, note="Walls")
    assert exported.outgoing().of(ChangeEvent)[0].calendar == CALENDAR


def test_no_link_of_a_waiting_event_is_of_an_entry(almanac: Almanac) -> None:
    almanac.import_all(event(at=minutes(5, 10)))
    assert almanac.links["one"].ours == NO_ENTRY
    assert list(almanac.linked()) == []


def test_a_text_follows_again_once_a_person_gives_ours_back(exported: Almanac) -> None:
    ours = exported.events[ID].title
    exported.alter(ID, title="Theirs")
    exported.import_all()
    exported.edit(1, note="Walls")
    exported.export_all()
    exported.alter(ID, title=ours)
    exported.import_all()
    exported.edit(1, note="Floor")
    assert sentence(exported.export_all()) == "updated: title"
