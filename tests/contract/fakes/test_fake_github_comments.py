"""Comments of the fake GitHub over REST."""

from __future__ import annotations

from typing import Any

import pytest
from test_fake_github_schema import ground


def test_comments_are_listed_oldest_first_and_counted() -> None:
    it = ground()
    it.fake.open_issue("octo/app", "A")
    path = "/repos/octo/app/issues/1/comments"
    made = it.client.post(path, json={"body": "first"})
    it.fake.clock.advance(60)
    it.fake.comment("octo/app", 1, "second", by="mona")
    assert (made.status_code, made.headers["location"]) == (201, made.json()["url"])
    assert [c["body"] for c in it.get(path).json()] == ["first", "second"]
    assert [c["body"] for c in it.get(path, since="2026-03-02T09:00:30Z").json()] == ["second"]
    assert it.get("/repos/octo/app/issues/1").json()["comments"] == 2


@pytest.mark.parametrize("sent", [{}, {"body": " "}, {"body": 5}, {"body": "x", "to": "y"}])
def test_a_mistaken_comment_is_refused(sent: dict[str, Any]) -> None:
    it = ground()
    it.fake.open_issue("octo/app", "A")
    answer = it.client.post("/repos/octo/app/issues/1/comments", json=sent)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["resource"] == "IssueComment"


def test_a_locked_issue_takes_comments_from_writers_only() -> None:
    it = ground()
    it.fake.open_issue("octo/app", "A")
    it.fake.lock_issue("octo/app", 1, "spam")
    mona = it.client_with(it.fake.add_token("mona"))
    path = "/repos/octo/app/issues/1/comments"
    assert mona.post(path, json={"body": "hi"}).status_code == 403
    assert it.client.post(path, json={"body": "hi"}).status_code == 201


def test_a_comment_of_more_than_65536_characters_is_refused() -> None:
    it = ground()
    it.fake.open_issue("octo/app", "A")
    path = "/repos/octo/app/issues/1/comments"
    assert it.client.post(path, json={"body": "x" * 65536}).status_code == 201
    refused = it.client.post(path, json={"body": "x" * 65537})
    assert "too long" in refused.json()["errors"][0]["message"]


def test_the_most_discussed_issues_come_first_when_asked_so() -> None:
    it = ground()
    for title in "ABC":
        it.fake.open_issue("octo/app", title)
    it.fake.comment("octo/app", 2, "much to say")
    found = it.get("/repos/octo/app/issues", sort="comments").json()
    assert [issue["title"] for issue in found] == ["B", "C", "A"]


def test_the_comments_of_a_deleted_issue_are_gone_with_it() -> None:
    it = ground()
    it.fake.open_issue("octo/app", "A")
    it.fake.comment("octo/app", 1, "a")
    it.fake.delete_issue("octo/app", 1)
    assert it.get("/repos/octo/app/issues/1/comments").status_code == 410
    assert it.fake.state()["comments"] == []
