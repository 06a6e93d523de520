"""The fields of Slack's card."""

from __future__ import annotations

from tt_integrations.adapters.card_fields import Field, Kind

_SUMMARIES, _APP = "Summaries", "Your own Slack app"

FIELDS = (
    Field(
        "channel_id",
        "Channel",
        help="Where starts, stops and summaries are posted; nothing is posted without one.",
        example="#time",
    ),
    Field("notify_on_start", "Post when I start a timer", Kind.FLAG),
    Field("notify_on_stop", "Post when I stop a timer", Kind.FLAG),
    Field(
        "live_message",
        "One message for each timer",
        Kind.FLAG,
        "The stop edits the message of the start, rather than being posted anew.",
    ),
    Field(
        "linked_slack_user_id",
        "My Slack member id",
        help="Whose commands are mine. Typing /tt link in Slack fills it in.",
        example="U012ABCDE",
    ),
    Field("daily_summary", "Post a summary each day", Kind.FLAG, group=_SUMMARIES),
    Field(
        "daily_summary_time",
        "Time of the summaries",
        Kind.TIME,
        "In your own time zone.",
        _SUMMARIES,
    ),
    Field("skip_empty_days", "None for days without any time", Kind.FLAG, group=_SUMMARIES),
    Field("weekdays_only", "None on Saturdays and Sundays", Kind.FLAG, group=_SUMMARIES),
    Field("weekly_summary", "Post a summary each week", Kind.FLAG, group=_SUMMARIES),
    Field("weekly_summary_day", "Day of the weekly summary", Kind.WEEKDAY, group=_SUMMARIES),
    Field(
        "bot_token",
        "Bot token",
        Kind.SECRET,
        "From the page OAuth & Permissions of your Slack app. Needed to post.",
        _APP,
        example="xoxb-…",
    ),
    Field(
        "signing_secret",
        "Signing secret",
        Kind.SECRET,
        "From the page Basic Information of your Slack app. Needed for commands.",
        _APP,
    ),
)
