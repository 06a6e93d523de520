"""Who writes to SQLite waits for the others of its process in turn, and not for ever."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from tt_integrations.adapters.sql import lease
from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.errors import StoreUnavailable
from tt_integrations.domain.model.work import Waiting
from tt_integrations.testing.clock import MORNING

NOTHING = Waiting(0, None)


@pytest.fixture
def engine(sqlite_engine: sa.Engine) -> Iterator[sa.Engine]:
    """By itself it waits for nobody."""
    engine = open_engine(sqlite_engine.url.render_as_string(), patience=0.0)
    yield engine
    engine.dispose()


def test_however_many_write_at_once_nobody_is_refused(engine: sa.Engine) -> None:
    work = SqlUnitOfWork(engine)

    def write(number: int) -> bool:
        with work() as tx:
            time.sleep(0.005)
            claimed = tx.claims.claim(f"turn {number}", MORNING)
            tx.commit()
        return claimed

    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(write, range(60)))


def test_who_waits_too_long_is_told_so_and_may_come_again(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "PATIENCE", 0.01)
    work = SqlUnitOfWork(engine)
    with work(), pytest.raises(StoreUnavailable), work():
        pass
    with work() as tx:
        assert tx.claims.claim("turn", MORNING)


def test_who_only_looks_waits_for_nobody(engine: sa.Engine) -> None:
    work = SqlUnitOfWork(engine)
    with work(), work.reading() as tx:
        assert tx.jobs.waiting(MORNING) == NOTHING


def test_who_gets_no_connection_takes_nobodys_turn(sqlite_engine: sa.Engine) -> None:
    few = {"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.01}
    engine = sa.create_engine(sqlite_engine.url, poolclass=sa.QueuePool, **few)
    work = SqlUnitOfWork(engine)
    with work.reading(), pytest.raises(StoreUnavailable), work():
        pass
    with work() as tx:
        assert tx.claims.claim("turn", MORNING)
    engine.dispose()
