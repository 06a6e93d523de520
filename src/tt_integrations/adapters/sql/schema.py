"""At which revision the tables are, without Alembic: the service does not carry it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import sqlalchemy as sa

VERSION_TABLE = "integration_schema_version"
_VERSION = sa.text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608 - a constant


@cache
def head() -> str:
    """The newest revision there is: its files are named in order."""
    versions = Path(__file__).parent / "migrations" / "versions"
    return max(file.name.partition("_")[0] for file in versions.glob("[0-9]*_*.py"))


def at(engine: sa.Engine) -> str | None:
    """The revision of the tables; None where they never were ours. Raises SQLAlchemyError where nobody answers."""
    with engine.connect() as connection:
        if not connection.dialect.has_table(connection, VERSION_TABLE):
            return None
        found = connection.scalar(_VERSION)
    return None if found is None else str(found)


def behind(engine: sa.Engine) -> bool:
    """Whether something is missing that we rely on. Raises as `at`."""
    revision = at(engine)
    return revision is None or revision < head()
