"""A host on SQLite makes a table anew, as Alembic's batch mode does, and our triggers are gone with the old one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from tt_integrations.adapters.sql.migrations import triggers, upgrade

OURS = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")


@pytest.fixture
def database() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        upgrade(connection)
        yield connection
    engine.dispose()


def known(database: sa.Connection) -> list[tuple[str, str]]:
    return [(name, sql) for name, sql in database.execute(OURS)]


def test_what_is_there_is_left_alone(database: sa.Connection) -> None:
    before = known(database)
    assert triggers.restore(database, upgrade) == 0
    assert known(database) == before


@pytest.mark.parametrize("table", ["time_entries", "users", "integrations", "integration_runs"])
def test_those_of_a_table_that_was_made_anew_are_put_back(
    database: sa.Connection, table: str
) -> None:
    before = known(database)
    lost = [name for name, sql in before if f" ON {table} " in sql]
    assert lost
    for name in lost:
        database.exec_driver_sql(f"DROP TRIGGER {name}")
    upgrade(database)
    assert known(database) == before
