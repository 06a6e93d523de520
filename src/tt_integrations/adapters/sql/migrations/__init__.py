"""The library's own migration tree, in its own version table: a host's Alembic never sees it, and may call it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from tt_integrations.adapters.sql.migrations import host as host_tables
from tt_integrations.adapters.sql.migrations import triggers

VERSION_TABLE = "integration_schema_version"
LOCK = 0x7474_696E
"""Of PostgreSQL's advisory locks; any number nobody else uses."""


def upgrade(connection: sa.Connection, revision: str = "head") -> None:
    """Bring the tables up to `revision` inside the caller's transaction, which the caller commits.

    Several processes may do it at once and it may be repeated. It may also be called from a revision of the
    host's own tree, and is therefore no `alembic.command`, whose environment is global. At the head it also puts
    triggers back that a host lost with a table it made anew.
    """
    _upgrade(connection, revision)
    if revision == "head":
        triggers.restore(connection, _upgrade)


def _upgrade(connection: sa.Connection, revision: str = "head") -> None:
    _begin_alone(connection)
    scripts = ScriptDirectory(str(Path(__file__).parent))
    migrations = MigrationContext.configure(
        connection,
        opts={
            "version_table": VERSION_TABLE,
            "fn": lambda current, _context: scripts._upgrade_revs(revision, current),  # noqa: SLF001 - no public way
        },
    )
    hosts_own = getattr(op, "_proxy", None)  # set while a revision of the host's is calling us
    try:
        with Operations.context(migrations):
            host_tables.complete()
            migrations.run_migrations()
    finally:
        if hosts_own is not None:
            hosts_own._install_proxy()  # noqa: SLF001 - the context manager forgets the outer one


def _begin_alone(connection: sa.Connection) -> None:
    """Keep all others out until the caller ends the transaction, which is begun where none was."""
    if not connection.in_transaction():  # or Alembic would begin and commit one of its own
        connection.begin()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and not driver.in_transaction:
        # Python's driver begins none for statements that make tables
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def current(connection: sa.Connection) -> str | None:
    """The revision the database is at; None when it never was ours."""
    options = {"version_table": VERSION_TABLE}
    return MigrationContext.configure(connection, opts=options).get_current_revision()
