"""Channels, by which Google tells us that a calendar changed. They end by themselves, and cannot be renewed: another
one, with another id, takes over.

Source: developers.google.com, calendar guides/push.
"""

from __future__ import annotations

from attrs import evolve

from tt_integrations.adapters.providers.google_calendar import wire
from tt_integrations.adapters.providers.google_calendar.channel_tokens import token_of
from tt_integrations.adapters.providers.google_calendar.moments import (
    OddTime,
    milliseconds,
    moment,
)
from tt_integrations.adapters.providers.google_calendar.refusals import NOT_FOUND, rejection_of
from tt_integrations.adapters.providers.google_calendar.rest import Call, GoogleRest, path_of
from tt_integrations.adapters.providers.google_calendar.scopes import READ
from tt_integrations.domain.errors import MalformedPayload
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.events import Channel

STOP = "/channels/stop"


def opened(
    rest: GoogleRest, access: Access, channel: Channel, address: str, secret: str
) -> Channel:
    """The channel as Google made it, which may end earlier than was asked for. `secret` itself is told to nobody."""
    body = {
        "id": channel.id,
        "type": "web_hook",
        "address": address,
        "token": token_of(secret, channel.id),
        "expiration": milliseconds(channel.expires),
    }
    path = path_of("calendars", channel.calendar, "events", "watch")
    told = rest.ask(wire.OpenedChannel, access, Call(path, READ, "POST", body=body))
    if told.expiration is None:
        return evolve(channel, resource=told.resourceId)
    try:
        return evolve(channel, resource=told.resourceId, expires=moment(told.expiration))
    except OddTime as error:
        raise MalformedPayload("expiration", str(error)) from None


def stopped(rest: GoogleRest, access: Access, channel: Channel) -> None:
    body = {"id": channel.id, "resourceId": channel.resource}
    response = rest.answered(access, Call(STOP, READ, "POST", body=body))
    if not response.is_success and response.status_code != NOT_FOUND:
        raise rejection_of(response)
