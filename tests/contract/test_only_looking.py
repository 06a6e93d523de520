"""What only looks at PostgreSQL ends with a COMMIT, so it must not be able to write."""

from __future__ import annotations

import psycopg
import pytest
import sqlalchemy as sa

from tt_integrations.adapters.sql.host_tables import projects, users
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.people import PersonId


def test_the_database_refuses_a_write(postgres_engine: sa.Engine) -> None:
    work = SqlUnitOfWork(postgres_engine)
    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction), work.reading() as tx:
        tx.tokens.issue(PersonId(1), "d" * 64, "laptop")


def test_the_host_writes_on_the_connection_that_looked_before(postgres_engine: sa.Engine) -> None:
    work, before = SqlUnitOfWork(postgres_engine), postgres_engine.pool.checkedout()
    with work.reading() as tx:
        assert tx.people.find(PersonId(1)) is None
    with pytest.raises(ZeroDivisionError), work.reading():
        _ = 1 / 0
    assert (
        postgres_engine.pool.checkedout() == before
    )  # so that the next one is the one that looked
    with postgres_engine.begin() as connection:
        connection.execute(sa.insert(users).values(username="ada"))
    with postgres_engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(users)) == 1
        assert connection.scalar(sa.select(sa.func.count()).select_from(projects)) == 0
