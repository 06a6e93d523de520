"""Sentences for people, and the numbers of a picture."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.plan_reasons import SyncReason
from tt_integrations.domain.model.runs import Action, Decided, RunResult, Trigger
from tt_integrations.domain.usecases.count_days import Day
from tt_integrations.domain.usecases.issue_decisions import Reason
from tt_integrations.entrypoints.web.chart import FLOOR, LEFT, TOP, WIDTH, chart_of
from tt_integrations.entrypoints.web.moments import shown
from tt_integrations.entrypoints.web.reasons import sentence
from tt_integrations.entrypoints.web.standing import ACTIONS, RESULTS, STATES, TRIGGERS

MONDAY = date(2026, 3, 2)


def days(*counts: dict[Action, int]) -> list[Day]:
    return [Day(MONDAY + timedelta(days=place), each) for place, each in enumerate(counts)]


def test_everything_that_can_be_has_a_word() -> None:
    assert set(STATES) == set(ConnectionState)
    assert set(RESULTS) == set(RunResult)
    assert set(ACTIONS) == set(Action)
    assert set(TRIGGERS) == set(Trigger)


@pytest.mark.parametrize("reason", [*Reason, *SyncReason], ids=str)
def test_every_reason_of_ours_is_explained(reason: str) -> None:
    said = sentence(Decided("x", "", Action.IGNORED, str(reason)))
    assert said[0].isupper()
    assert said.endswith(".")
    assert len(said) > len(reason) + 8


@pytest.mark.parametrize("action", list(Action))
def test_an_action_without_a_reason_is_explained(action: Action) -> None:
    assert sentence(Decided("x", "", action)).endswith(".")


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        (
            Decided("x", "", Action.KEPT, "locked: invoiced"),
            "The time tracker does not let the entry be changed any more: invoiced.",
        ),
        (
            Decided("x", "", Action.UPDATED, fields=("title", "due_date"), kept=("labels",)),
            "It follows a change there. Changed: title, due date. Yours stays: labels.",
        ),
        (Decided("x", "", Action.IGNORED, "transferred: far away"), "Transferred: far away."),
    ],
)
def test_a_sentence_says_what_exactly(decided: Decided, said: str) -> None:
    assert sentence(decided) == said


def test_a_moment_is_shown_in_the_persons_own_zone() -> None:
    moment = datetime(2026, 3, 2, 23, 5, tzinfo=UTC)
    found = shown(moment, ZoneInfo("Europe/Berlin"))
    assert found
    assert (found.text, found.exact) == ("3 Mar 2026, 00:05", "2026-03-02T23:05:00+00:00")
    assert shown(None, ZoneInfo("UTC")) is None


def test_bars_are_piled_up_and_the_highest_fits() -> None:
    chart = chart_of(days({Action.CREATED: 3, Action.IGNORED: 4}, {}, {Action.FAILED: 1}))
    assert chart.highest == 10
    first, empty, last = chart.columns
    assert [bar.series for bar in first.bars] == ["created", "skipped"]
    below, above = first.bars
    assert below.y + below.height == pytest.approx(FLOOR)
    assert above.y + above.height == pytest.approx(below.y)
    assert above.y >= TOP
    assert above.height / below.height == pytest.approx(4 / 3, rel=0.01)
    assert (empty.bars, empty.counts) == ((), (0, 0, 0, 0))
    assert below.x >= LEFT
    assert last.bars[0].x + last.bars[0].width <= WIDTH
    assert chart.totals == [3, 0, 4, 1]


@pytest.mark.parametrize(
    ("count", "highest"), [(0, 1), (1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (999, 1000)]
)
def test_the_scale_ends_at_a_round_number(count: int, highest: int) -> None:
    assert chart_of(days({Action.CREATED: count})).highest == highest


def test_what_stayed_as_it_was_is_no_news() -> None:
    chart = chart_of(days({Action.UNCHANGED: 500, Action.UPDATED: 1}))
    assert (chart.highest, chart.totals) == (1, [0, 1, 0, 0])
