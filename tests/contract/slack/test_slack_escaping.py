"""No name and no typed text can ping, link or break out of what we say.

Source: docs.slack.dev, messaging/formatting-message-text.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_replies import spoken

from tt_integrations.adapters.providers.slack.mrkdwn import escape
from tt_integrations.adapters.providers.slack.settings import describe
from tt_integrations.adapters.providers.slack.speech import say as said_to
from tt_integrations.adapters.providers.slack.wording import MOST_TYPED
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import EntryId, Project, ProjectId, Timer
from tt_integrations.domain.usecases.answer_slash import UnknownCommand
from tt_integrations.domain.usecases.choose_work import NoSuchProject, NoSuchTask, SeveralProjects
from tt_integrations.domain.usecases.log_time_from_slash import DurationNotUnderstood
from tt_integrations.domain.usecases.report_time_from_slash import ProjectsListed, Running
from tt_integrations.domain.usecases.spoken import NotLinked, Outcome
from tt_integrations.domain.usecases.start_timer_from_slash import AlreadyRunning, Started

ZERO = timedelta(0)
DANGEROUS = st.text(st.sampled_from("<>&;!@#|`*_~amplgtchne \n")) | st.text()


def say(outcome: Outcome) -> str:
    return said_to(spoken(outcome))


def on(name: str) -> Timer:
    project = Project(ProjectId(1), name)
    return Timer(EntryId(1), PersonId(1), project, datetime(2026, 3, 2, tzinfo=UTC))


def safe(text: str) -> bool:
    """Whether Slack would see no markup of its own: every `&` begins one of its three escapes."""
    return not re.search("[<>&]", re.sub("&(amp|lt|gt);", "", text))


def unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_a_project_called_channel_pings_nobody() -> None:
    assert say(Started(on("<!channel>"))) == (":stopwatch: Timer started for *&lt;!channel&gt;*.")


def test_an_ampersand_is_escaped_once_and_first() -> None:
    assert escape("R&D <&amp;>") == "R&amp;D &lt;&amp;amp;&gt;"


def test_quotes_are_left_alone() -> None:
    assert escape('"it\'s"') == '"it\'s"'


@given(DANGEROUS)
def test_no_project_name_leaves_markup_behind(name: str) -> None:
    timer = on(name)
    for reply in (Started(timer), AlreadyRunning(timer, ZERO), Running(timer, ZERO)):
        assert safe(say(reply))
        assert len(say(reply).splitlines()) == 1
        if name.isascii() and name.isalpha():
            assert name[:99] in say(reply)


@given(DANGEROUS, st.lists(DANGEROUS, min_size=2, max_size=12))
def test_no_list_of_projects_leaves_markup_behind(typed: str, names: list[str]) -> None:
    projects = tuple(Project(ProjectId(number), name) for number, name in enumerate(names))
    assert safe(say(SeveralProjects(typed, projects, "start", f" -- {typed}")))
    assert safe(say(ProjectsListed(projects)))


@given(DANGEROUS)
def test_no_typed_text_leaves_markup_behind(typed: str) -> None:
    assert safe(say(NoSuchProject(typed)))
    assert safe(say(NotLinked(typed)))
    assert safe(say(NoSuchTask(typed, Project(ProjectId(1), typed))))
    assert safe(say(DurationNotUnderstood(typed)))
    assert safe(say(UnknownCommand(typed, None)))


@given(DANGEROUS)
def test_typed_text_stays_in_one_line_between_its_own_backticks(typed: str) -> None:
    said = say(NoSuchProject(typed))
    assert said.count("`") == 2
    assert len(said.splitlines()) == 1
    assert said.endswith("`")


def test_a_backtick_becomes_an_apostrophe() -> None:
    assert say(NoSuchProject("`rm`")) == "Project not found: `'rm'`"


def test_a_newline_becomes_a_space() -> None:
    assert say(NoSuchProject("web\n\n> quote")) == "Project not found: `web &gt; quote`"


@pytest.mark.parametrize("character", ["x", "&", "<"])
def test_a_long_text_is_cut_before_it_is_escaped(character: str) -> None:
    shown = say(NoSuchProject(character * 5000)).removeprefix("Project not found: `")[:-1]
    assert unescaped(shown) == character * (MOST_TYPED - 1) + "…"


def test_a_text_of_just_that_length_is_not_cut() -> None:
    assert say(NoSuchProject("x" * MOST_TYPED)) == f"Project not found: `{'x' * MOST_TYPED}`"


def test_settings_are_described_with_defaults_and_without_secrets() -> None:
    described = describe({"channel_id": "#time", "signing_secret": "v1.k.x", "team_id": "T1"})
    assert described == {
        "channel_id": "#time",
        "notify_on_start": True,
        "notify_on_stop": True,
        "daily_summary": False,
        "daily_summary_time": "18:00",
        "linked_slack_user_id": None,
        "live_message": False,
        "skip_empty_days": False,
        "weekdays_only": False,
        "weekly_summary": False,
        "weekly_summary_day": 4,
        "has_bot_token": False,
        "has_signing_secret": True,
    }
