"""What is done on the sandbox's page, and what becomes of it in the timesheet beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from parlour import forms_in, words_of
from playmate import Playmate, comes_in, playing, section

from patience import soon
from tt_integrations.entrypoints.sandbox.consenting import consented
from tt_integrations.entrypoints.sandbox.google import EMAIL


@pytest.fixture
def anna(tmp_path: Path) -> Iterator[Playmate]:
    with playing(tmp_path) as mate:
        yield mate


def lets_google_ask(mate: Playmate) -> None:
    """Press the button, follow the link, and allow what is asked."""
    assert mate.does("connect", provider="google").startswith("Meetings will count as Web.")
    assert 'href="/integrations/google/connect"' in mate.sees()
    token = mate.box.description["people"][0]["token"]
    assert "is connected" in consented(mate.box, token, EMAIL).text


def connects_the_repository(mate: Playmate) -> None:
    assert mate.does("connect", provider="github") == "GitHub is connected."
    assert mate.soon_reads("github", "Active", "Sync now")


def event(mate: Playmate, title: str) -> str:
    """Its id, out of the form that cancels it."""
    for row in re.findall("<li>.*?</li>", section(mate.sees(), "google"), re.DOTALL):
        if title in words_of(row):
            return str(forms_in(row)[-1].fields["event"])
    raise AssertionError(f"no event {title}")


def test_a_command_starts_a_timer_and_the_button_in_the_reply_stops_it(anna: Playmate) -> None:
    assert anna.does("say", who="anna", text="/tt start web -- the landing page") == ""
    assert "Anna Alder" in anna.reads("slack")
    assert "only Anna Alder sees this ◷ Timer started for Web ." in anna.reads("slack")
    assert anna.soon_reads("slack", "Anna Alder started a timer")
    assert "running" in anna.reads("timesheet")
    assert "the landing page" in anna.reads("timesheet")
    assert anna.presses("Stop") == ""
    assert anna.soon_reads("slack", "Anna Alder stopped a timer", "pressed Stop", "Undo")
    assert anna.until(lambda words: "running" not in words, "timesheet")
    assert "the landing page" in anna.reads("timesheet")


def test_an_example_is_a_command_by_itself(anna: Playmate) -> None:
    assert anna.does("say", who="anna", text="", example="/tt log 1h30m web yesterday") == ""
    assert anna.soon_reads("timesheet", "Yesterday 1 h 30 min Web 1 h 30 min")


def test_ben_links_himself_by_the_link_in_the_reply(tmp_path: Path) -> None:
    with playing(tmp_path, who="Ben") as ben:
        assert "Type /tt link as yourself" in ben.reads("slack")
        assert ben.does("say", who="ben", text="/tt link") == ""
        [address] = re.findall('href="([^"]+/slack/link/[^"]+)" target="_blank"', ben.sees())
        page = ben.http.get(address).text
        token = forms_in(page)[-1].fields["csrf_token"]
        assert "You are linked" in ben.http.post(address, data={"csrf_token": token}).text
        assert "Active" in ben.reads("slack")
        assert ben.does("say", who="ben", text="/tt start support") == ""
        assert "running" in ben.reads("timesheet")
        assert comes_in(ben, "Anna").status_code == 303
        assert "running" not in ben.reads("timesheet")


def test_an_issue_becomes_a_task_with_a_timer_and_is_done(anna: Playmate) -> None:
    connects_the_repository(anna)
    assert anna.does("open", title="The door squeaks", label="bug").startswith("Issue #1 is open.")
    assert anna.soon_reads("timesheet", "The door squeaks todo Web, high priority")
    anna.does("assign", number=1)
    assert "assigned to anna" in anna.reads("github")
    assert anna.soon_reads("timesheet", "Web / The door squeaks running")
    anna.does("unassign", number=1)
    assert "assigned to" not in anna.reads("github")
    anna.does("close", number=1)
    assert "The door squeaks closed" in anna.reads("github")
    assert anna.soon_reads("timesheet", "The door squeaks done")
    anna.does("reopen", number=1)
    assert anna.soon_reads("timesheet", "The door squeaks todo")


def test_a_label_given_later_changes_the_priority(anna: Playmate) -> None:
    connects_the_repository(anna)
    anna.does("open", title="Paint the fence", label="")
    assert anna.soon_reads("timesheet", "Paint the fence todo Web, low priority")
    told = anna.does("label", number=1, label="enhancement")
    assert told == "Issue #1 is labelled enhancement: medium priority."
    assert anna.soon_reads("timesheet", "Paint the fence todo Web, medium priority")


def test_what_is_in_the_repository_already_becomes_a_task_by_connecting(anna: Playmate) -> None:
    anna.does("open", title="The floor creaks", label="")
    assert "No tasks yet" in anna.reads("timesheet")
    connects_the_repository(anna)
    assert anna.soon_reads("timesheet", "The floor creaks")


def test_meetings_that_are_over_become_entries_and_follow_what_happens_to_them(
    anna: Playmate,
) -> None:
    lets_google_ask(anna)
    assert anna.soon_reads("timesheet", "Design review", "Planning", "Busy")
    assert anna.does("add", title="Handover", start="", minutes="20").endswith("an entry follows.")
    assert anna.soon_reads("timesheet", "20 min", "from the calendar · Handover")
    before = anna.reads("timesheet").partition("Handover")[0][-40:]
    assert anna.does("move", event=event(anna, "Handover"), hours="-1").startswith("“Handover” was")
    assert soon(lambda: anna.reads("timesheet").partition("Handover")[0][-40:] not in ("", before))
    assert "cancelled" in anna.does("cancel", event=event(anna, "Handover"))
    assert anna.until(lambda words: "Handover" not in words, "timesheet")
    assert "Handover" in anna.reads("google")


def test_a_meeting_that_is_not_over_waits_until_the_clock_says_so(anna: Playmate) -> None:
    lets_google_ask(anna)
    assert anna.soon_reads("timesheet", "Planning")
    interview = event(anna, "Interview")
    assert "Interview" not in anna.reads("timesheet")
    anna.does("move", event=interview, hours="-1")
    anna.does("turn", by="hour")
    anna.does("turn", by="hour")
    assert anna.does("sync", provider="google").startswith("Google is asked what is new.")
    assert anna.soon_reads("timesheet", "Interview")


def test_ben_is_not_offered_what_is_annas(tmp_path: Path) -> None:
    with playing(tmp_path, who="Ben") as ben:
        for part in ("github", "google"):
            assert "sign in as her to connect it" in ben.reads(part)
        for provider in ("github", "google", "slack", "nobody"):
            assert ben.does("connect", provider=provider) == "There is nothing to connect."
        assert ben.does("sync", provider="github").endswith("does not work at the moment.")
