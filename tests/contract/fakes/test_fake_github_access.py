"""Who may do what at the fake GitHub, how often, and in which words it says no."""

from __future__ import annotations

import base64

import httpx
import pytest
from test_fake_github_schema import BASE, Ground, ground

ISSUES = "/repos/octo/app/issues"
SECRET = "/repos/octo/secret"


def private() -> Ground:
    it = ground()
    it.fake.add_repository("octo/secret", private=True)
    it.fake.open_issue("octo/secret", "A")
    it.fake.open_issue("octo/app", "A")
    return it


@pytest.mark.parametrize("scheme", ["token {}", "Bearer {}", "bearer {}", "TOKEN {}"])
def test_both_schemes_of_authorization_are_taken(scheme: str) -> None:
    it = ground()
    header = scheme.format(it.fake.add_token("mona"))
    answer = it.client_with(None, authorization=header).get("/user")
    assert answer.json()["login"] == "mona"


def test_a_token_is_also_taken_as_the_password_of_basic() -> None:
    it = ground()
    packed = base64.b64encode(f"mona:{it.fake.add_token('mona')}".encode()).decode()
    answer = it.client_with(None, authorization=f"Basic {packed}").get("/user")
    assert answer.json()["login"] == "mona"


@pytest.mark.parametrize("header", ["Bearer ghp_wrong", "token", "Basic ???", "Digest x"])
def test_bad_credentials_are_refused_even_where_anybody_may_read(header: str) -> None:
    answer = ground().client_with(None, authorization=header).get(ISSUES)
    assert (answer.status_code, answer.json()["message"]) == (401, "Bad credentials")


def test_a_token_ends_when_it_is_revoked_or_expires() -> None:
    it = ground()
    first, second = it.fake.add_token("mona"), it.fake.add_token("mona", expires_in=60)
    assert it.client_with(second).get("/user").status_code == 200
    it.fake.revoke_token(first)
    it.fake.clock.advance(60)
    assert it.client_with(first).get("/user").status_code == 401
    assert it.client_with(second).get("/user").status_code == 401
    with pytest.raises(ValueError, match="no such token"):
        it.fake.revoke_token(first)


def test_anybody_may_read_what_is_public_and_write_nothing() -> None:
    it = private()
    nobody = it.client_with(None)
    assert nobody.get(ISSUES).status_code == 200
    assert nobody.get("/user").json()["message"] == "Requires authentication"
    assert nobody.post(ISSUES, json={"title": "x"}).status_code == 401
    assert nobody.get(f"{SECRET}/issues").status_code == 404
    assert nobody.get("/repos/octo/app/hooks").status_code == 404


def test_a_stranger_cannot_tell_a_private_repository_from_none() -> None:
    it = private()
    mona = it.client_with(it.fake.add_token("mona"))
    hidden, absent = mona.get(f"{SECRET}/issues/1"), mona.get("/repos/octo/nothing/issues/1")
    assert hidden.status_code == 404
    assert hidden.json() == absent.json()


def test_a_classic_token_is_told_its_scopes_and_a_fine_grained_one_is_not() -> None:
    it = ground()
    fine = it.client_with(it.fake.add_token("octo", "fine_grained")).get("/user")
    assert it.get("/user").headers["x-oauth-scopes"] == "repo, admin:repo_hook"
    assert "x-oauth-scopes" not in fine.headers


def test_a_missing_permission_is_named() -> None:
    it = private()
    token = it.fake.add_token("octo", "fine_grained", permissions={"issues": "read"})
    answer = it.client_with(token).post(ISSUES, json={"title": "x"})
    assert answer.status_code == 403
    assert answer.json()["message"] == "Resource not accessible by personal access token"
    assert answer.headers["x-accepted-github-permissions"] == "issues=write"
    hooks = it.client_with(token).get("/repos/octo/app/hooks")
    assert hooks.headers["x-accepted-github-permissions"] == "repository_hooks=read"
    assert it.client_with(token).get(f"{SECRET}/issues").status_code == 200


def test_a_fine_grained_token_reaches_only_its_repositories() -> None:
    it = private()
    token = it.fake.add_token(
        "octo", "fine_grained", permissions={"issues": "write"}, repositories=["octo/app"]
    )
    assert it.client_with(token).post(ISSUES, json={"title": "x"}).status_code == 201
    assert it.client_with(token).get(SECRET).status_code == 404


def test_a_classic_token_without_the_scope_finds_nothing() -> None:
    it = private()
    token = it.fake.add_token("octo", scopes=["public_repo"])
    client = it.client_with(token)
    assert client.post(ISSUES, json={"title": "x"}).status_code == 201
    assert client.get(SECRET).status_code == 404
    hooks = client.get("/repos/octo/app/hooks")
    assert hooks.status_code == 404
    assert "admin:repo_hook" in hooks.headers["x-accepted-oauth-scopes"]
    only = it.client_with(it.fake.add_token("octo", scopes=["read:repo_hook"]))
    assert only.get("/repos/octo/app/hooks").status_code == 200
    sent = {"name": "web", "config": {"url": "http://x.test"}}
    assert only.post("/repos/octo/app/hooks", json=sent).status_code == 404


