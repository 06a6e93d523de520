"""Hooks of the fake GitHub over REST, their log, and the ways of the post."""

from __future__ import annotations

from typing import Any

import pytest
from test_fake_github_schema import BASE, Ground, ground, operation

from tt_integrations.adapters.fakes.callback import NoAnswer
from tt_integrations.adapters.fakes.http import Response

HOOKS = "/repos/octo/app/hooks"
CONFIG = {"url": "http://tracker.test/in", "content_type": "json", "secret": "s3"}
DAY = 86400


def sent(**more: Any) -> dict[str, Any]:
    return {"name": "web", "config": CONFIG, "events": ["issues"], **more}


def test_a_hook_is_created_pinged_and_keeps_its_secret_to_itself() -> None:
    it = ground()
    made = it.client.post(HOOKS, json=sent())
    assert made.status_code == 201
    assert made.headers["location"] == made.json()["url"]
    assert made.json()["config"]["secret"] == "********"
    assert made.json()["last_response"] == {"code": None, "status": "unused", "message": None}
    assert len(it.inbox.payloads("ping")) == 1
    read = it.client.get(made.json()["url"]).json()
    assert read["last_response"] == {"code": 200, "status": "active", "message": "OK"}
    assert it.get(HOOKS).json() == [read]


def test_a_hook_with_the_same_address_and_an_event_in_common_exists_already() -> None:
    it = ground()
    it.client.post(HOOKS, json=sent(events=["issues", "push"]))
    again = it.client.post(HOOKS, json=sent())
    assert again.status_code == 422
    message = "Hook already exists on this repository"
    error = {"resource": "Hook", "code": "custom", "message": message}
    assert again.json()["errors"] == [error]
    assert it.client.post(HOOKS, json=sent(events=["release"])).status_code == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "email", "config": CONFIG}, "name"),
        ({"name": "web", "config": {}}, "url"),
        ({"name": "web", "config": {"url": "tracker.test"}}, "url"),
        ({"config": {**CONFIG, "content_type": "xml"}}, "config"),
        (sent(events=["telepathy"]), "events"),
        (sent(events=[]), "events"),
        (sent(active="yes"), "active"),
        (sent(url="http://tracker.test"), "url"),
    ],
)
def test_a_mistaken_hook_is_refused_by_field(body: dict[str, Any], field: str) -> None:
    answer = ground().client.post(HOOKS, json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_no_event_has_more_than_twenty_hooks() -> None:
    it = ground()
    for number in range(20):
        it.hook(events=["issues", f"e{number}"])
    other = {**CONFIG, "url": "http://tracker.test/21"}
    answer = it.client.post(HOOKS, json=sent(config=other))
    assert answer.status_code == 422
    assert "cannot have more than 20 hooks" in answer.json()["errors"][0]["message"]


def test_a_hook_is_changed_and_a_config_without_secret_removes_the_secret() -> None:
    it = ground()
    path = f"{HOOKS}/{it.hook(events=['issues'])}"
    lists = {"name": "web", "add_events": ["push"], "remove_events": ["issues"]}
    assert it.client.patch(path, json=lists).json()["events"] == ["push"]
    config = {"url": "http://tracker.test/new", "insecure_ssl": 1}
    changed = it.client.patch(path, json={"config": config}).json()["config"]
    assert changed == {
        "url": "http://tracker.test/new",
        "content_type": "form",
        "insecure_ssl": "1",
    }


def test_a_hook_is_deleted_and_pinged() -> None:
    it = ground()
    path = f"{HOOKS}/{it.hook()}"
    assert it.client.post(f"{path}/pings").status_code == 204
    assert len(it.inbox.payloads("ping")) == 1
    assert it.client.delete(path).status_code == 204
    assert it.client.delete(path).status_code == it.get(path).status_code == 404


def logged(times: int = 1, **fields: Any) -> tuple[Ground, str]:
    """A hook with its ping and the deliveries of `times` issues in the log, and the log's path."""
    it = ground()
    log = f"{HOOKS}/{it.hook(**fields)}/deliveries"
    for number in range(times):
        it.fake.open_issue("octo/app", f"{number}")
    return it, log


def test_the_log_is_read_newest_first_by_cursor() -> None:
    it, log = logged(3)
    first = it.get(log, per_page=3)
    assert [item["event"] for item in first.json()] == ["issues"] * 3
    following = first.links["next"]["url"]
    assert following.startswith(f"{BASE}/repositories/")
    second = it.client.get(following)
    assert [item["event"] for item in second.json()] == ["ping"]
    assert "link" not in second.headers


@pytest.mark.parametrize(
    ("query", "status"), [({"cursor": "x"}, 400), ({"status": "lost"}, 422), ({"page": "2"}, 422)]
)
def test_a_mistaken_query_of_the_log_is_refused(query: dict[str, str], status: int) -> None:
    it, log = logged()
    assert it.get(log, **query).status_code == status


@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (Response(204), "OK", 204),
        (Response(500), "Invalid HTTP Response: 500", 500),
        (Response(301, {"location": "/"}), "Invalid HTTP Response: 301", 301),
        (NoAnswer("ReadTimeout"), "timed out", 504),
        (NoAnswer("ConnectError"), "failed to connect to host", 502),
    ],
)
def test_the_log_says_what_came_of_a_delivery(
    answer: Response | NoAnswer, status: str, code: int
) -> None:
    it, log = logged(0)
    it.inbox.answer = answer
    it.fake.open_issue("octo/app", "A")
    newest = it.get(log).json()[0]
    assert (newest["status"], newest["status_code"]) == (status, code)
    assert len(it.inbox.actions()) == 1, "GitHub does not try again on its own"
    wanted = "success" if status == "OK" else "failure"
    assert newest in it.get(log, status=wanted).json()
    assert newest not in it.get(log, status="failure" if wanted == "success" else "success").json()


