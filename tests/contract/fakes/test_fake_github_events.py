"""What the fake GitHub tells hooks beside the event `issues`, and which hooks it tells."""

from __future__ import annotations

from test_fake_github_schema import ground, validate
from test_fake_github_webhooks import hooked


def test_comments_are_told_also_on_pull_requests_which_fire_no_issues_event() -> None:
    it = hooked()
    pull = it.fake.open_pull_request("octo/app", "P")
    it.fake.close_issue("octo/app", pull.number)
    said = it.fake.comment("octo/app", pull.number, "a", by="mona")
    it.fake.edit_comment(said.id, "b")
    it.fake.delete_comment(said.id)
    assert it.inbox.actions("issues") == []
    assert it.inbox.actions("issue_comment") == ["created", "edited", "deleted"]
    created, edited, _ = it.inbox.payloads("issue_comment")
    validate(created["comment"], {"$ref": "#/components/schemas/issue-comment"})
    assert "pull_request" in created["issue"]
    assert (created["sender"]["login"], edited["changes"]["body"]["from"]) == ("mona", "a")


def test_what_happens_to_a_repository_is_told() -> None:
    it = hooked()
    it.fake.rename_repository("octo/app", "application")
    it.fake.transfer_repository("octo/application", "mona")
    it.fake.archive_repository("mona/application")
    it.fake.unarchive_repository("mona/application")
    it.fake.make_private("mona/application")
    it.fake.make_public("mona/application")
    it.fake.delete_repository("mona/application")
    told = it.inbox.payloads("repository")
    assert [payload["action"] for payload in told] == (
        ["renamed", "transferred", "archived", "unarchived", "privatized", "publicized", "deleted"]
    )
    assert {payload["repository"]["id"] for payload in told} == {told[0]["repository"]["id"]}
    assert told[0]["changes"] == {"repository": {"name": {"from": "app"}}}
    assert told[1]["changes"]["owner"]["from"]["user"]["login"] == "octo"
    assert it.get("/repos/mona/application").status_code == 404


def test_a_deleted_repository_takes_its_issues_comments_and_former_names_with_it() -> None:
    it = hooked()
    it.fake.comment("octo/app", 1, "a")
    it.fake.rename_repository("octo/app", "new")
    it.fake.delete_repository("octo/new")
    state = it.fake.state()
    assert state["issues"] == state["comments"] == state["hooks"] == state["repositories"] == []
    assert it.get("/repos/octo/app").status_code == 404


def test_the_hook_of_an_organization_hears_of_new_repositories() -> None:
    it = hooked()
    it.fake.add_organization("acme")
    json_hook = {"events": ["repository"], "content_type": "json"}
    it.fake.add_organization_hook("acme", "http://tracker.test/org", **json_hook)
    it.fake.add_repository("acme/tool")
    assert it.inbox.actions("repository") == ["created"]


def test_a_push_has_commits_and_no_action() -> None:
    it = hooked()
    after = it.fake.push("octo/app", "Fix #1")
    (push,) = it.inbox.payloads("push")
    assert (push["after"], push["head_commit"]["message"]) == (after, "Fix #1")
    assert push["ref"] == "refs/heads/main"
    assert "action" not in push


def test_an_event_nobody_knows_yet_can_be_sent() -> None:
    it = hooked()
    it.fake.send_event("octo/app", "telepathy", {"action": "received", "thought": "!"})
    (payload,) = it.inbox.payloads("telepathy")
    assert (payload["action"], payload["thought"]) == ("received", "!")
    assert payload["repository"]["full_name"] == "octo/app"


def test_two_hooks_of_one_event_share_the_guid() -> None:
    it = ground()
    it.fake.add_organization("acme", ["octo"])
    it.fake.add_repository("acme/tool")
    both = {"events": ["issues"], "content_type": "json"}
    it.fake.add_hook("acme/tool", "http://tracker.test/repo", **both)
    it.fake.add_organization_hook("acme", "http://tracker.test/org", **both)
    it.inbox.got.clear()
    it.fake.open_issue("acme/tool", "A", by="octo")
    guids = {headers["x-github-delivery"] for _, headers, _ in it.inbox.got}
    targets = [h["x-github-hook-installation-target-type"] for _, h, _ in it.inbox.got]
    assert (len(guids), targets) == (1, ["repository", "organization"])
    assert it.inbox.payloads("issues")[0]["organization"]["login"] == "acme"


def test_hooks_hear_only_what_they_subscribe_to_and_only_while_active() -> None:
    it = hooked(events=["issue_comment"])
    it.fake.close_issue("octo/app", 1)
    it.fake.comment("octo/app", 1, "a")
    assert it.inbox.actions("issues") == []
    assert it.inbox.actions("issue_comment") == ["created"]
    hook = it.get("/repos/octo/app/hooks").json()[0]["id"]
    it.client.patch(f"/repos/octo/app/hooks/{hook}", json={"active": False})
    it.fake.comment("octo/app", 1, "b")
    assert it.inbox.actions("issue_comment") == ["created"]
