"""Whether the service can do its work: looked at each time somebody asks, so it has to be cheap."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.sql.schema import behind
from tt_integrations.domain.errors import SecretUnreadable, StoreUnavailable
from tt_integrations.domain.model.connection import ConnectionId, Place
from tt_integrations.ports.connections import Vault

OK, UNKNOWN = "ok", "unknown"
_CANARY, _PLACE = "canary", Place(ConnectionId(0), "readiness")


@frozen
class Readiness:
    engine: sa.Engine
    vault: Vault

    def look(self) -> Mapping[str, str]:
        """Each check with `ok` or the stable code of what is wrong; `unknown` where another one hides it."""
        return {**self._database(), "keys": self._keys()}

    def _database(self) -> Mapping[str, str]:
        """Tables that are newer than we know are fine: during a rollout, the new version migrates first."""
        try:
            old = behind(self.engine)
        except StoreUnavailable:
            return {"database": "database_unavailable", "migrations": UNKNOWN}
        return {"database": OK, "migrations": "migrations_missing" if old else OK}

    def _keys(self) -> str:
        try:
            opened = self.vault.open(self.vault.seal(_CANARY, _PLACE), _PLACE)
        except SecretUnreadable:
            return "keys_unusable"
        return OK if opened == _CANARY else "keys_unusable"
