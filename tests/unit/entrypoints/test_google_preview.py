"""A plan is shown before it is carried out, only that very plan is, and a run can be taken back: over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from diary import Diary, diary
from house import ANNA
from workplace import RUNS, WEB


@pytest.fixture
def here(database: str) -> Iterator[Diary]:
    with diary(database) as made:
        made.connect()
        made.fake.hold_pushes()
        yield made


def previewed(here: Diary) -> dict[str, Any]:
    got = here.sync(query="?preview=1")
    assert got.status_code == 200, got.text
    body: dict[str, Any] = got.json()
    return body


def undo(here: Diary, run: int, who: str = "anna", query: str = "") -> Any:
    return here.ask(who, "POST", f"{RUNS}/{run}/undo{query}")


def test_a_preview_shows_what_would_be_done_and_changes_nothing(here: Diary) -> None:
    here.meeting("Planning")
    runs, changed = len(here.runs()), here.changes()
    shown = previewed(here)
    assert (shown["ok"], shown["preview"], shown["needs_confirmation"]) == (True, True, False)
    assert [(each["title"], each["action"]) for each in shown["decisions"]] == [
        ("Planning", "created")
    ]
    assert len(shown["hash"]) == 64
    assert (here.titles(), len(here.runs()), here.changes()) == ([], runs, changed)
    assert previewed(here)["hash"] == shown["hash"]


def test_the_plan_that_was_shown_is_carried_out(here: Diary) -> None:
    here.meeting("Planning")
    shown = previewed(here)
    applied = here.sync(query=f"?apply={shown['hash']}")
    assert applied.status_code == 200
    assert (applied.json()["imported"], here.titles()) == (1, ["Planning"])
    decided = here.decisions(applied.json()["run"])
    assert [(each["item"], each["action"]) for each in decided] == [
        (each["item"], each["action"]) for each in shown["decisions"]
    ]


def test_another_plan_is_not_carried_out_and_is_shown_instead(here: Diary) -> None:
    here.meeting("Planning")
    shown = previewed(here)
    here.meeting("Review", 6)
    moved = here.sync(query=f"?apply={shown['hash']}")
    assert moved.status_code == 409
    body = moved.json()
    assert (body["ok"], body["code"], here.titles()) == (False, "plan_moved", [])
    assert len(body["decisions"]) == 2
    assert here.sync(query=f"?apply={body['hash']}").json()["imported"] == 2


@pytest.mark.parametrize("query", ["?apply=guess", "?apply=%00", f"?apply={'0' * 64}"])
def test_a_hash_of_no_plan_is_another_plan(here: Diary, query: str) -> None:
    here.meeting("Planning")
    assert here.sync(query=query).status_code == 409
    assert here.titles() == []


def test_many_deletions_are_asked_about_first(here: Diary) -> None:
    meetings = [here.meeting(f"Meeting {number}", number + 2) for number in range(8)]
    here.synced()
    for meeting in meetings[:7]:
        here.fake.cancel_event(meeting)
    stopped = here.synced()
    assert (stopped["removed"], stopped["errors"]) == (0, ["confirm 7 deletions"])
    shown = here.status()
    assert (shown["state"], shown["reason"]) == ("degraded", "confirm 7 deletions")
    assert len(here.titles()) == 8
    plan = previewed(here)
    assert plan["needs_confirmation"] is True
    assert here.sync(query=f"?apply={plan['hash']}").json()["removed"] == 7
    assert here.titles() == ["Meeting 7"]
    assert here.status()["state"] == "active"


def test_a_run_is_taken_back_and_does_not_come_again(here: Diary) -> None:
    here.meeting("Planning")
    run = here.synced()["run"]
    shown = undo(here, run, query="?preview=1").json()
    assert [(each["title"], each["action"]) for each in shown["decisions"]] == [
        ("Planning", "removed")
    ]
    assert here.titles() == ["Planning"]
    back = undo(here, run).json()
    assert (back["ok"], back["run"]["trigger"]) == (True, "undo")
    assert here.titles() == []
    assert here.synced()["imported"] == 0
    assert here.titles() == []


def test_what_changed_since_is_left_out_and_named(here: Diary) -> None:
    here.meeting("Planning")
    here.meeting("Review", 6)
    run = here.synced()["run"]
    [planning] = [each for each in here.decisions(run) if each["title"] == "Planning"]
    here.edit_entry("Planning", notes=f"Mine now [gcal:{planning['item']}]")
    undo(here, run)
    assert here.titles() == ["Mine now"]
    assert here.said() == {"Planning": "kept: changed since", "Review": "removed"}


def test_an_exported_entry_is_taken_out_of_the_calendar_again(here: Diary) -> None:
    here.saved(sync_direction="both")
    assert here.consented().status_code == 200
    start = here.fake.clock.now().replace(microsecond=0)
    here.turn(hours=2)
    here.write_down(ANNA, WEB, "Draft", start)
    run = here.synced()["run"]
    assert len(here.exported()) == 1
    assert undo(here, run).json()["ok"] is True
    assert (here.exported(), here.titles()) == ([], ["Draft"])


def test_a_run_is_taken_back_once_by_whoever_may_see_it(here: Diary) -> None:
    here.meeting("Planning")
    run = here.synced()["run"]
    assert undo(here, run, "ben").status_code == 404
    assert here.ask(None, "POST", f"{RUNS}/{run}/undo").status_code == 401
    taken_back = undo(here, run).json()["run"]["id"]
    for each in (run, taken_back):
        again = undo(here, each)
        assert (again.status_code, again.json()["code"]) == (409, "nothing_to_undo")
    assert undo(here, 999).status_code == 404
    assert undo(here, 999, query="?preview=1").status_code == 404


def test_who_may_not_see_a_connection_previews_nothing_of_it(here: Diary) -> None:
    [own] = here.ask("anna", "GET", "/api/integrations/connections").json()["connections"]
    query = f"?preview=1&connection={own['id']}"
    assert here.sync("ben", query).status_code == 404
    assert here.sync("anna", query).status_code == 200
