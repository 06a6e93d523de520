"""What GitHub tells of a token, of an App and of repositories, at the fake."""

from __future__ import annotations

import pytest
from github_accounts import ENTRY, PAIR, account, by_app, by_token, known, learn
from github_ground import NAME, Ground, ground
from github_keys import rsa_pem

from tt_integrations.adapters.fakes.faults import server_error
from tt_integrations.adapters.providers.github.app_grants import app_in
from tt_integrations.adapters.providers.github.app_tokens import GitHubAppTokens
from tt_integrations.adapters.providers.github.fake import sso_required
from tt_integrations.adapters.providers.github.following import GitHubIssueSettings
from tt_integrations.adapters.providers.github.settings import accept
from tt_integrations.domain.errors import (
    InvalidSettings,
    PermissionMissing,
    ProviderRefused,
    ProviderUnavailable,
)
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.grants import Learnt
from tt_integrations.domain.model.issues import LeftHook


@pytest.fixture
def it() -> Ground:
    return ground()


def test_of_a_new_token_it_is_learnt_whose_it_is_and_which_repositories_are_meant(
    it: Ground,
) -> None:
    learnt = learn(it, it.access, by_token(it.access, **ENTRY))
    assert learnt == Learnt({"github_login": "octo", "known_repositories": [known(it)]})


def test_a_fine_grained_token_tells_the_same(it: Ground) -> None:
    access = it.with_token(kind="fine_grained", repositories=[NAME])
    learnt = learn(it, access, by_token(access, **PAIR))
    assert learnt.settings["github_login"] == "octo"
    assert learnt.settings["known_repositories"] == [known(it)]


def test_a_pasted_token_of_an_installation_is_nobodys(it: Ground) -> None:
    access = by_app(it, long_tokens=True)
    assert learn(it, access, by_token(access)).settings["github_login"] is None


def test_only_what_is_new_is_asked_for(it: Ground) -> None:
    stored = {**ENTRY, "known_repositories": [known(it, hook=9)]}
    here = account(it)
    assert here.asks(by_token(it.access), stored)
    assert here.asks(accept({"app_private_key": rsa_pem()}), stored)
    assert here.asks(accept({"repositories": [*ENTRY["repositories"], {"name": "a/b"}]}), stored)
    assert here.asks(accept({"repo_owner": "octo", "repo_name": "other"}), stored)
    assert not here.asks(accept({**ENTRY, **PAIR, "label_filter": "x"}), stored)
    assert not here.asks(accept({"repositories": []}), stored)
    assert not here.asks(accept({"webhook_secret": "s", "app_id": "5"}), stored)
    assert it.fake.requests == []


def test_a_new_repository_is_learnt_beside_those_that_are_known(it: Ground) -> None:
    other = it.fake.add_repository("octo/b")
    stored = {**ENTRY, "known_repositories": [known(it, hook=9)]}
    changes = accept({"repositories": [*ENTRY["repositories"], {"name": "octo/b"}]})
    learnt = learn(it, it.access, changes, stored)
    assert learnt.settings == {
        "known_repositories": [
            known(it, hook=9),
            known(it, "octo/b", id=other.id, called="octo/b"),
        ]
    }
    assert len(it.fake.requests) == 1


@pytest.mark.parametrize("hook", [9, None])
def test_of_a_repository_that_is_left_out_only_its_webhook_is_known_any_more(
    it: Ground, hook: int | None
) -> None:
    it.fake.add_repository("octo/b")
    stored = {**ENTRY, "known_repositories": [known(it, hook=hook)]}
    changes = accept({"repositories": [{"name": "octo/b"}]})
    settings = {**changes.settings, **learn(it, it.access, changes, stored).settings}
    [only] = GitHubIssueSettings().watched({"default_project_id": 1, **settings})
    assert only.name == "octo/b"
    left = [LeftHook(NAME, it.repository, hook)] if hook else []
    assert GitHubIssueSettings().left_hooks(settings) == left


def test_a_renamed_repository_is_known_by_its_new_name_under_the_old_one(it: Ground) -> None:
    it.fake.rename_repository(NAME, "application")
    learnt = learn(it, it.access, by_token(it.access, **PAIR))
    assert learnt.settings["known_repositories"] == [known(it, called="octo/application")]


def test_with_a_new_token_a_webhook_stays_known_and_why_there_is_none_is_forgotten(
    it: Ground,
) -> None:
    it.fake.rename_repository(NAME, "application")
    it.fake.add_repository(NAME)  # the old name is another's by now
    saved = [known(it, called="octo/application", hook=9)]
    stored = {**ENTRY, "known_repositories": saved}
    learnt = learn(it, it.access, by_token(it.access), stored)
    assert learnt.settings["known_repositories"] == saved
    stored = {**ENTRY, "known_repositories": [known(it, hook=9, hook_missing="x")]}
    learnt = learn(it, it.access, by_token(it.access), stored)
    assert learnt.settings["known_repositories"] == saved


