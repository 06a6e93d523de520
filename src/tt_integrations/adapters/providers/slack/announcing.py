"""What the settings of a Slack connection ask us to say. Total: what is missing or wrong is as by default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import time

from tt_integrations.domain.model.chat import Announcing

HOURS_MINUTES = re.compile(r"([0-9]{1,2}):([0-9]{1,2})")
DEFAULT = Announcing()
WEEKDAYS = range(7)


def announcing(settings: Mapping[str, object]) -> Announcing:
    """The keys are the reference system's, and `live_message`, `weekly_*`, `skip_empty_days`, `weekdays_only`."""
    return Announcing(
        channel=_channel(settings),
        starts=_flag(settings, "notify_on_start", DEFAULT.starts),
        stops=_flag(settings, "notify_on_stop", DEFAULT.stops),
        live=_flag(settings, "live_message", DEFAULT.live),
        daily=_flag(settings, "daily_summary", DEFAULT.daily),
        weekly=_flag(settings, "weekly_summary", DEFAULT.weekly),
        summary_at=_time(settings),
        weekly_on=_weekday(settings),
        skip_empty_days=_flag(settings, "skip_empty_days", DEFAULT.skip_empty_days),
        weekdays_only=_flag(settings, "weekdays_only", DEFAULT.weekdays_only),
    )


def _channel(settings: Mapping[str, object]) -> str | None:
    match settings.get("channel_id"):
        case str() as channel:
            return channel.strip() or None
        case _:
            return None


def _flag(settings: Mapping[str, object], name: str, default: bool) -> bool:  # noqa: FBT001  # no switch of ours
    match settings.get(name):
        case bool() as value:
            return value
        case _:
            return default


def _time(settings: Mapping[str, object]) -> time:
    match settings.get("daily_summary_time"):
        case str() as written if found := HOURS_MINUTES.fullmatch(written.strip()):
            hour, minute = map(int, found.groups())
            return time(hour, minute) if hour < 24 and minute < 60 else DEFAULT.summary_at  # noqa: PLR2004  # a clock
        case _:
            return DEFAULT.summary_at


def _weekday(settings: Mapping[str, object]) -> int:
    match settings.get("weekly_summary_day"):
        case int() as day if day in WEEKDAYS and not isinstance(day, bool):
            return day
        case _:
            return DEFAULT.weekly_on