def test_a_stranger_may_open_an_issue_and_edit_it_but_not_label_or_edit_that_of_others() -> None:
    it = private()
    mona = it.client_with(it.fake.add_token("mona"))
    made = mona.post(ISSUES, json={"title": "x", "labels": ["bug"], "assignees": ["mona"]}).json()
    assert (made["labels"], made["assignees"]) == ([], [])
    assert mona.patch(f"{ISSUES}/2", json={"title": "y"}).json()["title"] == "y"
    refused = mona.patch(f"{ISSUES}/1", json={"title": "y"})
    assert refused.json()["message"] == "Must have admin rights to Repository."
    assert refused.status_code == 403


def test_a_permission_is_no_role_and_a_scope_is_no_permission() -> None:
    it = private()
    wide = {"repository_hooks": "write", "issues": "write"}
    mona = it.client_with(it.fake.add_token("mona", "fine_grained", permissions=wide))
    assert mona.get("/repos/octo/app/hooks").status_code == 404
    bare = it.client_with(it.fake.add_token("octo", scopes=["odd:repo_hook"]))
    assert bare.get("/repos/octo/app/hooks").status_code == 404
    refused = bare.post(ISSUES, json={"title": "x"})
    assert refused.status_code == 404
    assert refused.headers["x-accepted-oauth-scopes"] == "public_repo, repo"


def test_collaborators_write_and_admins_manage_hooks() -> None:
    it = ground()
    it.fake.add_repository("octo/two", collaborators=["mona"])
    it.fake.add_repository("octo/three", admins=["mona"])
    mona = it.client_with(it.fake.add_token("mona"))
    made = mona.post("/repos/octo/two/issues", json={"title": "x", "labels": ["bug"]}).json()
    assert [label["name"] for label in made["labels"]] == ["bug"]
    assert mona.get("/repos/octo/two/hooks").status_code == 404
    assert mona.get("/repos/octo/three/hooks").json() == []


def test_an_archived_repository_can_only_be_read() -> None:
    it = private()
    it.fake.archive_repository("octo/app")
    refused = it.client.post(ISSUES, json={"title": "x"})
    assert (refused.status_code, "read-only" in refused.json()["message"]) == (403, True)
    assert it.get(ISSUES).status_code == 200


def test_a_request_without_a_user_agent_is_refused() -> None:
    it = ground()
    with httpx.Client(transport=it.fake.transport, base_url=BASE) as client:
        del client.headers["user-agent"]
        answer = client.get(ISSUES)
    assert answer.status_code == 403
    assert "User-Agent" in answer.text


def test_known_versions_of_the_api_are_served_and_others_are_a_bad_request() -> None:
    it = ground()
    ask = "x-github-api-version"
    newer = it.client.get(ISSUES, headers={ask: "2026-03-10"})
    assert newer.headers["x-github-api-version-selected"] == "2026-03-10"
    assert it.get(ISSUES).headers["x-github-api-version-selected"] == "2022-11-28"
    assert it.client.get(ISSUES, headers={ask: "2021-01-01"}).status_code == 400


@pytest.mark.parametrize("path", [f"{ISSUES}/", "/repos/octo/app/", "/nowhere", f"{ISSUES}/x"])
def test_another_path_is_not_found(path: str) -> None:
    assert ground().get(path).status_code == 404


def test_a_renamed_repository_redirects_reading_by_301_and_writing_by_307() -> None:
    it = ground()
    it.fake.open_issue("octo/app", "A")
    it.fake.rename_repository("octo/app", "new")
    read = it.get("/repos/octo/app/issues/1")
    number = it.get("/repos/octo/new").json()["id"]
    assert read.status_code == 301
    assert read.headers["location"] == f"{BASE}/repositories/{number}/issues/1"
    assert read.json()["url"] == read.headers["location"]
    listed = it.get(ISSUES, labels="a b", state="all")
    assert listed.headers["location"].endswith("/issues?labels=a+b&state=all")
    sent = {"title": "B"}
    wrote = it.client.patch("/repos/octo/app/issues/1", json=sent)
    assert wrote.status_code == 307
    followed = it.client.patch("/repos/octo/app/issues/1", json=sent, follow_redirects=True)
    assert followed.json()["title"] == "B"


def test_a_transferred_issue_redirects_to_where_the_caller_may_go() -> None:
    it = private()
    it.fake.transfer_issue("octo/app", 1, "octo/secret")
    mona = it.client_with(it.fake.add_token("mona"))
    moved = it.get(f"{ISSUES}/1")
    assert moved.status_code == 301
    assert it.client.get(moved.headers["location"]).json()["number"] == 2
    comments = it.get(f"{ISSUES}/1/comments")
    assert comments.headers["location"] == f"{moved.headers['location']}/comments"
    assert mona.get(f"{ISSUES}/1").status_code == 404
