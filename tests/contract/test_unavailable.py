"""A database that is locked or away is said to be so, and nothing was changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.unit_of_work import JoinedUnitOfWork, SqlUnitOfWork
from tt_integrations.domain.errors import StoreUnavailable
from tt_integrations.domain.model.people import PersonId

DIGEST = "d" * 64
ADA = PersonId(1)


@pytest.fixture
def impatient(sqlite_engine: sa.Engine) -> Iterator[sa.Engine]:
    """Gives up at once where another one writes."""
    with sqlite_engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO users (id, username) VALUES (1, 'ada')")
    engine = open_engine(sqlite_engine.url.render_as_string(), patience=0.01)
    yield engine
    engine.dispose()


def test_a_locked_database_is_unavailable(sqlite_engine: sa.Engine, impatient: sa.Engine) -> None:
    with sqlite_engine.begin(), pytest.raises(StoreUnavailable):
        _issue_token(SqlUnitOfWork(impatient))
    assert not _token_is_known(impatient)


def test_a_locked_database_can_be_read(sqlite_engine: sa.Engine, impatient: sa.Engine) -> None:
    with sqlite_engine.begin():
        assert not _token_is_known(impatient)


def test_the_same_call_may_be_made_again(sqlite_engine: sa.Engine, impatient: sa.Engine) -> None:
    unit_of_work = SqlUnitOfWork(impatient)
    with sqlite_engine.begin():
        for _ in range(20):  # more often than the pool has connections
            with pytest.raises(StoreUnavailable):
                _issue_token(unit_of_work)
    _issue_token(unit_of_work)
    assert _token_is_known(impatient)


def test_a_locked_database_is_unavailable_to_a_host_that_has_begun_nothing(
    sqlite_engine: sa.Engine, impatient: sa.Engine
) -> None:
    with (
        sqlite_engine.begin(),
        impatient.connect() as connection,
        pytest.raises(StoreUnavailable),
    ):
        _issue_token(JoinedUnitOfWork(connection))


def test_a_locked_database_is_unavailable_to_a_host_of_its_own_ways(
    sqlite_engine: sa.Engine, impatient: sa.Engine
) -> None:
    with _plain(sqlite_engine.url) as host, sqlite_engine.begin(), pytest.raises(StoreUnavailable):
        _issue_token(JoinedUnitOfWork(host))


def test_a_server_that_is_away_is_unavailable(tmp_path: Path) -> None:
    engine = open_engine(f"postgresql://tt@/nothing?host={tmp_path}")
    with pytest.raises(StoreUnavailable):
        _issue_token(SqlUnitOfWork(engine))
    with pytest.raises(StoreUnavailable):
        _token_is_known(engine)
    engine.dispose()


def test_a_connection_that_the_server_ended_is_unavailable(postgres_engine: sa.Engine) -> None:
    with SqlUnitOfWork(postgres_engine)() as tx:
        [[backend]] = tx.driver.connection.execute("SELECT pg_backend_pid()").fetchall()
        with postgres_engine.begin() as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({backend}, 5000)")
        with pytest.raises(StoreUnavailable):
            tx.tokens.holder(DIGEST)


@pytest.mark.parametrize("asks", [True, False], ids=["asks once more", "has seen enough"])
def test_a_connection_that_the_server_ended_while_somebody_looked_is_unavailable(
    postgres_engine: sa.Engine, *, asks: bool
) -> None:
    def look() -> None:
        with SqlUnitOfWork(postgres_engine).reading() as tx:
            [[backend]] = tx.driver.connection.execute("SELECT pg_backend_pid()").fetchall()
            with postgres_engine.begin() as other:
                other.exec_driver_sql(f"SELECT pg_terminate_backend({backend}, 5000)")
            if asks:
                tx.tokens.holder(DIGEST)

    with pytest.raises(StoreUnavailable):
        look()
    with postgres_engine.begin() as host:  # which of the pool's it gets is no matter
        host.exec_driver_sql("INSERT INTO users (id, username) VALUES (1, 'ada')")


def test_after_the_server_ended_all_connections_the_next_call_gets_a_new_one(
    postgres_engine: sa.Engine,
) -> None:
    for _ in range(2):
        assert not _token_is_known(postgres_engine)
        with postgres_engine.connect() as other:
            other.exec_driver_sql(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def test_a_pool_of_which_all_connections_are_taken_is_unavailable(sqlite_engine: sa.Engine) -> None:
    url, pool = sqlite_engine.url, sa.QueuePool
    engine = sa.create_engine(url, poolclass=pool, pool_size=1, max_overflow=0, pool_timeout=0.01)
    unit_of_work = SqlUnitOfWork(engine)
    with unit_of_work.reading(), pytest.raises(StoreUnavailable), unit_of_work.reading():
        pass
    engine.dispose()


@contextmanager
def _plain(url: sa.URL) -> Iterator[sa.Connection]:
    engine = sa.create_engine(url, connect_args={"timeout": 0.01})
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _issue_token(unit_of_work: SqlUnitOfWork | JoinedUnitOfWork) -> None:
    with unit_of_work() as tx:
        tx.tokens.issue(ADA, DIGEST, "laptop")
        tx.commit()


def _token_is_known(engine: sa.Engine) -> bool:
    with SqlUnitOfWork(engine).reading() as tx:
        return tx.tokens.holder(DIGEST) == ADA
