"""What goes wrong on the sandbox's page: by a switch, by the clock, by a mistake, or by somebody's ill will."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import escape
from pathlib import Path

import httpx
import pytest
from playmate import PAGE, Playmate, playing, section

from tt_integrations.entrypoints.sandbox.consenting import consented
from tt_integrations.entrypoints.sandbox.google import EMAIL

HOSTILE = "\"><script>alert(1)</script><img src=x onerror='alert(2)'>"
PARTS = ("slack", "github", "google", "faults", "timesheet")


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Playmate]:
    with playing(tmp_path) as mate:
        yield mate


@pytest.fixture(scope="module")
def somebody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playmate]:
    """For what changes nothing: one for all."""
    with playing(tmp_path_factory.mktemp("sandbox")) as mate:
        yield mate


def pressed(mate: Playmate) -> list[str]:
    """The switches that are on."""
    faults = section(mate.sees(), "faults")
    return re.findall(r'aria-pressed="true">([^<]+)<', faults)


def consents(mate: Playmate) -> None:
    token = mate.box.description["people"][0]["token"]
    assert "is connected" in consented(mate.box, token, EMAIL).text


def test_a_switch_is_on_until_it_is_pressed_again_or_everything_works(anna: Playmate) -> None:
    assert pressed(anna) == []
    told = anna.does("break", provider="slack", fault="hang")
    assert told == "From now on Slack does not answer. Do something with it."
    anna.does("break", provider="google", fault="limit")
    assert pressed(anna) == ["does not answer", "asks to wait"]
    anna.does("break", provider="slack", fault="error")
    assert pressed(anna) == ["answers 500", "asks to wait"]
    assert anna.does("break", provider="slack", fault="error") == "Slack works again."
    assert pressed(anna) == ["asks to wait"]
    assert anna.does("recover").startswith("Everything works again.")
    assert pressed(anna) == []


def test_what_another_program_broke_is_shown_too(anna: Playmate) -> None:
    fault = {"operation": "chat.postMessage", "fault": "answer_lost"}
    httpx.post(f"{anna.box.slack_url}/_fake/faults", json=fault, trust_env=False)
    assert "Waiting for the next calls: answer lost" in anna.reads("faults")


def test_every_other_fault_there_is_waits_for_the_next_call(anna: Playmate) -> None:
    offered = re.findall(r'<option value="([a-z_]+)">', section(anna.sees(), "faults"))
    assert {"done_but_failed", "sso_required", "full_sync_required", "answer_lost"} <= set(offered)
    assert "slow" not in offered, "nobody said how slow"
    told = anna.does("break", provider="slack", fault="malformed_json")
    assert told == "The next call to Slack meets this: malformed json."
    assert "Waiting for the next calls: malformed json" in anna.reads("faults")
    anna.does("recover")
    assert "Waiting" not in anna.reads("faults")


def test_a_slack_that_fails_costs_no_timer_and_the_channel_hears_of_it_later(
    anna: Playmate,
) -> None:
    anna.does("break", provider="slack", fault="error")
    anna.does("say", who="anna", text="/tt start web")
    assert "running" in anna.reads("timesheet")
    assert "started a timer" not in anna.reads("slack")
    anna.does("recover")
    anna.does("turn", by="hour")
    assert anna.soon_reads("slack", "started a timer")


def test_a_lost_webhook_is_made_up_for_by_a_sync(anna: Playmate) -> None:
    anna.does("connect", provider="github")
    anna.does("open", title="The door squeaks", label="")
    assert anna.soon_reads("timesheet", "The door squeaks")
    assert anna.does("break", provider="github", fault="lose").startswith("GitHub loses the next")
    anna.does("open", title="The floor creaks", label="")
    assert "The floor creaks" not in anna.reads("timesheet")
    assert anna.does("sync", provider="github").startswith("GitHub is asked what is new.")
    assert anna.soon_reads("timesheet", "The floor creaks")


def test_a_token_taken_back_at_github_is_noticed_and_connecting_mends_it(anna: Playmate) -> None:
    anna.does("connect", provider="github")
    assert anna.soon_reads("github", "Active")
    anna.does("break", provider="github", fault="revoke")
    anna.does("break", provider="github", fault="revoke")
    anna.does("sync", provider="github")
    assert anna.soon_reads("github", "Reconnect needed", "Connect the sandbox's repository")
    assert anna.does("connect", provider="github") == "GitHub is connected."
    assert anna.soon_reads("github", "Active", "Sync now")


def test_a_token_taken_back_at_slack_is_noticed_and_connecting_mends_it(anna: Playmate) -> None:
    anna.does("break", provider="slack", fault="revoke")
    anna.does("say", who="anna", text="/tt start web")
    assert anna.soon_reads("slack", "Reconnect needed", "Connect Slack again")
    assert anna.does("connect", provider="slack") == "Slack is connected."
    assert anna.soon_reads("slack", "Active")
    anna.does("say", who="anna", text="/tt stop")
    assert anna.soon_reads("slack", "stopped a timer")


def test_a_grant_taken_back_at_google_is_noticed_and_consent_mends_it(anna: Playmate) -> None:
    anna.does("connect", provider="google")
    consents(anna)
    assert anna.soon_reads("timesheet", "Planning")
    anna.does("break", provider="google", fault="revoke")
    anna.does("sync", provider="google")
    assert anna.soon_reads("google", "Reconnect needed", "Let Google ask you")
    consents(anna)
    assert anna.soon_reads("google", "Active")


@pytest.mark.parametrize(
    ("fault", "said"),
    [("error", "Saved. The provider did not answer"), ("revoke", "GitHub is connected.")],
)
def test_a_provider_in_trouble_can_be_connected_all_the_same(
    anna: Playmate, fault: str, said: str
) -> None:
    anna.does("break", provider="github", fault=fault)
    assert anna.does("connect", provider="github").startswith(said)
    anna.does("recover")
    anna.does("open", title="The door squeaks", label="")
    anna.does("sync", provider="github")
    assert anna.soon_reads("timesheet", "The door squeaks")


def test_a_provider_that_does_not_answer_keeps_nobody_waiting_but_who_asked_it(
    anna: Playmate,
) -> None:
    anna.does("break", provider="github", fault="hang")
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(anna.does, "connect", provider="github")
        assert anna.does("say", who="anna", text="/tt start web") == ""
        assert "running" in anna.reads("timesheet")
        assert not waiting.done()
        assert waiting.result().startswith("Saved. The provider did not answer")


def test_a_clock_turned_by_days_signs_nobody_out(anna: Playmate) -> None:
    for days in range(1, 20):
        assert anna.does("turn", by="day").startswith("The clock was turned by 1 day.")
        assert f"{days} day{'s' if days > 1 else ''} ahead" in anna.reads("clock")
    assert "Timesheet of Anna Alder" in anna.reads("timesheet")
    assert anna.does("say", who="anna", text="/tt start web") == ""
    assert "running" in anna.reads("timesheet")


@pytest.mark.parametrize(
    ("deed", "fields", "complaint"),
    [
        ("say", {"who": "anna", "text": "hello"}, "A command begins with a slash."),
        ("say", {"who": "anna", "text": " "}, "The command is missing."),
        ("say", {"who": "carla", "text": "/tt stop"}, "There is nobody called 'carla' here."),
        ("say", {"who": "anna", "text": "/" + "x" * 500}, "longer than 500 characters."),
        ("press", {"who": "anna", "ts": "1.2", "action": "stop"}, "No message '1.2'."),
        ("press", {"who": "anna", "ts": "1.2"}, "The button is missing."),
        ("open", {"title": "", "label": ""}, "The title is missing."),
        ("open", {"title": "x" * 201, "label": ""}, "longer than 200 characters."),
        ("open", {"title": "x", "label": "nonsense"}, "There is no label 'nonsense'"),
        ("close", {"number": "99"}, "There is no issue anna/web#99."),
        ("close", {"number": "one"}, "The issue is a number from 1 to 10000."),
        ("label", {"number": "99", "label": "bug"}, "There is no issue anna/web#99."),
        ("assign", {}, "The issue is a number"),
        ("add", {"title": "x", "minutes": "0"}, "The length is a number from 1 to 1440."),
        ("add", {"title": "x", "minutes": "5", "start": "soon"}, "The start is a day and a time"),
        ("add", {"title": "", "minutes": "5"}, "The title is missing."),
        ("move", {"event": "nothing", "hours": "1"}, "There is no such event any more."),
        ("cancel", {}, "The event is missing."),
        ("turn", {"by": "year"}, "The clock is not turned by that."),
        ("turn", {"by": "-5"}, "The clock is not turned by that."),
        ("break", {"provider": "gitlab", "fault": "hang"}, "There is no provider 'gitlab'."),
        ("break", {"provider": "slack", "fault": "lose"}, "Slack has no switch 'lose'."),
        ("connect", {"provider": "slack"}, "There is nothing to connect."),
        ("sync", {"provider": "google"}, "Google is not connected, or does not work"),
    ],
)
def test_what_was_typed_wrong_is_told_and_changes_nothing(
    somebody: Playmate, deed: str, fields: dict[str, str], complaint: str
) -> None:
    before = [somebody.reads(part) for part in PARTS]
    assert complaint in somebody.does(deed, **fields)
    assert [somebody.reads(part) for part in PARTS] == before


@pytest.mark.parametrize("event", ["Company day", "Stand-up"])
def test_only_what_takes_place_once_at_a_time_of_day_is_moved(
    somebody: Playmate, event: str
) -> None:
    events = httpx.post(f"{somebody.box.google_url}/_fake/events", json={}, trust_env=False).json()
    [number] = [each["id"] for each in events["result"] if each["summary"] == event]
    told = somebody.does("move", event=number, hours="1")
    assert told == "Only an event with a time of day that takes place once can be moved."


def test_there_is_no_other_deed(somebody: Playmate) -> None:
    assert somebody.posts("explode").status_code == 404


@pytest.mark.parametrize("token", [None, "0" * 64])
def test_what_another_sites_page_asks_for_is_refused(somebody: Playmate, token: str | None) -> None:
    before = somebody.reads("clock"), somebody.reads("faults")
    for deed, fields in (
        ("turn", {"by": "day"}),
        ("break", {"provider": "slack", "fault": "hang"}),
        ("say", {"who": "anna", "text": "/tt start web"}),
    ):
        data = {**fields, "csrf_token": token} if token else fields
        assert somebody.http.post(f"{PAGE}/{deed}", data=data).status_code == 403
    assert (somebody.reads("clock"), somebody.reads("faults")) == before
    assert "running" not in somebody.reads("timesheet")


def test_titles_and_texts_are_shown_and_never_run(anna: Playmate) -> None:
    anna.does("connect", provider="github")
    anna.does("connect", provider="google")
    consents(anna)
    anna.does("open", title=HOSTILE, label="")
    anna.does("add", title=HOSTILE, minutes="10")
    anna.does("say", who="anna", text=f"/tt start web -- {HOSTILE}")
    anna.does("say", who="anna", text=f"/tt {HOSTILE}")
    assert anna.soon_reads("timesheet", 'from the calendar · "><script>', "todo")
    assert anna.soon_reads("slack", "started a timer")
    page = anna.sees()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    for part in ("slack", "github", "google", "timesheet"):
        assert "alert(1)" in section(page, part)
    assert escape("<script>alert(1)</script>") in section(page, "github")
