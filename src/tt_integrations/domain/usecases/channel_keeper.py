"""The steps by which it is known which channels of a connection are open, and by what their messages are believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from tt_integrations.domain.errors import IntegrationError
from tt_integrations.domain.model.channel_book import (
    MISSING,
    OpenChannel,
    account_of,
    as_setting,
    missing_channels,
    open_channels,
)
from tt_integrations.domain.model.chat import Access
from tt_integrations.domain.model.connection import Changes, Connection, Place
from tt_integrations.domain.model.events import Channel
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.ports.calendar import Calendar
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Transaction, UnitOfWork


@frozen
class ChannelKeeper:
    """Everything by the providers' keys. What is stored is looked at again in the transaction that changes it."""

    unit_of_work: UnitOfWork
    vault: Vault
    store_settings: StoreSettings
    dialects: Mapping[str, Dialect]
    calendars: Mapping[str, Calendar]
    fresh_secret: Callable[[], str]

    def secret(self, connection: Connection) -> str:
        """What all channels of the connection are opened with; made where there is none yet. Raises
        SecretUnreadable."""
        name = self.dialects[connection.provider].signing_secret
        with self.unit_of_work() as tx:
            stands = self._stands(tx, connection)
            if sealed := stands.sealed(name):
                return self.vault.open(sealed, Place(connection.id, name))
            fresh = self.fresh_secret()
            self._store(tx, stands, Changes(secrets={name: fresh}))
            tx.commit()
        return fresh

    def store(self, connection: Connection, opened: Channel) -> Sequence[OpenChannel]:
        """Note that it is open; those of the same calendar that it takes over from."""
        with self.unit_of_work() as tx:
            stands = self._stands(tx, connection)
            known = open_channels(stands.settings)
            account = account_of(connection.settings)
            channels = as_setting([*known, OpenChannel(opened, account)])
            missing = _without(missing_channels(stands.settings), opened.calendar)
            self._store(tx, stands, Changes({**channels, MISSING: missing}))
            tx.commit()
        return [each for each in known if each.channel.calendar == opened.calendar]

    def note_missing(self, connection: Connection, calendar: str, why: str) -> None:
        with self.unit_of_work() as tx:
            stands = self._stands(tx, connection)
            missing = {**missing_channels(stands.settings), calendar: why}
            self._store(tx, stands, Changes({MISSING: missing}))
            tx.commit()

    def stop(self, connection: Connection, channels: Sequence[OpenChannel], access: Access) -> None:
        """The best we can do: each ends by itself, and nobody minds what it tells until then."""
        for each in channels:
            try:
                self.calendars[connection.provider].unwatch(access, each.channel)
            except IntegrationError:
                continue

    def forget(self, connection: Connection, channels: Sequence[OpenChannel]) -> None:
        gone = {each.channel.id for each in channels}
        if not gone:
            return
        with self.unit_of_work() as tx:
            stands = self._stands(tx, connection)
            left = [each for each in open_channels(stands.settings) if each.channel.id not in gone]
            self._store(tx, stands, Changes(as_setting(left)))
            tx.commit()

    def _stands(self, tx: Transaction, connection: Connection) -> Connection:
        """As it is now that nobody else can save."""
        tx.connections.save(connection.id, {})
        return tx.connections.find(connection.id) or connection

    def _store(self, tx: Transaction, stands: Connection, changes: Changes) -> None:
        self.store_settings(tx, self.dialects[stands.provider], stands, changes)


def _without(missing: Mapping[str, str], calendar: str) -> Mapping[str, str] | None:
    left = {each: why for each, why in missing.items() if each != calendar}
    return left or None
