"""Connections of a pool that their server may have ended while nobody used them.

A ping before every transaction finds them, and is a round trip: a tenth of what a short transaction takes. A server
that ends a connection says so, which shows without asking it; only where nothing was heard for long is it asked.
"""

from __future__ import annotations

import select
import time
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

LONG = 30.0
"""Seconds after which a network may have dropped a connection, and told nobody."""
_LEFT = "left"


def see_to_idle_connections(engine: sa.Engine) -> None:
    """Whoever takes one of psycopg's from the engine's pool gets one that works, if the server does."""

    @event.listens_for(engine, "checkin")
    def left(_connection: Any, record: Any) -> None:
        record.info[_LEFT] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def taken(connection: Any, record: Any, _fairy: Any) -> None:
        left = record.info.pop(_LEFT, None)
        if left is None:  # just opened
            return
        if (time.monotonic() - left > LONG or _told_something(connection)) and not _answers(
            engine.dialect, connection
        ):
            raise sa.exc.InvalidatePoolError  # the pool opens another, and all others are in doubt


def _told_something(connection: Any) -> bool:
    if not hasattr(select, "poll"):  # on Windows: nobody knows
        return True
    if connection.closed:
        return True
    looks = select.poll()
    looks.register(connection.fileno(), select.POLLIN)
    return bool(looks.poll(0))


def _answers(dialect: sa.Dialect, connection: Any) -> bool:
    with suppress(dialect.loaded_dbapi.OperationalError):
        return bool(dialect.do_ping(connection))
    return False
