"""What is said to an owner who tries their connection out."""

from __future__ import annotations

import pytest
from github_accounts import ENTRY, PAIR, account, by_app, known
from github_ground import NAME, Ground, ground

from tt_integrations.adapters.providers.github.fake import permission_missing
from tt_integrations.domain.errors import InvalidSettings, PermissionMissing


@pytest.fixture
def it() -> Ground:
    return ground()


def test_to_try_it_out_is_to_read_issues_and_to_say_so(it: Ground) -> None:
    settings = {**PAIR, "known_repositories": [known(it, hook=9)]}
    assert account(it).try_out(it.access, settings) == (
        "Connected as octo. Issues of octo/app can be read; its webhook calls us."
    )
    assert len(it.calls("issues/list-for-repo")) == 1


def test_why_there_is_no_webhook_is_said(it: Ground) -> None:
    missing = "missing permission: repository_hooks=write"
    settings = {**ENTRY, "known_repositories": [known(it, hook_missing=missing)]}
    said = account(it).try_out(it.access, settings)
    assert said.endswith(f"Issues of octo/app can be read; no webhook: {missing}.")


def test_a_repository_of_which_nothing_is_known_is_found_and_read_by_its_name_now(
    it: Ground,
) -> None:
    it.fake.rename_repository(NAME, "application")
    said = account(it).try_out(it.access, PAIR)
    assert said.endswith("Issues of octo/application can be read; no webhook yet.")


def test_an_app_is_tried_out_as_nobody(it: Ground) -> None:
    said = account(it).try_out(by_app(it), PAIR)
    assert said.startswith("Connected as a GitHub App. Issues of octo/app can be read;")


def test_without_repositories_only_the_token_is_tried(it: Ground) -> None:
    said = account(it).try_out(it.access, {})
    assert said == "Connected as octo. No repository is chosen yet."


def test_of_many_repositories_the_first_ten_are_tried(it: Ground) -> None:
    names = [it.fake.add_repository(f"octo/r{number}").full_name for number in range(12)]
    said = account(it).try_out(it.access, {"repositories": [{"name": name} for name in names]})
    assert "octo/r9 can be read" in said
    assert said.endswith(" 2 more repositories were not tried.")
    assert len(it.calls("issues/list-for-repo")) == 10


def test_a_permission_that_is_missing_to_read_issues_is_told_in_words(it: Ground) -> None:
    it.fake.make_private(NAME)
    access = it.with_token(kind="fine_grained", repositories=[NAME])
    with pytest.raises(PermissionMissing, match="missing permission: issues=read"):
        account(it).try_out(access, PAIR)
    it.fake.fail_next("issues/list-for-repo", permission_missing("issues=read"))
    with pytest.raises(PermissionMissing):
        account(it).try_out(it.access, PAIR)


@pytest.mark.parametrize("learnt", [True, False])
def test_a_repository_that_is_gone_is_named_when_it_is_tried(it: Ground, *, learnt: bool) -> None:
    settings = {**ENTRY, "known_repositories": [known(it)] if learnt else []}
    it.fake.delete_repository(NAME)
    with pytest.raises(InvalidSettings, match="Octo/App is not there") as invalid:
        account(it).try_out(it.access, settings)
    assert invalid.value.field == "repositories"


def test_a_repository_whose_issues_are_switched_off_is_named_when_it_is_tried(it: Ground) -> None:
    it.fake.disable_issues(NAME)
    with pytest.raises(InvalidSettings, match="or has its issues switched off"):
        account(it).try_out(it.access, {**PAIR, "known_repositories": [known(it)]})
