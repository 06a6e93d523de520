"""The buttons under our replies: which there are, what they stand for, and that Slack takes them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_replies import (
    DESIGN,
    ENTRY,
    HOUR,
    NAMELESS,
    PAUSED,
    SAID,
    SHORT,
    TESTS,
    TIMER,
    WEB,
    spoken,
)

from tt_integrations.adapters.providers.slack.fake.web.block_rules import IN_MESSAGE, complaints
from tt_integrations.adapters.providers.slack.speech import follow_up, write
from tt_integrations.domain.model.timesheet import Project, ProjectId
from tt_integrations.domain.usecases.change_timer_from_slash import (
    AlreadyPaused,
    Noted,
    NotPaused,
    Paused,
    Resumed,
)
from tt_integrations.domain.usecases.choose_work import SeveralProjects, SeveralTasks
from tt_integrations.domain.usecases.log_time_from_slash import Logged
from tt_integrations.domain.usecases.report_time_from_slash import NothingRunning, Running
from tt_integrations.domain.usecases.spoken import Outcome
from tt_integrations.domain.usecases.start_timer_from_slash import AlreadyRunning, Started
from tt_integrations.domain.usecases.stop_timer_from_slash import Stopped
from tt_integrations.domain.usecases.switch_timer_from_slash import Switched

Json = dict[str, Any]


def blocks(outcome: Outcome) -> list[Json]:
    return list(json.loads(write(spoken(outcome)).body).get("blocks", ()))


def buttons(outcome: Outcome) -> list[Json]:
    return [element for block in blocks(outcome)[1:] for element in block["elements"]]


@pytest.mark.parametrize(
    ("outcome", "commands"),
    [
        (Started(TIMER), ["stop", "pause"]),
        (Running(TIMER, HOUR), ["stop", "pause"]),
        (Running(NAMELESS, HOUR), ["stop", "pause"]),
        (Resumed(TIMER, HOUR), ["stop", "pause"]),
        (NotPaused(TIMER, HOUR), ["stop", "pause"]),
        (Running(PAUSED, HOUR), ["resume", "stop"]),
        (Paused(PAUSED, HOUR), ["resume", "stop"]),
        (AlreadyPaused(PAUSED, HOUR), ["resume", "stop"]),
        (Switched(SHORT, TIMER), ["stop", "pause", "undo"]),
        (AlreadyRunning(TIMER, HOUR), ["stop"]),
        (AlreadyRunning(TIMER, HOUR, "web / ui -- a"), ["switch web / ui -- a", "stop"]),
        (Stopped(ENTRY), ["undo"]),
        (Logged(SHORT), ["undo"]),
        (Noted(TIMER), ["undo"]),
        (NothingRunning(), []),
        (SeveralProjects("e", (WEB,), "log 1h", " -- x"), ["log 1h #1 -- x"]),
        (
            SeveralTasks("s", WEB, (DESIGN, TESTS), "start", " -- x"),
            ["start #1 / #5 -- x", "start #1 / #6 -- x"],
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_button_stands_for_a_command_of_the_person_who_reads_it(
    outcome: Outcome, commands: list[str]
) -> None:
    assert [button["value"] for button in buttons(outcome)] == [f"12:{c}" for c in commands]


@pytest.mark.parametrize("outcome", [outcome for outcome, _ in SAID])
def test_slack_takes_the_blocks_of_every_outcome(outcome: Outcome) -> None:
    assert complaints(blocks(outcome), IN_MESSAGE) == []
    names = [button["action_id"] for button in buttons(outcome)]
    assert len(names) == len(set(names)) <= 25


def test_the_words_stand_above_the_buttons_and_beside_the_blocks() -> None:
    payload = json.loads(write(spoken(Started(TIMER))).body)
    section = {"type": "mrkdwn", "text": payload["text"]}
    assert payload["blocks"][0] == {"type": "section", "text": section}


def test_what_follows_has_the_same_buttons() -> None:
    payload = json.loads(follow_up(spoken(Started(TIMER), in_answer=False)).body)
    assert payload["blocks"] == blocks(Started(TIMER))


def test_somebody_who_is_nobody_here_gets_no_buttons() -> None:
    payload = json.loads(write(spoken(Started(TIMER), person=None)).body)
    assert "blocks" not in payload


def test_ten_candidates_have_a_button_each_and_more_have_not() -> None:
    many = tuple(Project(ProjectId(number), f"Web {number}") for number in range(1, 13))
    shown = buttons(SeveralProjects("web", many))
    assert [button["action_id"] for button in shown] == [f"pick-{n}" for n in range(1, 11)]
    assert shown[9]["text"] == {"type": "plain_text", "text": "Web 10 (#10)", "emoji": False}


def test_a_command_too_long_for_a_button_has_none() -> None:
    assert blocks(SeveralProjects("web", (WEB,), "start", " -- " + "x" * 2000)) == []


def test_a_text_too_long_for_a_block_comes_without_blocks() -> None:
    many = tuple(Project(ProjectId(number), "&" * 90) for number in range(1, 11))
    payload = json.loads(write(spoken(SeveralProjects("&", many))).body)
    assert len(payload["text"]) > 3000
    assert "blocks" not in payload


@given(st.lists(st.text(), min_size=1, max_size=12), st.text(max_size=30))
def test_no_name_makes_a_button_that_slack_refuses(names: list[str], rest: str) -> None:
    projects = tuple(Project(ProjectId(n), name) for n, name in enumerate(names, 1))
    for button in buttons(SeveralProjects("x", projects, "start", rest)):
        assert 0 < len(button["text"]["text"]) <= 75
        assert len(button["value"]) <= 2000
