"""What a channel reads, word for word, and that no name in it does any harm."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from slack_calls import ADA, ENTRY, HELLO, LONG, START, STOP, TIMER, WEB, ground, named

from tt_integrations.adapters.providers.slack.mrkdwn import one_line
from tt_integrations.adapters.providers.slack.notices import text_of
from tt_integrations.domain.model.chat import (
    Notice,
    Period,
    StartNotice,
    StopNotice,
    SummaryNotice,
    TakenBackNotice,
)
from tt_integrations.domain.model.timesheet import Project, ProjectId, Task, TaskId

DAY = date(2026, 7, 1)
ON_TASK = evolve(TIMER, task=Task(TaskId(1), "Fix it"))
HOUR = timedelta(hours=1)
DANGEROUS = st.text(st.sampled_from("<>&;!@#|`*_~amplgtchne \n")) | st.text()


def summary(period: Period, *projects: tuple[Project | None, timedelta]) -> SummaryNotice:
    total = sum((worked for _, worked in projects), timedelta(0))
    return SummaryNotice(ADA, period, DAY, total, projects)


@pytest.mark.parametrize(
    ("notice", "text"),
    [
        (START, ":stopwatch: *Ada* started a timer\n*Project:* Web\n*Started at:* 11:00"),
        (
            StartNotice(ADA, ON_TASK),
            ":stopwatch: *Ada* started a timer\n*Project:* Web — Fix it\n*Started at:* 11:00",
        ),
        (
            StartNotice(ADA, evolve(TIMER, project=None)),
            ":stopwatch: *Ada* started a timer\n*Project:* —\n*Started at:* 11:00",
        ),
        (
            STOP,
            (
                ":white_check_mark: *Ada* stopped a timer\n*Project:* Web\n"
                "*Duration:* 26:03:04\n*Billable:* Yes"
            ),
        ),
        (
            StopNotice(ADA, evolve(ENTRY, project=None, task=ON_TASK.task, billable=False)),
            (
                ":white_check_mark: *Ada* stopped a timer\n*Project:* —\n"
                "*Duration:* 26:03:04\n*Billable:* No"
            ),
        ),
        (
            TakenBackNotice(ADA, TIMER),
            ":leftwards_arrow_with_hook: *Ada* took back the timer on *Web*",
        ),
        (
            TakenBackNotice(ADA, evolve(TIMER, project=None)),
            ":leftwards_arrow_with_hook: *Ada* took back the timer on *—*",
        ),
        (
            summary(Period.DAILY, (WEB, HOUR), (None, HOUR / 3)),
            (
                ":bar_chart: *Daily summary for Ada*\n*Hours logged:* 1.33h across 2 projects\n"
                "Have a great evening!"
            ),
        ),
        (
            summary(Period.DAILY),
            (
                ":bar_chart: *Daily summary for Ada*\n*Hours logged:* 0.0h across 0 projects\n"
                "Have a great evening!"
            ),
        ),
        (
            summary(Period.WEEKLY, (WEB, LONG), (None, HOUR)),
            (
                ":bar_chart: *Weekly summary for Ada*\n*Hours logged:* 27.05h across 2 projects\n"
                "• Web: 26.05h\n• —: 1.0h"
            ),
        ),
        (
            summary(Period.WEEKLY),
            ":bar_chart: *Weekly summary for Ada*\n*Hours logged:* 0.0h across 0 projects",
        ),
        (HELLO, ":wave: TimeTracker test message."),
    ],
)
def test_every_notice_has_its_words(notice: Notice, text: str) -> None:
    assert text_of(notice) == text


def test_the_time_of_the_start_is_that_of_the_person() -> None:
    winter = evolve(TIMER, started=TIMER.started.replace(month=1))
    assert text_of(StartNotice(ADA, winter)).endswith("*Started at:* 10:00")


@pytest.mark.parametrize(("many", "last"), [(10, "• P9: 1.0h"), (11, "and 1 more")])
def test_a_week_names_ten_projects_at_most(many: int, last: str) -> None:
    rows = [(Project(ProjectId(n), f"P{n}"), HOUR) for n in range(many)]
    lines = text_of(summary(Period.WEEKLY, *rows)).splitlines()
    assert lines[1] == f"*Hours logged:* {many}.0h across {many} projects"
    assert lines[11:] == ["• P9: 1.0h", "and 1 more"][: many - 9]
    assert lines[-1] == last


@given(DANGEROUS)
def test_no_name_leaves_markup_behind(name: str) -> None:
    for notice in named(name):
        assert not re.search("[<>&]", re.sub("&(amp|lt|gt);", "", text_of(notice)))


@given(DANGEROUS)
def test_no_name_adds_a_line(name: str) -> None:
    for notice, plain in zip(named(name), named("x"), strict=True):
        assert len(text_of(notice).splitlines()) == len(text_of(plain).splitlines())


@given(DANGEROUS)
def test_a_name_in_one_line_has_an_end_and_a_beginning(name: str) -> None:
    line = one_line(name)
    assert len(re.sub("&(amp|lt|gt);", "x", line)) <= 100
    assert line.strip() == line != ""


def test_a_long_name_is_cut_before_it_is_escaped() -> None:
    assert one_line("&" * 101) == "&amp;" * 99 + "…"


@pytest.mark.parametrize("name", ["", " ", "\n\t"])
def test_a_blank_name_is_a_dash(name: str) -> None:
    assert one_line(name) == "—"


@pytest.mark.parametrize("name", ["<!channel>", "R&D", "\ud800", "büro", "a\u2028b"])
def test_any_name_gets_through_to_slack(name: str) -> None:
    slack = ground()
    for notice in named(name):
        slack.fake.clock.advance(1)
        slack.chat.post(slack.access, "C0GENERAL", notice)
    assert len(slack.texts()) == len(named(name))
    assert not any("<!" in text for text in slack.texts())
