"""What the owner of a Slack connection can set, how it is read, and what of it may be shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from attrs import asdict, fields_dict, frozen

from tt_integrations.adapters.entered import blank, flag, formed, formed_or_none
from tt_integrations.domain.errors import InvalidSettings
from tt_integrations.domain.model.connection import Changes

SECRETS = ("bot_token", "signing_secret")
_CHANNEL = re.compile("#[^\\s#@<>&]{1,80}|[CGD][A-Z0-9]{2,20}")
_USER = re.compile("[UW][A-Z0-9]{2,20}")
_CLOCK = re.compile("([01]?[0-9]|2[0-3]):([0-5]?[0-9])")
_SECRET = re.compile("[!-~]{1,512}")
FRIDAY, SUNDAY = 4, 6


@frozen
class SlackSettings:
    """The first six keys are the reference system's. `daily_summary_time` is local HH:MM, of the weekly one
    too; `weekly_summary_day` a weekday, Monday being 0; `live_message`: a stop edits the message of the start.
    """

    channel_id: str | None = None
    notify_on_start: bool = True
    notify_on_stop: bool = True
    daily_summary: bool = False
    daily_summary_time: str = "18:00"
    linked_slack_user_id: str | None = None
    live_message: bool = False
    skip_empty_days: bool = False
    weekdays_only: bool = False
    weekly_summary: bool = False
    weekly_summary_day: int = FRIDAY


def describe(settings: Mapping[str, object]) -> Mapping[str, object]:
    """The settings with defaults filled in, and of each secret only whether it is stored."""
    known = {name: value for name, value in settings.items() if name in fields_dict(SlackSettings)}
    return {
        **asdict(SlackSettings()),
        **known,
        **{f"has_{name}": bool(settings.get(name)) for name in SECRETS},
    }


def accept(entered: Mapping[str, object]) -> Changes:
    """What was entered on the card, as it is saved: only what was given changes, and a blank secret is not given.

    Fields of other names are left alone, as a browser sends its own. Raises InvalidSettings.
    """
    settings = {name: read(name, entered[name]) for name, read in _READ.items() if name in entered}
    given = {name: entered[name] for name in SECRETS if not blank(entered.get(name))}
    return Changes(settings, {name: _secret(name, value) for name, value in given.items()})


def _secret(name: str, value: object) -> str:
    return formed(name, value, _SECRET, "expected the text as Slack shows it, without spaces")


def _channel(name: str, value: object) -> str | None:
    allowed = "expected #channel or a channel id such as C012ABCDE"
    return formed_or_none(name, value, _CHANNEL, allowed)


def _user(name: str, value: object) -> str | None:
    return formed_or_none(name, value, _USER, "expected a Slack member id such as U012ABCDE")


def _clock(name: str, value: object) -> str:
    found = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise InvalidSettings(name, "expected a time of day from 00:00 to 23:59")
    return f"{int(found[1]):02}:{int(found[2]):02}"


def _weekday(name: str, value: object) -> int:
    text = str(value).strip() if type(value) in (int, str) else ""
    if not re.fullmatch("[0-6]", text):
        raise InvalidSettings(name, f"expected a weekday from 0, Monday, to {SUNDAY}, Sunday")
    return int(text)


_READ: Mapping[str, Callable[[str, object], object]] = {
    "channel_id": _channel,
    "notify_on_start": flag,
    "notify_on_stop": flag,
    "daily_summary": flag,
    "daily_summary_time": _clock,
    "linked_slack_user_id": _user,
    "live_message": flag,
    "skip_empty_days": flag,
    "weekdays_only": flag,
    "weekly_summary": flag,
    "weekly_summary_day": _weekday,
}
