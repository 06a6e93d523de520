"""conversations.info, users.info, users.profile.set.

Source: docs.slack.dev, reference/methods and apis/web-api/user-presence-and-status.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tt_integrations.adapters.providers.slack.fake.places import User
from tt_integrations.adapters.providers.slack.fake.refusal import Refused, mistaken
from tt_integrations.adapters.providers.slack.fake.web.limits import TIER_3, TIER_4
from tt_integrations.adapters.providers.slack.fake.web.method import Arguments, Caller, Method
from tt_integrations.adapters.providers.slack.fake.web.parameters import FLAG, TEXT, obj
from tt_integrations.adapters.providers.slack.fake.web.rendering import (
    channel_json,
    profile_json,
    user_json,
)
from tt_integrations.adapters.providers.slack.fake.web.room import visible

READING = {"public": "channels:read", "private": "groups:read", "im": "im:read"}
STATUS_LENGTH = 100
SETTABLE: Mapping[str, type] = {
    "status_text": str,
    "status_emoji": str,
    "status_expiration": int,
    "display_name": str,
    "real_name": str,
    "first_name": str,
    "last_name": str,
    "title": str,
    "phone": str,
    "pronouns": str,
    "email": str,
    "start_date": str,
    "fields": dict,
}
PER_USER, PER_TOKEN = 10, 30


def conversation(caller: Caller, arguments: Arguments) -> dict[str, Any]:
    caller.need(*READING.values())
    channel = visible(caller, arguments["channel"])
    caller.need(READING[channel.kind])
    shown = channel_json(channel, is_member=caller.is_in(channel))
    if channel.kind == "im":
        shown["user"] = next(iter(channel.members - {caller.user.id}), caller.user.id)
    if arguments.get("include_num_members"):
        shown["num_members"] = len(channel.members)
    if arguments.get("include_locale"):
        shown["locale"] = "en-US"
    return {"channel": shown}


def user_info(caller: Caller, arguments: Arguments) -> dict[str, Any]:
    user = _user(caller, arguments["user"])
    shown = user_json(caller.memory, user, with_email=caller.has("users:read.email"))
    return {"user": {**shown, "locale": "en-US"} if arguments.get("include_locale") else shown}


def set_profile(caller: Caller, arguments: Arguments) -> dict[str, Any]:
    user = caller.user
    if arguments.get("user", user.id) != user.id:
        raise Refused("not_admin")
    changes = arguments.get("profile")
    if changes is None:
        if "name" not in arguments:
            raise Refused("invalid_profile")
        changes = {arguments["name"]: arguments.get("value", "")}
    _check(changes)
    caller.limits.allow(("profile", user.id), PER_USER)
    caller.limits.allow(("profile", caller.token.value), PER_TOKEN)
    user.profile |= changes
    return {"username": user.name, "profile": profile_json(user, with_email=True)}


def _user(caller: Caller, user_id: str) -> User:
    user = caller.memory.users.get(user_id)
    if user is None or user.team_id != caller.team.id:
        raise Refused("user_not_found")
    return user


def _check(changes: Mapping[str, Any]) -> None:
    for name, value in changes.items():
        if name not in SETTABLE:
            raise mistaken(f"unknown profile field: {name}")
        if type(value) is not SETTABLE[name]:
            raise mistaken(f"profile field {name} must be of type {SETTABLE[name].__name__}")
    if len(changes.get("status_text", "")) > STATUS_LENGTH:
        raise Refused("too_long")
    emoji = changes.get("status_emoji", "")
    if emoji and not (emoji.startswith(":") and emoji.endswith(":") and len(emoji) > len("::")):
        raise Refused("profile_status_set_failed_not_emoji_syntax")
    if changes.get("status_expiration", 0) < 0:
        raise Refused("profile_status_set_failed_not_valid_expiration")


METHODS: Mapping[str, Method] = {
    "conversations.info": Method(
        conversation,
        {"channel": TEXT, "include_locale": FLAG, "include_num_members": FLAG},
        ("channel",),
        per_minute=TIER_3,
    ),
    "users.info": Method(
        user_info,
        {"user": TEXT, "include_locale": FLAG},
        ("user",),
        ("users:read",),
        per_minute=TIER_4,
    ),
    "users.profile.set": Method(
        set_profile,
        {"profile": obj("invalid_profile"), "name": TEXT, "value": TEXT, "user": TEXT},
        scopes=("users.profile:write",),
        kinds=("user",),
        per_minute=TIER_3,
    ),
}