def test_a_delivery_shows_what_was_sent_and_what_was_answered() -> None:
    it, log = logged()
    newest = it.get(log).json()[0]
    whole = it.get(f"{log}/{newest['id']}").json()
    assert {name: whole[name] for name in newest} == newest
    assert whole["request"]["payload"]["issue"]["title"] == "0"
    assert whole["request"]["headers"]["X-GitHub-Delivery"] == newest["guid"]
    assert whole["response"]["payload"] == "ok"
    assert operation("GET", log) is not None


def test_a_delivery_is_sent_again_under_the_same_guid() -> None:
    it, log = logged()
    old = it.get(log).json()[0]
    answer = it.client.post(f"{log}/{old['id']}/attempts")
    assert (answer.status_code, answer.json()) == (202, {})
    new = it.get(log).json()[0]
    assert (new["guid"], new["redelivery"]) == (old["guid"], True)
    assert new["id"] != old["id"]
    first, second = it.inbox.got
    assert (first[1], first[2]) == (second[1], second[2])


def test_deliveries_are_kept_for_three_days() -> None:
    it, log = logged()
    old = it.get(log).json()[0]
    it.fake.clock.advance(3 * DAY)
    assert old in it.get(log).json()
    it.fake.clock.advance(1)
    assert it.get(log).json() == []
    assert it.get(f"{log}/{old['id']}").status_code == 404
    assert it.client.post(f"{log}/{old['id']}/attempts").status_code == 404
    with pytest.raises(ValueError, match="is kept"):
        it.fake.redeliver(old["id"])


def test_held_deliveries_are_released_in_another_order_with_what_they_said_when_they_happened() -> (
    None
):
    it, _ = logged()
    it.fake.hold_deliveries()
    it.fake.close_issue("octo/app", 1)
    it.fake.reopen_issue("octo/app", 1)
    assert [held["action"] for held in it.fake.held_deliveries] == ["closed", "reopened"]
    assert it.inbox.actions() == ["opened"]
    with pytest.raises(ValueError, match="2 deliveries are held"):
        it.fake.release_deliveries([2])
    it.fake.release_deliveries([1, 0])
    assert it.inbox.actions() == ["opened", "reopened", "closed"]
    assert it.inbox.payloads("issues")[-1]["issue"]["state"] == "closed"
    it.fake.close_issue("octo/app", 1)
    assert it.inbox.actions()[-1] == "closed"


def test_deliveries_are_repeated_or_lost() -> None:
    it, log = logged(0)
    it.fake.repeat_deliveries()
    it.fake.open_issue("octo/app", "A")
    guids = [headers["x-github-delivery"] for _, headers, _ in it.inbox.got]
    assert (len(guids), len(set(guids))) == (2, 1)
    before = it.get(log).json()
    it.fake.lose_deliveries()
    it.fake.close_issue("octo/app", 1)
    it.fake.reopen_issue("octo/app", 1)
    assert it.inbox.actions() == ["opened", "opened", "reopened"]
    assert len(it.get(log).json()) == len(before) + 1


def test_a_payload_of_more_than_25_megabytes_is_not_sent() -> None:
    it, log = logged(0)
    it.fake.send_event("octo/app", "telepathy", {"thought": "x" * (25 * 1024 * 1024)})
    assert it.inbox.got == []
    assert [item["event"] for item in it.get(log).json()] == ["ping"]
