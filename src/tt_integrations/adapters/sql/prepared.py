"""Statements built once as SQLAlchemy Core, compiled once per dialect, run through the driver.

Building or executing Core per call costs more than the database's own work on the hot path (see
docs/decisions/0003-statements-run-through-the-driver.md).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from tt_integrations.domain.errors import StoreUnavailable

Process = Callable[[Any], Any]


@frozen
class _Compiled:
    sql: str
    order: tuple[str, ...] | None
    """The names of positional parameters; None where the driver takes them by name."""
    constants: Mapping[str, Any]
    binds: tuple[tuple[str, Process], ...]
    loads: tuple[tuple[int, Process], ...]

    def parameters(self, values: dict[str, Any]) -> Any:
        if self.constants:
            values = {**self.constants, **values}
        for name, process in self.binds:
            values[name] = process(values[name])
        return values if self.order is None else [values[name] for name in self.order]

    def parameters_of(self, rows: Sequence[Mapping[str, Any]]) -> Sequence[Any]:
        """`parameters` of many rows: column by column, which takes a third of the time."""
        if self.order is None:
            return [self.parameters(dict(row)) for row in rows]
        processes = dict(self.binds)
        return list(zip(*(self._column(name, rows, processes) for name in self.order), strict=True))

    def _column(
        self, name: str, rows: Sequence[Mapping[str, Any]], processes: Mapping[str, Process]
    ) -> Sequence[Any]:
        constant = name in self.constants
        cells = [self.constants[name] if constant else row[name] for row in rows]
        process = processes.get(name)
        return cells if process is None else [process(cell) for cell in cells]

    def loaded(self, row: Sequence[Any]) -> Sequence[Any]:
        if not self.loads:
            return row
        cells = list(row)
        for index, process in self.loads:
            cells[index] = process(cells[index])
        return cells


class Prepared:
    """One Core statement. Make it at module level; its bind parameters are the keywords of every run."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def on(self, dialect: Dialect) -> _Compiled:
        known = self._compiled.get(dialect.name)
        return known or self._compiled.setdefault(dialect.name, self._compile(dialect))

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled = self._statement.compile(dialect=dialect)
        # by name: a parameter that stands in several places is one value
        types = {
            name: bind.type.dialect_impl(dialect) for bind, name in compiled.bind_names.items()
        }
        binds = {name: _process(type_, dialect) for name, type_ in types.items()}
        columns = self._statement.exported_columns if _returns_rows(self._statement) else ()
        loads = [
            (index, column.type.dialect_impl(dialect).result_processor(dialect, None))
            for index, column in enumerate(columns)
        ]
        return _Compiled(
            sql=_in_binary(str(compiled), types),
            order=tuple(compiled.positiontup) if compiled.positional else None,
            constants={
                name: bind.value for bind, name in compiled.bind_names.items() if not bind.required
            },
            binds=tuple((name, process) for name, process in binds.items() if process),
            loads=tuple((index, process) for index, process in loads if process),
        )


def _process(type_: TypeEngine[Any], dialect: Dialect) -> Process | None:
    """What the driver needs done to each value; to a naive moment the same as SQLAlchemy does, in a third of the time."""
    if dialect.name == "sqlite" and isinstance(type_, sa.DateTime) and not type_.timezone:
        return _as_text
    return type_.bind_processor(dialect)


def _as_text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(" ", "microseconds")


def _in_binary(sql: str, types: Mapping[str, TypeEngine[Any]]) -> str:
    """With arrays as psycopg writes them fastest, by far."""
    for name, type_ in types.items():
        if isinstance(type_, sa.ARRAY):
            sql = sql.replace(f"%({name})s", f"%({name})b")
    return sql


def _returns_rows(statement: Any) -> bool:
    return isinstance(statement, sa.Select) or bool(getattr(statement, "_returning", ()))


@frozen
class Driver:
    """A driver's connection and the dialect it speaks."""

    connection: Any
    dialect: Dialect

    def rows(self, statement: Prepared, **values: Any) -> list[Sequence[Any]]:
        compiled = statement.on(self.dialect)
        cursor = self._execute(compiled.sql, compiled.parameters(values))
        return [compiled.loaded(row) for row in cursor.fetchall()]

    def row(self, statement: Prepared, **values: Any) -> Sequence[Any] | None:
        rows = self.rows(statement, **values)
        return rows[0] if rows else None

    def run(self, statement: Prepared, **values: Any) -> None:
        compiled = statement.on(self.dialect)
        self._execute(compiled.sql, compiled.parameters(values))

    def many(self, statement: Prepared, rows: Iterable[Mapping[str, Any]]) -> None:
        """As `run` with the values of each row, in one go."""
        compiled = statement.on(self.dialect)
        if parameters := compiled.parameters_of(list(rows)):
            self._asked(lambda: self.connection.cursor().executemany(compiled.sql, parameters))

    def text(self, sql: str) -> None:
        self._execute(sql, ())

    def _execute(self, sql: str, parameters: Any) -> Any:
        return self._asked(lambda: self.connection.execute(sql, parameters))

    def _asked(self, question: Callable[[], Any]) -> Any:
        try:
            return question()
        except self.dialect.loaded_dbapi.OperationalError as error:
            if may_be_tried_again(error):
                raise StoreUnavailable("the database is locked or away") from error
            raise


def may_be_tried_again(error: BaseException) -> bool:
    """Whether a driver's OperationalError says locked or away, rather than that the statement is wrong."""
    if isinstance(error, sqlite3.OperationalError):
        return (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return (
        True  # psycopg keeps this class for lost connections, lock timeouts, deadlocks and shutdown
    )
