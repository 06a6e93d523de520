"""Events at times for which there are entries already."""

from __future__ import annotations

import pytest
from attrs import evolve

from almanac import Almanac, entry, event, minutes
from tt_integrations.domain.model.calendar_rules import (
    Overlap,
)
from tt_integrations.domain.model.sync_plan import Plan


@pytest.fixture
def almanac() -> Almanac:
    return Almanac()


def sentences(plan: Plan) -> list[str]:
    return [decided.sentence for decided in plan.decisions]


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
