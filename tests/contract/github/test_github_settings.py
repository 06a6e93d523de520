"""What can be entered on the card of a GitHub connection, and what is shown of it."""

from __future__ import annotations

from typing import Any

import pytest

from tt_integrations.adapters.providers.github.settings import accept, describe
from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.domain.model.connection import Changes

TOKEN = "github_pat_11AAAA_b"


def saved(**entered: Any) -> dict[str, object]:
    return dict(accept(entered).settings)


def test_without_any_settings_the_card_shows_the_defaults() -> None:
    assert describe({}) == {
        "repo_owner": None,
        "repo_name": None,
        "label_filter": None,
        "default_project_id": None,
        "auto_start_timer": False,
        "stop_timer_on_unassign": False,
        "repositories": [],
        "priorities": {"bug": "high", "critical": "high", "enhancement": "medium"},
        "tags": {},
        "github_login": None,
        "has_github_token": False,
        "has_webhook_secret": False,
    }


def test_of_a_secret_only_whether_it_is_stored_is_shown() -> None:
    shown = describe({"github_token": "sealed-canary", "webhook_secret": "", "unknown": 5})
    assert (shown["has_github_token"], shown["has_webhook_secret"]) == (True, False)
    assert "canary" not in repr(shown)
    assert "unknown" not in shown


def test_what_was_saved_is_shown_as_it_was() -> None:
    entered = saved(repo_owner="octo", repositories=[{"name": "octo/app", "project": 3}], tags={})
    shown = describe({**entered, "github_login": "ada"})
    assert shown["repo_owner"] == "octo"
    assert shown["repositories"] == [{"name": "octo/app", "project": 3}]
    assert shown["github_login"] == "ada"


def test_only_what_was_given_changes() -> None:
    assert accept({}) == Changes()
    assert accept({"repo_owner": "octo"}) == Changes({"repo_owner": "octo"})
    assert accept({"csrf_token": "x", "github_login": "mallory", "id": 5}) == Changes()


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_blank_secret_keeps_the_old_one(blank: str | None) -> None:
    assert accept({"github_token": blank, "webhook_secret": blank}) == Changes()


def test_secrets_are_kept_apart_and_out_of_sight() -> None:
    changes = accept({"github_token": f" {TOKEN}\n", "webhook_secret": "s"})
    assert changes == Changes({}, {"github_token": TOKEN, "webhook_secret": "s"})
    assert TOKEN not in repr(changes)


def test_a_token_may_be_long_and_have_dots() -> None:
    long = f"ghs_1_{'x' * 600}.y.z"
    assert accept({"github_token": long}).secrets == {"github_token": long}


@pytest.mark.parametrize("name", ["repo_owner", "repo_name", "label_filter", "default_project_id"])
def test_blank_takes_a_setting_away(name: str) -> None:
    assert saved(**{name: "  "}) == saved(**{name: None}) == {name: None}


def test_texts_are_trimmed() -> None:
    entered = saved(repo_owner=" octo ", repo_name=" hello.world ", label_filter=" Time Me ")
    assert entered == {"repo_owner": "octo", "repo_name": "hello.world", "label_filter": "Time Me"}


@pytest.mark.parametrize(("typed", "number"), [(7, 7), ("7", 7), (" 12 ", 12)])
def test_a_project_is_a_number_however_it_was_sent(typed: object, number: int) -> None:
    assert saved(default_project_id=typed) == {"default_project_id": number}


@pytest.mark.parametrize("name", ["auto_start_timer", "stop_timer_on_unassign"])
@pytest.mark.parametrize(
    ("typed", "value"),
    [(True, True), (False, False), ("false", False), ("on", True), ("TRUE", True), ("", False)],
)
def test_a_switch_is_true_or_false_and_the_word_false_is_not_true(
    name: str, typed: object, value: object
) -> None:
    assert saved(**{name: typed}) == {name: value}


def test_a_repository_is_its_name_and_its_project_and_nothing_else_is_believed() -> None:
    entered = [
        {"name": " octo/App ", "project": "3", "id": 99, "hook": 98},
        {"name": "octo/b"},
        {"name": "octo/c", "project": None},
    ]
    assert saved(repositories=entered)["repositories"] == [
        {"name": "octo/App", "project": 3},
        {"name": "octo/b", "project": None},
        {"name": "octo/c", "project": None},
    ]
    assert saved(repositories=[]) == {"repositories": []}


def test_labels_are_kept_in_lower_case() -> None:
    entered = saved(priorities={" Bug ": "urgent", "x": "low"}, tags={"Customer A": " a "})
    assert entered == {"priorities": {"bug": "urgent", "x": "low"}, "tags": {"customer a": "a"}}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("github_token", "two words"),
        ("github_token", 5),
        ("github_token", "tökén"),
        ("webhook_secret", ["s"]),
        ("webhook_secret", "x" * 1025),
        ("repo_owner", "octo/app"),
        ("repo_owner", 5),
        ("repo_owner", ".."),
        ("repo_name", "a b"),
        ("repo_name", "ö"),
        ("repo_name", ["app"]),
        ("label_filter", 5),
        ("label_filter", "x" * 101),
        ("label_filter", "two\nlines"),
        ("default_project_id", 0),
        ("default_project_id", -1),
        ("default_project_id", True),
        ("default_project_id", 1.0),
        ("default_project_id", "1e3"),
        ("default_project_id", "٣"),
        ("default_project_id", "9" * 30),
        ("auto_start_timer", "maybe"),
        ("auto_start_timer", 1),
        ("auto_start_timer", None),
        ("stop_timer_on_unassign", []),
        ("repositories", "octo/app"),
        ("repositories", {"name": "octo/app"}),
        ("repositories", ["octo/app"]),
        ("repositories", [{"name": "octo"}]),
        ("repositories", [{"name": "../app"}]),
        ("repositories", [{"name": 5}]),
        ("repositories", [{"name": "octo/app", "project": "x"}]),
        ("repositories", [{"name": "octo/app"}, {"name": "OCTO/App"}]),
        ("repositories", [{"name": f"octo/{n}"} for n in range(201)]),
        ("priorities", []),
        ("priorities", {"bug": "highest"}),
        ("priorities", {"bug": None}),
        ("priorities", {"": "low"}),
        ("priorities", {"bug": "low", "BUG": "high"}),
        ("tags", "bug"),
        ("tags", {"bug": ""}),
        ("tags", {"bug": "a,b"}),
        ("tags", {"bug": "x" * 501}),
        ("tags", {"bug": 5}),
        ("tags", {5: "x"}),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_field(name: str, value: object) -> None:
    with pytest.raises(InvalidSettings) as invalid:
        accept({name: value})
    assert invalid.value.field == name


def test_a_refused_secret_is_not_repeated() -> None:
    with pytest.raises(InvalidSettings) as invalid:
        accept({"github_token": f"{TOKEN} {TOKEN}"})
    assert TOKEN not in repr(invalid.value)