def test_a_new_token_that_does_not_see_a_repository_is_not_given_another_one_of_that_name(
    it: Ground,
) -> None:
    it.fake.rename_repository(NAME, "application")
    it.fake.make_private("octo/application")
    it.fake.add_repository(NAME)
    access = it.with_token("mona")
    stored = {**ENTRY, "known_repositories": [known(it, called=NAME, hook=9)]}
    with pytest.raises(InvalidSettings, match="Octo/App is not there, or cannot be seen"):
        learn(it, access, by_token(access), stored)


def test_a_name_that_is_entered_once_more_means_what_is_called_so_now(it: Ground) -> None:
    it.fake.rename_repository(NAME, "application")
    other = it.fake.add_repository(NAME)
    stored = {"known_repositories": [known(it, called="octo/application", hook=9)]}
    learnt = learn(it, it.access, accept(dict(ENTRY)), stored)
    assert learnt.settings["known_repositories"] == [known(it, id=other.id)]


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({"repositories": [{"name": "Octo/Secret"}]}, "repositories"),
        ({"repo_owner": "Octo", "repo_name": "Secret"}, "repo_name"),
    ],
)
def test_a_repository_out_of_sight_is_named(
    it: Ground, entered: dict[str, object], field: str
) -> None:
    it.fake.add_repository("octo/secret", private=True)
    access = it.with_token("mona")
    with pytest.raises(InvalidSettings, match="Octo/Secret is not there, or cannot be") as invalid:
        learn(it, access, by_token(access, **entered))
    assert invalid.value.field == field


def test_without_any_access_yet_nothing_is_learnt(it: Ground) -> None:
    assert learn(it, None, accept(dict(ENTRY))) == Learnt()
    assert it.fake.requests == []


def test_a_token_that_is_no_good_is_refused(it: Ground) -> None:
    access = Access("ghp_unknown", "new")
    with pytest.raises(ProviderRefused):
        learn(it, access, by_token(access))


def test_a_single_sign_on_that_is_due_is_told_in_words(it: Ground) -> None:
    it.fake.fail_next("repos/get", sso_required())
    with pytest.raises(PermissionMissing, match="single sign-on"):
        learn(it, it.access, by_token(it.access, **PAIR))


def test_an_app_is_exchanged_for_a_grant_and_its_repositories_are_learnt(it: Ground) -> None:
    app = it.fake.add_app("timely", "octo")
    number = it.fake.install_app("timely", "octo").id
    changes = accept({"app_id": app.id, "app_private_key": app.private_key, **PAIR})
    stored = {"github_login": "octo", "github_token": "sealed"}
    learnt = learn(it, Access("ghp_old", "old"), changes, stored)
    assert learnt.settings == {"github_login": None, "known_repositories": [known(it)]}
    assert learnt.grant is not None
    assert app_in(learnt.grant).installation == number
    assert learnt.grant.expires is not None
    assert learnt.grant.expires > it.fake.clock.now()


@pytest.mark.parametrize("operation", ["apps/create-installation-access-token", "repos/get"])
def test_the_grant_of_an_app_is_not_lost_when_github_is_away(it: Ground, operation: str) -> None:
    app = it.fake.add_app("timely", "octo")
    it.fake.install_app("timely", "octo")
    it.fake.fail_next(operation, server_error())
    changes = accept({"app_id": app.id, "app_private_key": app.private_key, **PAIR})
    learnt = learn(it, None, changes)
    assert learnt.settings == {"github_login": None}
    assert learnt.grant is not None
    assert GitHubAppTokens(it.tracker.rest).refresh(learnt.grant).access_token


def test_a_token_waits_when_github_is_away(it: Ground) -> None:
    for operation in ("users/get-authenticated", "repos/get"):
        it.fake.fail_next(operation, server_error())
        with pytest.raises(ProviderUnavailable):
            learn(it, it.access, by_token(it.access, **PAIR))


def test_the_key_of_another_app_is_refused_by_its_field(it: Ground) -> None:
    app = it.fake.add_app("timely", "octo")
    with pytest.raises(InvalidSettings) as invalid:
        learn(it, None, accept({"app_id": app.id, "app_private_key": rsa_pem()}))
    assert invalid.value.field == "app_private_key"
    with pytest.raises(InvalidSettings) as invalid:
        learn(it, None, accept({"app_private_key": app.private_key}))
    assert invalid.value.field == "app_id"


@pytest.mark.parametrize("other", [{"app_id": "13"}, {"installation_id": "35"}, {"app_id": ""}])
def test_another_app_or_installation_needs_its_key(it: Ground, other: dict[str, object]) -> None:
    stored = {"app_id": "12", "installation_id": 34, "app_private_key": "sealed"}
    assert account(it).asks(accept(other), stored)
    with pytest.raises(InvalidSettings) as invalid:
        learn(it, it.access, accept(other), stored)
    assert invalid.value.field == "app_private_key"
    same = accept({"app_id": 12, "installation_id": "34"})
    assert not account(it).asks(same, stored)
    assert learn(it, it.access, by_token(it.access, **other), stored).settings["github_login"]
