"""Calls that wait until what the host did in its own transaction is lasting."""

from __future__ import annotations

import gc
import logging
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import field, frozen
from sqlalchemy import event

from patience import LONG, soon
from tt_integrations.adapters.clock import SystemClock
from tt_integrations.adapters.sql.after_commit import AfterCommit
from tt_integrations.adapters.sql.migrations import upgrade
from tt_integrations.adapters.sql.unit_of_work import JoinedUnitOfWork, SqlUnitOfWork

CLOCK = SystemClock()
HOSTS = ("sqlite_engine", "hosts_sqlite_engine", "postgres_engine")


@frozen
class Desk:
    """A host's database, what is called after its commits, and what was."""

    engine: sa.Engine
    after_commit: AfterCommit = field(factory=lambda: AfterCommit(CLOCK))
    called: list[str] = field(factory=list)

    def do(self, connection: sa.Connection, what: str) -> None:
        """Store something, and have it told."""
        with JoinedUnitOfWork(connection)() as tx:
            tx.claims.claim(what, CLOCK.now())
            tx.commit()
        self.after_commit(connection, lambda: self._tell(what))

    def _tell(self, what: str) -> None:
        with SqlUnitOfWork(self.engine).reading() as tx:
            lasting = tx.claims.note(what) is not None
        self.called.append(what if lasting else f"{what}, which nobody sees yet")

    def told(self) -> list[str]:
        self.after_commit.close()
        return self.called


@pytest.fixture(params=HOSTS)
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    made = Desk(request.getfixturevalue(request.param))
    yield made
    made.after_commit.close()


def will_fail_to_commit(connection: sa.Connection) -> None:
    connection.exec_driver_sql("CREATE TEMP TABLE parents (id INTEGER PRIMARY KEY)")
    connection.exec_driver_sql(
        "CREATE TEMP TABLE children (parent INTEGER REFERENCES parents (id)"
        " DEFERRABLE INITIALLY DEFERRED)"
    )
    connection.exec_driver_sql("INSERT INTO children VALUES (99)")


def test_a_call_comes_soon_after_the_commit_and_once(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        desk.do(connection, "done")
    assert soon(lambda: desk.called == ["done"])
    assert desk.told() == ["done"]


def test_calls_come_in_order_when_what_they_follow_is_seen_by_others(desk: Desk) -> None:
    with desk.engine.connect() as connection:
        desk.do(connection, "first")
        desk.do(connection, "second")
        connection.commit()
    assert desk.told() == ["first", "second"]


def test_what_is_rolled_back_is_never_called(desk: Desk) -> None:
    with desk.engine.connect() as connection:
        desk.do(connection, "undone")
        connection.rollback()
        desk.do(connection, "done")
        connection.commit()
        desk.do(connection, "left")
    assert desk.told() == ["done"]


def test_what_is_rolled_back_with_a_savepoint_is_never_called(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        savepoint = connection.begin_nested()
        desk.do(connection, "undone")
        savepoint.rollback()
        with connection.begin_nested():
            desk.do(connection, "done")
    assert desk.told() == ["done"]


def test_what_the_database_refuses_to_commit_is_never_called(desk: Desk) -> None:
    with desk.engine.connect() as connection:
        if desk.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys = ON")
            connection.rollback()
        will_fail_to_commit(connection)
        desk.do(connection, "refused")
        with pytest.raises(sa.exc.IntegrityError):
            connection.commit()
    assert desk.told() == []


def test_what_a_connection_did_that_was_let_go_of_is_never_called(desk: Desk) -> None:
    before = desk.engine.pool.checkedout()
    connection = desk.engine.connect()
    desk.do(connection, "forgotten")
    del connection
    assert soon(lambda: gc.collect() >= 0 and desk.engine.pool.checkedout() == before)
    assert desk.told() == []


def test_the_host_does_not_wait_for_a_call(desk: Desk) -> None:
    go_on = Event()
    with desk.engine.begin() as connection:
        desk.after_commit(connection, lambda: desk.called.append(str(go_on.wait(LONG))))
    assert desk.called == []
    go_on.set()
    assert desk.told() == ["True"]


def test_of_many_threads_each_has_its_own_transaction(desk: Desk) -> None:
    def work(number: int) -> None:
        with desk.engine.connect() as connection:
            desk.do(connection, str(number))
            (connection.rollback if number % 3 else connection.commit)()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(24)))
    assert sorted(desk.told(), key=int) == [str(number) for number in range(0, 24, 3)]


def test_a_call_that_fails_keeps_no_other_from_coming(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("a secret")

    with desk.engine.begin() as connection:
        desk.after_commit(connection, fail)
        desk.do(connection, "done")
    assert desk.told() == ["done"]
    assert "what was to follow a commit failed: RuntimeError" in caplog.text
    assert "a secret" not in caplog.text


@pytest.mark.parametrize("closed", ["before", "within"])
def test_what_is_not_committed_when_the_program_ends_is_logged_and_not_called(
    desk: Desk, closed: str, caplog: pytest.LogCaptureFixture
) -> None:
    if closed == "before":
        desk.after_commit.close()
    with desk.engine.begin() as connection:
        desk.do(connection, "late")
        desk.after_commit.close()
    assert desk.told() == []
    assert "is not done: the program is ending" in caplog.text


@pytest.fixture
def narrow(tmp_path: Path) -> Iterator[sa.Engine]:
    """A host with a single connection, for which nobody waits long."""
    url = f"sqlite:///{tmp_path / 'narrow.db'}"
    engine = sa.create_engine(url, pool_size=1, max_overflow=0, pool_timeout=0.01)
    with engine.begin() as connection:
        upgrade(connection)
    yield engine
    engine.dispose()


def busy_once(engine: sa.Engine) -> Callable[[], int]:
    """The next one who asks for a connection is refused it; how many were."""
    refused: list[Any] = []

    @event.listens_for(engine, "checkout")
    def refuse(connection: Any, _record: Any, _fairy: Any) -> None:
        if not refused:
            refused.append(connection)
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error

    return lambda: len(refused)


def test_a_database_that_is_busy_for_a_moment_is_asked_again(narrow: sa.Engine) -> None:
    desk = Desk(narrow)
    with narrow.begin() as connection:
        desk.do(connection, "done")
        refused = busy_once(narrow)
    assert soon(lambda: desk.called == ["done"])
    assert refused() == 1
    assert desk.told() == ["done"]


def test_a_database_that_stays_busy_is_given_up_and_that_is_logged(
    narrow: sa.Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    desk = Desk(narrow)
    with narrow.connect() as connection:
        desk.do(connection, "done")
        connection.commit()
        assert desk.told() == []
    assert [record.message for record in caplog.records if "follow" in record.message] == [
        "what was to follow a commit is not done: the database is locked or away"
    ]
