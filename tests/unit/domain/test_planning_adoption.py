"""Entries that were there before us, and events that are there twice."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from almanac import Almanac, entry, event, minutes
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.sync_plan import Plan
from tt_integrations.domain.model.timesheet import EntryId

OTHER_DAY = minutes(-120, -100)


@pytest.fixture
def almanac() -> Almanac:
    return Almanac()


def sentences(plan: Plan) -> list[str]:
    return [decided.sentence for decided in plan.decisions]


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
