"""How settings say what is to be announced."""

from __future__ import annotations

from datetime import time

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from slack_calls import ground

from tt_integrations.adapters.providers.slack.announcing import announcing
from tt_integrations.domain.model.chat import Announcing

DEFAULT = Announcing()
KEYS = (
    "channel_id", "notify_on_start", "notify_on_stop", "live_message", "daily_summary",
    "daily_summary_time", "weekly_summary", "weekly_summary_day", "skip_empty_days", "weekdays_only",
)  # fmt: skip
ODD = st.none() | st.integers() | st.floats() | st.text() | st.lists(st.integers()) | st.booleans()


def test_nothing_set_is_as_by_default() -> None:
    assert ground().chat.announcing({}) == DEFAULT


def test_every_setting_is_read() -> None:
    settings = {
        "channel_id": " #general ",
        "notify_on_start": False,
        "notify_on_stop": False,
        "live_message": True,
        "daily_summary": True,
        "daily_summary_time": "07:30",
        "weekly_summary": True,
        "weekly_summary_day": 0,
        "skip_empty_days": True,
        "weekdays_only": True,
    }
    assert announcing(settings) == Announcing(
        channel="#general",
        starts=False,
        stops=False,
        live=True,
        daily=True,
        weekly=True,
        summary_at=time(7, 30),
        weekly_on=0,
        skip_empty_days=True,
        weekdays_only=True,
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [("00:00", time(0)), ("23:59", time(23, 59)), ("8:5", time(8, 5)), (" 9:00", time(9))],
)
def test_a_time_is_hours_and_minutes(written: str, read: time) -> None:
    assert announcing({"daily_summary_time": written}).summary_at == read


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel_id": ""},
        {"channel_id": "  "},
        {"channel_id": 5},
        {"notify_on_start": "false"},
        {"notify_on_start": 0},
        {"live_message": 1},
        {"daily_summary": "yes"},
        {"daily_summary_time": "24:00"},
        {"daily_summary_time": "12:60"},
        {"daily_summary_time": "noon"},
        {"daily_summary_time": "1٢:00"},
        {"daily_summary_time": 18},
        {"weekly_summary_day": 7},
        {"weekly_summary_day": -1},
        {"weekly_summary_day": True},
        {"weekly_summary_day": "4"},
        {"weekly_summary_day": 4.5},
    ],
)
def test_a_wrong_value_is_as_if_it_were_not_set(wrong: dict[str, object]) -> None:
    assert announcing(wrong) == DEFAULT


@given(st.dictionaries(st.sampled_from(KEYS), ODD))
def test_no_settings_are_too_odd_to_be_read(settings: dict[str, object]) -> None:
    read = announcing(settings)
    assert read.weekly_on in range(7)
    assert evolve(read, channel=None) == evolve(
        announcing({k: v for k, v in settings.items() if k != "channel_id"}), channel=None
    )
