"""Google tells of changes by channels, and is believed by their tokens: over HTTP, there and back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from diary import ANNAS, LISTING, Diary, diary
from workplace import LOOKS, WEB, eventually

from patience import soon

WATCH, STOP = "calendar.events.watch", "calendar.channels.stop"
PUSH = "/api/integrations/google/push"


@pytest.fixture
def here(database: str) -> Iterator[Diary]:
    with diary(database) as made:
        made.connect()
        yield made


def pushed(here: Diary, path: str = PUSH, **changed: str) -> httpx.Response:
    """What the open channel would send, with some of it changed."""
    [channel] = here.fake.memory.channels.values()
    headers = {
        "x-goog-channel-id": channel.id,
        "x-goog-channel-token": channel.token or "",
        "x-goog-resource-id": channel.resource_id,
        "x-goog-resource-state": "exists",
        "x-goog-message-number": "10",
    }
    more = {name.replace("_", "-"): value for name, value in changed.items()}
    return here.ask(None, "POST", path, headers={**headers, **more})


def deliveries(here: Diary) -> list[Any]:
    return here.fake.memory.courier.log


def test_a_change_becomes_an_entry_without_anybody_asking(here: Diary) -> None:
    here.meeting("Planning")
    assert eventually(here.titles, ["Planning"]) == ["Planning"]
    assert here.runs()[0]["cause"] == "told of a change"
    assert [each.answer.status for each in deliveries(here)][-1] == 200


def test_a_token_of_a_channel_is_of_no_use_for_another_and_a_guess_is_refused(
    here: Diary,
) -> None:
    listed = here.calls(LISTING)
    for forged in ({"x_goog_channel_token": "guess"}, {"x_goog_channel_id": "another"}):
        for path in (PUSH, here.push_path()):
            assert pushed(here, path, **forged).status_code == 401
    time.sleep(LOOKS)
    assert here.calls(LISTING) == listed


@pytest.mark.parametrize("keyed", [False, True])
def test_a_genuine_push_is_taken_at_either_address_and_looks_once(
    here: Diary, *, keyed: bool
) -> None:
    listed = here.calls(LISTING)
    path = here.push_path() if keyed else PUSH
    for _ in range(3):
        assert pushed(here, path).json() == {"ok": True}
    assert soon(lambda: here.calls(LISTING) > listed)
    time.sleep(LOOKS)
    assert here.calls(LISTING) - listed <= 2


def test_the_first_push_of_a_channel_says_nothing_new(here: Diary) -> None:
    time.sleep(LOOKS)
    listed = here.calls(LISTING)
    assert pushed(here, x_goog_resource_state="sync").status_code == 200
    time.sleep(LOOKS)
    assert here.calls(LISTING) == listed


def test_a_push_that_gets_lost_is_caught_by_the_next_look(here: Diary) -> None:
    here.fake.lose_pushes(5)
    here.meeting("Planning")
    time.sleep(LOOKS)
    assert here.titles() == []
    here.turn(minutes=36)
    assert eventually(here.titles, ["Planning"]) == ["Planning"]


def test_another_channel_takes_over_before_the_first_one_ends(here: Diary) -> None:
    [first] = here.fake.memory.channels
    here.turn(days=6, hours=1)
    assert soon(lambda: list(here.fake.memory.channels) != [first])
    assert eventually(lambda: len(here.fake.memory.channels), 1) == 1
    assert first not in here.fake.memory.channels
    here.meeting("Planning")
    assert eventually(here.titles, ["Planning"]) == ["Planning"]


def test_each_calendar_has_one_as_long_as_it_is_chosen(here: Diary) -> None:
    team = here.fake.add_calendar(ANNAS, "Team")
    here.saved(calendars=[{"id": "primary", "project": WEB}, {"id": team, "project": WEB}])
    assert soon(lambda: len(here.fake.memory.channels) == 2)
    here.saved(calendars=[])
    assert soon(lambda: len(here.fake.memory.channels) == 1)
    here.saved(sync_direction="export")
    assert soon(lambda: here.fake.memory.channels == {})


def test_who_disconnects_is_told_no_more(here: Diary) -> None:
    [own] = here.ask("anna", "GET", "/api/integrations/connections").json()["connections"]
    address = f"/api/integrations/connections/{own['id']}/disconnect"
    assert here.ask("anna", "POST", address).json()["revoked"] is True
    assert here.fake.memory.channels == {}


def test_where_google_will_not_call_us_the_syncs_go_on(here: Diary) -> None:
    team = here.fake.add_calendar(ANNAS, "Team")
    here.fake.fail_next(
        WATCH, here.fake.fault_kinds["by_reason"](401, "push.webhookUrlUnauthorized")
    )
    here.meeting("Ours", calendar=team)
    here.saved(calendars=[{"id": "primary", "project": WEB}, {"id": team, "project": WEB}])
    assert eventually(here.titles, ["Ours"]) == ["Ours"]
    assert here.status()["state"] == "active"
    watched = here.calls(WATCH)
    here.synced()
    assert here.calls(WATCH) == watched
