"""The library within a transaction that the host began and will end."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tt_integrations.adapters.sql.host_tables import clients, users
from tt_integrations.adapters.sql.unit_of_work import JoinedUnitOfWork, SqlUnitOfWork
from tt_integrations.domain.errors import Conflict
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import NewTimer, Timer
from tt_integrations.testing.clock import MORNING
from tt_integrations.testing.contracts.ground import Ground

DIGEST = "d" * 64
ADA = PersonId(1)


@pytest.fixture(params=["sqlite_engine", "hosts_sqlite_engine", "postgres_engine"])
def engine(request: pytest.FixtureRequest) -> sa.Engine:
    """Ours on SQLite, a host's plain one on SQLite, and PostgreSQL; Ada is in each."""
    engine: sa.Engine = request.getfixturevalue(request.param)
    with engine.begin() as connection:
        connection.execute(sa.insert(users).values(id=ADA, username="ada"))
    return engine


def test_a_commit_lasts_when_the_host_commits(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        _issue_token(connection)
        connection.commit()
    assert _token_is_known(engine)


def test_a_commit_does_not_last_when_the_host_rolls_back(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        _issue_token(connection)
        connection.rollback()
    assert not _token_is_known(engine)


def test_a_commit_does_not_last_when_the_host_just_leaves(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        _issue_token(connection)
    assert not _token_is_known(engine)


def test_an_undone_transaction_leaves_the_hosts_own_writes_intact(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        connection.execute(sa.insert(clients).values(name="before"))
        with JoinedUnitOfWork(connection)() as tx:
            tx.tokens.issue(ADA, DIGEST, "laptop")
        connection.execute(sa.insert(clients).values(name="after"))
        connection.commit()
    assert _clients(engine) == ["after", "before"]
    assert not _token_is_known(engine)


def test_a_statement_that_fails_leaves_the_hosts_own_writes_intact(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        connection.execute(sa.insert(clients).values(name="before"))
        with pytest.raises(engine.dialect.loaded_dbapi.IntegrityError):
            _issue_nobodys_token(connection)
        connection.execute(sa.insert(clients).values(name="after"))
        connection.commit()
    assert _clients(engine) == ["after", "before"]
    assert not _token_is_known(engine)


def test_what_the_host_has_not_committed_is_seen(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        connection.execute(sa.insert(users).values(id=2, username="ben", full_name="Ben"))
        with JoinedUnitOfWork(connection).reading() as tx:
            found = tx.people.find(PersonId(2))
    assert found is not None
    assert found.name == "Ben"


def test_two_transactions_of_one_host_end_each_for_itself(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        _issue_token(connection)
        with JoinedUnitOfWork(connection)() as tx:
            tx.tokens.issue(ADA, "e" * 64, "phone")
        connection.commit()
    with SqlUnitOfWork(engine).reading() as tx:
        assert (tx.tokens.holder(DIGEST), tx.tokens.holder("e" * 64)) == (ADA, None)


def test_reading_cannot_be_committed(joined_ground: Ground) -> None:
    with joined_ground.unit_of_work.reading() as tx, pytest.raises(TypeError):
        tx.commit()  # type: ignore[attr-defined]


def test_a_host_that_writes_between_keeps_its_place(joined_ground: Ground) -> None:
    ada = joined_ground.add_person()
    web = joined_ground.add_project(ada, "Web")
    with joined_ground.unit_of_work() as tx:
        timer = tx.timers.start(NewTimer(ada.id, web, MORNING))
        with pytest.raises(Conflict):
            tx.timers.start(NewTimer(ada.id, web, MORNING))
        tx.commit()
    mobile = joined_ground.add_project(ada, "Mobile")
    with joined_ground.unit_of_work.reading() as tx:
        assert tx.timers.running(ada.id) == Timer(timer.id, ada.id, web, MORNING)
        assert list(tx.projects.usable_by(ada)) == [mobile, web]


def _issue_token(connection: sa.Connection) -> None:
    with JoinedUnitOfWork(connection)() as tx:
        tx.tokens.issue(ADA, DIGEST, "laptop")
        tx.commit()


def _issue_nobodys_token(connection: sa.Connection) -> None:
    """A column that must not be NULL refuses it, whether the host switched foreign keys on or not."""
    with JoinedUnitOfWork(connection)() as tx:
        tx.tokens.issue(ADA, DIGEST, "laptop")
        tx.tokens.issue(None, "e" * 64, "laptop")  # type: ignore[arg-type]


def _token_is_known(engine: sa.Engine) -> bool:
    with SqlUnitOfWork(engine).reading() as tx:
        return tx.tokens.holder(DIGEST) == ADA


def _clients(engine: sa.Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(sa.select(clients.c.name).order_by(clients.c.name)))
