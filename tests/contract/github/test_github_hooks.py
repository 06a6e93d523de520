"""A repository's webhook, made or adopted, and the log of what it sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from github_ground import HERE, NAME, NINE, SECRET, Ground, ground, hooked, kept

from tt_integrations.adapters.fakes.callback import NoAnswer
from tt_integrations.adapters.fakes.faults import answers
from tt_integrations.adapters.fakes.http import Response, json_response
from tt_integrations.adapters.providers.github.dialect import GitHubDialect
from tt_integrations.domain.errors import CallRejected, NotConnected, PermissionMissing
from tt_integrations.domain.model.delivery import Delivery, IssueNews

DIALECT = GitHubDialect()
LONG_AGO = NINE - timedelta(days=30)


@pytest.fixture
def it() -> Ground:
    return ground()


def last(it: Ground) -> Delivery:
    """The last webhook that reached us."""
    _, headers, body = it.receiver.got[-1]
    return Delivery("github", {name.lower(): text for name, text in headers.items()}, body)


def failed(it: Ground, hook: int, ago: timedelta = timedelta(days=30)) -> list[int]:
    since = it.fake.clock.now() - ago
    return list(it.tracker.failed_deliveries(it.access, it.repository, hook, since))


def test_a_hook_is_made_where_there_is_none_and_what_it_sends_is_genuine(it: Ground) -> None:
    number = hooked(it)
    assert it.receiver.got[0][0] == HERE
    DIALECT.verify(last(it), SECRET, NINE)
    it.fake.open_issue(NAME, "A")
    DIALECT.verify(last(it), SECRET, NINE)
    news = DIALECT.read(last(it))
    assert isinstance(news, IssueNews)
    assert news.issue == it.tracker.issue(it.access, it.repository, 1)
    assert f"hook:{number}" in DIALECT.senders(last(it))


def test_the_hook_speaks_json_and_hears_of_issues_and_of_the_repository(it: Ground) -> None:
    hooked(it)
    sent = json.loads(it.calls("repos/create-webhook")[0].request.body)
    assert (sent["name"], sent["active"]) == ("web", True)
    assert sent["events"] == ["issues", "repository"]
    assert sent["config"]["content_type"] == "json"
    assert sent["config"]["insecure_ssl"] == "0"
    it.fake.rename_repository(NAME, "application")
    assert last(it).headers["x-github-event"] == "repository"


def test_a_hook_that_is_there_is_adopted_and_given_the_secret(it: Ground) -> None:
    theirs = it.fake.add_hook(NAME, HERE, events=["issues", "push"], secret="old")
    assert hooked(it) == theirs.id
    it.fake.open_issue(NAME, "A")
    DIALECT.verify(last(it), SECRET, NINE)
    assert last(it).headers["content-type"] == "application/json"
    it.fake.rename_repository(NAME, "application")
    assert last(it).headers["x-github-event"] == "repository"
    it.fake.push("octo/application", ["still told"])
    assert last(it).headers["x-github-event"] == "push"


def test_a_hook_that_was_switched_off_is_switched_on(it: Ground) -> None:
    it.fake.add_hook(NAME, HERE, events=["issues"], active=False)
    hooked(it)
    it.receiver.got.clear()
    it.fake.open_issue(NAME, "A")
    assert len(it.receiver.got) == 1


def test_asking_twice_makes_one_hook(it: Ground) -> None:
    assert hooked(it) == hooked(it)


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "https://former.example/webhooks/github/k1"},
        {"active": False},
        {"events": ["push"]},
        {"secret": "somebody changed it"},
    ],
)
def test_a_known_hook_is_put_right(it: Ground, wrong: Mapping[str, Any]) -> None:
    usual = {"url": HERE, "events": ["issues", "repository"], "active": True}
    theirs = it.fake.add_hook(NAME, **{"secret": "old", **usual, **wrong})
    assert kept(it, theirs.id) == theirs.id
    assert it.calls("repos/create-webhook") == []
    it.receiver.got.clear()
    it.fake.open_issue(NAME, "A")
    [(address, _, _)] = it.receiver.got
    assert address == HERE
    DIALECT.verify(last(it), SECRET, NINE)


def test_a_known_hook_that_was_deleted_is_made_anew(it: Ground) -> None:
    number = hooked(it)
    it.tracker.unhook(it.access, it.repository, number)
    assert it.fake.state()["hooks"] == []
    assert kept(it, number) == it.fake.state()["hooks"][0]["id"] != number


def test_where_another_hook_has_the_new_address_that_one_is_adopted(it: Ground) -> None:
    former = it.fake.add_hook(NAME, "https://former.example/", events=["issues", "repository"])
    theirs = it.fake.add_hook(NAME, HERE, events=["issues", "repository"])
    assert kept(it, former.id) == theirs.id


def test_a_known_hook_that_cannot_be_changed_is_a_rejected_call(it: Ground) -> None:
    number = hooked(it)
    it.fake.fail_next("repos/update-webhook", answers(json_response({}, 418)))
    with pytest.raises(CallRejected, match="418"):
        kept(it, number)


def test_a_hook_is_taken_away_once(it: Ground) -> None:
    number = hooked(it)
    it.tracker.unhook(it.access, it.repository, number)
    it.receiver.got.clear()
    it.fake.open_issue(NAME, "A")
    assert it.receiver.got == []
    it.tracker.unhook(it.access, it.repository, number)


def test_a_hook_that_github_keeps_is_a_rejected_call(it: Ground) -> None:
    number = hooked(it)
    it.fake.fail_next("repos/delete-webhook", answers(json_response({}, 418)))
    with pytest.raises(CallRejected, match="418"):
        it.tracker.unhook(it.access, it.repository, number)


def test_the_hook_of_another_address_is_left_alone(it: Ground) -> None:
    other = it.fake.add_hook(NAME, f"{HERE}/other", events=["issues"], secret="theirs")
    assert hooked(it) != other.id
    assert hooked(it) != other.id
    assert it.calls("repos/update-webhook")[0].request.path.endswith(f"/{hooked(it)}")


def test_of_many_hooks_the_one_to_adopt_is_found_on_a_later_page(it: Ground) -> None:
    for number in range(120):
        # no more than twenty may hear of the same event
        it.fake.add_hook(NAME, f"{HERE}/{number}", events=["push"])
    theirs = it.fake.add_hook(NAME, HERE, events=["issues"])
    assert hooked(it) == theirs.id
    assert len(it.calls("repos/list-webhooks")) == 2


def test_a_hook_that_exists_and_is_not_found_is_rejected(it: Ground) -> None:
    it.fake.add_hook(NAME, HERE, events=["issues"])
    it.fake.fail_next("repos/list-webhooks", answers(json_response([])))
    with pytest.raises(CallRejected):
        hooked(it)


@pytest.mark.parametrize(
    "payload",
    [
        {"message": "Validation Failed", "errors": [{"field": "url", "code": "invalid"}]},
        {"message": "Validation Failed", "errors": ["Hook already exists? no"]},
        {"message": "Validation Failed", "errors": [{"message": 5}]},
        {"message": "Validation Failed"},
        [],
    ],
)
def test_an_address_that_github_does_not_take_is_rejected(it: Ground, payload: object) -> None:
    it.fake.fail_next("repos/create-webhook", answers(json_response(payload, 422)))
    with pytest.raises(CallRejected, match="422"):
        hooked(it)
    assert it.calls("repos/list-webhooks") == []


def test_whoever_is_no_administrator_lacks_a_permission(it: Ground) -> None:
    stranger = it.with_token("mona")
    with pytest.raises(PermissionMissing) as missing:
        it.tracker.hook(stranger, it.repository, HERE, SECRET)
    assert missing.value.scope == "repository_hooks=write"


def test_a_token_without_the_permission_names_it(it: Ground) -> None:
    fine = it.with_token("octo", "fine_grained", permissions={"issues": "read"})
    with pytest.raises(PermissionMissing) as missing:
        it.tracker.hook(fine, it.repository, HERE, SECRET)
    assert missing.value.scope == "repository_hooks=write"


def test_deliveries_that_failed_are_listed_oldest_first(it: Ground) -> None:
    number = hooked(it)
    it.receiver.answer = Response(500)
    it.open("first")
    it.receiver.answer = NoAnswer("ReadTimeout")
    it.open("second")
    it.receiver.answer = Response(204)
    it.open("third")
    sent = {delivery.payload["issue"]["title"]: delivery.id for delivery in it.fake.deliveries[1:]}
    assert failed(it, number) == [sent["first"], sent["second"]]
    assert failed(it, number, timedelta(seconds=90)) == [sent["second"]]
    assert failed(it, number, timedelta(0)) == []


@pytest.mark.parametrize("status", [301, 400, 401, 404, 500, 503])
def test_every_answer_but_a_success_is_a_failure(it: Ground, status: int) -> None:
    number = hooked(it)
    it.receiver.answer = Response(status)
    it.open("lost")
    assert len(failed(it, number)) == 1


def test_what_was_delivered_later_did_not_fail(it: Ground) -> None:
    number = hooked(it)
    it.receiver.answer = Response(500)
    it.open("lost")
    (lost,) = failed(it, number)
    it.receiver.answer = Response(200)
    it.tracker.redeliver(it.access, it.repository, number, lost)
    assert failed(it, number) == []
    assert [each.guid for each in it.fake.deliveries[1:]] == [it.fake.deliveries[1].guid] * 2


def test_of_several_attempts_the_last_one_stands_for_the_delivery(it: Ground) -> None:
    number = hooked(it)
    it.receiver.answer = Response(500)
    it.open("first", "second")
    first, second = failed(it, number)
    it.tracker.redeliver(it.access, it.repository, number, first)
    assert failed(it, number) == [it.fake.deliveries[-1].id, second]


def test_a_long_log_is_read_to_its_end(it: Ground) -> None:
    number = hooked(it)
    it.receiver.answer = Response(500)
    it.open(*(f"issue {n}" for n in range(120)))
    assert failed(it, number) == [each.id for each in it.fake.deliveries[1:]]
    assert len(it.calls("repos/list-webhook-deliveries")) == 2


def test_no_more_of_the_log_is_read_than_is_wanted(it: Ground) -> None:
    number = hooked(it)
    it.receiver.answer = Response(500)
    it.open(*(f"issue {n}" for n in range(120)))
    assert len(failed(it, number, timedelta(minutes=10, seconds=-1))) == 10
    assert len(it.calls("repos/list-webhook-deliveries")) == 1


def test_a_hook_that_is_no_more_is_not_connected(it: Ground) -> None:
    with pytest.raises(NotConnected):
        it.tracker.failed_deliveries(it.access, it.repository, 5, LONG_AGO)
    with pytest.raises(NotConnected):
        it.tracker.redeliver(it.access, it.repository, 5, 6)


def test_a_delivery_that_is_not_kept_any_more_is_not_delivered_again(it: Ground) -> None:
    number = hooked(it)
    it.receiver.answer = Response(500)
    it.open("lost")
    (lost,) = failed(it, number)
    it.fake.clock.advance(timedelta(days=4))
    assert failed(it, number) == []
    with pytest.raises(NotConnected):
        it.tracker.redeliver(it.access, it.repository, number, lost)
