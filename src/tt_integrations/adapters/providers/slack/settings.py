"""What the owner of a Slack connection can set, and what of it may be shown."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import asdict, fields_dict, frozen

SECRETS = ("bot_token", "signing_secret")


@frozen
class SlackSettings:
    """The keys are the reference system's; `daily_summary_time` is local HH:MM."""

    channel_id: str | None = None
    notify_on_start: bool = True
    notify_on_stop: bool = True
    daily_summary: bool = False
    daily_summary_time: str = "18:00"
    linked_slack_user_id: str | None = None


def describe(settings: Mapping[str, object]) -> Mapping[str, object]:
    """The settings with defaults filled in, and of each secret only whether it is stored."""
    known = {name: value for name, value in settings.items() if name in fields_dict(SlackSettings)}
    return {
        **asdict(SlackSettings()),
        **known,
        **{f"has_{name}": bool(settings.get(name)) for name in SECRETS},
    }
