"""One engine per database, with what each needs to be safe under several processes."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from tt_integrations.adapters.documents import written
from tt_integrations.adapters.sql.left_idle import see_to_idle_connections
from tt_integrations.adapters.sql.prepared import may_be_tried_again

PATIENCE = 2.0
"""Seconds a transaction waits for another one's lock before it gives up with StoreUnavailable."""


def open_engine(url: str, patience: float = PATIENCE) -> sa.Engine:
    """An engine for `sqlite:///<path>` or `postgresql://...` (psycopg 3)."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, patience)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = sa.create_engine(parsed, connect_args={"connect_timeout": 2}, json_serializer=written)
    see_to_idle_connections(engine)
    return engine


@contextmanager
def opened(url: str, patience: float = PATIENCE) -> Iterator[sa.Engine]:
    """An engine for a piece of work, disposed of after it."""
    engine = open_engine(url, patience)
    try:
        yield engine
    finally:
        engine.dispose()


def _sqlite(url: sa.URL, patience: float) -> sa.Engine:
    # isolation_level None: the driver begins nothing by itself, so BEGIN IMMEDIATE is ours to say
    engine = sa.create_engine(
        url,
        connect_args={"isolation_level": None, "check_same_thread": False},
        json_serializer=written,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        for pragma in (
            f"busy_timeout = {int(patience * 1000)}",
            "synchronous = NORMAL",
            "foreign_keys = ON",
        ):
            connection.execute(f"PRAGMA {pragma}").close()
        _write_ahead(connection, patience)

    @event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _write_ahead(connection: Any, patience: float) -> None:
    """Switch the file to WAL, once for all. SQLite's own busy_timeout does not wait for others who switch it."""
    deadline = time.monotonic() + patience
    while connection.execute("PRAGMA journal_mode").fetchone()[0] not in ("wal", "memory"):
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError as error:
            if not may_be_tried_again(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
