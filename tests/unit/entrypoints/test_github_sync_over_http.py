"""What no webhook told is found by reading: all of it, once, and with as few requests as may be."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from workplace import (
    LISTING,
    LOOKS,
    MOBILE,
    OTHER,
    REPOSITORY,
    RUNS,
    SUPPORT,
    WEB,
    Workplace,
    eventually,
    workplace,
)

from patience import soon

MANY = 230
"""Three pages."""


@pytest.fixture
def here(database: str) -> Iterator[Workplace]:
    with workplace(database) as made:
        yield made


def quietly(here: Workplace, title: str, **fields: Any) -> int:
    """An issue of which no webhook tells; its number."""
    here.fake.lose_deliveries(9)
    number = here.fake.open_issue(REPOSITORY, title, **fields).number
    here.fake.lose_deliveries(0)
    return int(number)


def listed(here: Workplace) -> list[tuple[dict[str, str], int]]:
    """Of each request for a list: its query, and the status of the answer."""
    return [
        (dict(each.request.query), each.response.status)
        for each in here.calls(LISTING)
        if each.response
    ]


def test_all_pages_are_read_and_pull_requests_are_left_out(here: Workplace) -> None:
    for number in range(MANY):
        here.fake.open_issue(REPOSITORY, f"Issue {number}")
        here.turn(seconds=1)
    for number in range(5):
        here.fake.open_pull_request(REPOSITORY, f"Pull {number}")
    here.connect()
    assert len(here.tasks()) == MANY
    assert not any("Pull" in name for name, _, _ in here.tasks())
    [run] = here.runs(trigger="sync")
    assert (run["result"], run["counts"]["created"]) == ("done", MANY)
    assert "ignored: pull request" in _all_said(here, run["id"])
    assert all(query["per_page"] == "100" for query, _ in listed(here))
    assert all(query["state"] == "all" for query, _ in listed(here))


def test_closed_issues_are_found_as_well_as_open_ones(here: Workplace) -> None:
    here.fake.open_issue(REPOSITORY, "Open")
    here.fake.open_issue(REPOSITORY, "Done")
    here.fake.close_issue(REPOSITORY, 2)
    here.fake.open_issue(REPOSITORY, "Never")
    here.fake.close_issue(REPOSITORY, 3, reason="not_planned")
    here.connect()
    assert sorted(here.tasks("name", "status")) == [
        ("Done", "done"),
        ("Never", "cancelled"),
        ("Open", "todo"),
    ]


def test_the_next_sync_asks_for_what_changed_since_and_nothing_new_is_one_304(
    here: Workplace,
) -> None:
    quietly(here, "Before")
    here.connect()
    here.turn(seconds=5)
    here.synced()
    before = len(listed(here))
    again = here.synced()
    [(query, status)] = listed(here)[before:]
    assert ("since" in query, status) == (True, 304)
    assert (again["synced"], again["errors"]) == (0, [])


def test_what_a_lost_webhook_would_have_told_is_caught_up_with(here: Workplace) -> None:
    here.connect()
    quietly(here, "Never heard of")
    got = here.synced()
    assert (got["ok"], got["synced"], got["errors"]) == (True, 1, [])
    here.fake.lose_deliveries()
    here.fake.close_issue(REPOSITORY, 1)
    assert here.synced()["synced"] == 1
    assert here.tasks() == [("Never heard of", "done", "low")]
    assert here.synced()["synced"] == 0


def test_a_webhook_and_a_sync_never_make_two_tasks_of_one_issue(here: Workplace) -> None:
    here.connect()
    here.fake.open_issue(REPOSITORY, "Heard of")
    got = here.synced()
    assert (got["synced"], got["skipped"]) == (0, 1)
    assert len(here.tasks()) == 1


def test_a_renaming_that_nobody_told_is_followed_and_stored(here: Workplace) -> None:
    here.connect()
    here.fake.lose_deliveries()
    here.fake.rename_repository(REPOSITORY, "application")
    here.fake.lose_deliveries(9)
    here.fake.open_issue("octo/application", "After the renaming")
    here.fake.lose_deliveries(0)
    assert here.synced()["synced"] == 1
    assert here.status()["repositories"][0]["called"] == "octo/application"


def test_a_sync_that_fails_half_way_keeps_what_was_done_and_goes_on_there(
    here: Workplace,
) -> None:
    here.connect()
    here.fake.lose_deliveries(MANY * 2)
    for number in range(MANY):
        here.fake.open_issue(REPOSITORY, f"Issue {number}")
        here.turn(seconds=1)
    here.fake.lose_deliveries(0)
    fault = here.fake.fault_kinds["service_unavailable"]()
    here.fake.fail_next(LISTING, _after(here, 1, fault))
    got = here.sync()
    assert (got.status_code, got.json()["code"]) == (503, "provider_unavailable")
    kept = len(here.tasks())
    assert 0 < kept < MANY
    assert here.runs(trigger="sync")[0]["result"] == "partial"
    got = here.sync()
    assert (got.status_code, got.json()["synced"]) == (200, MANY - kept)
    assert len(here.tasks()) == MANY


def test_every_half_hour_a_connection_is_synced_by_itself(here: Workplace) -> None:
    here.connect()
    quietly(here, "Found by itself")
    here.turn(minutes=20)
    time.sleep(LOOKS)
    assert here.tasks() == []
    here.turn(minutes=16)
    assert soon(lambda: here.tasks() == [("Found by itself", "todo", "low")])
    assert here.runs(trigger="sync")[0]["cause"] == "schedule"


def test_an_issue_deleted_or_moved_unheard_is_found_within_a_day(here: Workplace) -> None:
    here.connect(
        repositories=[{"name": REPOSITORY, "project": WEB}, {"name": OTHER, "project": MOBILE}]
    )
    for title in ("Deleted", "Moved", "Stays"):
        here.fake.open_issue(REPOSITORY, title)
    here.fake.lose_deliveries(9)
    here.fake.delete_issue(REPOSITORY, 1)
    here.fake.transfer_issue(REPOSITORY, 2, OTHER)
    here.fake.lose_deliveries(0)
    here.turn(days=1)
    found = [
        ("Deleted", "cancelled", "github_issue_1"),
        ("Moved", "todo", "github_issue_1"),
        ("Stays", "todo", "github_issue_3"),
    ]
    columns = ("name", "status", "external_ref")
    assert eventually(lambda: here.tasks(*columns), found) == found


def test_an_admin_syncs_the_connection_of_somebody_else_and_nobody_else_does(
    here: Workplace,
) -> None:
    here.connect("anna")
    here.connect("ben", repositories=[{"name": REPOSITORY, "project": SUPPORT}])
    [of_anna], [of_ben] = (
        {run["connection"] for run in here.runs("anna") if run["connection"] == number}
        for number in (1, 2)
    )
    quietly(here, "For whom?")
    assert here.sync("ben", f"?connection={of_anna}").status_code == 404
    assert here.sync("ben", "?connection=999").status_code == 404
    assert here.tasks() == []
    assert here.sync("anna", f"?connection={of_ben}").json()["synced"] == 1
    assert here.tasks("project_id") == [(SUPPORT,)]
    assert here.sync("ben").json()["synced"] == 0


def test_several_syncs_at_once_make_each_task_once(here: Workplace) -> None:
    here.connect()
    for number in range(30):
        quietly(here, f"Issue {number}")
    with ThreadPoolExecutor(6) as threads:
        got = list(threads.map(lambda _: here.sync(), range(6)))
    assert {each.status_code for each in got} <= {200, 409}
    assert 200 in {each.status_code for each in got}
    here.synced()
    assert sorted(here.tasks("name")) == sorted((f"Issue {number}",) for number in range(30))


def test_a_connection_without_a_repository_says_so(here: Workplace) -> None:
    here.saved(github_token=here.fake.add_token("anna"))
    got = here.sync()
    assert (got.status_code, got.json()["ok"]) == (409, False)
    assert "no repository is chosen" in got.json()["message"]


def _all_said(here: Workplace, run: int) -> set[str]:
    said: set[str] = set()
    decisions = here.decisions(run)
    while decisions:
        said |= {each["sentence"] for each in decisions}
        path = f"{RUNS}/{run}?after={decisions[-1]['number']}"
        decisions = here.ask("anna", "GET", path).json()["decisions"]
    return said


def _after(here: Workplace, calls: int, fault: Any) -> Any:
    """A fault that meets the call after so many."""
    left = [calls]

    def effect(proceed: Any) -> Any:
        left[0] -= 1
        if left[0] >= 0:
            here.fake.fail_next(LISTING, type(fault)(fault.name, effect))
            return proceed()
        return fault.effect(proceed)

    return type(fault)(fault.name, effect)
