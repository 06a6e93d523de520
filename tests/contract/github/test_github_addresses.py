"""Whom a delivery claims to be for, and which addresses saved settings stand for."""

from __future__ import annotations

import json
from typing import Any

import pytest
from github_requests import FORM, HOOK, JSON, about, delivery, sent, sent_as_form, signed

from tt_integrations.adapters.providers.github.dialect import GitHubDialect
from tt_integrations.domain.model.connection import Address

DIALECT = GitHubDialect()
CLAIMED = [f"hook:{HOOK}", "repo:1296269", "name:octo/hello.world"]


def claims(body: bytes, **headers: str) -> list[str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return list(DIALECT.senders(delivery(body, named)))


def test_a_delivery_claims_its_hook_then_its_repository_by_id_then_by_name() -> None:
    assert list(DIALECT.senders(sent(about("opened")))) == CLAIMED
    assert list(DIALECT.senders(sent_as_form(about("opened")))) == CLAIMED


def test_without_a_content_type_the_body_tells_which_it_is() -> None:
    for whole in (sent(about("opened")), sent_as_form(about("opened"))):
        assert claims(whole.body) == CLAIMED[1:]


def test_what_people_write_is_not_taken_for_the_repository() -> None:
    lure = '"repository": {"id": 666, "full_name": "evil/twin"}, \\"repository\\": {"id": 667}'
    spoiled = about("opened", issue={"title": lure, "body": lure})
    assert list(DIALECT.senders(sent(spoiled))) == CLAIMED
    assert list(DIALECT.senders(sent_as_form(spoiled))) == CLAIMED


def test_of_a_renamed_repository_the_new_name_is_claimed() -> None:
    changes = {"repository": {"name": {"from": "old"}}}
    payload = {"action": "renamed", "changes": changes, "repository": {"id": 9, "full_name": "a/b"}}
    assert list(DIALECT.senders(sent(payload, "repository")))[1:] == ["repo:9", "name:a/b"]


def test_the_order_and_the_spacing_of_the_keys_do_not_matter() -> None:
    repository = {"owner": {"id": 5, "login": "octo"}, "full_name": "a/b", "id": 9}
    body = json.dumps({"repository": repository}, indent=2).replace(":", "\n :").encode()
    assert claims(body, content_type=JSON) == ["repo:9", "name:a/b"]


@pytest.mark.parametrize(
    "repository",
    [
        {},
        {"id": True, "full_name": 5},
        {"id": -1, "full_name": "a"},
        {"id": 1.5, "full_name": "../user"},
        {"id": "x", "full_name": "a/.."},
        {"id": 10**20, "full_name": "a/b/c"},
        {"id": [], "full_name": "a b/c"},
        {"id": None, "full_name": "ö/c"},
        [],
        None,
        "a/b",
    ],
)
def test_what_cannot_be_a_repository_is_no_address(repository: object) -> None:
    body = json.dumps({"repository": repository}).encode()
    assert claims(body, content_type=JSON) == []


@pytest.mark.parametrize("hook", ["", "0", "-1", "x", "1 ", "1\n", "٣", "1" * 20])
def test_what_cannot_be_a_hook_is_no_address(hook: str) -> None:
    assert claims(b"{}", x_github_hook_id=hook) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", JSON),
        (b'"repository":', JSON),
        (b'"repository":{', JSON),
        (b'"repository":{"id":', JSON),
        (b'"repository":' + b'{"a":' * 50_000, JSON),
        (b'"repository":{"id":' + b"9" * 5000 + b"}", JSON),
        (b'"repository":{' * 50_000, JSON),
        (b"\xff\xfe", JSON),
        (b"payload=%ff", FORM),
        (b"payload=1&payload=2", FORM),
        (b"x=1", FORM),
        (b"payload=", FORM),
        (b"{}", "text/xml"),
        (b"{}", ""),
    ],
)
def test_garbage_comes_from_nobody(body: bytes, kind: str) -> None:
    assert claims(body, content_type=kind) == []


def test_of_a_large_body_only_the_repository_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sent(about("opened", issue={"body": "x" * 20_000_000}))

    def parsed(*_: object) -> object:
        raise AssertionError("the whole body was parsed")

    monkeypatch.setattr(json, "loads", parsed)
    assert list(DIALECT.senders(whole)) == CLAIMED


def test_an_organisation_hook_without_a_repository_claims_only_itself() -> None:
    whole = sent({"action": "member_added", "organization": {"id": 1}}, "organization")
    assert list(DIALECT.senders(whole)) == [f"hook:{HOOK}"]


def test_nothing_is_ever_greeted_unsigned() -> None:
    assert DIALECT.greeting(signed(b"{}", "ping")) is None


@pytest.mark.parametrize(
    ("settings", "addresses"),
    [
        ({}, []),
        ({"github_login": "Ada"}, [("login:ada", True)]),
        ({"repo_owner": "Ada", "repo_name": "Engine"}, [("name:ada/engine", False)]),
        ({"repo_owner": "ada", "repo_name": None}, []),
        ({"repo_owner": None, "repo_name": None}, []),
        ({"repositories": [{"name": "ada/loom", "project": 3}]}, [("name:ada/loom", False)]),
        (
            {
                "repositories": [{"name": "Ada/Loom"}],
                "known_repositories": [
                    {"name": "ada/loom", "id": 7, "hook": 9, "called": "Ada/Mill"},
                    {"name": "ada/sold", "id": 8, "hook": 10},
                ],
                "github_login": "ada",
            },
            [
                ("login:ada", True),
                ("hook:9", False),
                ("repo:7", False),
                ("name:ada/loom", False),
                ("name:ada/mill", False),
            ],
        ),
        (
            {
                "repo_owner": "a",
                "repo_name": "B",
                "known_repositories": [{"name": "a/b", "id": 7, "called": "a/b"}],
            },
            [("repo:7", False), ("name:a/b", False)],
        ),
        ({"repositories": [{"name": "a/b", "id": 7, "hook": 9}]}, [("name:a/b", False)]),
        ({"github_username": "ada"}, []),
        ({"repositories": [{"name": "a/b"}, {"name": "A/B"}]}, [("name:a/b", False)]),
    ],
)
def test_settings_stand_for_their_hooks_repositories_and_the_owners_login(
    settings: dict[str, Any], addresses: list[tuple[str, bool]]
) -> None:
    assert list(DIALECT.bindings(settings)) == addresses


@pytest.mark.parametrize(
    "settings",
    [
        {"repositories": "ada/loom"},
        {"repositories": [None, 5, "ada/loom", [], {}]},
        {"repositories": [{"name": "ada", "id": "x", "hook": True}]},
        {"known_repositories": [{"name": "ada/loom", "id": 7, "hook": 9}]},
        {"known_repositories": "ada/loom"},
        {"repo_owner": 5, "repo_name": "x"},
        {"repo_owner": "a/b", "repo_name": "c"},
        {"github_login": 5},
        {"github_login": "ada lovelace"},
    ],
)
def test_settings_that_somebody_spoiled_stand_for_nothing(settings: dict[str, Any]) -> None:
    assert list(DIALECT.bindings(settings)) == []


def test_a_login_that_is_linked_is_the_owners_until_it_is_unlinked() -> None:
    ((address, owner),) = DIALECT.bindings({"github_login": "Ada"})
    assert owner
    assert DIALECT.linked(address) == {"github_login": "ada"}
    assert DIALECT.linked(Address("login:grace[bot]")) == {"github_login": "grace[bot]"}
    assert list(DIALECT.bindings(DIALECT.unlinked())) == []
