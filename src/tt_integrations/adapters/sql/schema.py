"""At which revision the tables are, without Alembic: the service does not carry it."""

from __future__ import annotations

from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from tt_integrations.domain.errors import StoreUnavailable

VERSION_TABLE = "integration_schema_version"
_VERSION = f"SELECT version_num FROM {VERSION_TABLE}"  # noqa: S608 - a constant
_IS_THERE = {
    "sqlite": f"SELECT name FROM sqlite_master WHERE name = '{VERSION_TABLE}'",  # noqa: S608
    "postgresql": f"SELECT to_regclass('{VERSION_TABLE}')",
}


@cache
def head() -> str:
    """The newest revision there is: its files are named in order."""
    versions = Path(__file__).parent / "migrations" / "versions"
    return max(file.name.partition("_")[0] for file in versions.glob("[0-9]*_*.py"))


def at(engine: sa.Engine) -> str | None:
    """The revision of the tables; None where they never were ours. It waits for no writer.

    Raises StoreUnavailable where nobody answers.
    """
    try:
        with closing(engine.raw_connection()) as connection:  # no transaction: SQLite's would lock
            cursor = connection.cursor()
            if not _cell(cursor, _IS_THERE[engine.dialect.name]):
                return None
            return _cell(cursor, _VERSION)
    except (sa.exc.SQLAlchemyError, engine.dialect.loaded_dbapi.Error):
        raise StoreUnavailable("the database does not answer") from None


def behind(engine: sa.Engine) -> bool:
    """Whether something is missing that we rely on. Raises as `at`."""
    revision = at(engine)
    return revision is None or revision < head()


def _cell(cursor: Any, statement: str) -> str | None:
    cursor.execute(statement)
    row = cursor.fetchone()
    return None if row is None or row[0] is None else str(row[0])
