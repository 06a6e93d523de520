"""The step by which a grant that an owner just gave takes the place of whatever is there."""

from __future__ import annotations

from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.grants import Grant
from tt_integrations.domain.usecases.refresh_grant import sealed_grant
from tt_integrations.ports.connections import Vault
from tt_integrations.ports.unit_of_work import Transaction

MOST_TRIES = 3


def keep_grant(tx: Transaction, vault: Vault, connection: ConnectionId, grant: Grant) -> None:
    """A refresh that ends just now is replaced as well: the owner's last word counts."""
    for _ in range(MOST_TRIES):
        stored = tx.grants.find(connection)
        version = stored.version if stored else 0
        if tx.grants.keep(sealed_grant(vault, connection, grant, version)):
            return
    raise Conflict("somebody else is connecting at this moment; please try again")
