"""An export is taken back, except what somebody changed since."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from almanac import Almanac, entry, minutes
from tt_integrations.domain.model.event_export import event_id
from tt_integrations.domain.model.events import Event
from tt_integrations.domain.model.plan_undo import Present, undone
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.model.timesheet import EntryId

ID = event_id("here", EntryId(1))
EVENING = minutes(-200, -190)


def sentences(plan: Plan) -> list[str]:
    return [decided.sentence for decided in plan.decisions]


def as_seen(event: Event) -> Event:
    """But for what no person sees."""
    return evolve(event, etag="", fingerprint="")


@pytest.fixture
def exported() -> Almanac:
    almanac = Almanac()
    almanac.write(entry(1))
    return almanac


def test_an_exported_event_goes_and_is_not_made_again(exported: Almanac) -> None:
    run = exported.export_all()
    assert sentences(exported.carry_out(exported.back(run.decisions))) == ["removed"]
    assert exported.events[ID].cancelled
    exported.edit(1, note="Walls")
    assert sentences(exported.export_all()) == ["ignored: taken back"]


def test_a_changed_event_is_as_before(exported: Almanac) -> None:
    exported.export_all()
    was = exported.events[ID]
    exported.edit(1, note="Walls", span=EVENING)
    run = exported.export_all()
    exported.carry_out(exported.back(run.decisions))
    assert as_seen(exported.events[ID]) == as_seen(was)


def test_what_was_taken_back_counts_as_a_persons_own(exported: Almanac) -> None:
    exported.export_all()
    exported.edit(1, note="Walls", span=EVENING)
    run = exported.export_all()
    exported.carry_out(exported.back(run.decisions))
    exported.edit(1, note="Floor")
    plan = exported.export_all()
    assert plan.decisions[0].kept == ("title", "description")
    assert exported.events[ID].title == "[TT] Web — Painting"


@pytest.mark.parametrize("heard", [True, False])
def test_an_entry_does_not_move_along_with_an_event_that_was_taken_back(
    exported: Almanac, *, heard: bool
) -> None:
    exported.export_all()
    exported.edit(1, span=EVENING)
    run = exported.export_all()
    links = dict(exported.links)
    exported.carry_out(exported.back(run.decisions))
    if not heard:
        exported.links = links
    exported.import_all()
    assert exported.entries == {1: entry(1, EVENING)}


@pytest.mark.parametrize("since", [{"title": "Theirs"}, {"span": EVENING}])
def test_an_event_that_was_changed_since_stays(exported: Almanac, since: dict[str, Any]) -> None:
    run = exported.export_all()
    exported.alter(ID, **since)
    exported.import_all()
    assert sentences(exported.back(run.decisions)) == ["kept: changed since"]


def test_an_event_that_is_gone_since_stays_gone(exported: Almanac) -> None:
    run = exported.export_all()
    exported.alter(ID, cancelled=True)
    exported.import_all()
    assert sentences(exported.back(run.decisions)) == ["kept: changed since"]
    exported.links.clear()
    assert sentences(exported.back(run.decisions)) == ["kept: changed since"]


def test_an_event_that_went_with_its_entry_does_not_come_without_it(exported: Almanac) -> None:
    exported.export_all()
    exported.delete(1)
    run = exported.export_all()
    assert sentences(exported.back(run.decisions)) == ["kept: deleted here"]


def test_an_entry_that_moved_along_with_its_event_moves_back_and_takes_the_event_with_it(
    exported: Almanac,
) -> None:
    exported.export_all()
    exported.alter(ID, span=EVENING)
    run = exported.import_all()
    exported.carry_out(exported.back(run.decisions))
    assert exported.entries == {1: entry(1)}
    exported.export_all()
    assert exported.events[ID].span == entry(1).span


@pytest.mark.parametrize("since", [{"title": "Theirs"}, {"span": EVENING}, {"cancelled": True}])
def test_an_event_that_was_changed_unseen_stays(exported: Almanac, since: dict[str, Any]) -> None:
    run = exported.export_all()
    exported.alter(ID, **since)
    assert sentences(exported.back(run.decisions)) == ["kept: changed since"]
    del exported.events[ID]
    unseen = undone("here", run.decisions, Present(exported.entries, exported.links))
    assert sentences(unseen) == ["removed"]
    gone = Present(exported.entries, exported.links, {ID: None})
    assert sentences(undone("here", run.decisions, gone)) == ["kept: changed since"]
