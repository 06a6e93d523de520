"""GitHub refuses, limits us or forgets us, and our own database or code fails: nothing is lost, nothing doubled."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from workplace import LISTING, LOOKS, REPOSITORY, Workplace, eventually, workplace
from write_lock import locked

from patience import soon
from tt_integrations.adapters.fakes.faults import GENERIC
from tt_integrations.adapters.sql.own_tables import deliveries
from tt_integrations.domain.usecases import receive_issue

REDELIVER, FAILED = "repos/redeliver-webhook-delivery", "repos/list-webhook-deliveries"


@pytest.fixture
def here(database: str) -> Iterator[Workplace]:
    with workplace(database) as made:
        yield made


def kept(here: Workplace) -> int:
    """Deliveries that wait to be carried out."""
    with here.engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(deliveries)) or 0


def test_a_locked_database_is_told_to_github_and_what_is_redelivered_is_processed(
    here: Workplace,
) -> None:
    here.connect()
    with locked(here.engine):
        here.fake.open_issue(REPOSITORY, "While nobody could write")
    failed = [each for each in here.fake.deliveries if not each.succeeded]
    assert [(each.action, each.status_code) for each in failed] == [("opened", 503)]
    assert here.tasks() == []
    here.fake.redeliver(failed[0].id)
    assert here.tasks() == [("While nobody could write", "todo", "low")]


def test_a_mistake_of_ours_keeps_the_delivery_and_it_is_carried_out_later(
    here: Workplace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    here.connect()

    def broken(*_: object) -> None:
        raise RuntimeError("Between us")

    with monkeypatch.context() as patch:
        patch.setattr(receive_issue, "upsert", broken)
        here.fake.open_issue(REPOSITORY, "Between us")
        assert here.answers()[-1] == ("issues.opened", 202, '{"ok": true, "queued": true}')
        assert (here.tasks(), kept(here)) == ([], 1)
    here.turn(seconds=10)
    assert eventually(lambda: here.tasks("name"), [("Between us",)]) == [("Between us",)]
    assert eventually(lambda: kept(here), 0) == 0
    assert "Between us" not in caplog.text
    here.fake.redeliver(here.fake.deliveries[-1].id)
    assert len(here.tasks()) == 1


def test_deliveries_that_failed_are_asked_for_once_a_day(here: Workplace) -> None:
    here.connect()
    with locked(here.engine):
        here.fake.open_issue(REPOSITORY, "Missed")
    assert here.tasks() == []
    here.fake.fail_next(LISTING, here.fake.fault_kinds["service_unavailable"](), times=None)
    here.turn_to_tomorrow()
    assert soon(lambda: here.tasks() == [("Missed", "todo", "low")])
    assert here.calls(REDELIVER)
    asked = len(here.calls(FAILED))
    assert asked >= 1
    here.fake.faults.recover()
    for _ in range(2):
        here.turn(minutes=40)
        time.sleep(LOOKS)
    assert len(here.calls(FAILED)) == asked


def test_a_webhook_that_somebody_deleted_is_made_anew_within_a_day(here: Workplace) -> None:
    here.connect()
    [hook] = here.fake.state()["hooks"]
    token = here.fake.add_token("octo")
    gone = here.http.delete(
        f"{hook['url']}", headers={"authorization": f"Bearer {token}"}
    ).status_code
    assert (gone, here.fake.state()["hooks"]) == (204, [])
    here.turn(hours=24)
    assert soon(lambda: len(here.fake.state()["hooks"]) == 1)
    here.fake.open_issue(REPOSITORY, "Told again")
    assert ("Told again", "todo", "low") in here.tasks()


@pytest.mark.parametrize("kind", ["bad_credentials", "revoked"])
def test_a_token_that_is_good_no_more_asks_to_be_connected_again_and_tells_the_owner_once(
    here: Workplace, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    token = here.fake.add_token("anna")
    here.connect(github_token=token)
    if kind == "revoked":
        here.fake.revoke_token(token)
    else:
        here.fake.expire_token(token)
    here.turn(minutes=40)
    assert soon(lambda: here.status()["state"] == "needs_reconnect")
    assert (here.status()["connected"], "token" in here.status()["reason"]) == (False, True)
    assert soon(lambda: caplog.text.count("stopped:") == 1)
    here.turn(minutes=40)
    time.sleep(LOOKS)
    assert caplog.text.count("stopped:") == 1
    assert token not in caplog.text
    here.saved(github_token=here.fake.add_token("anna"))
    assert (here.status()["state"], here.status()["reason"]) == ("active", None)
    assert soon(here.settled)


@pytest.mark.parametrize(
    ("fault", "more", "seconds"),
    [
        ("rate_limited", {"retry_after": 90}, 90),
        ("rate_limited", {"retry_after": 90, "status": 429}, 90),
        ("secondary_rate_limited", {}, 60),
        ("primary_rate_limited", {"reset_in": 900}, 900),
        ("primary_rate_limited", {"reset_in": 900, "status": 429}, 900),
    ],
)
def test_a_limit_is_waited_out_as_long_as_github_says_and_not_asked_before(
    here: Workplace, fault: str, more: dict[str, float], seconds: int
) -> None:
    here.connect()
    here.fake.lose_deliveries()
    here.fake.open_issue(REPOSITORY, "After the limit")
    here.fake.fail_next(LISTING, here.fake.fault_kinds[fault](**more))
    here.turn(minutes=36)
    assert soon(lambda: here.runs(trigger="sync")[0]["trouble"] is not None)
    asked = here.calls_of_sync()
    here.turn(seconds=seconds - 20)
    time.sleep(LOOKS)
    assert (here.calls_of_sync(), here.tasks()) == (asked, [])
    here.turn(seconds=25)
    assert soon(lambda: here.tasks() == [("After the limit", "todo", "low")])
    assert here.status()["state"] == "active"


@pytest.mark.parametrize(
    ("fault", "more", "named"),
    [
        ("permission_missing", {"permissions": "issues=read"}, "issues=read"),
        ("sso_required", {"organization": "octo"}, "single sign-on"),
    ],
)
def test_a_403_that_is_no_limit_names_what_is_missing_until_it_is_there_again(
    here: Workplace, fault: str, more: dict[str, str], named: str
) -> None:
    here.connect()
    here.fake.fail_next(LISTING, here.fake.fault_kinds[fault](**more), times=None)
    got = here.sync()
    assert (got.status_code, got.json()["code"]) == (409, "permission_missing")
    assert named in here.runs(trigger="sync")[0]["trouble"]
    here.turn(minutes=36)
    assert soon(lambda: here.status()["state"] == "degraded")
    assert (named in here.status()["reason"], here.status()["connected"]) == (True, True)
    here.fake.faults.recover()
    here.turn(minutes=36)
    assert soon(lambda: here.status()["state"] == "active")


@pytest.mark.parametrize("fault", ["server_error", "malformed_json", "answer_lost"])
def test_a_github_that_fails_is_asked_again_and_nothing_is_doubled(
    here: Workplace, fault: str
) -> None:
    here.connect()
    here.fake.lose_deliveries()
    here.fake.open_issue(REPOSITORY, "Once")
    here.fake.fail_next(LISTING, GENERIC[fault](), times=2)
    here.turn(minutes=36)
    assert soon(lambda: here.runs(trigger="sync")[0]["result"] == "failed")

    def found() -> bool:
        here.turn(minutes=5)
        time.sleep(0.3)
        return here.tasks() == [("Once", "todo", "low")]

    assert soon(found)
    assert here.status()["connected"] is True
