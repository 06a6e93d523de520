"""What the owner of a GitHub connection enters, what is asked of GitHub about it, and what is shown, over HTTP."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from workplace import GITHUB, MOBILE, OTHER, REPOSITORY, SUPPORT, WEB, Workplace, workplace

from patience import soon

OF_THE_REFERENCE = {
    *("ok", "connected", "repo_owner", "repo_name", "default_project_id", "auto_start_timer"),
    *("label_filter", "has_webhook_secret", "webhook_url", "last_sync_at"),
}
ONE = [{"name": REPOSITORY, "project": WEB}]


@pytest.fixture
def here(database: str) -> Iterator[Workplace]:
    with workplace(database) as made:
        yield made


@pytest.fixture(scope="module")
def lasting(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """Anna is connected; for tests that change nothing."""
    file = shutil.copy(template, tmp_path_factory.mktemp("card") / "tracker.db")
    with workplace(f"sqlite:///{file}") as made:
        made.connect()
        yield made


def test_nobody_is_connected_before_a_card_is_saved(here: Workplace) -> None:
    assert here.status() == {"ok": True, "connected": False}
    assert here.ask("anna", "POST", f"{GITHUB}/test").status_code == 404
    assert here.sync().status_code == 404


@pytest.mark.parametrize("name", ["config", "test", "sync"])
def test_a_stranger_is_told_to_sign_in(here: Workplace, name: str) -> None:
    got = here.ask(None, "POST", f"{GITHUB}/{name}")
    assert (got.status_code, got.json()["ok"]) == (401, False)


def test_the_fields_of_the_reference_system_are_taken_and_shown(here: Workplace) -> None:
    fields = {
        "github_token": here.fake.add_token("anna"),
        "repo_owner": "octo",
        "repo_name": "app",
        "default_project_id": str(WEB),
        "label_filter": "track",
        "auto_start_timer": "true",
    }
    got = here.ask("anna", "POST", f"{GITHUB}/config", data=fields).json()
    assert (got["ok"], got["is_active"]) == (True, True)
    shown = here.status()
    assert set(shown) >= OF_THE_REFERENCE
    assert (shown["repo_owner"], shown["repo_name"]) == ("octo", "app")
    assert (shown["default_project_id"], shown["label_filter"]) == (WEB, "track")
    assert (shown["auto_start_timer"], shown["has_webhook_secret"]) == (True, True)
    assert shown["github_login"] == "anna"
    assert soon(lambda: here.status()["repository"]["has_webhook"])
    assert soon(lambda: here.status()["last_sync_at"] is not None)


def test_only_what_was_given_changes_and_a_blank_token_stays(here: Workplace) -> None:
    here.connect()
    here.saved(label_filter="track", github_token="")
    here.saved(auto_start_timer=True)
    shown = here.status()
    assert (shown["label_filter"], shown["auto_start_timer"]) == ("track", True)
    assert (shown["connected"], shown["has_github_token"]) == (True, True)


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"default_project_id": 999_999}, "default_project_id"),
        ({"default_project_id": "Web"}, "default_project_id"),
        ({"repositories": [{"name": OTHER, "project": 999_999}]}, "repositories"),
        ({"repositories": [{"name": "octo/nowhere", "project": WEB}]}, "repositories"),
        ({"repositories": [{"name": "octo"}]}, "repositories"),
        ({"repositories": "octo/app"}, "repositories"),
        ({"repo_owner": "octo", "repo_name": "../app"}, "repo_name"),
        ({"auto_start_timer": "perhaps"}, "auto_start_timer"),
        ({"priorities": {"bug": "at once"}}, "priorities"),
        ({"tags": {"bug": "a,b"}}, "tags"),
        ({"github_token": "ghp_of_nobody"}, "github_token"),
        ({"github_token": 7}, "github_token"),
        ({"github_username": "not a login"}, "github_username"),
    ],
)
def test_a_wrong_value_is_422_by_the_name_of_its_field_and_nothing_is_saved(
    lasting: Workplace, entered: dict[str, Any], field: str
) -> None:
    before = lasting.status()
    got = lasting.config(label_filter="new", **entered)
    assert (got.status_code, got.json()["field"]) == (422, field)
    assert "ghp_of_nobody" not in got.text
    assert lasting.status() == before


def test_a_project_of_others_is_refused_unless_one_may_use_all(here: Workplace) -> None:
    token = here.fake.add_token("ben")
    got = here.config("ben", github_token=token, default_project_id=WEB)
    assert (got.status_code, got.json()["field"]) == (422, "default_project_id")
    assert here.status("ben") == {"ok": True, "connected": False}
    here.saved("ben", github_token=token, default_project_id=SUPPORT)
    here.saved("anna", github_token=here.fake.add_token("anna"), default_project_id=SUPPORT)


def test_what_github_says_of_the_token_is_believed_rather_than_what_is_entered(
    here: Workplace,
) -> None:
    here.connect(github_login="octo")
    assert here.status()["github_login"] == "anna"


def test_trying_out_says_who_we_are_and_what_can_be_read(here: Workplace) -> None:
    here.connect(repositories=[*ONE, {"name": OTHER, "project": MOBILE}])
    got = here.test()
    assert (got["ok"], got["error"]) == (True, None)
    assert "Connected as anna." in got["message"]
    for name in (REPOSITORY, OTHER):
        assert f"Issues of {name} can be read; its webhook calls us." in got["message"]


def test_a_classic_token_without_the_right_to_hooks_connects_and_says_what_is_missing(
    here: Workplace,
) -> None:
    here.connect(github_token=here.fake.add_token("anna", scopes=["public_repo"]))
    [shown] = here.status()["repositories"]
    assert (shown["has_webhook"], "repo_hook" in shown["webhook_missing"]) == (False, True)
    assert shown["webhook_missing"] in here.test()["message"]
    here.fake.open_issue(REPOSITORY, "Found by reading")
    assert here.synced()["synced"] == 1


def test_a_fine_grained_token_needs_two_permissions(here: Workplace) -> None:
    here.fake.make_private(REPOSITORY)
    rights = {"issues": "read", "repository_hooks": "write"}
    here.connect(github_token=here.fake.add_token("anna", "fine_grained", permissions=rights))
    here.fake.open_issue(REPOSITORY, "Told by webhook")
    assert here.tasks() == [("Told by webhook", "todo", "low")]


def test_a_fine_grained_token_that_may_not_read_issues_is_named_by_its_permission(
    here: Workplace,
) -> None:
    here.fake.make_private(REPOSITORY)
    token = here.fake.add_token("anna", "fine_grained", permissions={"repository_hooks": "write"})
    here.saved(github_token=token, repositories=ONE)
    got = here.test()
    assert (got["ok"], "issues=read" in got["message"]) == (False, True)
    assert soon(lambda: here.status()["state"] == "degraded")
    assert "issues=read" in here.status()["reason"]


@pytest.mark.parametrize("long_tokens", [False, True])
def test_an_app_of_ones_own_connects_by_its_key_and_takes_the_place_of_a_token(
    here: Workplace, *, long_tokens: bool
) -> None:
    here.connect()
    app = here.fake.add_app("timely", "octo", long_tokens=long_tokens)
    number = here.fake.install_app("timely", "octo").id
    key: dict[str, Any] = {
        "app_id": app.id,
        "installation_id": number,
        "app_private_key": app.private_key,
    }
    answer = here.saved(**key)
    assert (answer["is_active"], answer["checked"]) == (True, True)
    shown = here.status()
    assert (shown["has_app_private_key"], shown["has_github_token"]) == (True, False)
    assert shown["github_login"] is None
    assert "PRIVATE KEY" not in str(shown)
    assert soon(here.settled)
    assert "Connected as a GitHub App." in here.test()["message"]
    here.fake.open_issue(REPOSITORY, "Told to an App")
    assert here.tasks() == [("Told to an App", "todo", "low")]


def test_the_token_of_an_app_is_made_anew_before_its_hour_is_over(here: Workplace) -> None:
    app = here.fake.add_app("timely", "octo")
    here.fake.install_app("timely", "octo")
    here.saved(app_id=app.id, app_private_key=app.private_key, repositories=ONE)
    assert soon(here.settled)
    made = len(here.calls("apps/create-installation-access-token"))
    for _ in range(3):
        here.turn(minutes=58)
        here.fake.open_issue(REPOSITORY, "One more")
        assert here.synced()["ok"] is True
    assert len(here.calls("apps/create-installation-access-token")) > made
    assert here.status()["state"] == "active"


def test_a_key_that_is_none_is_refused(here: Workplace) -> None:
    got = here.config(app_id=7, app_private_key="-----BEGIN NOTHING-----")
    assert (got.status_code, got.json()["field"]) == (422, "app_private_key")


def test_a_github_that_is_away_is_no_reason_not_to_save(here: Workplace) -> None:
    here.fake.fail_next("*", here.fake.fault_kinds["service_unavailable"](), times=None)
    answer = here.saved(github_token=here.fake.add_token("anna"), repositories=ONE)
    assert (answer["is_active"], answer["checked"]) == (True, False)
    here.fake.faults.recover()
    here.turn(minutes=10)
    assert soon(here.settled)
    assert here.status()["repositories"][0]["has_webhook"] is True
