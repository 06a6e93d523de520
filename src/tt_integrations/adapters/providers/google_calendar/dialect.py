"""Google's pushes: whom they claim to be for, whether they are genuine, what they say. It is all in their headers.

They are not signed. What makes one genuine is the token that we gave the channel, and told nobody but Google: the
setting that counts as signing secret is what all tokens of the connection's channels are made from.

Source: developers.google.com, calendar guides/push.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from tt_integrations.adapters.providers.google_calendar.addresses import id_in, of_channel
from tt_integrations.adapters.providers.google_calendar.channel_tokens import token_of
from tt_integrations.domain.errors import MalformedPayload, Untrusted
from tt_integrations.domain.model.connection import Address
from tt_integrations.domain.model.delivery import AddressCheck, Delivery, Ignored
from tt_integrations.domain.model.events import CalendarNews

CHANNEL, TOKEN = "x-goog-channel-id", "x-goog-channel-token"
STATE = "x-goog-resource-state"
OPENED, CHANGED = "sync", ("exists", "not_exists")
_WORD = re.compile("[a-z_]{1,40}")


class GoogleDialect:
    signing_secret = "channel_token"  # noqa: S105 - the name of a setting
    token = "access_token"  # noqa: S105 - as above; nobody pastes one, so it is never there
    takes_commands = False
    makes_secret = (
        False  # by the owner it is never seen: whoever opens the first channel makes it up
    )

    def greeting(self, delivery: Delivery) -> AddressCheck | None:  # noqa: ARG002 - the port's
        """The first push of a channel has the token already."""
        return None

    def senders(self, delivery: Delivery) -> Sequence[Address]:
        channel = id_in(delivery.headers.get(CHANNEL))
        return [of_channel(channel)] if channel else []

    def verify(self, delivery: Delivery, secret: str, now: datetime) -> None:  # noqa: ARG002 - nothing says when
        channel = id_in(delivery.headers.get(CHANNEL))
        if not secret or channel is None:
            raise Untrusted("no channel, or no secret of its")
        given = delivery.headers.get(TOKEN, "").encode(errors="replace")
        if not hmac.compare_digest(given, token_of(secret, channel).encode()):
            raise Untrusted("the channel token is missing or does not match")

    def read(self, delivery: Delivery) -> CalendarNews | Ignored:
        """Nothing says what changed. The body is empty, and the number of the message no help: some are lost."""
        channel = id_in(delivery.headers.get(CHANNEL))
        if channel is None:
            raise MalformedPayload(CHANNEL, "missing or malformed")
        state = delivery.headers.get(STATE, "")
        if not _WORD.fullmatch(state):
            raise MalformedPayload(STATE, "missing or malformed")
        if state == OPENED or state in CHANGED:
            return CalendarNews(channel, first=state == OPENED)
        return Ignored(state)

    def bindings(self, settings: Mapping[str, object]) -> Sequence[tuple[Address, bool]]:
        """The channels that are open. Google sends the pushes, and not the owner."""
        channels = settings.get("channels")
        ids = [
            id_in(one.get("id"))
            for one in (channels if isinstance(channels, list) else ())
            if isinstance(one, dict)
        ]
        return [(of_channel(channel), False) for channel in dict.fromkeys(ids) if channel]

    def linked(self, address: Address) -> Mapping[str, object]:  # noqa: ARG002 - the port's
        """No sender is the owner."""
        return {}

    def unlinked(self) -> Mapping[str, object]:
        return {}
