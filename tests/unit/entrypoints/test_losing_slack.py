"""Slack is lost while there is something to say: what waits is dropped, what cannot be said is given up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from stand import BEN, TEST, Stand, stand

from patience import soon
from tt_integrations.adapters.sql.own_tables import outbox

STARTED, STOPPED = "*Anna Alder* started a timer", "*Anna Alder* stopped a timer"
LOOKS = 1.5
"""Seconds in which the worker has looked again."""


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Stand]:
    with stand(tmp_path) as made:
        yield made


def waiting(here: Stand) -> int:
    """How many notices are still to be said."""
    with here.sandbox.engine.connect() as connection:
        works = connection.scalars(sa.select(outbox.c.work)).all()
    return sum(work["work"].startswith("Announce") for work in works)


def test_what_waits_is_dropped_when_the_app_is_uninstalled(here: Stand) -> None:
    here.fails("chat.postMessage", "server_error", times=None)
    here.types("start web")
    assert soon(lambda: waiting(here) == 1)
    here.slack("uninstall")
    assert soon(lambda: here.status("anna")["state"] == "needs_reconnect")
    assert waiting(here) == 0


def test_a_token_found_dead_by_a_notice_ends_the_connection_and_tells_its_owner_once(
    here: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    here.fails("chat.postMessage", "refused", error="token_revoked")
    here.types("start web")
    assert soon(lambda: here.status("anna")["state"] == "needs_reconnect")
    assert "token was revoked" in here.status("anna")["reason"]
    assert soon(lambda: caplog.text.count("stopped:") == 1)
    time.sleep(LOOKS)
    assert caplog.text.count("stopped:") == 1
    assert here.heard() == []


def test_a_new_token_wakes_a_connection_that_lost_its_own(here: Stand) -> None:
    here.slack("uninstall")
    assert soon(lambda: here.status("anna")["state"] == "needs_reconnect")
    here.config("anna", bot_token=here.slack("issue_bot_token"))
    shown = here.status("anna")
    assert (shown["state"], shown["reason"]) == ("active", None)
    here.types("start web")
    assert soon(lambda: any(STARTED in heard for heard in here.heard()))


def test_a_channel_that_is_lost_degrades_until_something_is_said_again(here: Stand) -> None:
    here.slack("kick", channel="general")
    here.types("start web")
    assert soon(lambda: here.status("anna")["state"] == "degraded")
    assert "/invite" in here.status("anna")["reason"]
    here.slack("invite", channel="general")
    here.types("stop")
    assert soon(lambda: any(STOPPED in heard for heard in here.heard()))
    assert soon(lambda: here.status("anna")["state"] == "active")
    assert len(here.heard()) == 1


def test_commands_go_on_while_slack_hangs(here: Stand) -> None:
    here.link("ben", BEN)
    here.fails("chat.postMessage", "hanging", times=None, seconds=3)
    here.types("start web")
    time.sleep(0.2)  # a worker is hanging now
    took = []
    for text in ("start support", "stop") * 10:
        began = time.monotonic()
        assert here.types(text, BEN)
        took.append(time.monotonic() - began)
    assert max(took) < 2  # Slack itself waits three seconds for an answer
    assert sorted(took)[len(took) // 2] < 0.5


def test_trying_a_lost_connection_says_that_there_is_none(here: Stand) -> None:
    here.slack("uninstall")
    assert soon(lambda: here.status("anna")["state"] == "needs_reconnect")
    got = here.ask("anna", "POST", TEST)
    assert (got.status_code, got.json()["ok"]) == (404, False)
