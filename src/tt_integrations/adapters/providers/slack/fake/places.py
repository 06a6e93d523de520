"""Who and what there is in a workspace."""

from __future__ import annotations

from typing import Any, Literal

from attrs import define, field

ChannelKind = Literal["public", "private", "im"]


@define
class Team:
    """`bot_user_id` and `bot_id` are the app's own, used once it is installed."""

    id: str
    name: str
    domain: str
    bot_user_id: str
    bot_id: str
    enterprise_id: str | None = None
    enterprise_name: str | None = None


@define
class User:
    """`tz` is an IANA name. `profile` holds the fields Slack shows, such as status_text."""

    id: str
    team_id: str
    name: str
    real_name: str = ""
    email: str | None = None
    tz: str | None = None
    is_bot: bool = False
    deleted: bool = False
    profile: dict[str, Any] = field(factory=dict)


@define
class Channel:
    """`members` are user ids; a direct channel has the name of nobody and two members."""

    id: str
    team_id: str
    name: str
    kind: ChannelKind = "public"
    members: set[str] = field(factory=set)
    archived: bool = False
    created: int = 0
