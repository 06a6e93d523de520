"""Finished entries become events, over HTTP: once, whatever gets lost, and they never come back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from diary import ANNAS, WRITE, Diary, diary
from house import ANNA
from workplace import WEB

INSERT, PATCH = "calendar.events.insert", "calendar.events.patch"
TITLE = "[TT] Web — Draft the letter"


@pytest.fixture
def here(database: str) -> Iterator[Diary]:
    with diary(database) as made:
        made.connect(sync_direction="both")
        made.fake.hold_pushes()
        yield made


def written(here: Diary, note: str = "Draft the letter") -> int:
    start = here.fake.clock.now().replace(microsecond=0) - timedelta(hours=4)
    return here.write_down(ANNA, WEB, note, start)


def test_an_entry_becomes_an_event_and_stays_one_entry(here: Diary) -> None:
    written(here)
    assert here.synced()["exported"] == 1
    assert here.exported() == [TITLE]
    [event] = here.fake.events()
    assert event["start"]["timeZone"] == "UTC"
    assert "attendees" not in event
    assert here.synced()["exported"] == 0
    assert here.titles() == ["Draft the letter"]


def test_nobody_gets_mail(here: Diary) -> None:
    written(here)
    here.synced()
    assert here.fake.state()["mails"] == []


def test_a_lost_answer_doubles_nothing(here: Diary) -> None:
    written(here)
    here.fake.answer_lost(INSERT)
    here.sync()
    here.synced()
    assert here.exported() == [TITLE]
    assert here.calls(INSERT) >= 1


def test_edits_and_deletions_travel(here: Diary) -> None:
    number = written(here)
    here.synced()
    here.edit_entry("Draft", notes="Send the letter")
    assert here.synced()["exported"] == 1
    assert here.exported() == ["[TT] Web — Send the letter"]
    here.delete_entry(number)
    assert here.synced()["exported"] == 1
    assert here.exported() == []


def test_what_somebody_wrote_into_the_event_stays(here: Diary) -> None:
    written(here)
    here.synced()
    [event] = here.fake.events()
    here.fake.change_event(event["id"], summary="Letter to the bank", description="Room 4")
    here.edit_entry("Draft", notes="Send the letter")
    here.synced()
    assert here.exported() == ["Letter to the bank"]


def test_entries_that_came_from_the_calendar_do_not_go_there_again(here: Diary) -> None:
    here.meeting("Planning")
    answer = here.synced()
    assert (answer["imported"], answer["exported"]) == (1, 0)
    assert here.synced()["exported"] == 0
    assert len(here.fake.events()) == 1


def test_a_right_that_is_withdrawn_is_named_and_comes_back_with_a_consent(here: Diary) -> None:
    written(here)
    here.fake.withdraw_scopes(ANNAS, WRITE)
    here.turn(hours=1)
    answer = here.sync()
    assert answer.status_code in (200, 409)
    assert here.exported() == []
    assert here.consented().status_code == 200
    here.synced()
    assert here.exported() == [TITLE]


def test_one_that_google_refuses_does_not_keep_the_others_from_it(here: Diary) -> None:
    written(here, "First")
    written(here, "Second")
    here.fake.fail_next(INSERT, here.fake.fault_kinds["by_reason"](400, "invalid"))
    answer = here.synced()
    assert answer["exported"] == 1
    assert len(answer["errors"]) == 1
    assert here.synced()["exported"] == 1
    assert len(here.exported()) == 2
