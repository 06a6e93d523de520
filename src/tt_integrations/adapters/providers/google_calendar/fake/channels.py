"""events.watch and channels.stop. Source: developers.google.com, calendar guides/push."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from tt_integrations.adapters.providers.google_calendar.fake.calls import Call
from tt_integrations.adapters.providers.google_calendar.fake.event_fields import check_shape
from tt_integrations.adapters.providers.google_calendar.fake.pushes import Channel
from tt_integrations.adapters.providers.google_calendar.fake.refusals import (
    Refusal,
    invalid,
    missing,
    not_found,
)

CHANNEL_ID = re.compile(r"[A-Za-z0-9_\-+/=]{1,64}")
LIFE = timedelta(days=7)
LONGEST_TOKEN = 256
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def watch(call: Call) -> Any:
    """Opens a channel; its first push, `sync`, may arrive before this answer does."""
    calendar = call.calendar()
    body = call.body()
    shape: Any = dict.fromkeys(("id", "type", "address", "token", "kind"), str)
    check_shape(body, {**shape, "expiration": object, "params": {"*": str}, "payload": bool})
    _check(call, body)
    uri = (
        f"{call.request.base}/calendar/v3/calendars/{quote(calendar.id, safe='@')}/events?alt=json"
    )
    channel = Channel(
        body["id"],
        calendar.id,
        call.email,
        body["address"],
        body.get("token"),
        uri,
        hashlib.sha256(calendar.id.encode()).hexdigest()[:27],
        _expiration(call, body),
    )
    call.memory.channels[channel.id] = channel
    call.memory.outbox.append(channel.push("sync"))
    answer = {
        "kind": "api#channel",
        "id": channel.id,
        "resourceId": channel.resource_id,
        "resourceUri": uri,
        "token": channel.token,
        "expiration": str(int(channel.expires.timestamp() * 1000)),
    }
    return {name: value for name, value in answer.items() if value is not None}


def stop(call: Call) -> None:
    body = call.body()
    shape: Any = dict.fromkeys(("id", "resourceId", "token", "kind", "resourceUri"), str)
    check_shape(body, {**shape, "expiration": object, "type": str, "address": str})
    channel = call.memory.channels.get(body.get("id") or "")
    ours = channel and channel.email == call.email
    if not channel or not ours or channel.resource_id != body.get("resourceId"):
        raise not_found(f"Channel '{body.get('id')}' not found for project 'fake'")
    del call.memory.channels[channel.id]


def _check(call: Call, body: dict[str, Any]) -> None:
    for name in ("id", "type", "address"):
        if not body.get(name):
            raise missing(f"Missing {name}.", name)
    if not CHANNEL_ID.fullmatch(body["id"]):
        raise invalid("Invalid channel id.", "id")
    if body["id"] in call.memory.channels:
        raise Refusal(400, "channelIdNotUnique", f"Channel id {body['id']} not unique")
    if body["type"] != "web_hook":
        raise invalid(f"Unknown channel type {body['type']}", "type")
    if len(body.get("token") or "") > LONGEST_TOKEN:
        raise invalid("The token is too long.", "token")
    target = urlsplit(body["address"])
    local = call.memory.settings.http_on_loopback and target.hostname in LOOPBACK
    if target.scheme != "https" and not (local and target.scheme == "http"):
        message = f"WebHook callback must be HTTPS: {body['address']}"
        raise Refusal(400, "push.webhookUrlNotHttps", message)


def _expiration(call: Call, body: dict[str, Any]) -> datetime:
    """As asked for in milliseconds since 1970, or by params.ttl in seconds; else seven days."""
    asked, ttl = body.get("expiration"), (body.get("params") or {}).get("ttl")
    try:
        if asked is None:
            return call.now + (timedelta(seconds=int(ttl)) if ttl else LIFE)
        expires = datetime.fromtimestamp(int(asked) / 1000, UTC)
    except (ValueError, TypeError, OverflowError):
        raise invalid("Invalid expiration.", "expiration") from None
    if expires <= call.now:
        raise invalid("The expiration lies in the past.", "expiration")
    return expires
