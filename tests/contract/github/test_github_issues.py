"""GitHub as a tracker of issues: what our port promises, at the fake."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from github_ground import NAME, NINE, Ground, ground, tracker_over

from tt_integrations.adapters.fakes.faults import answers
from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.domain.errors import MalformedPayload, NotConnected
from tt_integrations.domain.model.issues import Account, Issue, IssuePage, Repository


@pytest.fixture
def it() -> Ground:
    return ground()


def test_the_account_is_whose_token_it_is(it: Ground) -> None:
    assert it.tracker.account(it.access) == Account("octo")
    assert it.tracker.account(it.with_token("mona", "fine_grained")) == Account("mona")


def test_a_repository_is_found_by_its_name_in_any_case(it: Ground) -> None:
    assert it.tracker.repository(it.access, "OCTO/App") == it.repository


def test_a_renamed_repository_is_found_by_its_old_name_and_tells_the_new_one(it: Ground) -> None:
    it.fake.rename_repository(NAME, "application")
    found = it.tracker.repository(it.access, NAME)
    assert found == Repository(it.repository.id, "octo/application")


def test_a_repository_is_found_by_its_id_whoever_has_its_old_name(it: Ground) -> None:
    it.fake.rename_repository(NAME, "application")
    it.fake.add_repository(NAME)
    found = it.tracker.repository(it.access, it.repository.id)
    assert found == Repository(it.repository.id, "octo/application")
    it.fake.delete_repository("octo/application")
    with pytest.raises(NotConnected):
        it.tracker.repository(it.access, it.repository.id)


@pytest.mark.parametrize(
    "name",
    ["octo/none", "octo", "", "octo/", "/app", "octo/app/issues", "../user", "octo/..", "o c/app"],
)
def test_where_there_is_no_such_repository_nothing_is_connected(it: Ground, name: str) -> None:
    with pytest.raises(NotConnected):
        it.tracker.repository(it.access, name)


def test_a_repository_that_the_token_cannot_see_is_none(it: Ground) -> None:
    it.fake.make_private(NAME)
    with pytest.raises(NotConnected):
        it.tracker.repository(it.with_token("mona"), NAME)
    with pytest.raises(NotConnected):
        it.tracker.issues(it.with_token("mona"), it.repository, None, None)


def test_every_call_says_who_and_what_it_speaks(it: Ground) -> None:
    it.tracker.account(it.access)
    headers = it.fake.requests[0].request.headers
    assert headers["authorization"] == f"Bearer {it.access.token}"
    assert headers["accept"] == "application/vnd.github+json"
    assert headers["x-github-api-version"] == "2022-11-28"
    assert headers["user-agent"]


def test_all_issues_come_open_or_closed_the_least_recently_changed_first(it: Ground) -> None:
    it.open("first", "second", "third")
    it.fake.close_issue(NAME, 2)
    it.fake.clock.advance(60)
    it.fake.edit_issue(NAME, 1, title="first, edited")
    assert it.titles() == ["second", "third", "first, edited"]


def test_an_issue_is_told_as_a_webhook_would_tell_it(it: Ground) -> None:
    it.fake.add_milestone(NAME, "March")
    it.fake.open_issue(NAME, "A", body="b", labels=["bug"], assignees=["mona"], milestone=1)
    it.fake.clock.advance(60)
    it.fake.close_issue(NAME, 1, "not_planned")
    minute_later = NINE + timedelta(minutes=1)
    whole = Issue(
        repository=it.repository,
        number=1,
        title="A",
        body="b",
        closed=True,
        not_planned=True,
        labels=("bug",),
        milestone="March",
        assignees=("mona",),
        updated=minute_later,
        address="https://github.com/octo/app/issues/1",
        closed_at=minute_later,
    )
    assert it.all() == [whole]
    assert it.tracker.issue(it.access, it.repository, 1) == whole


def test_since_means_changed_then_or_later(it: Ground) -> None:
    it.open("first", "second", "third")
    assert it.titles(NINE + timedelta(minutes=2)) == ["second", "third"]
    # GitHub knows seconds only, and to be early does no harm
    assert it.titles(NINE + timedelta(minutes=2, milliseconds=900)) == ["second", "third"]
    assert it.titles(NINE + timedelta(hours=2)) == []


def test_pull_requests_are_left_out_and_counted(it: Ground) -> None:
    it.open("an issue")
    it.fake.open_pull_request(NAME, "a pull request")
    page = it.first()
    assert ([issue.title for issue in page.issues], page.pulls) == (["an issue"], 1)


def test_a_page_of_pull_requests_only_has_no_issue(it: Ground) -> None:
    it.fake.open_pull_request(NAME, "a pull request")
    page = it.first()
    assert (page.issues, page.pulls, page.next) == ((), 1, None)


def test_a_renamed_repository_is_read_by_its_id_and_its_issues_tell_the_new_name(
    it: Ground,
) -> None:
    it.open("an issue")
    it.fake.rename_repository(NAME, "application")
    it.fake.add_repository(NAME)
    it.fake.open_issue(NAME, "of another repository with the old name")
    (found,) = it.all()
    assert found.repository == Repository(it.repository.id, "octo/application")
    assert found.title == "an issue"


def test_nothing_new_since_the_answer_that_was_fresh(it: Ground) -> None:
    it.open("first")
    fresh = it.first().fresh
    assert fresh is not None
    assert it.tracker.issues(it.access, it.repository, None, fresh) is None
    it.open("second")
    page = it.tracker.issues(it.access, it.repository, None, fresh)
    assert page is not None
    assert len(page.issues) == 2


def test_nothing_new_does_not_count_against_the_limit(it: Ground) -> None:
    fresh = it.first().fresh
    it.fake.set_rate_limit("octo", remaining=1)
    for _ in range(3):
        assert it.tracker.issues(it.access, it.repository, None, fresh) is None


def test_an_answer_with_its_issues_switched_off_is_not_connected(it: Ground) -> None:
    it.fake.disable_issues(NAME)
    with pytest.raises(NotConnected):
        it.first()
    assert it.tracker.issue(it.access, it.repository, 1) is None


def test_a_deleted_issue_is_none(it: Ground) -> None:
    it.open("an issue")
    it.fake.delete_issue(NAME, 1)
    assert it.tracker.issue(it.access, it.repository, 1) is None


def test_an_issue_that_never_was_or_is_out_of_sight_is_none(it: Ground) -> None:
    it.open("an issue")
    assert it.tracker.issue(it.access, it.repository, 99) is None
    it.fake.make_private(NAME)
    assert it.tracker.issue(it.with_token("mona"), it.repository, 1) is None


def test_an_issue_that_moved_is_told_where_it_is_now(it: Ground) -> None:
    it.open("an issue")
    there = it.fake.add_repository("octo/there")
    it.fake.transfer_issue(NAME, 1, "octo/there")
    found = it.tracker.issue(it.access, it.repository, 1)
    assert found is not None
    assert found.repository == Repository(there.id, "octo/there")
    assert found.remote == f"{there.id}#1"


def test_an_issue_that_answers_under_a_name_costs_one_more_call_for_the_id(it: Ground) -> None:
    it.open("an issue")
    by_name = answers(Response(301, {"location": "https://api.github.com/repos/octo/app/issues/1"}))
    it.fake.fail_next("issues/get", by_name)
    found = it.tracker.issue(it.access, it.repository, 1)
    assert found is not None
    assert found.repository == it.repository
    assert len(it.calls("repos/get")) == 1


def test_an_issue_whose_repository_is_not_told_is_malformed(it: Ground) -> None:
    issue = {"number": 1, "title": "A", "state": "open", "html_url": "x"}
    it.fake.fail_next(
        "issues/get", answers(json_response({**issue, "updated_at": "2026-03-02T09:00:00Z"}))
    )
    with pytest.raises(MalformedPayload) as malformed:
        it.tracker.issue(it.access, it.repository, 1)
    assert malformed.value.path == "repository_url"


def test_a_page_without_a_next_one_has_nothing_after_it(it: Ground) -> None:
    with pytest.raises(ValueError, match="no page after"):
        it.tracker.more(it.access, IssuePage((), None))


def test_an_enterprise_server_is_called_below_its_own_root(it: Ground) -> None:
    asked = []

    def answering(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json={"id": 7, "full_name": "octo/app"})

    base = "https://ghe.example/api/v3/"
    tracker = tracker_over(it.fake, httpx.MockTransport(answering), base)
    assert tracker.repository(it.access, NAME) == Repository(7, NAME)
    assert asked == ["https://ghe.example/api/v3/repos/octo/app"]
