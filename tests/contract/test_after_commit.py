"""Calls that wait for the host's own commit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tt_integrations.adapters.sql.after_commit import AfterCommit
from tt_integrations.adapters.sql.engine import opened


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sa.Connection]:
    with opened(f"sqlite:///{tmp_path / 'host.db'}") as engine, engine.connect() as connection:
        yield connection


def test_a_call_waits_for_the_commit(connection: sa.Connection) -> None:
    called: list[str] = []
    after_commit = AfterCommit(connection)
    connection.execute(sa.text("select 1"))
    after_commit(lambda: called.append("first"))
    after_commit(lambda: called.append("second"))
    assert called == []
    connection.commit()
    assert called == ["first", "second"]


def test_what_is_rolled_back_is_never_called(connection: sa.Connection) -> None:
    called: list[str] = []
    after_commit = AfterCommit(connection)
    connection.execute(sa.text("select 1"))
    after_commit(lambda: called.append("undone"))
    connection.rollback()
    connection.execute(sa.text("select 1"))
    connection.commit()
    assert called == []


def test_each_transaction_of_a_connection_has_its_own_calls(connection: sa.Connection) -> None:
    called: list[str] = []
    after_commit = AfterCommit(connection)
    for name in ("one", "two"):
        connection.execute(sa.text("select 1"))
        after_commit(lambda name=name: called.append(name))
        connection.commit()
    assert called == ["one", "two"]
