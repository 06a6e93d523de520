"""What can be entered on the card of a GitHub connection, and what is shown of it."""

from __future__ import annotations

from typing import Any

import pytest

from tt_integrations.adapters.providers.github.settings import accept, describe
from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.domain.model.connection import Changes

UNKNOWN = {"id": None, "called": None, "has_webhook": False, "webhook_missing": None}
BLANKABLE = [
    "repo_owner",
    "repo_name",
    "label_filter",
    "default_project_id",
    "github_username",
    "app_id",
    "installation_id",
]


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
        "milestone_as_tag": True,
        "github_username": None,
        "github_login": None,
        "app_id": None,
        "installation_id": None,
        "repository": None,
        "has_github_token": False,
        "has_webhook_secret": False,
        "has_app_private_key": False,
    }


def test_what_was_saved_is_shown_as_it_was() -> None:
    entered = saved(repo_owner="octo", repositories=[{"name": "octo/app", "project": 3}], tags={})
    shown = describe({**entered, "github_login": "ada"})
    assert shown["repo_owner"] == "octo"
    assert shown["repositories"] == [{"name": "octo/app", "project": 3, **UNKNOWN}]
    assert shown["github_login"] == "ada"


def test_each_repository_is_shown_with_what_is_known_of_it() -> None:
    entries = [{"name": "Octo/App", "project": None}, {"name": "octo/b", "project": 3}]
    known = [
        {"name": "octo/app", "id": 7, "called": "octo/application", "hook": 9},
        {"name": "octo/b", "id": 8, "called": "octo/b", "hook_missing": "missing permission: x"},
        {"name": "octo/pair", "id": 5, "called": "octo/pair", "hook": 6},
    ]
    pair = {"repo_owner": "octo", "repo_name": "pair"}
    shown = describe({"repositories": entries, "known_repositories": known, **pair})
    found = {"has_webhook": True, "webhook_missing": None}
    lacking = {"has_webhook": False, "webhook_missing": "missing permission: x"}
    assert shown["repositories"] == [
        {"name": "Octo/App", "project": None, "id": 7, "called": "octo/application", **found},
        {"name": "octo/b", "project": 3, "id": 8, "called": "octo/b", **lacking},
    ]
    assert shown["repository"] == {"name": "octo/pair", "id": 5, "called": "octo/pair", **found}
    assert "known_repositories" not in shown


def test_a_card_that_is_saved_as_it_was_shown_changes_nothing() -> None:
    before = saved(
        repositories=[{"name": "octo/app", "project": "3"}], app_id="12", tags={"a": "b"}
    )
    assert saved(**describe(before)) == {**saved(**describe({})), **before}


def test_only_what_was_given_changes() -> None:
    assert accept({}) == Changes()
    assert accept({"repo_owner": "octo"}) == Changes({"repo_owner": "octo"})
    assert accept({"csrf_token": "x", "github_login": "mallory", "id": 5}) == Changes()


def test_the_projects_that_a_save_names_are_told_by_field() -> None:
    entries = [
        {"name": "octo/a", "project": 3},
        {"name": "octo/b", "project": "3"},
        {"name": "octo/c", "project": 4},
        {"name": "octo/d"},
    ]
    changes = accept({"default_project_id": "7", "repositories": entries})
    assert changes.projects == {"default_project_id": (7,), "repositories": (3, 4)}
    assert accept({"default_project_id": "", "repositories": []}).projects == {}
    assert accept({"repo_owner": "octo"}).projects == {}


def test_whoever_the_owner_is_and_which_app_is_kept_as_typed() -> None:
    assert saved(github_username=" Ada-L ", app_id=12, installation_id="34") == {
        "github_username": "Ada-L",
        "app_id": "12",
        "installation_id": 34,
    }
    assert saved(app_id="Iv23li.x_y-z") == {"app_id": "Iv23li.x_y-z"}


@pytest.mark.parametrize("name", BLANKABLE)
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


def test_in_a_form_lists_and_objects_are_texts_of_json() -> None:
    typed = {
        "repositories": '[{"name": "octo/app", "project": 3}]',
        "priorities": '{"bug": "high"}',
        "tags": '{"docs": "writing"}',
    }
    assert accept(typed).settings == {
        "repositories": [{"name": "octo/app", "project": 3}],
        "priorities": {"bug": "high"},
        "tags": {"docs": "writing"},
    }


@pytest.mark.parametrize("typed", ["", "octo/app", "[", '"octo/app"', "{}", "\ud800"])
def test_any_other_text_is_no_list(typed: str) -> None:
    with pytest.raises(InvalidSettings, match="a list of at most 200 repositories"):
        accept({"repositories": typed})


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
        ("github_username", "ada lovelace"),
        ("github_username", "@ada"),
        ("github_username", 5),
        ("app_id", "1 2"),
        ("app_id", True),
        ("app_id", "x" * 101),
        ("installation_id", "x"),
        ("installation_id", 0),
        ("installation_id", True),
        ("installation_id", [1]),
        ("rotate_webhook_secret", "maybe"),
    ],
)
def test_what_cannot_be_is_refused_by_the_name_of_its_field(name: str, value: object) -> None:
    with pytest.raises(InvalidSettings) as invalid:
        accept({name: value})
    assert invalid.value.field == name
