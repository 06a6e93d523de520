"""What the fake GitHub tells the hooks: which events, in which words, signed how."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs

import pytest
from gidgethub import ValidationFailure
from gidgethub.sansio import Event
from test_fake_github_schema import BASE, Ground, ground, validate

from tt_integrations.adapters.providers.github.fake import signature

ISSUE = {"$ref": "#/components/schemas/issue"}
REPOSITORY = {"$ref": "#/components/schemas/repository"}
USER = {"$ref": "#/components/schemas/simple-user"}


def hooked(**fields: Any) -> Ground:
    it = ground()
    it.fake.open_issue("octo/app", "A", body="b")
    it.hook(**fields)
    return it


def test_the_signature_is_that_of_the_documents_example() -> None:
    signed = signature("It's a Secret to Everybody", b"Hello, World!")
    expected = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    assert signed == expected


def test_a_delivery_carries_githubs_headers_and_the_official_client_reads_it() -> None:
    it = hooked()
    it.fake.label("octo/app", 1, "bug")
    ((address, headers, body),) = it.inbox.got
    event = Event.from_http(headers, body, secret="s3")
    hook = it.get("/repos/octo/app/hooks").json()[0]["id"]
    number = it.get("/repos/octo/app").json()["id"]
    assert address == "http://tracker.test/in"
    assert (event.event, event.data["action"], event.data["label"]["name"]) == (
        "issues",
        "labeled",
        "bug",
    )
    assert event.delivery_id == it.fake.deliveries[-1].guid
    assert headers["user-agent"].startswith("GitHub-Hookshot/")
    assert headers["content-type"] == "application/json"
    assert headers["x-github-hook-id"] == str(hook)
    assert headers["x-github-hook-installation-target-type"] == "repository"
    assert headers["x-github-hook-installation-target-id"] == str(number)
    assert headers["x-hub-signature"] == signature("s3", body, "sha1")


def test_a_wrong_secret_is_noticed_by_the_official_client() -> None:
    it = hooked()
    it.fake.close_issue("octo/app", 1)
    _, headers, body = it.inbox.got[0]
    with pytest.raises(ValidationFailure, match="does not align"):
        Event.from_http(headers, body, secret="other")


def test_a_hook_without_a_secret_sends_no_signature_at_all() -> None:
    it = hooked(secret=None)
    it.fake.close_issue("octo/app", 1)
    _, headers, _ = it.inbox.got[0]
    assert not [name for name in headers if "signature" in name]


def test_a_hook_sends_forms_unless_told_otherwise_and_signs_the_forms_bytes() -> None:
    it = ground()
    it.fake.open_issue("octo/app", "ä & b")
    it.fake.add_hook("octo/app", "http://tracker.test/in", events=["issues"], secret="s3")
    it.fake.close_issue("octo/app", 1)
    _, headers, body = it.inbox.got[-1]
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert headers["x-hub-signature-256"] == signature("s3", body)
    assert json.loads(parse_qs(body.decode())["payload"][0])["issue"]["title"] == "ä & b"
    assert Event.from_http(headers, body, secret="s3").data["action"] == "closed"


def test_a_new_hook_is_pinged_with_what_it_is() -> None:
    it = ground()
    made = it.fake.add_hook("octo/app", "http://tracker.test/in", secret="s3", content_type="json")
    (ping,) = it.inbox.payloads("ping")
    assert (ping["hook_id"], ping["hook"]["config"]["secret"]) == (made.id, "********")
    assert "zen" in ping
    assert "action" not in ping
    validate(ping["hook"], {"$ref": "#/components/schemas/hook"})


def everything(it: Ground) -> None:
    """Each of the eighteen actions of the event `issues`, once."""
    fake, repo = it.fake, "octo/app"
    fake.add_milestone(repo, "1.0")
    fake.edit_issue(repo, 1, title="B")
    fake.label(repo, 1, "bug")
    fake.unlabel(repo, 1, "bug")
    fake.assign(repo, 1, "mona")
    fake.unassign(repo, 1, "mona")
    fake.edit_issue(repo, 1, milestone=1)
    fake.edit_issue(repo, 1, milestone=None)
    fake.edit_issue(repo, 1, type="Bug")
    fake.edit_issue(repo, 1, type=None)
    fake.pin_issue(repo, 1)
    fake.unpin_issue(repo, 1)
    fake.lock_issue(repo, 1, "resolved")
    fake.unlock_issue(repo, 1)
    fake.close_issue(repo, 1)
    fake.reopen_issue(repo, 1)
    fake.add_repository("octo/other")
    fake.transfer_issue(repo, 1, "octo/other")
    fake.open_issue(repo, "C")
    fake.delete_issue(repo, 2)


def test_every_action_on_an_issue_is_told_in_githubs_words() -> None:
    it = hooked()
    everything(it)
    assert it.inbox.actions() == (
        [
            "edited",
            "labeled",
            "unlabeled",
            "assigned",
            "unassigned",
            "milestoned",
            "demilestoned",
            "typed",
            "untyped",
            "pinned",
            "unpinned",
            "locked",
            "unlocked",
            "closed",
            "reopened",
            "transferred",
            "opened",
            "deleted",
        ]
    )


def test_every_payload_holds_a_whole_issue_a_repository_and_a_sender() -> None:
    it = hooked()
    everything(it)
    for payload in it.inbox.payloads("issues"):
        validate(payload["issue"], ISSUE)
        validate(payload["repository"], REPOSITORY)
        validate(payload["sender"], USER)
        assert payload["issue"]["repository_url"] == payload["repository"]["url"]


def test_each_action_shows_what_it_is_about() -> None:
    it = hooked()
    everything(it)
    told = {payload["action"]: payload for payload in it.inbox.payloads("issues")}
    assert told["edited"]["changes"] == {"title": {"from": "A"}}
    assert told["unlabeled"]["label"]["name"] == "bug"
    assert {"archived_at", "archived_by"} <= told["unlabeled"]["label"].keys()
    assert told["assigned"]["assignee"]["login"] == "mona"
    assert told["demilestoned"]["milestone"]["title"] == "1.0"
    assert told["typed"]["type"]["name"] == told["untyped"]["type"]["name"] == "Bug"
    assert told["locked"]["issue"]["active_lock_reason"] == "resolved"
    assert told["deleted"]["issue"]["state"] == "open"


def test_a_reopened_issue_still_tells_when_it_was_closed_but_is_read_without_it() -> None:
    it = hooked()
    it.fake.close_issue("octo/app", 1, "duplicate")
    it.fake.reopen_issue("octo/app", 1)
    closed, reopened = (payload["issue"] for payload in it.inbox.payloads("issues"))
    assert (closed["state"], closed["state_reason"]) == ("closed", "duplicate")
    assert (reopened["state"], reopened["closed_at"]) == ("open", "2026-03-02T09:00:00Z")
    assert it.get("/repos/octo/app/issues/1").json()["closed_at"] is None


def test_an_opened_issue_shows_its_labels_and_an_event_for_each_follows() -> None:
    it = ground()
    it.hook()
    it.fake.open_issue("octo/app", "A", body="b", labels=["x", "y"], assignee="mona")
    assert it.inbox.actions() == ["opened", "labeled", "labeled", "assigned"]
    opened, first, second, _ = it.inbox.payloads("issues")
    assert [label["name"] for label in opened["issue"]["labels"]] == ["x", "y"]
    assert [first["label"]["name"], second["label"]["name"]] == ["x", "y"]


def test_a_transfer_is_told_on_both_sides_as_one_issue_with_two_numbers() -> None:
    it = hooked()
    it.fake.add_repository("octo/other")
    it.fake.open_issue("octo/other", "there already")
    there = {"events": ["issues"], "content_type": "json"}
    it.fake.add_hook("octo/other", "http://tracker.test/other", **there)
    it.fake.comment("octo/app", 1, "hello")
    it.fake.transfer_issue("octo/app", 1, "octo/other", by="octo")
    left, came = it.inbox.payloads("issues")
    assert (left["action"], came["action"]) == ("transferred", "opened")
    assert left["changes"]["new_issue"]["id"] == came["issue"]["id"] != left["issue"]["id"]
    assert came["changes"]["old_issue"]["id"] == left["issue"]["id"]
    assert left["changes"]["new_repository"]["full_name"] == "octo/other"
    assert came["changes"]["old_repository"]["full_name"] == "octo/app"
    assert (came["issue"]["number"], came["issue"]["title"]) == (2, "A")
    assert it.get("/repos/octo/other/issues/2/comments").json()[0]["body"] == "hello"


def test_an_update_over_rest_is_told_like_one_in_the_browser() -> None:
    it = hooked()
    sent = {"title": "B", "labels": ["bug"], "state": "closed"}
    it.client.patch("/repos/octo/app/issues/1", json=sent)
    assert it.inbox.actions() == ["edited", "labeled", "closed"]
    assert it.inbox.payloads("issues")[0]["issue"]["url"] == f"{BASE}/repos/octo/app/issues/1"


def test_an_issue_is_not_transferred_to_where_it_is() -> None:
    it = ground()
    it.fake.open_issue("octo/app", "A")
    with pytest.raises(ValueError, match="there already"):
        it.fake.transfer_issue("octo/app", 1, "OCTO/App")
