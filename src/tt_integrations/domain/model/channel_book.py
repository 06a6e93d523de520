"""What the settings of a connection say of the channels by which its provider tells of changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from attrs import frozen

from tt_integrations.domain.model.events import Channel

CHANNELS, MISSING = "channels", "channel_missing"
"""Names of settings: the channels that are open, and by calendar why there is none."""
CLOSED: Mapping[str, object] = {CHANNELS: None, MISSING: None}
"""The settings that say: there is none, and nothing is known of any."""
ACCOUNT = "email"
"""The name of the setting that says whose calendars they are."""


@frozen
class OpenChannel:
    """`account` opened it: with another one's access it can be neither used nor stopped."""

    channel: Channel
    account: str | None


def account_of(settings: Mapping[str, object]) -> str | None:
    account = settings.get(ACCOUNT)
    return account if isinstance(account, str) else None


def open_channels(settings: Mapping[str, object]) -> Sequence[OpenChannel]:
    """In the order they were opened. What cannot be understood is left out: it ends by itself."""
    stored = settings.get(CHANNELS)
    return list(_understood(stored if isinstance(stored, list) else ()))


def as_setting(channels: Sequence[OpenChannel]) -> Mapping[str, object]:
    """The setting that says: these are open."""
    return {
        CHANNELS: [
            {
                "id": each.channel.id,
                "resource": each.channel.resource,
                "calendar": each.channel.calendar,
                "expires": each.channel.expires.isoformat(),
                "account": each.account,
            }
            for each in channels
        ]
    }


def missing_channels(settings: Mapping[str, object]) -> Mapping[str, str]:
    """By calendar, in a sentence, why it has no channel."""
    stored = settings.get(MISSING)
    return {
        calendar: why
        for calendar, why in (stored.items() if isinstance(stored, Mapping) else ())
        if isinstance(why, str)
    }


def _understood(stored: Sequence[object]) -> Iterator[OpenChannel]:
    for each in stored:
        match each:
            case {
                "id": str(id_),
                "resource": str(resource),
                "calendar": str(calendar),
                "expires": str(text),
                **more,
            }:
                expires = _moment(text)
                if expires is not None:
                    channel = Channel(id_, resource, calendar, expires)
                    yield OpenChannel(channel, account_of({ACCOUNT: more.get("account")}))


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
