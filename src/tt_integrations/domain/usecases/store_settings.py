"""The step by which settings are stored, shared by all that store some: secrets sealed, addresses following."""

from __future__ import annotations

from attrs import frozen

from tt_integrations.domain.model.connection import Changes, Connection, Place
from tt_integrations.domain.usecases.bind_addresses import bind_addresses
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Transaction


@frozen
class StoreSettings:
    vault: Vault

    def __call__(
        self, tx: Transaction, dialect: Dialect, connection: Connection, changes: Changes
    ) -> None:
        """Only what is given changes. Addresses that the settings stand for no longer are unbound."""
        sealed = {
            name: self.vault.seal(secret, Place(connection.id, name))
            for name, secret in changes.secrets.items()
        }
        tx.connections.save(connection.id, {**changes.settings, **sealed})
        # looked at again now that nobody else can save: what they did just before counts, too
        stored = tx.connections.find(connection.id)
        settings = stored.settings if stored else {}
        stay = {address for address, _ in dialect.bindings(settings)}
        for address, _ in dialect.bindings(connection.settings):
            if address not in stay:
                tx.addresses.unbind(connection.id, address)
        bind_addresses(tx, dialect, connection, settings)
