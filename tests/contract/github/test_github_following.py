"""What the settings of a GitHub connection say of its issues, however they came to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tt_integrations.adapters.providers.github.dialect import GitHubDialect
from tt_integrations.adapters.providers.github.following import GitHubIssueSettings
from tt_integrations.adapters.providers.github.settings import accept, describe
from tt_integrations.domain.model.issue_rules import PRIORITIES
from tt_integrations.domain.model.issues import LeftHook, Repository, Watched
from tt_integrations.domain.model.tasks import Priority
from tt_integrations.domain.model.timesheet import ProjectId

FOLLOWING = GitHubIssueSettings()
RENAMED = {"name": "octo/app", "id": 7, "called": "Octo/Application", "hook": 9}
APP = Watched("Octo/App", 7, 9, None, "Octo/Application")
MISSING = "missing permission: repository_hooks=write"
SERVED: Mapping[str, Any] = {
    "default_project_id": 5,
    "repositories": [{"name": "Octo/App", "project": 3}, {"name": "octo/b", "project": None}],
    "known_repositories": [{**RENAMED, "hook_missing": None}],
}


def test_issues_go_to_the_project_of_their_repository_by_its_id_and_by_both_its_names() -> None:
    rules = FOLLOWING.rules(SERVED)
    assert rules.projects == {7: 3, "octo/app": 3, "octo/application": 3, "octo/b": 5}
    assert rules.project(Repository(7, "octo/elsewhere")) == 3
    assert rules.project(Repository(99, "OCTO/Application")) == 3
    assert rules.project(Repository(99, "octo/other")) is None


def test_a_renamed_repository_is_alone_in_its_project_by_all_its_names() -> None:
    rules = FOLLOWING.rules(SERVED)
    assert rules.alone(Repository(7, "octo/application"), ProjectId(3))
    assert not rules.alone(Repository(8, "octo/b"), ProjectId(3))
    together = {**SERVED, "repositories": [{"name": "octo/app"}, {"name": "octo/b"}]}
    assert not FOLLOWING.rules(together).alone(Repository(7, "octo/application"), ProjectId(5))


def test_a_repository_without_any_project_is_not_served() -> None:
    settings = {**SERVED, "default_project_id": None, "repo_owner": "o", "repo_name": "r"}
    assert FOLLOWING.rules(settings).project(Repository(99, "octo/b")) is None
    assert [each.name for each in FOLLOWING.watched(settings)] == ["Octo/App"]


def test_the_reference_systems_repository_goes_to_the_default_project() -> None:
    settings = {"repo_owner": "Octo", "repo_name": "R", "default_project_id": 5}
    assert FOLLOWING.rules(settings).projects == {"octo/r": 5}
    assert FOLLOWING.watched(settings) == [Watched("Octo/R")]


def test_an_entry_counts_before_the_reference_systems_repository_of_that_name() -> None:
    settings = {**SERVED, "repo_owner": "octo", "repo_name": "APP"}
    assert FOLLOWING.rules(settings).projects["octo/app"] == 3
    assert [each.name for each in FOLLOWING.watched(settings)] == ["Octo/App", "octo/b"]


def test_a_name_that_was_entered_counts_before_one_that_another_repository_has_now() -> None:
    entries = [{"name": "octo/app", "project": 3}, {"name": "octo/application", "project": 4}]
    assert FOLLOWING.rules({**SERVED, "repositories": entries}).projects == {
        7: 3,
        "octo/app": 3,
        "octo/application": 4,
    }


def test_each_repository_is_watched_once_with_what_is_known_of_it() -> None:
    known = [*SERVED["known_repositories"], {"name": "octo/application", "id": 7}]
    entries = [*SERVED["repositories"], {"name": "octo/application"}, {"name": "OCTO/app"}]
    settings = {**SERVED, "repositories": entries, "known_repositories": known}
    assert FOLLOWING.watched(settings) == [APP, Watched("octo/b")]


def test_a_webhook_is_left_where_its_repository_is_watched_no_more() -> None:
    assert FOLLOWING.left_hooks(SERVED) == []
    left = [LeftHook("octo/app", Repository(7, "Octo/Application"), 9)]
    assert FOLLOWING.left_hooks({**SERVED, "repositories": []}) == left
    unserved = [{"name": "octo/app", "project": None}]
    nowhere = {**SERVED, "repositories": unserved, "default_project_id": None}
    assert FOLLOWING.left_hooks(nowhere) == left
    by_another_name = [{"name": "octo/application", "project": 3}]
    known = [{**RENAMED, "name": "octo/application"}, RENAMED]
    renamed = {"repositories": by_another_name, "known_repositories": known}
    assert FOLLOWING.left_hooks(renamed) == []


def test_what_is_learnt_of_a_repository_stands_beside_what_was_entered() -> None:
    found = Watched("octo/b", 8, None, MISSING, "octo/B2")
    learnt = FOLLOWING.learnt(SERVED, "Octo/B", found)
    assert list(learnt) == ["known_repositories"]
    after = {**SERVED, **learnt}
    assert FOLLOWING.watched(after) == [
        APP,
        Watched("octo/b", 8, None, MISSING, "octo/B2"),
    ]
    assert FOLLOWING.rules(after).projects["octo/b2"] == 5


def test_no_save_of_the_card_undoes_what_is_learnt() -> None:
    again = {**SERVED, **accept(describe(SERVED)).settings}
    assert FOLLOWING.watched(again) == FOLLOWING.watched(SERVED)


def test_of_a_repository_that_is_no_more_nothing_is_known_any_more() -> None:
    learnt = FOLLOWING.learnt(SERVED, "Octo/App", None)
    assert learnt == {"known_repositories": []}
    assert FOLLOWING.learnt(learnt, "octo/never", None) == learnt
    after = {**SERVED, **learnt}
    assert FOLLOWING.watched(after)[0] == Watched("Octo/App")


def test_the_reference_systems_tasks_are_found_by_its_own_name_for_them() -> None:
    assert FOLLOWING.rules({}).legacy(12) == "github_issue_12"


def test_labels_and_switches_are_as_the_owner_set_them() -> None:
    rules = FOLLOWING.rules(
        {
            "label_filter": "Time Me",
            "priorities": {"bug": "urgent"},
            "tags": {"bug": "defect"},
            "auto_start_timer": True,
            "stop_timer_on_unassign": True,
        }
    )
    assert rules.label_filter == "Time Me"
    assert rules.priorities == {"bug": Priority.URGENT}
    assert rules.tags == {"bug": "defect"}
    assert (rules.starts_timer, rules.stops_timer) == (True, True)


def test_without_settings_all_is_as_by_default() -> None:
    rules = FOLLOWING.rules({})
    assert (rules.projects, rules.ids, rules.label_filter, rules.tags) == ({}, {}, None, {})
    assert rules.priorities == PRIORITIES
    assert (rules.starts_timer, rules.stops_timer) == (False, False)
    assert rules.owner_logins == frozenset()
    assert FOLLOWING.watched({}) == []
    assert FOLLOWING.rules({"priorities": {}}).priorities == {}


def test_the_owner_is_known_by_what_the_token_told_and_by_what_they_typed() -> None:
    settings = {"github_login": "Ada", "github_username": "ADA-Work"}
    assert FOLLOWING.rules(settings).owner_logins == {"ada", "ada-work"}
    spoiled = {"github_login": 5, "github_username": "a b"}
    assert FOLLOWING.rules(spoiled).owner_logins == frozenset()


@pytest.mark.parametrize(
    ("spoiled", "projects"),
    [
        ({"repositories": "octo/app"}, {}),
        ({"repositories": [None, 5, "octo/app", {"name": "octo"}, {"name": "a/b"}]}, {"a/b": 5}),
        ({"repositories": [{"name": "a/b", "project": "x"}]}, {"a/b": 5}),
        ({"repositories": [{"name": "a/b", "project": 3}], "default_project_id": "x"}, {"a/b": 3}),
        ({"repositories": [{"name": "a/b"}], "default_project_id": True}, {}),
        ({"repo_owner": "a/b", "repo_name": "c"}, {}),
        ({"repo_owner": 5, "repo_name": "c"}, {}),
    ],
)
def test_what_somebody_spoiled_is_as_by_default_and_takes_nothing_else_with_it(
    spoiled: dict[str, Any], projects: dict[str, int]
) -> None:
    assert FOLLOWING.rules({"default_project_id": 5, **spoiled}).projects == projects


def test_of_labels_only_those_are_left_out_that_were_spoiled() -> None:
    spoiled = {"bug": "urgent", "x": "highest", "y": None, "": "low"}
    rules = FOLLOWING.rules({"priorities": spoiled, "tags": {"a": "b", "c": 5}, "label_filter": 5})
    assert (rules.priorities, rules.tags) == ({"bug": Priority.URGENT}, {"a": "b"})
    assert rules.label_filter is None
    assert FOLLOWING.rules({"priorities": "x", "tags": 5}).priorities == PRIORITIES


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["a/b", "octo/app"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "id", "called", "hook", "project", "hook_missing", "bug"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
NAMES = st.sampled_from([*describe({}), "known_repositories"])


@given(st.dictionaries(NAMES, JSON))
def test_whatever_is_saved_is_read(settings: dict[str, Any]) -> None:
    watched = FOLLOWING.watched(settings)
    assert len({each.name.lower() for each in watched}) == len(watched)
    assert all(FOLLOWING.rules(settings).projects[each.name.lower()] for each in watched)
    addresses = {address for address, _ in GitHubDialect().bindings(settings)}
    assert {f"name:{each.name.lower()}" for each in watched} <= addresses
    assert FOLLOWING.learnt(settings, "a/b", None).keys() == {"known_repositories"}
    assert describe(settings).keys() == describe({}).keys()
