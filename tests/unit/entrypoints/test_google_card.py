"""What may be set of a Google Calendar connection, as the reference system has it and beyond, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from diary import ANNAS, BENS, GOOGLE, Diary, diary
from workplace import MOBILE, SUPPORT, WEB


@pytest.fixture
def here(database: str) -> Iterator[Diary]:
    with diary(database) as made:
        yield made


def test_before_there_is_one_nothing_is_connected(here: Diary) -> None:
    assert here.status() == {"ok": True, "connected": False}
    assert here.sync().status_code == 404
    assert here.ask("anna", "POST", f"{GOOGLE}/test").status_code == 404


def test_the_keys_of_the_reference_system_are_there_and_it_is_to_be_seen_whether_it_is_active(
    here: Diary,
) -> None:
    here.saved(default_project_id=WEB)
    draft = here.status()
    assert (draft["connected"], draft["is_active"], draft["state"]) == (False, False, "draft")
    here.connect()
    shown = here.status()
    reference = {
        "connected": True,
        "email": ANNAS,
        "calendar_id": "primary",
        "sync_direction": "import",
        "default_project_id": WEB,
        "sync_days_back": 7,
        "is_active": True,
    }
    assert {key: shown[key] for key in reference} == reference
    assert shown["last_sync_at"] is not None


@pytest.mark.parametrize(
    ("entered", "counts"), [(0, 1), (500, 30), (-3, 1), ("x", 7), ("12", 12), (None, 7)]
)
def test_days_are_clamped_as_in_the_reference_system(
    here: Diary, entered: object, counts: int
) -> None:
    assert here.saved(sync_days_back=entered)["sync_days_back"] == counts


def test_a_direction_that_is_none_is_import(here: Diary) -> None:
    assert here.saved(sync_direction="sideways")["sync_direction"] == "import"
    assert here.saved(sync_direction="BOTH")["sync_direction"] == "both"


def test_a_blank_calendar_is_the_accounts_own(here: Diary) -> None:
    assert here.saved(calendar_id="  ")["calendar_id"] == "primary"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"default_project_id": SUPPORT + 99}, "default_project_id"),
        ({"calendars": [{"id": "a", "project": 999}]}, "calendars"),
        ({"calendar_id": "two words"}, "calendar_id"),
        ({"billable": "perhaps"}, "billable"),
        ({"overlap": "delete"}, "overlap"),
        ({"skip_free": "perhaps"}, "skip_free"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_saved(
    here: Diary, fields: dict[str, object], named: str
) -> None:
    here.saved(sync_days_back=3)
    got = here.config(**fields, sync_days_back=9)
    assert (got.status_code, got.json()["field"]) == (422, named)
    assert here.status()["sync_days_back"] == 3


def test_a_project_of_somebody_elses_cannot_be_chosen(here: Diary) -> None:
    got = here.config("ben", default_project_id=WEB)
    assert (got.status_code, got.json()["field"]) == (422, "default_project_id")
    assert here.saved("ben", default_project_id=SUPPORT)["default_project_id"] == SUPPORT


def test_calendars_that_the_account_does_not_see_are_named(here: Diary) -> None:
    here.connect()
    got = here.config(calendar_id=BENS)
    assert (got.status_code, got.json()["field"]) == (422, "calendar_id")
    several = [{"id": "primary", "project": WEB}, {"id": BENS, "project": MOBILE}]
    got = here.config(calendars=several)
    assert (got.status_code, got.json()["field"]) == (422, "calendars")
    here.fake.share(BENS, ANNAS, "reader")
    assert here.saved(calendars=several)["calendars"] == several
    got = here.config(sync_direction="both", export_calendar_id=BENS)
    assert (got.status_code, got.json()["field"]) == (422, "export_calendar_id")


@pytest.mark.parametrize("hostile", ["a#b@example.org", "../../users", "a/b?c=d", "%2e%2e"])
def test_a_hostile_id_of_a_calendar_is_only_an_id(here: Diary, hostile: str) -> None:
    here.connect()
    got = here.config(calendar_id=hostile)
    assert (got.status_code, got.json()["field"]) == (422, "calendar_id")
    owned = here.fake.add_calendar(ANNAS, "Odd", calendar_id="en.usa#holiday@example.org")
    assert here.saved(calendar_id=owned)["calendar_id"] == owned
    assert here.test()["ok"] is True


def test_the_test_says_what_can_be_done(here: Diary) -> None:
    here.connect(sync_direction="both")
    answer = here.test()
    assert answer["ok"] is True
    assert ANNAS in answer["message"]
    assert "can be written to" in answer["message"]


def test_no_token_is_told_and_none_can_be_entered(here: Diary) -> None:
    here.connect()
    here.config(access_token="ya29.mine", email="eve@example.org", channel_token="guess")
    shown = here.status()
    assert shown["email"] == ANNAS
    assert not [key for key in shown if "token" in key]
    assert here.test()["ok"] is True
