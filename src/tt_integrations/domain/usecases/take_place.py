"""The step by which an app of a person's own takes the place of the connection they had within another's.

A person sees their newest connection only: an older one that went on would speak with nobody able to stop it.
"""

from __future__ import annotations

from tt_integrations.domain.model.connection import Changes, Connection, ConnectionState
from tt_integrations.domain.usecases.store_settings import StoreSettings
from tt_integrations.domain.usecases.unlink import part
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import Transaction


def take_place(
    tx: Transaction, store: StoreSettings, dialect: Dialect, former: Connection, own: Connection
) -> None:
    """`own` is set up as `former` was, whose secrets stay behind: they are sealed for it alone."""
    secrets = dialect.token, dialect.signing_secret
    kept = {name: value for name, value in former.settings.items() if name not in secrets}
    for address, is_owner in dialect.bindings(former.settings):
        if is_owner:
            part(tx, store, dialect, former, address)
    tx.connections.move(former.id, ConnectionState.DISABLED)
    store(tx, dialect, own, Changes(kept))
