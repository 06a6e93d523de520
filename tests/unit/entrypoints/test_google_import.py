"""Events become entries and entries follow them, over HTTP, and every one says why."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from diary import ANNAS, BENS, LISTING, Diary, diary
from house import ANNA
from workplace import LOOKS, MOBILE, WEB, eventually

from patience import soon

DECLINED = [{"email": ANNAS, "responseStatus": "declined"}, {"email": BENS}]


@pytest.fixture
def here(database: str) -> Iterator[Diary]:
    with diary(database) as made:
        yield made


def test_what_has_ended_is_there_with_the_first_sync(here: Diary) -> None:
    here.meeting("Planning")
    here.connect()
    assert here.entries() == [("Planning", 1.0)]
    [run] = here.runs()
    assert (run["trigger"], run["cause"], run["result"]) == ("sync", "connected", "done")


def test_a_sync_answers_with_the_keys_of_the_reference_system_and_ours(here: Diary) -> None:
    here.connect()
    here.meeting("Planning")
    first = here.synced()
    assert first == {
        "ok": True,
        "imported": 1,
        "updated": 0,
        "removed": 0,
        "exported": 0,
        "skipped": 0,
        "errors": [],
        "run": here.runs()[0]["id"],
    }


def test_entries_follow_what_was_moved_renamed_and_cancelled(here: Diary) -> None:
    planning, review = here.meeting("Planning", 5), here.meeting("Review", 3)
    here.connect()
    start = here.fake.clock.now() - timedelta(hours=9)
    here.fake.hold_pushes()
    here.fake.move_event(planning, start, start + timedelta(hours=2))
    here.fake.rename_event(planning, "Planning of the week")
    here.fake.cancel_event(review)
    answer = here.synced()
    assert (answer["updated"], answer["removed"], answer["imported"]) == (1, 1, 0)
    assert here.entries() == [("Planning of the week", 2.0)]


def test_what_a_person_changed_by_hand_stays(here: Diary) -> None:
    planning = here.meeting("Planning")
    here.connect()
    here.edit_entry("Planning", notes=f"Planned alone [gcal:{planning}]")
    here.fake.hold_pushes()
    here.fake.rename_event(planning, "Planning of the week")
    here.synced()
    assert here.titles() == ["Planned alone"]
    assert "changed by hand" in here.said()["Planning of the week"]


def test_each_that_is_none_says_why(here: Diary) -> None:
    here.meeting("Lunch", attendees=DECLINED)
    here.meeting("Gym", transparency="transparent")
    here.meeting("Therapy", visibility="private")
    here.meeting("Later", hours_ago=-2)
    today = here.fake.clock.now().date()
    here.fake.add_event("Holiday", today.isoformat(), (today + timedelta(days=1)).isoformat())
    here.connect()
    assert here.titles() == ["Busy"]
    assert here.said() == {
        "Lunch": "ignored: declined",
        "Gym": "ignored: free",
        "Busy": "created",
        "Later": "ignored: not ended yet",
        "Holiday": "ignored: all day",
    }


def test_what_is_not_to_be_seen_is_stored_nowhere(here: Diary) -> None:
    here.meeting("Therapy", visibility="private")
    here.connect()
    with here.engine.connect() as connection:
        dumped = connection.connection.driver_connection
        assert dumped is not None
        assert "Therapy" not in "\n".join(dumped.iterdump())


def test_a_meeting_becomes_an_entry_by_itself_once_it_has_ended(here: Diary) -> None:
    here.meeting("Later", hours_ago=-0.2)
    here.connect()
    assert here.titles() == []
    listed = here.calls(LISTING)
    here.turn(hours=2)
    assert eventually(here.titles, ["Later"]) == ["Later"]
    assert here.calls(LISTING) == listed + 1


def test_every_half_hour_is_enough_and_more_is_not_asked(here: Diary) -> None:
    here.connect()
    listed = here.calls(LISTING)
    here.turn(minutes=20)
    assert not soon_more(here, listed)
    here.turn(minutes=16)
    assert soon(lambda: here.calls(LISTING) == listed + 1)


def test_a_token_that_google_forgot_costs_a_full_reading_and_doubles_nothing(
    here: Diary,
) -> None:
    here.meeting("Planning")
    here.connect()
    here.fake.expire_sync_token()
    here.meeting("Review", 6)
    answer = here.synced()
    assert (answer["ok"], answer["imported"]) == (True, 1)
    assert sorted(here.titles()) == ["Planning", "Review"]


def test_each_calendar_has_its_project(here: Diary) -> None:
    team = here.fake.add_calendar(ANNAS, "Team")
    here.meeting("Mine")
    here.meeting("Ours", 6, calendar=team)
    here.connect(calendars=[{"id": "primary", "project": WEB}, {"id": team, "project": MOBILE}])
    assert sorted(here.titles()) == ["Mine", "Ours"]
    assert sorted(here.projects()) == [("Mine", WEB), ("Ours", MOBILE)]


def test_a_calendar_that_is_gone_is_one_decision_and_the_others_go_on(here: Diary) -> None:
    team = here.fake.add_calendar(ANNAS, "Team")
    here.connect(calendars=[{"id": "primary", "project": WEB}, {"id": team, "project": MOBILE}])
    here.fake.share(team, ANNAS, None)
    here.meeting("Mine")
    answer = here.synced()
    assert answer["imported"] == 1
    assert len(answer["errors"]) == 1
    failed = [each for each in here.decisions(answer["run"]) if each["action"] == "failed"]
    assert [each["item"] for each in failed] == [team]


def test_entries_that_name_their_events_are_adopted_once(here: Diary) -> None:
    planning = here.meeting("Planning", 4)
    start = here.fake.clock.now().replace(microsecond=0) - timedelta(hours=4)
    here.write_down(ANNA, WEB, f"Planning [gcal:{planning}]", start)
    here.connect()
    assert here.titles() == ["Planning"]
    assert here.said() == {"Planning": "unchanged: adopted"}
    assert here.synced()["imported"] == 0


def test_a_deactivated_owner_is_left_alone(here: Diary) -> None:
    here.connect()
    here.deactivate(ANNA)
    here.meeting("Planning")
    listed = here.calls(LISTING)
    here.turn(minutes=40)
    assert not soon_more(here, listed)
    assert here.titles() == []


def test_without_a_project_nothing_is_made_and_the_reason_stands_there(here: Diary) -> None:
    here.meeting("Planning")
    here.connect(default_project_id=None)
    assert here.titles() == []
    assert here.said() == {"Planning": "ignored: no project"}


def test_what_was_decided_is_counted_by_its_reason(database: str) -> None:
    with diary(database, metrics_token="m3trics") as here:
        here.meeting("Lunch", attendees=DECLINED)
        here.connect()
        headers = {"authorization": "Bearer m3trics"}
        counted = here.ask(None, "GET", "/metrics", headers=headers).text
        [line] = [
            each
            for each in counted.splitlines()
            if 'reason="declined"' in each and "_total" in each
        ]
        assert 'provider="google"' in line
        assert line.endswith(" 1.0")
        assert ANNAS not in counted


def soon_more(here: Diary, listed: int) -> bool:
    """Whether more was asked after the jobs have looked."""
    time.sleep(LOOKS)
    return here.calls(LISTING) > listed
