"""Which statements reach the database: ours go past SQLAlchemy's execution, so the drivers themselves are listened to."""

from __future__ import annotations

import sqlite3
from typing import Any, Self

import psycopg
import sqlalchemy as sa
from sqlalchemy import event

TRANSACTION = "-- a transaction"
"""Stands in the list where a connection is taken from the pool: each transaction takes one."""
_AROUND = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", ";", TRANSACTION)
"""What asks and tells nothing; `;` is how a pool finds out whether a connection lives."""


def listened(engine: sa.Engine) -> list[str]:
    """What is executed from now on, in order; a statement for many rows is one. Before the first connection."""
    said: list[str] = []

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, _args: Any, options: dict[str, Any]) -> None:
        if engine.dialect.name == "sqlite":
            options["factory"] = _sqlite(said)
        else:
            options["cursor_factory"] = _psycopg(said)

    @event.listens_for(engine, "checkout")
    def checkout(_connection: Any, _record: Any, _proxy: Any) -> None:
        said.append(TRANSACTION)

    return said


def statements(said: list[str]) -> list[str]:
    """Those that ask or tell something."""
    return [each for each in said if not each.startswith(_AROUND)]


def transactions(said: list[str]) -> list[list[str]]:
    """The same by transactions."""
    begins = [n for n, each in enumerate(said) if each == TRANSACTION]
    ends = [*begins[1:], len(said)]
    return [statements(said[a:b]) for a, b in zip(begins, ends, strict=True)]


def _sqlite(said: list[str]) -> type[sqlite3.Connection]:
    class Cursor(sqlite3.Cursor):
        def executemany(self, sql: str, rows: Any, /) -> Self:
            said.append(sql)
            super().executemany(sql, rows)
            return self

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
            said.append(sql)
            return super().execute(sql, parameters)

        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

    return Connection


def _psycopg(said: list[str]) -> type[psycopg.Cursor[Any]]:
    class Cursor(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
            said.append(str(query))
            return super().execute(query, params, **more)

        def executemany(self, query: Any, params_seq: Any, **more: Any) -> None:
            said.append(str(query))
            super().executemany(query, params_seq, **more)

    return Cursor
