"""The grounds that the shipped suites run on: memory, SQLite, PostgreSQL, and a host's own transaction."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from sql_ground import empty, held, joined, of_its_own

from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.migrations import upgrade
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.testing.contracts import Ground
from tt_integrations.testing.memory import MemoryStore
from tt_integrations.testing.postgres import PostgresServer, postgres

ROME = StorageZone(ZoneInfo("Europe/Rome"))
PATIENCE = 20.0
"""Longer than any race here takes on a busy machine."""
TEMPLATE = "migrated"

_databases = count(1)


def migrate(url: str) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        upgrade(connection)
    engine.dispose()


@contextmanager
def opened(engine: sa.Engine) -> Iterator[sa.Engine]:
    try:
        yield engine
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    with postgres() as server:
        yield server


@pytest.fixture(scope="session")
def _migrated_postgres(postgres_server: PostgresServer) -> PostgresServer:
    migrate(postgres_server.create(TEMPLATE))
    return postgres_server


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def _emptied_engine(_migrated_postgres: PostgresServer) -> Iterator[sa.Engine]:
    """One database for all tests: to empty its few rows is faster than to make another."""
    url = _migrated_postgres.create("shared", TEMPLATE)
    with opened(open_engine(url, PATIENCE)) as engine:
        yield engine


@pytest.fixture
def sqlite_engine(_migrated_sqlite: Path, tmp_path: Path) -> Iterator[sa.Engine]:
    """A migrated SQLite file."""
    path = shutil.copy(_migrated_sqlite, tmp_path / "host.db")
    with opened(open_engine(f"sqlite:///{path}", PATIENCE)) as engine:
        yield engine


@pytest.fixture
def hosts_sqlite_engine(_migrated_sqlite: Path, tmp_path: Path) -> Iterator[sa.Engine]:
    """The same as a host would open it: with none of our settings."""
    path = shutil.copy(_migrated_sqlite, tmp_path / "host.db")
    with opened(sa.create_engine(f"sqlite:///{path}")) as engine:
        yield engine


@pytest.fixture
def postgres_engine(_emptied_engine: sa.Engine) -> Iterator[sa.Engine]:
    """A migrated PostgreSQL database without rows."""
    yield _emptied_engine
    empty(_emptied_engine)


GROUNDS = {
    "sqlite": ("sqlite_engine", of_its_own),
    "sqlite-rome": ("sqlite_engine", lambda engine: of_its_own(engine, ROME)),
    "postgres": ("postgres_engine", of_its_own),
    "postgres-rome": ("postgres_engine", lambda engine: of_its_own(engine, ROME)),
}
JOINED = {"sqlite-joined": "hosts_sqlite_engine", "postgres-joined": "postgres_engine"}
ONE_THREAD = {
    "sqlite-held": ("sqlite_engine", held),
    **{name: (engine, joined) for name, engine in JOINED.items()},
}


@pytest.fixture(params=["memory", *GROUNDS])
def own_ground(request: pytest.FixtureRequest) -> Ground:
    """Stores whose transactions are their own."""
    if request.param == "memory":
        return MemoryStore()
    engine, make = GROUNDS[request.param]
    return make(request.getfixturevalue(engine))


@pytest.fixture(params=JOINED)
def joined_ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """Stores within a transaction that the host began."""
    with joined(request.getfixturevalue(JOINED[request.param])) as ground:
        yield ground


@pytest.fixture(params=["memory", *GROUNDS, *ONE_THREAD])
def ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """Every store there is."""
    if request.param in ONE_THREAD:
        engine, opening = ONE_THREAD[request.param]
        with opening(request.getfixturevalue(engine)) as for_one_thread:
            yield for_one_thread
    elif request.param == "memory":
        yield MemoryStore()
    else:
        engine, make = GROUNDS[request.param]
        yield make(request.getfixturevalue(engine))


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.create(f"empty{next(_databases)}")


@pytest.fixture
def empty_engine(empty_url: str) -> Iterator[sa.Engine]:
    with opened(open_engine(empty_url, PATIENCE)) as engine:
        yield engine


@pytest.fixture
def hosts_empty_engine(empty_url: str) -> Iterator[sa.Engine]:
    """A database without tables, as a host would open it: with none of our settings."""
    url = sa.make_url(empty_url)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    with opened(sa.create_engine(url)) as engine:
        yield engine


@pytest.fixture(params=["sqlite_engine", "postgres_engine"])
def fresh_sql_ground(request: pytest.FixtureRequest) -> Callable[[], Ground]:
    """Each call empties the database and gives it as new."""
    engine: sa.Engine = request.getfixturevalue(request.param)

    def fresh() -> Ground:
        empty(engine)
        return of_its_own(engine)

    return fresh
