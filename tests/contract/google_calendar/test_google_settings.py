"""What can be entered on the card of a Google Calendar connection, what is shown of it, and what it means."""

from __future__ import annotations

import pytest
from google_card import DEFAULTS, HOLIDAYS, rules, saved
from google_ground import ME

from tt_integrations.adapters.providers.google_calendar.settings import (
    IN_NOTES,
    SKIPS,
    accept,
    describe,
)
from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.domain.model.calendar_rules import (
    CalendarChoice,
    CalendarRules,
    Direction,
    Overlap,
    Skippable,
)
from tt_integrations.domain.model.connection import Changes


def test_without_any_settings_the_card_shows_the_defaults() -> None:
    assert describe({}) == DEFAULTS
    assert rules() == CalendarRules((CalendarChoice("primary", None),), "primary", IN_NOTES)


def test_what_was_saved_is_shown_and_nothing_else_is() -> None:
    stored = {
        "email": ME,
        "calendar_id": HOLIDAYS,
        "skip_free": False,
        "access_token": "canary",
        "refresh_token": "canary",
        "channel_token": "canary",
        "channels": [{"id": "canary"}],
    }
    shown = describe(stored)
    assert shown == {**DEFAULTS, "email": ME, "calendar_id": HOLIDAYS, "skip_free": False}


def test_what_the_reference_system_saved_is_shown_as_it_counts() -> None:
    shown = describe({"calendar_id": " ", "sync_direction": "sideways", "sync_days_back": 500})
    assert (shown["calendar_id"], shown["sync_direction"]) == ("primary", "import")
    assert shown["sync_days_back"] == 30


def test_only_what_was_given_changes() -> None:
    assert accept({}) == Changes()
    assert accept({"calendar_id": "x"}) == Changes({"calendar_id": "x"})
    foreign = {"email": "mallory@example.org", "access_token": "x", "channels": [], "csrf": 1}
    assert accept(foreign) == Changes()


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_blank_is_the_primary_calendar_or_none(blank: str | None) -> None:
    assert saved(calendar_id=blank) == {"calendar_id": "primary"}
    assert saved(export_calendar_id=blank) == {"export_calendar_id": None}
    assert saved(default_project_id=blank) == {"default_project_id": None}


@pytest.mark.parametrize("id_", [HOLIDAYS, "a/b?c@example.org", "100%@x", "søren@example.org"])
def test_the_id_of_a_calendar_may_be_odd(id_: str) -> None:
    assert saved(calendar_id=f" {id_}\n") == {"calendar_id": id_}
    assert saved(export_calendar_id=id_) == {"export_calendar_id": id_}
    assert rules(calendar_id=id_).exports_to == id_


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("import", "import"),
        ("export", "export"),
        (" BOTH ", "both"),
        ("x", "import"),
        (5, "import"),
    ],
)
def test_any_other_direction_is_import_as_in_the_reference_system(typed: object, read: str) -> None:
    assert saved(sync_direction=typed) == {"sync_direction": read}
    assert rules(sync_direction=typed).direction == Direction(read)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        (0, 1),
        (500, 30),
        ("14", 14),
        (" 30 ", 30),
        (-5, 1),
        ("-5", 1),
        ("soon", 7),
        (None, 7),
        (True, 7),
        (2.5, 7),
        ("٣", 7),
        ("9" * 30, 7),
    ],
)
def test_days_are_clamped_as_in_the_reference_system(typed: object, days: int) -> None:
    assert saved(sync_days_back=typed) == {"sync_days_back": days}
    assert rules(sync_days_back=typed).days_back == days


@pytest.mark.parametrize("name", SKIPS)
@pytest.mark.parametrize(("typed", "value"), [(True, True), ("false", False), ("on", True)])
def test_a_switch_is_true_or_false(name: str, typed: object, value: object) -> None:
    assert saved(**{name: typed}) == {name: value}
    assert (SKIPS[name] in rules(**{name: value}).skipped) == value


def test_there_is_a_switch_for_everything_that_can_be_skipped() -> None:
    assert set(SKIPS.values()) == set(Skippable)
    assert DEFAULTS.keys() >= SKIPS.keys()


def test_a_switch_that_is_none_counts_as_by_default() -> None:
    assert rules(skip_free="no", skip_private="yes").skipped == rules().skipped


@pytest.mark.parametrize(
    ("typed", "saved_as", "counts"),
    [
        ("yes", "yes", True),
        ("No", "no", False),
        (" as  the project", "as the project", None),
    ],
)
def test_billable_is_yes_no_or_as_the_project(typed: str, saved_as: str, counts: object) -> None:
    assert saved(billable=typed) == {"billable": saved_as}
    assert rules(billable=saved_as).billable is counts


def test_overlaps_are_kept_or_skipped() -> None:
    assert saved(overlap="Skip") == {"overlap": "skip"}
    assert rules(overlap="skip").overlap is Overlap.SKIP
    assert rules(overlap="keep both").overlap is Overlap.KEEP_BOTH


def test_a_calendar_is_its_id_and_its_project_and_nothing_else_is_believed() -> None:
    entered = [{"id": " work@x ", "project": "3", "name": "Work"}, {"id": "b"}]
    assert saved(calendars=entered)["calendars"] == [
        {"id": "work@x", "project": 3},
        {"id": "b", "project": None},
    ]


def test_in_a_form_the_calendars_are_a_text_of_json() -> None:
    typed = '[{"id": "team@example.org", "project": 3}]'
    assert accept({"calendars": typed}).settings["calendars"] == [
        {"id": "team@example.org", "project": 3}
    ]


def test_the_projects_that_a_field_names_are_told_for_each_field() -> None:
    entered = {
        "default_project_id": 7,
        "calendars": [{"id": "a", "project": 3}, {"id": "b"}, {"id": "c", "project": 4}],
    }
    assert accept(entered).projects == {"default_project_id": (7,), "calendars": (3, 4)}
    assert accept({"default_project_id": None, "calendars": [{"id": "a"}]}).projects == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("calendar_id", "two words"),
        ("calendar_id", 5),
        ("calendar_id", ".."),
        ("calendar_id", "x" * 256),
        ("calendar_id", "a\nb"),
        ("calendar_id", "a\u2028b"),
        ("export_calendar_id", "."),
        ("export_calendar_id", ["x"]),
        ("default_project_id", 0),
        ("default_project_id", True),
        ("default_project_id", "1e3"),
        ("default_project_id", "٣"),
        ("calendars", "primary"),
        ("calendars", ["primary"]),
        ("calendars", [{"id": ""}]),
        ("calendars", [{"project": 3}]),
        ("calendars", [{"id": "a", "project": "x"}]),
        ("calendars", [{"id": "a"}, {"id": "A"}]),
        ("calendars", [{"id": f"c{n}"} for n in range(51)]),
        ("skip_free", "maybe"),
        ("skip_all_day", None),
        ("billable", "sometimes"),
        ("billable", True),
        ("overlap", ""),
        ("overlap", None),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_field(name: str, value: object) -> None:
    with pytest.raises(InvalidSettings) as invalid:
        accept({name: value})
    assert invalid.value.field == name
