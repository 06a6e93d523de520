"""Slack as a place where people are told what happened.

Source: docs.slack.dev, reference/methods: auth.test, conversations.info, chat.postMessage, chat.update.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import frozen

from tt_integrations.adapters.providers.slack.announcing import announcing
from tt_integrations.adapters.providers.slack.notices import text_of
from tt_integrations.adapters.providers.slack.refusals import CHANNEL
from tt_integrations.adapters.providers.slack.web_answers import (
    Channel,
    ChannelInfo,
    Posted,
    WhoAmI,
)
from tt_integrations.adapters.providers.slack.web_api import POST, SlackWebApi
from tt_integrations.adapters.wire import structured
from tt_integrations.domain.errors import (
    CallRejected,
    InvalidSettings,
    NotConnected,
    PermissionMissing,
)
from tt_integrations.domain.model.chat import Access, Announcing, MessageRef, Notice, Workspace

ID = re.compile(r"[CGD][A-Z0-9]{2,20}")
NAME = re.compile(r"#[^\s#@<>&]{1,80}")
UNSEEN = frozenset({"groups:read", "im:read", "mpim:read"})
"""The scopes that private places are looked at with, none of which we ask for."""
EVERYWHERE = "chat:write.public"
"""Lets an app post in public channels that it is not in. We do not ask for it, but a pasted token may have it."""
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


@frozen
class SlackChat:
    """Implements the port `Chat`."""

    api: SlackWebApi

    def announcing(self, settings: Mapping[str, object]) -> Announcing:
        return announcing(settings)

    def workspace(self, access: Access) -> Workspace:
        """`team` and `user` are Slack's ids of the workspace and of the app's bot user."""
        here = self.api.ask(WhoAmI, "auth.test", access, {})
        return Workspace(here.team_id, here.team, here.user_id)

    def check_channel(self, access: Access, channel: str) -> str:
        """A `#name` is given back as it is: there is no looking it up, though one can post to it."""
        if NAME.fullmatch(channel):
            return channel
        if not ID.fullmatch(channel):
            raise InvalidSettings(
                "channel_id",
                "expected a channel's ID such as C0123ABCD, or its name as in #general",
            )
        try:
            answer = self.api.answered("conversations.info", access, {"channel": channel})
        except PermissionMissing as error:
            if (
                error.scope in UNSEEN
            ):  # it is there and private, which we are told only of places we are in
                return channel
            raise
        return _open(structured(answer.payload, ChannelInfo).channel, answer.scopes)

    def post(self, access: Access, channel: str, notice: Notice) -> MessageRef:
        """At most once: nothing is tried again here."""
        self.api.pacing.may_post(access.installation, channel)
        arguments = {
            "channel": channel,
            "text": text_of(notice),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        posted = self.api.ask(Posted, POST, access, arguments)
        return MessageRef(posted.channel, posted.ts)

    def edit(self, access: Access, message: MessageRef, notice: Notice) -> None:
        arguments = {"channel": message.channel, "ts": message.id, "text": text_of(notice)}
        try:
            self.api.call("chat.update", access, arguments)
        except InvalidSettings as error:
            raise NotConnected(f"the message is out of reach: {error.reason}") from None
        except CallRejected as error:
            if error.reason in GONE:
                raise NotConnected("the message cannot be changed any more") from None
            raise


def _open(channel: Channel, scopes: frozenset[str]) -> str:
    """The id of a channel we can post to."""
    if channel.is_archived:
        raise InvalidSettings("channel_id", CHANNEL["is_archived"])
    from_outside = EVERYWHERE in scopes and not channel.is_private
    if not channel.is_member and not from_outside:
        raise InvalidSettings("channel_id", CHANNEL["not_in_channel"])
    return channel.id
