"""Whoever takes a connection from the pool gets one that works, and the server is asked only where that is in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from tt_integrations.adapters.sql import left_idle
from tt_integrations.adapters.sql.engine import open_engine

BACKEND = "SELECT pg_backend_pid()"


@pytest.fixture
def engine(postgres_engine: sa.Engine) -> Iterator[sa.Engine]:
    """With one connection that was used before."""
    engine = open_engine(postgres_engine.url.render_as_string(hide_password=False))
    backend(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def pings(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The connections whose server was asked."""
    asked: list[Any] = []
    ping = engine.dialect.do_ping

    def counting(connection: Any) -> bool:
        asked.append(connection)
        return ping(connection)

    monkeypatch.setattr(engine.dialect, "do_ping", counting)
    return asked


def backend(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql(BACKEND).scalar_one())


def end(number: int, other: sa.Engine) -> None:
    with other.connect() as connection:
        connection.exec_driver_sql(f"SELECT pg_terminate_backend({number}, 5000)")


def test_one_that_was_used_a_moment_ago_is_taken_as_it_is(
    engine: sa.Engine, pings: list[Any]
) -> None:
    assert backend(engine) == backend(engine)
    assert pings == []


def test_one_that_nobody_used_for_long_is_asked(
    engine: sa.Engine, pings: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = backend(engine)
    monkeypatch.setattr(left_idle, "LONG", -1.0)
    assert backend(engine) == before
    assert len(pings) == 1


def test_where_nobody_can_look_every_one_is_asked(
    engine: sa.Engine, pings: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("select.poll")
    assert backend(engine) == backend(engine)
    assert len(pings) == 2


def test_one_that_the_server_ended_is_replaced(
    engine: sa.Engine, pings: list[Any], postgres_engine: sa.Engine
) -> None:
    before = backend(engine)
    end(before, postgres_engine)
    assert backend(engine) != before
    assert len(pings) == 1


def test_one_that_was_closed_is_replaced(engine: sa.Engine) -> None:
    lent = engine.raw_connection()
    before = lent.driver_connection.info.backend_pid  # type: ignore[union-attr]
    lent.driver_connection.close()  # type: ignore[union-attr]
    lent.close()
    assert backend(engine) != before
