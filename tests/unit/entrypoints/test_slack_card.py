"""What may be entered on the Slack card, and what is made of it."""

from __future__ import annotations

import pytest

from tt_integrations.adapters.providers.slack.settings import accept, describe
from tt_integrations.domain.errors import InvalidSettings


@pytest.mark.parametrize(
    ("entered", "saved"),
    [
        ({"channel_id": "C012ABC"}, {"channel_id": "C012ABC"}),
        ({"channel_id": " #team-room "}, {"channel_id": "#team-room"}),
        ({"channel_id": ""}, {"channel_id": None}),
        ({"channel_id": None}, {"channel_id": None}),
        ({"linked_slack_user_id": "U012ABC"}, {"linked_slack_user_id": "U012ABC"}),
        ({"linked_slack_user_id": " "}, {"linked_slack_user_id": None}),
        ({"daily_summary_time": "8:5"}, {"daily_summary_time": "08:05"}),
        ({"daily_summary_time": "23:59"}, {"daily_summary_time": "23:59"}),
        ({"weekly_summary_day": "6"}, {"weekly_summary_day": 6}),
        ({"weekly_summary_day": 0}, {"weekly_summary_day": 0}),
        ({"notify_on_start": False}, {"notify_on_start": False}),
        ({"notify_on_stop": "false"}, {"notify_on_stop": False}),
        ({"daily_summary": "on"}, {"daily_summary": True}),
        ({"live_message": "True"}, {"live_message": True}),
        ({"weekdays_only": ""}, {"weekdays_only": False}),
        ({"csrf_token": "x", "state": "active", "team_id": "T1"}, {}),
        ({}, {}),
    ],
)
def test_a_good_value_is_saved_as_it_is_meant(
    entered: dict[str, object], saved: dict[str, object]
) -> None:
    changes = accept(entered)
    assert (changes.settings, changes.secrets) == (saved, {})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("channel_id", "general"),
        ("channel_id", "# general"),
        ("channel_id", "<!channel>"),
        ("channel_id", ["C012ABC"]),
        ("channel_id", 7),
        ("linked_slack_user_id", "anna"),
        ("linked_slack_user_id", "U1/../U2"),
        ("daily_summary_time", "24:00"),
        ("daily_summary_time", "18"),
        ("daily_summary_time", "18:60"),
        ("daily_summary_time", None),
        ("daily_summary_time", 18),
        ("weekly_summary_day", 7),
        ("weekly_summary_day", "Friday"),
        ("weekly_summary_day", True),
        ("weekly_summary_day", 1.0),
        ("notify_on_start", "perhaps"),
        ("notify_on_start", 1),
        ("notify_on_start", None),
        ("bot_token", "xoxb 1"),
        ("bot_token", "xoxb-ä"),
        ("signing_secret", ["x"]),
        ("signing_secret", "x" * 513),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_field(field: str, value: object) -> None:
    with pytest.raises(InvalidSettings) as refusal:
        accept({field: value})
    assert refusal.value.field == field
    assert str(value) not in refusal.value.reason


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_a_blank_secret_is_not_given(blank: str | None) -> None:
    assert accept({"bot_token": blank, "signing_secret": blank}).secrets == {}


def test_secrets_are_apart_and_never_shown() -> None:
    changes = accept({"bot_token": " xoxb-1 ", "signing_secret": "abc"})
    assert changes.secrets == {"bot_token": "xoxb-1", "signing_secret": "abc"}
    assert changes.settings == {}
    assert "xoxb" not in repr(changes)


def test_what_is_shown_has_every_default_and_no_secret() -> None:
    shown = describe({"bot_token": "sealed", "channel_id": "C1", "team_id": "T1"})
    assert shown["has_bot_token"] is True
    assert shown["has_signing_secret"] is False
    assert (shown["channel_id"], shown["notify_on_stop"]) == ("C1", True)
    assert "sealed" not in map(str, shown.values())
