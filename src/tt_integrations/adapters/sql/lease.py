"""Where a transaction's driver connection comes from. Whatever it left uncommitted is undone at its return."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock
from typing import Any

import sqlalchemy as sa

from tt_integrations.adapters.sql.engine import PATIENCE
from tt_integrations.adapters.sql.prepared import may_be_tried_again
from tt_integrations.domain.errors import StoreUnavailable

Lease = Callable[[sa.Engine], AbstractContextManager[Any]]


@contextmanager
def pooled(engine: sa.Engine) -> Iterator[Any]:
    """From the engine's pool; safe from any number of threads."""
    connection = _connect(engine)
    try:
        yield connection.driver_connection
    finally:
        connection.close()  # the pool rolls back


class Held:
    """One connection, kept for good: for a single thread that has one transaction at a time.

    Saves the way through the pool, which costs a short SQLite transaction as much again.
    """

    def __init__(self) -> None:
        self._pooled: Any = None  # kept so that the pool does not take the connection back
        self._connection: Any = None

    def __call__(self, engine: sa.Engine) -> Held:
        if self._connection is None:
            self._pooled = _connect(engine)
            self._connection = self._pooled.driver_connection
        return self

    def __enter__(self) -> Any:
        return self._connection

    def __exit__(self, *_raised: object) -> None:
        if self._connection.in_transaction:
            self._connection.rollback()

    def close(self) -> None:
        """Give the connection back. A later transaction would take another."""
        if self._pooled is not None:
            self._pooled.close()
            self._pooled = self._connection = None


@contextmanager
def in_turn(turn: Lock, lease: AbstractContextManager[Any]) -> Iterator[Any]:
    """Another lease, entered by one thread at a time. SQLite lets one write, and has all others ask it again and again,
    with pauses that grow: of many threads most would sleep while nobody writes."""
    if not turn.acquire(timeout=PATIENCE):
        raise StoreUnavailable("the database is locked by others who write")
    try:
        with lease as connection:
            yield connection
    finally:
        turn.release()


def _connect(engine: sa.Engine) -> Any:
    try:
        return engine.raw_connection()
    except sa.exc.TimeoutError as error:
        raise StoreUnavailable("no connection to the database became free") from error
    except engine.dialect.loaded_dbapi.OperationalError as error:  # the pool hands it on as it is
        if may_be_tried_again(error):
            raise StoreUnavailable("the database is locked or away") from error
        raise
