"""Plans as wholes: what they count, how they are known again, and the images and reasons in them."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from almanac import CALENDAR, Almanac, entry, event, minutes, stored
from tt_integrations.domain.model.calendar_rules import Direction, Skippable
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import EntryCard, Lock
from tt_integrations.domain.model.events import OddEvent
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.plan_copies import waiting_event
from tt_integrations.domain.model.plan_images import card_image, image_card, is_of_event
from tt_integrations.domain.model.plan_overlaps import TakenTimes
from tt_integrations.domain.model.plan_reasons import SyncReason, locked, malformed
from tt_integrations.domain.model.plan_sides import ended, may_come_again, why_ended
from tt_integrations.domain.model.plan_steps import Nothing, failed
from tt_integrations.domain.model.runs import Action
from tt_integrations.domain.model.sync_plan import Plan, joined, too_many
from tt_integrations.domain.model.timesheet import EntryId, ProjectId
from tt_integrations.testing.strategies import ids, spans

CARDS = st.builds(
    EntryCard,
    id=ids.map(EntryId),
    person=ids.map(PersonId),
    project=st.none() | ids.map(ProjectId),
    span=spans(),
    note=st.text(st.characters(codec="utf-8")),
    billable=st.booleans(),
    project_name=st.text(max_size=9),
    task_name=st.text(max_size=9),
    lock=st.none() | st.sampled_from(Lock),
)


@pytest.fixture
def almanac() -> Almanac:
    return Almanac()


def test_a_plan_is_known_again(almanac: Almanac) -> None:
    items = (event(), event("two", at=minutes(-20, -10)))
    plan = almanac.incoming(*items)
    assert plan.hash == almanac.incoming(*items).hash
    assert len(plan.hash) == 64
    others = [
        almanac.incoming(items[0]),
        almanac.incoming(*reversed(items)),
        almanac.incoming(items[0], evolve(items[1], title="Other")),
        almanac.incoming(items[0], evolve(items[1], span=minutes(-20, -11))),
    ]
    assert len({plan.hash, *(other.hash for other in others)}) == 5


def test_what_stays_as_it_is_does_not_count_in_the_hash(almanac: Almanac) -> None:
    ignored, odd = event("two", free=True), OddEvent("three", "odd")
    assert almanac.incoming(event(), ignored, odd).hash == almanac.incoming(event()).hash
    assert almanac.incoming(ignored).hash == Plan().hash


def test_the_hash_is_the_same_whatever_order_a_store_keeps_keys_in(almanac: Almanac) -> None:
    almanac.import_all(event())
    almanac.links["one"] = evolve(almanac.links["one"], base=dict(_reversed(almanac)))
    shuffled = almanac.incoming(event(cancelled=True, etag="2"))
    almanac.links["one"] = evolve(almanac.links["one"], base=dict(_reversed(almanac)))
    assert almanac.incoming(event(cancelled=True, etag="2")).hash == shuffled.hash


def _reversed(almanac: Almanac) -> list[tuple[str, object]]:
    return list(reversed(almanac.links["one"].base.items()))


def test_the_hash_is_the_same_for_a_moment_in_any_zone_and_for_halves_of_characters(
    almanac: Almanac,
) -> None:
    zone = ZoneInfo("UTC")
    at = minutes(-60, -30)
    same = Span(at.start.astimezone(zone), at.end.astimezone(zone))
    assert almanac.incoming(event(at=same)).hash == almanac.incoming(event(at=at)).hash
    noted = entry(note="\ud800 [gcal:one]")
    assert len(almanac.incoming(event(), noted=[noted]).hash) == 64


def test_plans_of_pages_are_joined_in_order(almanac: Almanac) -> None:
    one, two = almanac.incoming(event()), almanac.incoming(event("two"))
    assert joined([one, two]) == almanac.incoming(event(), event("two"))


def test_the_numbers_of_new_entries_are_given_out_in_order(almanac: Almanac) -> None:
    plan = almanac.incoming(event(), event("no", free=True), event("two"))
    made = plan.made([EntryId(5), EntryId(6)])
    assert [decided.ours for decided in made.decisions] == [5, None, 6]
    assert {link.remote: link.ours for link in made.links} == {"one": 5, "two": 6}


def test_of_two_links_of_an_event_the_last_is_stored(almanac: Almanac) -> None:
    plan = joined([almanac.incoming(event()), almanac.incoming(event(title="Other", etag="2"))])
    (link,) = plan.links
    assert link.base["etag"] == "2"


def test_removals_are_counted_on_both_sides(almanac: Almanac) -> None:
    almanac.write(entry(1))
    almanac.export_all()
    almanac.import_all(event(), event("two"))
    gone = almanac.incoming(event(cancelled=True, etag=""), event("two", free=True, etag=""))
    almanac.delete(1)
    assert (gone.removals, almanac.outgoing(1).removals) == (2, 1)
    assert joined([gone, almanac.outgoing(1)]).removals == 3


@pytest.mark.parametrize(
    ("removals", "linked", "asks"),
    [(5, 5, False), (6, 6, True), (6, 20, False), (6, 19, True), (30, 100, False), (31, 100, True)],
)
def test_more_than_five_removals_and_more_than_thirty_in_a_hundred_are_asked_about(
    removals: int, linked: int, *, asks: bool
) -> None:
    assert too_many(removals, linked) is asks


def test_a_step_that_could_not_be_done_says_so_and_is_none_any_more(almanac: Almanac) -> None:
    (step,) = almanac.incoming(event()).steps
    nothing = failed(step, "the calendar refused it")
    assert isinstance(nothing, Nothing)
    assert nothing.decided.sentence == "failed: the calendar refused it"
    assert (nothing.decided.item, nothing.decided.action) == ("one", Action.FAILED)


@given(CARDS)
def test_an_image_gives_the_entry_back_exactly(card: EntryCard) -> None:
    image = card_image(card)
    assert image_card(stored(image)) == card
    assert not is_of_event(image)


@given(st.lists(spans(timedelta(days=200)), max_size=20), spans())
def test_a_time_is_taken_if_any_of_the_others_overlaps_it(others: list[Span], span: Span) -> None:
    overlapping = any(other.overlap(span) > timedelta(0) for other in others)
    assert TakenTimes.of(others).overlap(span) is overlapping


def test_every_reason_has_one_code_and_a_sentence() -> None:
    assert len({reason.value for reason in SyncReason}) == len(SyncReason)
    assert {reason.sentence[-1:] for reason in SyncReason} == {"."}
    assert all(reason == reason.value == str(reason) for reason in SyncReason)
    assert {skippable.value for skippable in Skippable} <= {each.value for each in SyncReason}


def test_what_exactly_is_the_matter_follows_the_code() -> None:
    assert locked(Lock.PAID) == "locked: paid"
    assert malformed("it has no times") == "malformed: it has no times"


def test_a_long_reason_is_cut(almanac: Almanac) -> None:
    (decided,) = almanac.incoming(OddEvent("x" * 300, "y" * 300)).decisions
    assert (len(decided.reason), len(decided.item)) == (200, 255)


def test_a_link_that_is_over_without_a_word_does_not_come_again(almanac: Almanac) -> None:
    almanac.import_all(event())
    gone = evolve(almanac.links["one"], base={}, gone=True)
    assert (why_ended(gone), may_come_again(gone)) == (SyncReason.DELETED_HERE, False)
    assert may_come_again(ended(gone, SyncReason.CANCELLED))
    assert waiting_event(gone, CALENDAR) is None


@pytest.mark.parametrize(
    ("direction", "ways"),
    [
        (Direction.IMPORT, (True, False)),
        (Direction.EXPORT, (False, True)),
        (Direction.BOTH, (True, True)),
    ],
)
def test_a_direction_goes_one_way_or_both(direction: Direction, ways: tuple[bool, bool]) -> None:
    assert (direction.imports, direction.exports) == ways
