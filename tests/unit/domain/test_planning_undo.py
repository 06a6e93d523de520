"""A run is taken back, except what somebody changed since."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from almanac import Almanac, entry, event, minutes
from tt_integrations.domain.model.entry_cards import Lock
from tt_integrations.domain.model.plan_steps import RestoreEntry
from tt_integrations.domain.model.runs import Action, Decided
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.model.timesheet import EntryId

EVENING = minutes(-200, -190)


@pytest.fixture
def almanac() -> Almanac:
    almanac = Almanac()
    almanac.put(event())
    return almanac


def sentences(plan: Plan) -> list[str]:
    return [decided.sentence for decided in plan.decisions]


def only(almanac: Almanac) -> EntryId:
    (number,) = almanac.entries
    return number


def test_an_entry_that_the_run_made_goes_and_does_not_come_again(almanac: Almanac) -> None:
    run = almanac.import_all()
    assert sentences(almanac.carry_out(almanac.back(run.decisions))) == ["removed"]
    assert almanac.entries == {}
    assert sentences(almanac.incoming()) == ["ignored: taken back"]
    almanac.alter("one", title="Retro")
    assert sentences(almanac.incoming()) == ["ignored: taken back"]


def test_an_entry_that_the_run_changed_is_as_before_and_stays_so(almanac: Almanac) -> None:
    almanac.import_all()
    was = dict(almanac.entries)
    almanac.alter("one", span=EVENING, title="Retro")
    run = almanac.import_all()
    assert sentences(almanac.carry_out(almanac.back(run.decisions))) == ["updated: times, note"]
    assert almanac.entries == was
    almanac.alter("one", title="Review")
    assert sentences(almanac.import_all()) == ["kept: changed by hand"]
    assert almanac.entries == was


def test_an_entry_that_the_run_removed_is_there_again_and_stays(almanac: Almanac) -> None:
    almanac.import_all()
    was = dict(almanac.entries)
    almanac.alter("one", cancelled=True)
    run = almanac.import_all()
    back = almanac.carry_out(almanac.back(run.decisions))
    assert (sentences(back), almanac.entries) == (["created"], was)
    assert sentences(almanac.import_all()) == ["kept: changed by hand"]
    almanac.put(event(title="Alive"))
    assert sentences(almanac.import_all()) == ["kept: changed by hand"]
    assert almanac.entries == was


def test_an_entry_that_was_put_off_and_taken_back_is_no_waiting_event(almanac: Almanac) -> None:
    almanac.import_all()
    was = dict(almanac.entries)
    almanac.alter("one", span=minutes(5, 10))
    run = almanac.import_all()
    almanac.carry_out(almanac.back(run.decisions))
    assert almanac.entries == was
    assert almanac.incoming().idle


def test_a_locked_entry_of_before_is_restored_as_it_was_but_for_its_lock(
    almanac: Almanac,
) -> None:
    run = almanac.import_all()
    (decided,) = run.decisions
    assert decided.after is not None
    image = {**decided.after, "lock": "paid"}
    gone = evolve(decided, action=Action.REMOVED, before=image, after=None)
    almanac.entries.clear()
    almanac.links.clear()
    (step,) = almanac.back([gone]).steps
    assert isinstance(step, RestoreEntry)
    assert (step.card.lock, step.link) == (None, None)


@pytest.mark.parametrize(
    ("since", "why"),
    [
        ({"note": "Mine"}, "changed since"),
        ({"span": EVENING}, "changed since"),
        ({"task_name": "Walls"}, "changed since"),
        ({"billable": False}, "changed since"),
        ({"lock": Lock.INVOICED}, "locked: invoiced"),
        ({"lock": Lock.APPROVED}, "locked: approved"),
    ],
)
def test_what_was_changed_since_or_is_locked_stays(
    almanac: Almanac, since: dict[str, Any], why: str
) -> None:
    made = almanac.import_all()
    almanac.edit(only(almanac), **since)
    was = dict(almanac.entries)
    back = almanac.carry_out(almanac.back(made.decisions))
    assert (sentences(back), back.idle) == ([f"kept: {why}"], True)
    assert type(back.decisions[0].reason) is str
    assert almanac.entries == was


def test_a_new_name_of_its_project_is_no_change_since(almanac: Almanac) -> None:
    run = almanac.import_all()
    almanac.edit(only(almanac), project_name="Site")
    assert sentences(almanac.back(run.decisions)) == ["removed"]


def test_an_entry_that_was_deleted_since_stays_deleted(almanac: Almanac) -> None:
    made = almanac.import_all()
    almanac.alter("one", title="Retro")
    changed = almanac.import_all()
    almanac.delete(only(almanac))
    for run in (made, changed):
        assert sentences(almanac.back(run.decisions)) == ["kept: deleted here"]


def test_an_entry_is_not_restored_where_its_event_has_another_one_or_its_number_is_taken(
    almanac: Almanac,
) -> None:
    almanac.import_all()
    number = only(almanac)
    almanac.alter("one", cancelled=True)
    run = almanac.import_all()
    almanac.write(entry(number))
    assert sentences(almanac.back(run.decisions)) == ["kept: changed since"]
    almanac.delete(number)
    almanac.put(event())
    almanac.import_all()
    assert sentences(almanac.back(run.decisions)) == ["kept: changed since"]


def test_an_event_that_has_another_entry_since_keeps_its_link(almanac: Almanac) -> None:
    run = almanac.import_all()
    was = almanac.entries[only(almanac)]
    almanac.alter("one", cancelled=True)
    almanac.import_all()
    almanac.put(event())
    almanac.import_all()
    almanac.write(was)  # the host itself brought it back
    (step,) = almanac.back(run.decisions).steps
    assert (step.decided.sentence, getattr(step, "link", "")) == ("removed", None)


def test_several_things_that_a_run_did_to_one_entry_are_taken_back_together(
    almanac: Almanac,
) -> None:
    made = almanac.import_all()
    almanac.alter("one", title="Retro")
    renamed = almanac.import_all()
    almanac.alter("one", span=EVENING)
    moved = almanac.import_all()
    run = [*made.decisions, *renamed.decisions, *moved.decisions]
    assert sentences(almanac.carry_out(almanac.back(run[1:]))) == [
        "updated: times",
        "updated: note",
    ]
    assert [card.note for card in almanac.entries.values()] == ["Stand-up [gcal:one]"]


def test_an_entry_made_changed_and_removed_by_one_run_is_gone_when_that_is_taken_back(
    almanac: Almanac,
) -> None:
    decisions = list(almanac.import_all().decisions)
    almanac.alter("one", title="Retro")
    decisions += almanac.import_all().decisions
    almanac.alter("one", cancelled=True)
    decisions += almanac.import_all().decisions
    back = almanac.back(decisions)
    assert sentences(back) == ["created", "updated: note", "removed"]
    almanac.carry_out(back)
    assert almanac.entries == {}


def test_what_changed_nothing_is_not_taken_back(almanac: Almanac) -> None:
    almanac.import_all()
    assert almanac.back(almanac.import_all().decisions) == Plan()


@pytest.mark.parametrize("action", [Action.CREATED, Action.UPDATED, Action.REMOVED])
@pytest.mark.parametrize("ours", [None, 1])
def test_what_is_not_recorded_cannot_be_taken_back(
    almanac: Almanac, action: Action, ours: int | None
) -> None:
    plan = almanac.back([Decided("one", "", action, ours=ours)])
    assert sentences(plan) == ["kept: not recorded"]
