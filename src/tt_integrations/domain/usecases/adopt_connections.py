"""Take over the connections a host stored before it had this library. Nothing in them changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from attrs import frozen

from tt_integrations.domain.model.connection import ConnectionKey
from tt_integrations.domain.usecases.bind_addresses import bind_addresses
from tt_integrations.ports.providers import Dialect
from tt_integrations.ports.unit_of_work import UnitOfWork


@frozen
class AdoptConnections:
    """`fresh_key` makes a new random connection key at each call."""

    unit_of_work: UnitOfWork
    dialects: Mapping[str, Dialect]
    fresh_key: Callable[[], ConnectionKey]

    def __call__(self) -> int:
        """How many were adopted; 0 when all were already."""
        adopted = 0
        with self.unit_of_work() as tx:
            for provider, dialect in self.dialects.items():
                for connection in tx.adoption.waiting(provider):
                    tx.adoption.adopt(connection.id, self.fresh_key(), connection.state)
                    bind_addresses(tx, dialect, connection, connection.settings)
                    adopted += 1
            tx.commit()
        return adopted
