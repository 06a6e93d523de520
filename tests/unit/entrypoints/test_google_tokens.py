"""Google's tokens last an hour: one caller fetches new ones for all, and what is over is over for its owner once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from diary import ANNAS, LISTING, TOKEN, WEB, Diary, diary

from patience import idle, soon
from tt_integrations.adapters.providers.google_calendar.calendar import GoogleCalendar
from tt_integrations.domain.model.events import EventPage

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


@pytest.mark.parametrize(
    "ask",
    [
        lambda here: here.test()["ok"],
        lambda here: here.sync().status_code == 200,
        lambda here: here.sync(query="?preview=1").status_code == 200,
        lambda here: here.config(calendar_id=ANNAS).status_code == 200,
    ],
    ids=["test", "sync", "preview", "save"],
)
def test_whoever_waits_for_an_answer_does_not_notice_that_the_access_token_died_early(
    here: Diary, ask: Callable[[Diary], bool]
) -> None:
    before = here.calls(TOKEN)
    die_early(here)
    assert ask(here)
    assert here.status()["state"] == "active"
    assert here.calls(TOKEN) == before + 1


def test_a_job_whose_access_token_died_early_fetches_another_one_and_is_done(here: Diary) -> None:
    before = here.calls(TOKEN)
    here.meeting("Planning")
    die_early(here)
    here.saved(overlap="skip")
    assert soon(lambda: here.titles() == ["Planning"])
    assert idle(here.engine)
    assert here.status()["state"] == "active"
    assert here.calls(TOKEN) == before + 1


def test_who_connects_anew_while_a_sync_is_under_way_stays_connected(
    here: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = GoogleCalendar.events
    connected: list[int] = []

    def while_they_connect(calendar: GoogleCalendar, *asked: Any) -> EventPage:
        if not connected:
            former = list(here.fake.memory.tokens.access)
            connected.append(here.consented().status_code)
            for token in former:
                here.fake.memory.tokens.access.pop(token, None)
        return listed(calendar, *asked)

    monkeypatch.setattr(GoogleCalendar, "events", while_they_connect)
    here.meeting("Planning")
    here.saved(overlap="skip")
    assert soon(lambda: here.titles() == ["Planning"])
    assert idle(here.engine)
    assert connected == [200]
    assert here.status()["state"] == "active"


def test_google_that_takes_no_token_at_all_ends_the_connection_after_one_more_was_fetched(
    here: Diary, caplog: pytest.LogCaptureFixture
) -> None:
    before = here.calls(TOKEN)
    here.fake.fail_next(LISTING, here.fake.fault_kinds["auth_error"](), times=None)
    with caplog.at_level(logging.WARNING):
        here.saved(overlap="skip")
        assert soon(lambda: here.status()["state"] == GONE)
        assert soon(lambda: told(caplog) == 1)
    assert here.calls(TOKEN) == before + 1
    assert "Google does not know the token" in here.status()["reason"]


def die_early(here: Diary) -> None:
    """Google takes back all access tokens, and none of those that they are refreshed with."""
    here.fake.memory.tokens.access.clear()


def told(caplog: pytest.LogCaptureFixture) -> int:
    """How often whoever runs the service read that the connection stopped."""
    return sum("stopped: " in record.getMessage() for record in caplog.records)
