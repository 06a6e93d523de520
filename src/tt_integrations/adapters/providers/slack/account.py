"""What Slack says of a token and of a channel."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from tt_integrations.adapters.providers.slack.chat import SlackChat
from tt_integrations.domain.model.chat import Access, TestNotice
from tt_integrations.domain.model.connection import Changes
from tt_integrations.domain.model.grants import Learnt

TOKEN, CHANNEL = "bot_token", "channel_id"


@frozen
class SlackAccount:
    """Implements the port `Account`."""

    chat: SlackChat

    def asks(self, changes: Changes, stored: Mapping[str, object]) -> bool:
        return TOKEN in changes.secrets or _new_channel(changes, stored) is not None

    def learn(
        self, access: Access | None, changes: Changes, stored: Mapping[str, object]
    ) -> Learnt:
        """Where the token belongs, and the id of the channel."""
        if access is None:
            return Learnt()
        channel = _new_channel(changes, stored)
        learnt = self._workspace(access) if TOKEN in changes.secrets else {}
        if channel is not None:
            learnt[CHANNEL] = self.chat.check_channel(access, channel)
        return Learnt(learnt)

    def try_out(self, access: Access, settings: Mapping[str, object]) -> str:
        """Posts to the channel, for everybody there to see; without one, only the token is tried."""
        channel = self.chat.announcing(settings).channel
        if channel is None:
            self.chat.workspace(access)
            return "The connection works. No channel is set, so no test message was posted."
        self.chat.post(access, channel, TestNotice())
        return "The connection works."

    def _workspace(self, access: Access) -> dict[str, object]:
        here = self.chat.workspace(access)
        return {"team_id": here.team, "team_name": here.team_name, "bot_user_id": here.user}


def _new_channel(changes: Changes, stored: Mapping[str, object]) -> str | None:
    """A form brings all fields: what was there before was checked when it was new, unless the token is another."""
    channel = changes.settings.get(CHANNEL)
    if TOKEN not in changes.secrets and channel == stored.get(CHANNEL):
        return None
    return channel if isinstance(channel, str) else None
