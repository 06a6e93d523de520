"""People, channels, messages and views as the Web API shows them."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from tt_integrations.adapters.providers.slack.fake.memory import Memory
from tt_integrations.adapters.providers.slack.fake.messages import Content, Message
from tt_integrations.adapters.providers.slack.fake.places import Channel, User
from tt_integrations.adapters.providers.slack.fake.view import View


def content_json(content: Content) -> dict[str, Any]:
    """The parts a message has, and only those."""
    shown: dict[str, Any] = {"text": content.text}
    for name in ("blocks", "attachments"):
        if getattr(content, name):
            shown[name] = list(getattr(content, name))
    for name in ("thread_ts", "metadata"):
        if getattr(content, name) is not None:
            shown[name] = getattr(content, name)
    return shown


def message_json(memory: Memory, message: Message) -> dict[str, Any]:
    user = memory.users[message.user]
    shown = {
        "type": "message",
        "user": user.id,
        "team": user.team_id,
        "ts": message.ts,
        **content_json(message.content),
    }
    if message.bot_id:
        shown |= {
            "bot_id": message.bot_id,
            "app_id": memory.app.id,
            "bot_profile": {
                "id": message.bot_id,
                "app_id": memory.app.id,
                "name": memory.app.name,
                "team_id": user.team_id,
                "deleted": False,
                "updated": 0,
            },
        }
    if message.edited_at:
        shown["edited"] = {"user": user.id, "ts": message.edited_at}
    return shown


def profile_json(user: User, *, with_email: bool) -> dict[str, Any]:
    shown = {
        "real_name": user.real_name or user.name,
        "real_name_normalized": user.real_name or user.name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "team": user.team_id,
        **user.profile,
    }
    if with_email and user.email:
        shown["email"] = user.email
    return shown


def user_json(memory: Memory, user: User, *, with_email: bool) -> dict[str, Any]:
    """`tz_offset` is in seconds and today's, summer time included."""
    shown: dict[str, Any] = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "real_name": user.real_name or user.name,
        "profile": profile_json(user, with_email=with_email),
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": int(memory.clock.timestamp()),
    }
    if user.tz:
        local = memory.clock.now().astimezone(ZoneInfo(user.tz))
        offset = local.utcoffset()
        shown |= {
            "tz": user.tz,
            "tz_label": local.tzname() or user.tz,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
        }
    return shown


def channel_json(channel: Channel, *, is_member: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": channel.kind == "im",
        "is_mpim": False,
        "is_private": channel.kind != "public",
        "context_team_id": channel.team_id,
    }
    if channel.kind == "im":
        return shown
    return shown | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_general": channel.name == "general",
        "is_member": is_member,
        "is_shared": False,
        "is_ext_shared": False,
        "is_org_shared": False,
    }


def view_json(memory: Memory, view: View) -> dict[str, Any]:
    """Everything the app sent, with what Slack keeps beside it."""
    defaults = {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "state": {"values": {}},
    }
    shown = {
        **defaults,
        **view.payload,
        "id": view.id,
        "team_id": view.team_id,
        "hash": view.hash,
        "root_view_id": view.root,
        "app_id": memory.app.id,
        "app_installed_team_id": view.team_id,
        "bot_id": memory.teams[view.team_id].bot_id,
    }
    return {**shown, "previous_view_id": view.previous} if view.previous else shown
