"""Triggers that got lost: on SQLite a host changes a column by making its table anew, and the new one has none.

What they noted would silently be missed, so each `upgrade` puts back those that are not there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa

_OURS = sa.text(
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 12) = :ours"
)


def restore(connection: sa.Connection, upgrade: Callable[[sa.Connection], None]) -> int:
    """Put back what is missing; how many there were. `upgrade` makes all of them in an empty database."""
    if connection.dialect.name != "sqlite":  # elsewhere a table is changed in place
        return 0
    there = _triggers(connection)
    missing = [sql for name, sql in _expected(upgrade).items() if name not in there]
    for sql in missing:
        connection.exec_driver_sql(sql)
    return len(missing)


def _expected(upgrade: Callable[[sa.Connection], None]) -> Mapping[str, str]:
    engine = sa.create_engine("sqlite://")
    try:
        with engine.connect() as empty:
            upgrade(empty)
            return _triggers(empty)
    finally:
        engine.dispose()


def _triggers(connection: sa.Connection) -> Mapping[str, str]:
    rows = connection.execute(_OURS, {"ours": "integration_"})
    return dict(map(tuple, rows))
