"""Where a transaction's driver connection comes from. Whatever it left uncommitted is undone at its return."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import sqlalchemy as sa

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
        self._connection: Any = None

    @contextmanager
    def __call__(self, engine: sa.Engine) -> Iterator[Any]:
        if self._connection is None:
            self._connection = _connect(engine)
        connection = self._connection.driver_connection
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.rollback()


def _connect(engine: sa.Engine) -> Any:
    try:
        return engine.raw_connection()
    except sa.exc.OperationalError as error:
        if error.orig is not None and may_be_tried_again(error.orig):
            raise StoreUnavailable("the database is locked or away") from error
        raise
