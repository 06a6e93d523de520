"""Another process holds SQLite's write lock: the loop does not wait for it, a thread does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing

import pytest
import sqlalchemy as sa
from attrs import field, frozen
from house import ANNA, VAULT, Front, House
from write_lock import Lock, locked

from patience import LONG
from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.lease import Held
from tt_integrations.adapters.sql.unit_of_work import SqlTransaction, SqlUnitOfWork
from tt_integrations.entrypoints.application import Application
from tt_integrations.entrypoints.container import Parts, build
from tt_integrations.entrypoints.http.app import AT_ONCE, web_app


@frozen
class Watched:
    """A unit of work that tells when somebody begins to write, which is when the waiting starts."""

    inner: SqlUnitOfWork
    writing: threading.Event = field(factory=threading.Event)

    def __call__(self) -> AbstractContextManager[SqlTransaction]:
        self.writing.set()
        return self.inner()

    def reading(self) -> AbstractContextManager[SqlTransaction]:
        return self.inner.reading()


@pytest.fixture
def lock(engine: sa.Engine) -> Iterator[Lock]:
    with locked(engine) as held:
        yield held


@pytest.fixture
def opened(database: str) -> Iterator[list[sa.Engine]]:
    """Engines to be disposed of at the end."""
    engines: list[sa.Engine] = []
    yield engines
    for engine in engines:
        engine.dispose()


@pytest.fixture
def held() -> Iterator[Held]:
    with closing(Held()) as lease:
        yield lease


@pytest.fixture
def connected(house: House) -> House:
    house.connect(ANNA, "U1")
    return house


def application(house: House, unit_of_work: object) -> Application:
    return build(Parts(unit_of_work, VAULT, house.clock))  # type: ignore[arg-type]


def test_a_command_waits_in_a_thread_and_succeeds_once_the_lock_is_gone(
    connected: House, lock: Lock, opened: list[sa.Engine], held: Held, front: Front
) -> None:
    url = str(connected.engine.url)
    opened += [open_engine(url, AT_ONCE), open_engine(url, 30)]
    patient = Watched(SqlUnitOfWork(opened[1]))
    quick = SqlUnitOfWork(opened[0], lease=held)
    front.behind = web_app(application(connected, patient), application(connected, quick))
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(connected.says, "start web")
        assert patient.writing.wait(LONG)
        assert not answer.done()
        # the loop is free meanwhile, and looking needs no lock
        assert connected.says("status") == "No active timer."
        lock.release()
        assert answer.result(LONG) == ":stopwatch: Timer started for *Web*."
    assert connected.timers() == [(ANNA, 1)]


def test_a_command_is_refused_as_busy_when_the_lock_stays(
    connected: House, lock: Lock, opened: list[sa.Engine], held: Held, front: Front
) -> None:
    url = str(connected.engine.url)
    opened += [open_engine(url, AT_ONCE), open_engine(url, 0.05)]
    quick, patient = (SqlUnitOfWork(engine) for engine in opened)
    front.behind = web_app(application(connected, patient), application(connected, quick))
    body = connected.command("start web")
    got = connected.send(body)
    assert got.status_code == 503
    assert got.json() == {
        "ok": False,
        "error": "The database is busy; nothing was changed",
        "code": "store_unavailable",
    }
    lock.release()
    assert connected.send(body).json()["text"] == ":stopwatch: Timer started for *Web*."


def test_a_command_succeeds_at_once_when_nobody_holds_the_lock(
    connected: House, opened: list[sa.Engine], held: Held, front: Front
) -> None:
    url = str(connected.engine.url)
    opened += [open_engine(url, AT_ONCE), open_engine(url)]
    patient = Watched(SqlUnitOfWork(opened[1]))
    quick = SqlUnitOfWork(opened[0], lease=held)
    front.behind = web_app(application(connected, patient), application(connected, quick))
    assert connected.says("start web") == ":stopwatch: Timer started for *Web*."
    assert connected.says("stop").startswith(":white_check_mark:")
    assert not patient.writing.is_set()
