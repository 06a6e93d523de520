"""What people read in Slack, word for word."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import get_args

import pytest
from slack_replies import SAID, WEB, spoken
from slack_requests import FORM, JSON, delivery

from tt_integrations.adapters.providers.slack.mrkdwn import hms, hours
from tt_integrations.adapters.providers.slack.people_sentences import HELP
from tt_integrations.adapters.providers.slack.speech import follow_up, meanwhile, say, write
from tt_integrations.domain.model.delivery import AddressCheck, Challenge, Ignored
from tt_integrations.domain.model.timesheet import Project, ProjectId, Task, TaskId
from tt_integrations.domain.usecases.answer_slash import Refused, UnknownCommand
from tt_integrations.domain.usecases.choose_work import SeveralProjects, SeveralTasks
from tt_integrations.domain.usecases.report_time_from_slash import ProjectsListed
from tt_integrations.domain.usecases.spoken import Acknowledged, Busy, NotActive, NotYours, Outcome

UNKNOWN: tuple[tuple[Outcome, str], ...] = (
    (UnknownCommand("strat", "start"), "I do not know `strat`. Did you mean `/tt start`?"),
    (UnknownCommand("dance`", None), "I do not know `dance'`."),
)
"""What is said before the help."""


def test_no_outcome_is_without_words() -> None:
    assert {type(outcome) for outcome, _ in (*SAID, *UNKNOWN)} == set(get_args(Outcome))


@pytest.mark.parametrize(("outcome", "text"), SAID, ids=lambda value: type(value).__name__)
def test_every_outcome_has_its_words_and_only_the_sender_reads_them(
    outcome: Outcome, text: str
) -> None:
    answer = write(spoken(outcome))
    assert answer.media_type == "application/json"
    payload = json.loads(answer.body)
    assert (payload["response_type"], payload["text"]) == ("ephemeral", text)
    assert payload.keys() <= {"response_type", "text", "blocks"}


@pytest.mark.parametrize(("outcome", "text"), UNKNOWN, ids=["near", "far"])
def test_an_unknown_command_is_told_the_nearest_and_all_others(outcome: Outcome, text: str) -> None:
    assert say(spoken(outcome)) == f"{text}\n{HELP}"


@pytest.mark.parametrize(("outcome", "text"), SAID, ids=lambda value: type(value).__name__)
def test_what_follows_says_the_same_and_only_the_sender_reads_it(
    outcome: Outcome, text: str
) -> None:
    answer = follow_up(spoken(outcome))
    assert answer.media_type == "application/json"
    payload = json.loads(answer.body)
    assert (payload["response_type"], payload["text"]) == ("ephemeral", text)
    assert payload["replace_original"] is False


def test_the_reply_to_a_click_takes_the_place_of_what_was_clicked() -> None:
    payload = json.loads(follow_up(spoken(NotActive(), in_answer=False)).body)
    assert payload["replace_original"] is True


@pytest.mark.parametrize("outcome", [NotYours(), Busy(), Refused("Say what you did first.")])
def test_a_button_that_may_be_pressed_again_or_is_not_theirs_stays(outcome: Outcome) -> None:
    payload = json.loads(follow_up(spoken(outcome, in_answer=False)).body)
    assert payload["replace_original"] is False


@pytest.mark.parametrize(("outcome", "text"), SAID, ids=lambda value: type(value).__name__)
def test_the_answer_to_a_click_is_empty(outcome: Outcome, text: str) -> None:
    assert text
    answer = write(spoken(outcome, in_answer=False))
    assert (answer.body, answer.media_type) == (b"", "text/plain; charset=utf-8")


def test_a_check_of_the_address_is_answered_with_nothing() -> None:
    answer = write(AddressCheck())
    assert (answer.body, answer.media_type) == (b"", "text/plain; charset=utf-8")


@pytest.mark.parametrize("token", ["3eZbrw1a", "", '"}\n', "é\ud800"])
def test_a_challenge_is_echoed_as_json(token: str) -> None:
    answer = write(Challenge(token))
    assert answer.media_type == "application/json"
    assert json.loads(answer.body) == {"challenge": token}


@pytest.mark.parametrize("reply", [Ignored("message"), Acknowledged()])
def test_what_nobody_waits_to_hear_of_is_acknowledged(reply: Ignored | Acknowledged) -> None:
    answer = write(reply)
    assert (answer.body, answer.media_type) == (b'{"ok": true}', "application/json")


def test_a_command_that_takes_long_is_said_to_be_worked_on() -> None:
    body = b"command=%2Ftt&text=stop&response_url=https%3A%2F%2Fhooks.slack.com%2Fx"
    answer = meanwhile(delivery(body, {"content-type": FORM}))
    assert answer
    expected = {"response_type": "ephemeral", "text": ":hourglass: Still working on it…"}
    assert json.loads(answer.body) == expected


def test_a_click_that_takes_long_is_acknowledged_with_nothing() -> None:
    answer = meanwhile(delivery(b"payload=%7B%7D", {"content-type": FORM}))
    assert answer
    assert answer.body == b""


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"command=%2Ftt&text=stop&response_url=", FORM),
        (b'{"event": "payload=&response_url="}', JSON),
    ],
    ids=["a command without a reply address", "an event"],
)
def test_there_is_nothing_to_say_meanwhile_where_no_reply_could_follow(
    body: bytes, media_type: str
) -> None:
    assert meanwhile(delivery(body, {"content-type": media_type})) is None


def test_a_long_list_of_projects_is_cut_and_says_so() -> None:
    many = tuple(Project(ProjectId(number), f"Web {number}") for number in range(1, 26))
    lines = say(spoken(SeveralProjects("web", many))).splitlines()
    assert len(lines) == 12
    assert lines[10] == "• *Web 10* — `/tt start #10`"
    assert lines[11] == "… and 15 more: please type more of the name."


def test_a_long_list_of_tasks_is_cut_and_says_so() -> None:
    many = tuple(Task(TaskId(number), f"Step {number}") for number in range(1, 12))
    lines = say(spoken(SeveralTasks("step", WEB, many))).splitlines()
    assert lines[10:] == [
        "• *Step 10* — `/tt start #1 / #10`",
        "… and 1 more: please type more of the name.",
    ]


def test_a_list_of_all_projects_is_cut_and_says_so() -> None:
    many = tuple(Project(ProjectId(number), f"Web {number}") for number in range(1, 31))
    lines = say(spoken(ProjectsListed(many))).splitlines()
    assert len(lines) == 27
    assert lines[26] == "… and 5 more: `/tt start` finds them by a part of the name."


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "00:00:00"), (59.9, "00:00:59"), (3600, "01:00:00"), (360_000, "100:00:00")],
)
def test_lengths_are_hours_minutes_and_whole_seconds(seconds: float, shown: str) -> None:
    assert hms(timedelta(seconds=seconds)) == shown


@pytest.mark.parametrize(("minutes", "shown"), [(0, 0.0), (15, 0.25), (20, 0.33), (90, 1.5)])
def test_hours_have_at_most_two_decimals(minutes: int, shown: float) -> None:
    assert hours(timedelta(minutes=minutes)) == shown
