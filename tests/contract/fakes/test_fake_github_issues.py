"""Issues of the fake GitHub over REST."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from test_fake_github_schema import BASE, Ground, ground


def titles(it: Ground, **query: Any) -> list[str]:
    answer = it.get("/repos/octo/app/issues", **query)
    assert answer.status_code == 200
    return [issue["title"] for issue in answer.json()]


def three() -> Ground:
    """A, B and C, an hour apart; B is closed, A was touched last."""
    it = ground()
    for title in "ABC":
        it.fake.open_issue("octo/app", title)
        it.fake.clock.advance(3600)
    it.fake.close_issue("octo/app", 2)
    it.fake.clock.advance(3600)
    it.fake.label("octo/app", 1, "Bug")
    return it


def test_open_issues_are_listed_newest_first() -> None:
    assert titles(three()) == ["C", "A"]


def test_the_list_is_filtered_and_ordered_as_asked() -> None:
    it = three()
    assert titles(it, state="all") == ["C", "B", "A"]
    assert titles(it, state="closed") == ["B"]
    assert titles(it, state="all", sort="updated", direction="asc") == ["C", "B", "A"]
    assert titles(it, labels="bug") == ["A"]
    assert titles(it, labels="bug,other") == []


def test_since_means_updated_then_or_later() -> None:
    it = three()
    at = it.fake.clock.now()
    assert titles(it, since=at.isoformat()) == ["A"]
    assert titles(it, since=(at + timedelta(seconds=1)).isoformat()) == []
    assert titles(it, since="2026-03-02T12:00:00Z", state="all") == ["B", "A"]


def test_issues_are_found_by_their_people_milestone_and_type() -> None:
    it = ground()
    it.fake.add_milestone("octo/app", "1.0")
    it.fake.open_issue("octo/app", "A", by="mona", assignee="mona", milestone=1, type="Bug")
    it.fake.open_issue("octo/app", "B", body="ask @mona")
    assert titles(it, assignee="mona") == titles(it, creator="mona") == ["A"]
    assert titles(it, milestone="1") == titles(it, type="bug") == ["A"]
    assert titles(it, assignee="none") == titles(it, milestone="none") == ["B"]
    assert titles(it, mentioned="mona") == ["B"]


def test_pull_requests_are_in_the_list_with_a_key_of_their_own() -> None:
    it = ground()
    it.fake.open_issue("octo/app", "I")
    it.fake.open_pull_request("octo/app", "P")
    pull, issue = it.get("/repos/octo/app/issues").json()
    assert pull["pull_request"]["url"] == f"{BASE}/repos/octo/app/pulls/2"
    assert "pull_request" not in issue


@pytest.mark.parametrize(
    "query",
    [
        {"state": "opened"},
        {"per_page": "many"},
        {"page": "0"},
        {"since": "yesterday"},
        {"sort": "title"},
        {"updated_after": "2026-01-01"},
        {"assignee": "nobody-here"},
        {"milestone": "9"},
    ],
)
def test_a_mistaken_query_is_refused_by_name(query: dict[str, str]) -> None:
    answer = ground().get("/repos/octo/app/issues", **query)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == list(query)


def test_pages_are_linked_by_the_id_of_the_repository_and_the_host_that_was_asked() -> None:
    it = ground()
    for number in range(5):
        it.fake.open_issue("octo/app", f"{number}")
    first = it.get("/repos/octo/app/issues", per_page=2, state="all")
    number = it.get("/repos/octo/app").json()["id"]
    address = f"{BASE}/repositories/{number}/issues?per_page=2&state=all&page="
    assert first.links == {
        "next": {"url": f"{address}2", "rel": "next"},
        "last": {"url": f"{address}3", "rel": "last"},
    }
    second = it.client.get(first.links["next"]["url"])
    assert list(second.links) == ["prev", "next", "last", "first"]
    third = it.client.get(second.links["next"]["url"])
    assert [len(page.json()) for page in (first, second, third)] == [2, 2, 1]
    assert list(third.links) == ["prev", "first"]


def test_one_page_has_no_links_and_is_never_longer_than_a_hundred() -> None:
    it = ground()
    for number in range(101):
        it.fake.open_issue("octo/app", f"{number}")
    assert len(it.get("/repos/octo/app/issues", per_page=1000).json()) == 100
    assert "link" not in it.get("/repos/octo/app/issues", labels="x").headers


def test_an_issue_is_created_and_can_be_read_back() -> None:
    it = ground()
    sent = {"title": "A", "body": "b", "labels": ["bug", {"name": "x"}], "assignees": ["mona"]}
    made = it.client.post("/repos/octo/app/issues", json=sent)
    assert made.status_code == 201
    assert made.headers["location"] == made.json()["url"]
    read = it.client.get(made.headers["location"]).json()
    assert read == made.json()
    assert [label["name"] for label in read["labels"]] == ["bug", "x"]
    assert (read["assignee"]["login"], read["user"]["login"]) == ("mona", "octo")


@pytest.mark.parametrize(
    ("sent", "field", "code"),
    [
        ({}, "title", "missing_field"),
        ({"title": "  "}, "title", "missing_field"),
        ({"title": ["A"]}, "title", "invalid"),
        ({"title": "A", "labels": "bug"}, "labels", "invalid"),
        ({"title": "A", "milestone": 7}, "milestone", "invalid"),
        ({"title": "A", "assignees": ["stranger"]}, "assignees", "invalid"),
        ({"title": "A", "colour": "red"}, "colour", "invalid"),
        ({"title": "A", "body": "x" * 65537}, "body", "invalid"),
    ],
)
def test_a_mistaken_issue_is_refused_by_field(sent: dict[str, Any], field: str, code: str) -> None:
    answer = ground().client.post("/repos/octo/app/issues", json=sent)
    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert (error["resource"], error["field"], error["code"]) == ("Issue", field, code)


@pytest.mark.parametrize(
    ("body", "message"),
    [(b"{", "Problems parsing JSON"), (b"[]", "Body should be a JSON object")],
)
def test_a_body_that_is_no_json_object_is_a_bad_request(body: bytes, message: str) -> None:
    answer = ground().client.post("/repos/octo/app/issues", content=body)
    assert (answer.status_code, answer.json()["message"]) == (400, message)


def test_an_issue_is_closed_and_reopened_with_its_reasons() -> None:
    it = ground()
    it.fake.open_issue("octo/app", "A")
    path = "/repos/octo/app/issues/1"
    closed = it.client.patch(path, json={"state": "closed", "state_reason": "not_planned"}).json()
    assert (closed["state"], closed["state_reason"]) == ("closed", "not_planned")
    assert (closed["closed_at"], closed["closed_by"]["login"]) == ("2026-03-02T09:00:00Z", "octo")
    opened = it.client.patch(path, json={"state": "open"}).json()
    assert (opened["state"], opened["state_reason"], opened["closed_at"]) == (
        "open",
        "reopened",
        None,
    )


def test_an_update_changes_what_it_names_and_nothing_else() -> None:
    it = ground()
    it.fake.add_milestone("octo/app", "1.0")
    it.fake.open_issue("octo/app", "A", body="b", labels=["bug"], milestone=1, assignee="mona")
    it.fake.clock.advance(60)
    same = it.client.patch("/repos/octo/app/issues/1", json={"title": None, "milestone": "1"})
    assert same.json()["milestone"]["number"] == 1
    sent = {"title": "New", "milestone": None, "assignees": [], "type": {"value": "Task"}}
    changed = it.client.patch("/repos/octo/app/issues/1", json=sent).json()
    assert (changed["title"], changed["body"], changed["milestone"]) == ("New", "b", None)
    assert (changed["assignees"], changed["type"]["name"]) == ([], "Task")
    assert [label["name"] for label in changed["labels"]] == ["bug"]
    assert changed["updated_at"] == "2026-03-02T09:01:00Z"


def test_an_update_that_changes_nothing_is_no_update() -> None:
    it = ground()
    it.fake.open_issue("octo/app", "A")
    it.hook()
    it.fake.clock.advance(60)
    kept = it.client.patch("/repos/octo/app/issues/1", json={"title": "A", "state": "open"}).json()
    assert (kept["updated_at"], kept["state_reason"]) == ("2026-03-02T09:00:00Z", None)
    assert it.inbox.got == []


def test_what_is_written_over_rest_can_be_asked_of_the_fake() -> None:
    it = ground()
    it.client.post("/repos/octo/app/issues", json={"title": "A"})
    it.client.post("/repos/octo/app/issues/1/comments", json={"body": "b"})
    assert [issue.title for issue in it.fake.issues("octo/app")] == ["A"]
    assert [comment.body for comment in it.fake.comments("octo/app", 1)] == ["b"]
    assert it.fake.issue("octo/app", 1).author == "octo"


def test_a_deleted_issue_is_gone_and_an_unknown_one_not_found() -> None:
    it = ground()
    it.fake.open_issue("octo/app", "A")
    it.fake.delete_issue("octo/app", 1)
    assert it.get("/repos/octo/app/issues/1").status_code == 410
    assert it.get("/repos/octo/app/issues/2").status_code == 404
    assert titles(it, state="all") == []


def test_where_issues_are_disabled_they_are_gone() -> None:
    it = ground()
    it.fake.open_issue("octo/app", "A")
    it.fake.disable_issues("octo/app")
    assert it.get("/repos/octo/app/issues").status_code == 410
    assert it.get("/repos/octo/app/issues/1").status_code == 410
    assert it.client.post("/repos/octo/app/issues", json={"title": "B"}).status_code == 410
    it.fake.enable_issues("octo/app")
    assert titles(it) == ["A"]


def test_an_issue_that_was_read_is_not_sent_again_and_costs_nothing() -> None:
    it = ground()
    it.fake.open_issue("octo/app", "A")
    path = "/repos/octo/app/issues/1"
    first = it.get(path)
    again = it.client.get(path, headers={"if-none-match": first.headers["etag"]})
    by_date = it.client.get(path, headers={"if-modified-since": first.headers["last-modified"]})
    assert first.headers["etag"].startswith('W/"')
    for answer in (again, by_date):
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["x-ratelimit-used"] == first.headers["x-ratelimit-used"]
    it.fake.clock.advance(1)
    it.fake.edit_issue("octo/app", 1, title="B")
    changed = it.client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (changed.status_code, changed.json()["title"]) == (200, "B")
