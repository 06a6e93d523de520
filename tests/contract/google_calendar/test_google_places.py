"""A calendar is found by its id, whatever it looks like, or is not connected."""

from __future__ import annotations

import pytest
from attrs import evolve
from google_ground import ME, NINE, READING, TEN, Ground, ground, meeting

from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.events import Event

LIST = "calendar.events.list"


@pytest.fixture
def it() -> Ground:
    return ground()


def test_a_calendar_out_of_sight_is_not_connected(it: Ground) -> None:
    with pytest.raises(NotConnected):
        it.pages(evolve(READING, calendar="nobody@example.org"))


def test_a_calendar_that_vanished_half_way_is_not_connected(it: Ground) -> None:
    it.fake.add_account("ben@example.org")
    it.fake.share("ben@example.org", ME, "reader")
    it.fake.limit_pages(1)
    for _ in range(2):
        it.fake.add_event("x", NINE.isoformat(), TEN.isoformat(), "ben@example.org")
    reading = evolve(READING, calendar="ben@example.org")
    page = it.calendar.events(it.access, reading, None)
    it.fake.share("ben@example.org", ME, None)
    with pytest.raises(NotConnected):
        it.calendar.events(it.access, reading, page.next)


@pytest.mark.parametrize(
    "calendar",
    [
        "en.usa#holiday@group.v.calendar.google.com",
        "a/b?c=d&e",
        "100%25@example.org",
        "søren@example.org",
        "x/events/y",
    ],
)
def test_the_id_of_a_calendar_leads_nowhere_else(it: Ground, calendar: str) -> None:
    made = it.fake.add_calendar(ME, "odd", calendar_id=calendar)
    event = it.fake.add_event("there", NINE.isoformat(), TEN.isoformat(), made)
    meeting(it, "elsewhere")
    [page] = it.pages(evolve(READING, calendar=calendar))
    assert [one.title for one in page.events if isinstance(one, Event)] == ["there"]
    found = it.calendar.event(it.access, calendar, event["id"])
    assert found is not None
    assert found.title == "there"


@pytest.mark.parametrize("calendar", ["", ".", "..", "\ud800"])
def test_what_can_be_no_part_of_an_address_is_not_connected_and_not_sent(
    it: Ground, calendar: str
) -> None:
    with pytest.raises(NotConnected):
        it.pages(evolve(READING, calendar=calendar))
    with pytest.raises(NotConnected):
        it.calendar.event(it.access, "primary", calendar)
    assert it.fake.requests == []
