"""What saved settings mean, whatever they are."""

from __future__ import annotations

from google_card import DEFAULTS, rules
from google_ground import ME
from hypothesis import given
from hypothesis import strategies as st

from tt_integrations.adapters.providers.google_calendar.settings import (
    GoogleCalendarSettings,
    accept,
    describe,
)
from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.domain.model.calendar_rules import CalendarChoice
from tt_integrations.domain.model.timesheet import ProjectId


def test_several_calendars_take_the_place_of_the_one_each_with_its_project() -> None:
    chosen = [{"id": "a", "project": 3}, {"id": "b", "project": None}]
    found = rules(calendar_id="c", calendars=chosen, default_project_id=7)
    assert found.calendars == (
        CalendarChoice("a", ProjectId(3)),
        CalendarChoice("b", ProjectId(7)),
    )
    assert found.exports_to == "c"
    one = rules(calendar_id="c", default_project_id=7)
    assert one.calendars == (CalendarChoice("c", ProjectId(7)),)


def test_entries_go_to_the_calendar_that_was_chosen_for_them() -> None:
    assert rules(export_calendar_id="x", calendar_id="c").exports_to == "x"
    assert rules().exports_to == "primary"


def test_the_own_calendar_counts_once_by_whatever_name() -> None:
    twice = [{"id": "primary", "project": 3}, {"id": "ADA@example.org"}, {"id": "b"}, {"id": "b"}]
    found = rules(calendars=twice, email=ME).calendars
    assert [choice.id for choice in found] == ["primary", "b"]
    assert [choice.id for choice in rules(calendars=twice).calendars] == [
        "primary",
        "ADA@example.org",
        "b",
    ]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "project"]), inner, max_size=2)
    ),
)


@given(st.dictionaries(st.sampled_from(sorted(DEFAULTS)), ANYTHING))
def test_whatever_is_stored_there_are_rules(stored: dict[str, object]) -> None:
    found = GoogleCalendarSettings().rules(stored)
    assert found.calendars
    assert 1 <= found.days_back <= 30
    assert found.exports_to
    assert describe(stored).keys() == DEFAULTS.keys()


@given(st.dictionaries(st.sampled_from(sorted(DEFAULTS)), ANYTHING))
def test_whatever_is_entered_is_refused_or_means_the_same_when_it_is_entered_again(
    entered: dict[str, object],
) -> None:
    try:
        once = accept(entered)
    except InvalidSettings as error:
        assert error.field in entered  # noqa: PT017 - either outcome is right, if it is whole
    else:
        assert accept(once.settings) == once
