"""What the service does by itself, with a Slack that takes its time, refuses, or goes away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from stand import BEN, Stand, stand

from patience import soon
from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.sql.own_tables import claims, outbox

BERLIN = ZoneInfo("Europe/Berlin")
STARTED, STOPPED = "*Anna Alder* started a timer", "*Anna Alder* stopped a timer"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Stand]:
    with stand(tmp_path) as made:
        yield made


def hears(here: Stand, text: str, times: int = 1) -> bool:
    return soon(lambda: sum(text in heard for heard in here.heard()) == times)


def test_a_start_and_a_stop_are_heard_once_and_in_order(here: Stand) -> None:
    here.types("start web")
    here.types("stop")
    assert hears(here, STOPPED)
    assert [STARTED in here.heard()[0], STOPPED in here.heard()[1]] == [True, True]
    assert len(here.heard()) == 2


def test_each_kind_can_be_switched_off(here: Stand) -> None:
    here.config("anna", notify_on_start=False)
    here.types("start web")
    here.types("stop")
    assert hears(here, STOPPED)
    assert len(here.heard()) == 1


def test_a_live_message_is_one_for_each_timer(here: Stand) -> None:
    here.config("anna", live_message=True)
    here.types("start web")
    assert hears(here, STARTED)
    here.types("stop")
    assert hears(here, STOPPED)
    assert len(here.heard()) == 1


def test_a_hanging_slack_holds_no_timer_up(here: Stand) -> None:
    here.fails("chat.postMessage", "hanging", seconds=6)
    began = time.monotonic()
    for _ in range(5):
        here.types("start web")
        here.types("stop")
    assert time.monotonic() - began < 6  # on a busy machine; in fact it takes milliseconds


def test_a_lost_answer_is_never_said_twice(here: Stand) -> None:
    here.slack("faults", operation="chat.postMessage", fault="answer_lost", times=1)
    here.types("start web")
    assert hears(here, STARTED)
    here.types("stop")
    assert hears(here, STOPPED)
    assert sum(STARTED in text for text in here.heard()) == 1
    with here.sandbox.engine.connect() as connection:
        [reason] = connection.scalars(sa.select(outbox.c.reason))
    assert "may have been posted" in reason


def test_a_slack_that_is_down_is_tried_again(here: Stand) -> None:
    here.fails("chat.postMessage", "server_error", times=1)
    here.types("start web")
    time.sleep(1.5)
    assert here.heard() == []
    here.slack("clock", advance=10)
    assert hears(here, STARTED)


def test_a_rate_limit_is_waited_out(here: Stand) -> None:
    here.fails("chat.postMessage", "rate_limited", times=1, retry_after=60)
    here.types("start web")
    time.sleep(1.5)
    here.slack("clock", advance=30)
    time.sleep(1.5)
    assert here.heard() == []
    here.slack("clock", advance=31)
    assert hears(here, STARTED)


def test_a_summary_is_posted_once_at_the_persons_time(here: Stand) -> None:
    due = SystemClock().now().astimezone(BERLIN) + timedelta(minutes=2)
    here.config("anna", daily_summary=True, daily_summary_time=f"{due:%H:%M}")
    here.slack("clock", advance=150)
    assert hears(here, "*Daily summary for Anna Alder*")
    here.slack("clock", advance=60)
    time.sleep(2.5)
    assert sum("Daily summary" in text for text in here.heard()) == 1


def test_a_summary_that_comes_too_late_is_skipped_with_the_reason(here: Stand) -> None:
    due = SystemClock().now().astimezone(BERLIN) - timedelta(hours=3)
    here.config("anna", daily_summary=True, daily_summary_time=f"{due:%H:%M}")

    def noted() -> bool:
        with here.sandbox.engine.connect() as connection:
            return "skipped: more than 2 hours late" in connection.scalars(sa.select(claims.c.note))

    assert soon(noted)
    assert here.heard() == []


def test_what_was_stored_is_sent_by_the_next_service(tmp_path: Path) -> None:
    with stand(tmp_path) as first:
        first.fails("chat.postMessage", "server_error", times=None)
        first.types("start web")
        time.sleep(1.5)
        assert first.heard() == []
    with stand(tmp_path) as second:
        second.slack("clock", advance=600)
        assert hears(second, STARTED)
        second.types("stop")
        assert hears(second, STOPPED)
        assert len(second.heard()) == 2


def test_the_owner_of_a_lost_grant_hears_of_it_once(
    here: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    here.link("ben", BEN)
    here.slack("uninstall")

    def told() -> list[str]:
        return [r.getMessage() for r in caplog.records if "stopped:" in r.getMessage()]

    assert soon(lambda: len(told()) == 2)  # Anna, whose app it was, and Ben, who relied on it
    time.sleep(1.5)
    assert len(told()) == 2
