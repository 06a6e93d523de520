"""The host's tables: created on a fresh database, completed on an existing one, otherwise left alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from tt_integrations.adapters.sql import host_tables
from tt_integrations.domain.errors import IntegrationError


class UnsuitableDatabase(IntegrationError):
    """The database holds something that would make our use of it wrong. The text says what to do."""

    code = "unsuitable_database"


def complete() -> None:
    """After this every host table has the columns and indexes we use. May be repeated."""
    there = sa.inspect(op.get_bind())
    for table in host_tables.metadata.sorted_tables:
        if table.name.startswith("integration_"):
            continue
        if there.has_table(table.name):
            _complete(table, there)
        else:
            op.execute(sa.schema.CreateTable(table))
            _index(table, set())


def _complete(table: sa.Table, there: sa.Inspector) -> None:
    columns = {column["name"] for column in there.get_columns(table.name)}
    for column in table.columns:
        if column.name not in columns:
            op.add_column(table.name, _addable(table, column))
    _index(table, {str(index["name"]) for index in there.get_indexes(table.name)})


def _addable(table: sa.Table, column: sa.Column[object]) -> sa.Column[object]:
    """The column without what SQLite cannot add to an existing table: constraints and computed defaults."""
    default = column.server_default
    if not column.nullable and default is None:
        raise UnsuitableDatabase(
            f"table {table.name} has no column {column.name}: this is not a time tracker's database"
        )
    constant = isinstance(default, sa.DefaultClause) and not isinstance(
        default.arg, sa.sql.functions.FunctionElement
    )
    return sa.Column(
        column.name,
        column.type,
        nullable=column.nullable,
        server_default=default.arg if constant else None,  # type: ignore[union-attr]
    )


def _index(table: sa.Table, there: set[str]) -> None:
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        if index.name not in there:
            if index.unique:
                _refuse_several_timers()
            op.execute(sa.schema.CreateIndex(index))


def _refuse_several_timers() -> None:
    entries = host_tables.time_entries
    several = op.get_bind().execute(
        sa.select(entries.c.user_id)
        .where(entries.c.end_time.is_(None))
        .group_by(entries.c.user_id)
        .having(sa.func.count() > 1)
        .order_by(entries.c.user_id)
    )
    if people := [str(person) for person in several.scalars()]:
        raise UnsuitableDatabase(
            "these users have several running timers, stop all but one of each and migrate again: "
            + ", ".join(people)
        )
