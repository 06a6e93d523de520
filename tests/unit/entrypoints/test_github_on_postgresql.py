"""The same deliveries with PostgreSQL behind the service, which takes less than SQLite does."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from github_house import Letters, event, issue, opened
from house import ANNA, Front, House, fill

from tt_integrations.adapters.fakes.clock import ProviderClock
from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.migrations import upgrade
from tt_integrations.entrypoints.http.app import web_app
from tt_integrations.testing.postgres import postgres

COPIES = 20


@pytest.fixture(scope="module")
def server() -> Iterator[sa.Engine]:
    with postgres() as running:
        engine = open_engine(running.create("tracker"))
        with engine.begin() as connection:
            upgrade(connection)
        fill(engine)
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def letters(server: sa.Engine, http: httpx.Client, front: Front) -> Letters:
    house = House(server, ProviderClock(), http)
    front.behind = web_app(house.application)
    made = Letters(house)
    made.connect(ANNA, auto_start_timer=True, github_login="anna")
    return made


def test_twenty_copies_at_once_leave_one_task_and_one_run(letters: Letters) -> None:
    before = letters.rows()

    def send(_: int) -> httpx.Response:
        return letters.post(opened(20), x_github_delivery="the-same")

    with ThreadPoolExecutor(COPIES) as threads:
        got = list(threads.map(send, range(COPIES)))
    assert {each.status_code for each in got} == {200}
    rows = letters.rows()
    grown = {name: rows[name] - before[name] for name in rows}
    assert (grown["tasks"], grown["integration_runs"], grown["integration_links"]) == (1, 1, 1)


def test_twenty_deliveries_of_one_issue_at_once_leave_one_task(letters: Letters) -> None:
    before = letters.rows()
    with ThreadPoolExecutor(COPIES) as threads:
        got = list(threads.map(lambda _: letters.post(opened(21)), range(COPIES)))
    assert {each.status_code for each in got} == {200}
    assert letters.rows()["tasks"] == before["tasks"] + 1


@pytest.mark.parametrize(
    "wanted",
    [
        {"title": "x" * 2**20},
        {"body": "ä" * 2**20},
        {"labels": [{"name": "l" * 1000} for _ in range(1000)]},
        {"assignees": [{"login": f"person-{number}"} for number in range(1000)]},
        {"title": "\0", "body": "\0\ud800"},
        {"title": "𝕏" * 300},
        {"html_url": "x" * 100_000},
        {"number": 2**63 - 1},
        {"updated_at": "0001-01-01T00:00:00Z"},
        {
            "updated_at": "9999-12-31T23:59:59Z",
            "state": "closed",
            "closed_at": "9999-12-31T23:59:59Z",
        },
    ],
    ids=lambda wanted: next(iter(wanted)),
)
def test_what_is_odd_or_far_too_large_becomes_a_task_that_fits(
    letters: Letters, wanted: dict[str, Any]
) -> None:
    number = 100 + len(letters.tasks())
    got = letters.post(event("opened", issue(**{"number": number, **wanted})))
    assert (got.status_code, got.json().get("result")) == (200, "created")


@pytest.mark.parametrize("number", [0, 2**63, 10**300])
def test_a_number_that_github_does_not_give_is_400_and_changes_nothing(
    letters: Letters, number: int
) -> None:
    before = letters.rows()
    assert letters.post(event("opened", issue(number=number))).status_code == 400
    assert letters.rows() == before
