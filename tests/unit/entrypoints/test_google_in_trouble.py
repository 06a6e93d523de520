"""Google limits us, fails or sends what nobody understands: it is waited out, named, and one connection's alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from diary import ANNAS, BENS, LISTING, TOKEN, Diary, diary
from workplace import SUPPORT, WEB, eventually

from patience import soon

QUOTAS = {
    "rate_limited": {},
    "user_rate_limited": {},
    "quota_exceeded": {},
    "by_reason": {"status": 403, "reason": "dailyLimitExceeded", "domain": "usageLimits"},
}


@pytest.fixture
def here(database: str) -> Iterator[Diary]:
    with diary(database) as made:
        made.connect()
        made.fake.hold_pushes()
        yield made


@pytest.mark.parametrize("kind", QUOTAS)
def test_a_quota_is_waited_out_and_is_no_trouble_of_the_connections(here: Diary, kind: str) -> None:
    limited = here.fake.fault_kinds[kind](**QUOTAS[kind])
    here.fake.fail_next(LISTING, limited, times=None)
    here.meeting("Planning")
    here.turn(minutes=36)
    assert soon(lambda: here.runs()[0]["result"] in ("failed", "partial"))
    assert here.status()["state"] == "active"
    here.fake.faults.recover()
    here.turn(minutes=6)
    assert eventually(here.titles, ["Planning"]) == ["Planning"]


def test_who_asks_while_a_quota_is_used_up_reads_so(here: Diary) -> None:
    here.fake.fail_next(LISTING, here.fake.fault_kinds["rate_limited"](429), times=None)
    got = here.sync()
    assert (got.status_code, got.json()["code"]) == (503, "provider_unavailable")
    assert here.status()["state"] == "active"


def test_what_is_forbidden_is_named_and_not_tried_for_ever(here: Diary) -> None:
    denied = here.fake.fault_kinds["insufficient_permissions"]()
    here.fake.fail_next(LISTING, denied, times=None)
    here.sync()
    listed = here.calls(LISTING)
    here.turn(minutes=36)
    assert soon(lambda: here.calls(LISTING) > listed)
    assert here.calls(LISTING) - listed <= 4
    here.fake.faults.recover()
    here.meeting("Planning")
    here.turn(minutes=36)
    assert eventually(here.titles, ["Planning"]) == ["Planning"]
    assert here.status()["state"] == "active"


def test_one_connection_in_trouble_does_not_delay_another_ones(here: Diary) -> None:
    here.saved("ben", default_project_id=SUPPORT)
    assert here.consented("ben").status_code == 200
    assert soon(lambda: here.settled("ben"))
    here.fake.revoke_grant(ANNAS)
    start = here.fake.clock.now().replace(microsecond=0)
    here.turn(hours=2)
    end = here.fake.clock.now().replace(microsecond=0)
    here.fake.add_event("Of Ben", start, end, calendar=BENS)
    here.turn(minutes=36)
    assert eventually(here.titles, ["Of Ben"]) == ["Of Ben"]
    assert here.status("anna")["state"] == "needs_reconnect"
    assert here.status("ben")["state"] == "active"


def test_an_answer_that_is_cut_off_changes_nothing_and_the_next_one_counts(here: Diary) -> None:
    here.meeting("Planning")
    here.fake.fail_next(LISTING, here.cut_off(), times=None)
    answer = here.synced()
    assert (answer["imported"], len(answer["errors"])) == (0, 1)
    assert here.titles() == []
    here.fake.faults.recover()
    assert here.synced()["imported"] == 1


def test_a_token_that_google_does_not_take_any_more_ends_the_connection_until_it_is_renewed(
    here: Diary,
) -> None:
    here.fake.fail_next(LISTING, here.fake.fault_kinds["auth_error"](), times=None)
    got = here.sync()
    assert (got.status_code, got.json()["code"]) == (409, "provider_refused")
    here.turn(minutes=36)
    assert eventually(lambda: here.status()["state"], "needs_reconnect") == "needs_reconnect"
    here.fake.faults.recover()
    assert here.consented().status_code == 200
    assert here.status()["state"] == "active"


def test_a_client_that_google_does_not_know_is_a_setting_of_the_service(here: Diary) -> None:
    start = here.begun()
    here.fake.fail_next(TOKEN, here.fake.fault_kinds["invalid_client"]())
    page = here.back(here.allowed(start), start.cookies["tt_consent"])
    assert page.status_code == 422
    assert "client" in page.text


@pytest.mark.parametrize(
    "fields",
    [
        {"summary": "x" * 10_000},
        {"eventType": "birthday"},
        {"description": "<b>hostile</b>"},
        {"summary": "\u202eevil\n\x07[gcal:other]"},
    ],
)
def test_an_odd_event_is_one_decision_and_the_others_go_on(
    here: Diary, fields: dict[str, str]
) -> None:
    meeting = here.meeting("Odd", 6)
    here.fake.change_event(meeting, **fields)
    here.meeting("Planning")
    answer = here.synced()
    assert answer["ok"] is True
    decided = here.decisions(answer["run"])
    assert len(decided) == 2
    assert {each["item"] for each in decided} >= {meeting}
    assert "Planning" in here.titles()
    assert here.saved(default_project_id=WEB)["state"] == "active"
