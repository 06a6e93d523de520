"""The step by which a provider is asked to tell us no more, before we forget by what it could be believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.channel_book import (
    CHANNELS,
    CLOSED,
    account_of,
    open_channels,
)
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Connection
from tt_integrations.domain.usecases.channel_keeper import ChannelKeeper


@frozen
class CloseChannels:
    """A `Closing`: what stays open ends by itself."""

    access: Callable[[Connection], Access]
    keeper: ChannelKeeper

    def __call__(self, connection: Connection) -> None:
        account = account_of(connection.settings)
        own = [each for each in open_channels(connection.settings) if each.account == account]
        if not own or connection.provider not in self.keeper.calendars:
            return
        try:
            access = self.access(connection)
        except IntegrationError:  # whoever may not read may not stop either
            return
        self.keeper.stop(connection, own, access)

    def forgotten(self, connection: Connection) -> Mapping[str, object]:
        return CLOSED if CHANNELS in connection.settings else {}
