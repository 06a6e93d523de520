"""Google's tokens last an hour: one caller fetches new ones for all, and what is over is over for its owner once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from diary import ANNAS, TOKEN, WEB, Diary, diary

from patience import soon

CALLERS = 50
GONE = "needs_reconnect"


@pytest.fixture
def here(database: str) -> Iterator[Diary]:
    with diary(database) as made:
        made.connect()
        yield made


def all_at_once(*places: Diary) -> list[bool]:
    """Whether it works, for as many callers as there are, spread over the services."""
    with ThreadPoolExecutor(CALLERS) as pool:
        asked = [
            pool.submit(places[number % len(places)].test, "anna") for number in range(CALLERS)
        ]
        return [each.result()["ok"] for each in asked]


def test_fifty_callers_are_one_exchange(here: Diary) -> None:
    before = here.calls(TOKEN)
    here.turn(minutes=56)
    assert all_at_once(here) == [True] * CALLERS
    assert here.calls(TOKEN) == before + 1


def test_two_services_on_one_database_are_one_exchange(here: Diary) -> None:
    with diary(here.database, here) as other:
        before = here.calls(TOKEN)
        here.turn(minutes=56)
        assert all_at_once(here, other) == [True] * CALLERS
        assert here.calls(TOKEN) == before + 1


def test_long_before_its_end_nothing_is_fetched(here: Diary) -> None:
    before = here.calls(TOKEN)
    here.turn(minutes=50)
    assert here.test()["ok"] is True
    assert here.calls(TOKEN) == before


def test_google_gives_no_new_refresh_token_and_the_old_one_goes_on(here: Diary) -> None:
    for _ in range(3):
        here.turn(hours=2)
        assert here.test()["ok"] is True
    assert here.status()["state"] == "active"


def test_a_consent_that_was_taken_back_is_told_to_the_owner_once(
    here: Diary, caplog: pytest.LogCaptureFixture
) -> None:
    here.fake.revoke_grant(ANNAS)
    here.turn(hours=1)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert here.sync().status_code in (409, 404)
        assert soon(lambda: told(caplog) == 1)
        here.turn(hours=1)
        here.sync()
    assert told(caplog) == 1
    shown = here.status()
    assert (shown["connected"], shown["state"]) == (False, GONE)
    assert "invalid_grant" in shown["reason"]
    assert shown["default_project_id"] == WEB


def test_a_grant_that_dies_after_seven_days_of_testing_says_so(here: Diary) -> None:
    here.fake.put_app_in_testing()
    assert here.consented().status_code == 200
    here.turn(days=7, hours=1)
    here.sync()
    assert here.status()["state"] == GONE


def test_google_that_is_down_costs_the_owner_nothing(here: Diary) -> None:
    here.turn(hours=2)
    down = here.fake.fault_kinds["temporarily_unavailable"]()
    here.fake.fail_next(TOKEN, down, times=None)
    assert here.test()["ok"] is False
    assert here.status()["state"] in ("active", "degraded")
    here.fake.faults.recover()
    here.turn(seconds=31)  # so long everybody waits for whoever went to fetch new ones
    assert here.test()["ok"] is True


def told(caplog: pytest.LogCaptureFixture) -> int:
    """How often whoever runs the service read that the connection stopped."""
    return sum("stopped: " in record.getMessage() for record in caplog.records)
