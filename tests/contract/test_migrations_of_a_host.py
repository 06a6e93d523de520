"""A database that a host has been using before it had this library."""

from __future__ import annotations

from pathlib import Path

import alembic.command
import pytest
import sqlalchemy as sa
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tt_integrations.adapters.sql import host_tables, migrations
from tt_integrations.adapters.sql.migrations.host import UnsuitableDatabase
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.people import PersonId
from tt_integrations.testing.contracts.examples import ACME, between

HEAD = ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head()
OLD = """
CREATE TABLE clients (id INTEGER PRIMARY KEY, name VARCHAR(200) NOT NULL, status VARCHAR(20));
CREATE TABLE users (
    id INTEGER PRIMARY KEY, username VARCHAR(80) NOT NULL, role VARCHAR(20) NOT NULL,
    is_active BOOLEAN NOT NULL, favourite_colour VARCHAR(20));
CREATE TABLE projects (
    id INTEGER PRIMARY KEY, name VARCHAR(200) NOT NULL, status VARCHAR(20), created_by INTEGER);
CREATE TABLE time_entries (
    id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, project_id INTEGER,
    start_time TIMESTAMP NOT NULL, end_time TIMESTAMP, duration_seconds INTEGER);
CREATE TABLE integrations (
    id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL, provider VARCHAR(50) NOT NULL,
    user_id INTEGER, is_active BOOLEAN NOT NULL, config JSON);
CREATE TABLE invoices (id INTEGER PRIMARY KEY, amount INTEGER);
INSERT INTO users VALUES (1, 'ada', 'admin', true, 'green'), (2, 'ben', 'user', true, NULL);
INSERT INTO projects VALUES (1, 'Web', 'active', 1), (2, 'Old', 'archived', 1);
INSERT INTO time_entries VALUES
    (1, 1, 1, '2026-03-02 07:00:00', '2026-03-02 08:00:00', 3000),
    (2, 1, 1, '2026-03-02 08:30:00', NULL, NULL),
    (3, 2, NULL, '2026-03-02 08:31:00', NULL, NULL);
INSERT INTO integrations VALUES (1, 'Ours', 'acme_connector', 1, true, '{"room": "hall"}');
INSERT INTO invoices VALUES (1, 100);
"""
TABLES = ("users", "projects", "time_entries", "integrations", "invoices")
ADA = PersonId(1)


@pytest.fixture
def old(empty_engine: sa.Engine) -> sa.Engine:
    """Older than the columns and indexes we use, with a table and a column of which we know nothing."""
    with empty_engine.begin() as connection:
        for statement in filter(None, OLD.split(";\n")):
            connection.exec_driver_sql(statement)
    return empty_engine


def test_what_is_missing_is_added(old: sa.Engine) -> None:
    _upgrade(old)
    there = sa.inspect(old)
    for table in host_tables.metadata.sorted_tables:
        columns = {column["name"] for column in there.get_columns(table.name)}
        indexes = {index["name"] for index in there.get_indexes(table.name)}
        assert {column.name for column in table.columns} <= columns
        assert {index.name for index in table.indexes} <= indexes


def test_every_row_stays_as_it_was(old: sa.Engine) -> None:
    with old.connect() as connection:
        before = {table: _rows(connection, table) for table in TABLES}
    _upgrade(old)
    with old.connect() as connection:
        after = {table: _rows(connection, table) for table in TABLES}
    for table, rows in before.items():
        kept = [{name: row[name] for name in rows[0]} for row in after[table]]
        assert kept == rows


def test_the_library_works_on_it(old: sa.Engine) -> None:
    _upgrade(old)
    with SqlUnitOfWork(old)() as tx:
        person = tx.people.find(ADA)
        assert person is not None
        assert [project.name for project in tx.projects.usable_by(person)] == ["Web"]
        [entry] = tx.entries.within(ADA, _whole_day())
        [connection] = tx.connections.newest(ACME)
        timer = tx.timers.running(ADA)
    assert (person.name, person.zone.key, entry.worked.seconds) == ("ada", "UTC", 3000)
    assert (connection.state, connection.settings) == (ConnectionState.ACTIVE, {"room": "hall"})
    assert timer is not None
    assert timer.breaks.seconds == 0


def test_one_running_timer_per_person_holds_from_then_on(old: sa.Engine) -> None:
    _upgrade(old)
    second = "INSERT INTO time_entries (id, user_id, start_time) VALUES (9, 1, '2026-03-02 09:00')"
    with old.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.exec_driver_sql(second)


def test_people_with_several_running_timers_are_named_and_nothing_is_changed(
    old: sa.Engine,
) -> None:
    with old.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO time_entries (id, user_id, start_time) VALUES "
            "(11, 2, '2026-03-02 09:00'), (12, 1, '2026-03-02 09:00'), (13, 1, '2026-03-02 09:00')"
        )
    before = _columns(old)
    with pytest.raises(UnsuitableDatabase) as refused:
        _upgrade(old)
    assert _columns(old) == before
    assert str(refused.value) == (
        "these users have several running timers, stop all but one of each and migrate again: 1, 2"
    )


def test_a_database_of_something_else_is_refused(empty_engine: sa.Engine) -> None:
    with empty_engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE users (id INTEGER PRIMARY KEY)")
    with pytest.raises(UnsuitableDatabase, match="table users has no column username"):
        _upgrade(empty_engine)


HOSTS_ENVIRONMENT = """
from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
"""
HOSTS_REVISION = """
import sqlalchemy as sa
from alembic import op

from tt_integrations.adapters.sql.migrations import upgrade as upgrade_integrations

revision = "host1"
down_revision = None


def upgrade():
    op.create_table("before", sa.Column("id", sa.Integer, primary_key=True))
    upgrade_integrations(op.get_bind())
    op.create_table("after", sa.Column("id", sa.Integer, primary_key=True))
"""


@pytest.fixture
def hosts_tree(tmp_path: Path) -> Config:
    """A host's own Alembic tree, whose only revision calls ours in its middle."""
    tree = tmp_path / "alembic"
    (tree / "versions").mkdir(parents=True)
    (tree / "env.py").write_text(HOSTS_ENVIRONMENT)
    (tree / "versions" / "host1.py").write_text(HOSTS_REVISION)
    config = Config()
    config.set_main_option("script_location", str(tree))
    config.set_main_option("path_separator", "os")
    return config


def test_a_hosts_own_revision_may_migrate_us(
    hosts_empty_engine: sa.Engine, hosts_tree: Config
) -> None:
    with hosts_empty_engine.connect() as connection:
        hosts_tree.attributes["connection"] = connection
        alembic.command.upgrade(hosts_tree, "head")
    there = sa.inspect(hosts_empty_engine)
    assert all(there.has_table(name) for name in ("before", "after", "integration_state"))
    with hosts_empty_engine.connect() as connection:
        theirs = MigrationContext.configure(connection).get_current_revision()
        assert (theirs, migrations.current(connection)) == ("host1", HEAD)


def _upgrade(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        migrations.upgrade(connection)


def _columns(engine: sa.Engine) -> dict[str, list[str]]:
    there = sa.inspect(engine)
    return {
        table: [column["name"] for column in there.get_columns(table)]
        for table in there.get_table_names()
    }


def _rows(connection: sa.Connection, table: str) -> list[dict[str, object]]:
    query = f"SELECT * FROM {table} ORDER BY id"  # noqa: S608 - our own words
    return [dict(row) for row in connection.exec_driver_sql(query).mappings()]


def _whole_day() -> Span:
    return between(-9, 15)
