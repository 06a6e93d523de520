"""The library's tables and its additions to the host's, on a fresh database and on one in use."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tt_integrations.adapters.sql import migrations
from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.own_tables import metadata
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.testing.contracts.examples import ACME, DOOR
from tt_integrations.testing.postgres import PostgresServer

ONE_PROCESS = """
import sys
from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.migrations import upgrade
for url in sys.argv[1:]:
    engine = open_engine(url, 20.0)
    print("ready", flush=True)
    sys.stdin.readline()
    with engine.begin() as connection:
        upgrade(connection)
"""
HEAD = ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head()


def test_a_fresh_database_gets_every_table(empty_engine: sa.Engine) -> None:
    _upgrade(empty_engine)
    there = set(sa.inspect(empty_engine).get_table_names())
    assert there == {*metadata.tables, migrations.VERSION_TABLE}


def test_a_fresh_database_is_at_the_newest_revision(empty_engine: sa.Engine) -> None:
    with empty_engine.begin() as connection:
        before = migrations.current(connection)
        migrations.upgrade(connection)
        assert (before, migrations.current(connection)) == (None, HEAD)


def test_migrating_again_changes_nothing(empty_engine: sa.Engine) -> None:
    _upgrade(empty_engine)
    once = _described(empty_engine)
    _upgrade(empty_engine)
    assert _described(empty_engine) == once


def test_an_undone_migration_leaves_nothing_behind(empty_engine: sa.Engine) -> None:
    _upgrade_and_roll_back(empty_engine)
    assert sa.inspect(empty_engine).get_table_names() == []


def test_nor_does_it_where_the_host_opened_the_database(hosts_empty_engine: sa.Engine) -> None:
    _upgrade_and_roll_back(hosts_empty_engine)
    assert sa.inspect(hosts_empty_engine).get_table_names() == []


def test_what_migrates_leaves_the_commit_to_its_caller(hosts_empty_engine: sa.Engine) -> None:
    with hosts_empty_engine.connect() as connection:
        migrations.upgrade(connection)
        connection.commit()
        connection.rollback()
    assert sa.inspect(hosts_empty_engine).has_table("integration_state")


def test_the_tables_we_describe_are_the_tables_we_make(empty_engine: sa.Engine) -> None:
    _upgrade(empty_engine)
    with empty_engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                "include_name": lambda name, *_: name != migrations.VERSION_TABLE,
            },
        )
        assert compare_metadata(context, metadata) == []


def test_a_table_that_differs_would_be_noticed(empty_engine: sa.Engine) -> None:
    _upgrade(empty_engine)
    with empty_engine.connect() as connection:
        connection.execute(sa.text("DROP INDEX ux_time_entries_one_active_per_user"))
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert [kind for kind, *_ in differences if kind == "add_index"] == ["add_index"]


def test_four_processes_may_migrate_at_once(
    tmp_path: Path, postgres_server: PostgresServer
) -> None:
    urls = [f"sqlite:///{tmp_path / 'four.db'}", postgres_server.create("four")]
    command = [sys.executable, "-c", ONE_PROCESS, *urls]
    with ExitStack() as stack:
        processes = [stack.enter_context(_process(command)) for _ in range(4)]
        for _ in urls:
            assert [process.stdout.readline() for process in processes] == ["ready\n"] * 4
            for process in processes:
                process.stdin.write("go\n")
                process.stdin.flush()
        said = [process.communicate(timeout=60) for process in processes]
    assert ([process.returncode for process in processes], said) == ([0] * 4, [("", "")] * 4)
    assert [_revision(url) for url in urls] == [HEAD] * 2


@pytest.fixture
def host_without_foreign_keys(sqlite_engine: sa.Engine) -> Iterator[sa.Engine]:
    """A host that opened its SQLite file as SQLite does by itself."""
    engine = sa.create_engine(sqlite_engine.url)
    yield engine
    engine.dispose()


def test_a_connection_that_the_host_deletes_takes_its_addresses_along(
    host_without_foreign_keys: sa.Engine, sqlite_engine: sa.Engine
) -> None:
    insert = "INSERT INTO integrations (id, name, provider, is_global, is_active) VALUES (7, 'x', "
    with host_without_foreign_keys.begin() as host:
        host.exec_driver_sql(f"{insert} '{ACME}', false, true)")
    with SqlUnitOfWork(sqlite_engine)() as tx:
        [connection] = tx.connections.newest(ACME)
        tx.addresses.bind(connection.id, DOOR, None)
        tx.commit()
    with host_without_foreign_keys.begin() as host:
        assert host.exec_driver_sql("PRAGMA foreign_keys").scalar() == 0
        host.exec_driver_sql("DELETE FROM integrations WHERE id = 7")
        left = host.exec_driver_sql("SELECT count(*) FROM integration_addresses").scalar()
        host.exec_driver_sql(f"{insert} '{ACME}', false, true)")
    with SqlUnitOfWork(sqlite_engine).reading() as tx:
        assert (left, list(tx.addresses.routes(ACME, DOOR))) == (0, [])


def _process(command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _revision(url: str) -> str | None:
    engine = open_engine(url)
    with engine.connect() as connection:
        revision = migrations.current(connection)
    engine.dispose()
    return revision


def _upgrade_and_roll_back(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        migrations.upgrade(connection)
        assert sa.inspect(connection).has_table("integration_state")
        connection.rollback()


def _upgrade(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        migrations.upgrade(connection)


def _described(engine: sa.Engine) -> object:
    there = sa.inspect(engine)
    return {
        table: (
            [(column["name"], str(column["type"])) for column in there.get_columns(table)],
            sorted(str(index["name"]) for index in there.get_indexes(table)),
        )
        for table in there.get_table_names()
    }
