"""The step by which a connection stands as its last sync left it: well, in trouble, waiting, or ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from attrs import frozen

from tt_integrations.domain.errors import (
    Conflict,
    InvalidSettings,
    NotConnected,
    OutcomeUnknown,
    ProviderError,
    ProviderRefused,
    ProviderUnavailable,
    SecretUnreadable,
)
from tt_integrations.domain.model.connection import Connection, ConnectionId, ConnectionState
from tt_integrations.domain.usecases.degrade import degrade, recover
from tt_integrations.domain.usecases.end_grant import EndGrant, GrantLost, TokenReplaced
from tt_integrations.domain.usecases.retry_refused import RetryRefused
from tt_integrations.ports.clock import Clock
from tt_integrations.ports.unit_of_work import UnitOfWork

NOT_BEFORE = "not_before"
"""In a connection's settings: until when, in ISO 8601, its provider asked us to wait."""
WORTH_REMEMBERING = 5.0
"""Seconds. Who comes again by then does no harm."""

T = TypeVar("T")


@frozen
class SettleConnection:
    """The same whether a job syncs or a person who waits for it. Calls nobody itself; never inside a transaction."""

    unit_of_work: UnitOfWork
    clock: Clock
    retry: RetryRefused
    end_grant: EndGrant

    def __call__(self, connection: ConnectionId, work: Callable[[], T]) -> T:
        """What `work` gives. Raises what it raises, but Conflict for a token that was refused and is another one by
        now."""
        try:
            return self.retry(connection, work)
        except ProviderUnavailable as trouble:
            self._wait(connection, trouble.retry_after)
            raise
        except (OutcomeUnknown, Conflict):
            raise
        except ProviderRefused as refusal:
            lost = GrantLost(connection, str(refusal), refusal.refused)
            if isinstance(self.end_grant(lost), TokenReplaced):
                raise Conflict(str(refusal)) from refusal
            raise
        except (ProviderError, InvalidSettings, NotConnected, SecretUnreadable) as trouble:
            degrade(self.unit_of_work, connection, str(trouble))
            raise

    def check(self, connection: Connection) -> None:
        """Raises ProviderUnavailable while its provider wants to be left alone."""
        left = (_not_before(connection) or self.clock.now()) - self.clock.now()
        if left > timedelta(0):
            raise ProviderUnavailable("the provider asked us to wait", left.total_seconds())

    def went(self, connection: Connection, trouble: str | None) -> None:
        """A sync came to its end: well, or for all but a part of it. `connection` as it was before."""
        if trouble is not None:
            degrade(self.unit_of_work, connection.id, trouble)
        elif connection.state is ConnectionState.DEGRADED:
            recover(self.unit_of_work, connection.id)

    def _wait(self, connection: ConnectionId, seconds: float | None) -> None:
        if seconds is None or seconds < WORTH_REMEMBERING:
            return
        until = self.clock.now() + timedelta(seconds=seconds)
        with self.unit_of_work() as tx:
            tx.connections.save(connection, {NOT_BEFORE: until.isoformat()})
            tx.commit()


def _not_before(connection: Connection) -> datetime | None:
    stored = connection.settings.get(NOT_BEFORE)
    return datetime.fromisoformat(stored) if isinstance(stored, str) else None
