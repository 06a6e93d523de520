"""A refused token need not be the end: another one may be stored by now, or a fresh one be had for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from attrs import frozen

from tt_integrations.domain.errors import ProviderRefused, ProviderUnavailable
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.usecases.token_in_use import refused_in_use
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

T = TypeVar("T")
SOON = timedelta(seconds=10)
"""Work that was under way for longer is not begun again at once: it would outlive the lease of the job that it is."""


@frozen
class RetryRefused:
    """Once, so that a provider which takes no token at all is not asked for ever. Never called in a transaction."""

    unit_of_work: UnitOfWork
    clock: Clock

    def __call__(self, connection: ConnectionId, work: Callable[[], T]) -> T:
        """What `work` gives, which asks for the connection's token each time. Raises what it raises: a refusal of the
        second token, or of the first one where there is no other; ProviderUnavailable where there is one, but it is
        late."""
        began = self.clock.now()
        try:
            return work()
        except ProviderRefused as refusal:
            if refusal.refused is None or not self._has_another(connection, refusal.refused):
                raise
            if self.clock.now() - began > SOON:
                raise ProviderUnavailable("the token had to be replaced", 1) from None
        return work()

    def _has_another(self, number: ConnectionId, refused: str) -> bool:
        with self.unit_of_work() as tx:
            connection = tx.connections.find(number)
            if connection is None:
                return False
            granted = tx.grants.find(connection.source)
            if not refused_in_use(tx, connection, refused, self.clock.now()):
                return True
            can_be_had = (
                granted is not None
                and granted.refresh_token is not None
                and granted.access_token == refused  # it may have been the refresh token
            )
            if can_be_had:  # by whoever finds that it has ended
                tx.commit()
        return can_be_had
