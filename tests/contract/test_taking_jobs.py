"""What only a database can get wrong about jobs: how it finds the next one, and what other versions stored."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sql_ground import of_its_own

from tt_integrations.adapters.sql import jobs
from tt_integrations.adapters.sql.own_tables import outbox
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.work import Job, TellOwner, UnknownWork
from tt_integrations.testing.contracts import Ground
from tt_integrations.testing.contracts.examples import at, connected, job

LEASE = timedelta(minutes=2)
MANY, KEYS = 10_000, 500
NOT_OURS = [
    {"work": "MakeCoffee", "cups": 2},
    {"work": "TellOwner"},
    {"work": "PostSummary", "period": "hourly", "day": "2026-03-02"},
    {},
]


@pytest.fixture(params=["sqlite_engine", "postgres_engine"])
def engine(request: pytest.FixtureRequest) -> sa.Engine:
    engine: sa.Engine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture
def ground(engine: sa.Engine) -> Ground:
    return of_its_own(engine)


@pytest.fixture
def connection(ground: Ground) -> ConnectionId:
    return _connection(ground)


def test_the_next_of_ten_thousand_is_found_by_index(sqlite_engine: sa.Engine) -> None:
    ground = of_its_own(sqlite_engine)
    _store_many(ground, _connection(ground))
    plan = _plan(sqlite_engine)
    assert [step for step in plan if step.startswith("SCAN") or "TEMP B-TREE" in step] == []
    for index in ("due", "key", "held"):
        assert any(f"USING INDEX ix_integration_outbox_{index}" in step for step in plan)


@pytest.mark.parametrize("document", NOT_OURS)
def test_what_another_version_stored_is_taken_as_unknown(
    ground: Ground, engine: sa.Engine, connection: ConnectionId, document: dict[str, object]
) -> None:
    _store(ground, connection, "replaced")
    _replace(engine, document)
    taken = _take(ground)
    assert taken is not None
    assert taken.work == UnknownWork(str(document.get("work")))


def test_what_another_version_stored_can_be_given_up_and_shown(
    ground: Ground, engine: sa.Engine, connection: ConnectionId
) -> None:
    _store(ground, connection, "replaced")
    _replace(engine, NOT_OURS[0])
    taken = _take(ground)
    assert taken is not None
    with ground.unit_of_work() as tx:
        tx.jobs.give_up(taken, at(0), "nobody knew how")
        assert list(tx.jobs.given_up(connection)) == [(taken, "nobody knew how")]


def test_an_older_one_seen_late_waits_for_the_younger_one_that_is_held(
    postgres_engine: sa.Engine,
) -> None:
    ground = of_its_own(postgres_engine)
    connection = _connection(ground)
    with ground.unit_of_work() as slow:
        slow.jobs.enqueue(job(connection, "older"))
        _store(ground, connection, "younger")
        younger = _take(ground)
        slow.commit()
    assert younger is not None
    assert younger.work == TellOwner("younger")
    assert _take(ground) is None
    with ground.unit_of_work() as tx:
        tx.jobs.finish(younger)
        tx.commit()
    older = _take(ground)
    assert older is not None
    assert older.work == TellOwner("older")


def test_a_number_is_never_given_away_again(ground: Ground, connection: ConnectionId) -> None:
    numbers = []
    for _ in range(3):
        _store(ground, connection, "any")
        with ground.unit_of_work() as tx:
            taken = tx.jobs.take(at(0), LEASE)
            assert taken is not None
            tx.jobs.finish(taken)
            tx.commit()
        numbers.append(taken.id)
    assert sorted(set(numbers)) == numbers


def _connection(ground: Ground) -> ConnectionId:
    ada = ground.add_person()
    with ground.unit_of_work() as tx:
        added = connected(tx, ada, "k")
        tx.commit()
    return added.id


def _store(ground: Ground, connection: ConnectionId, word: str) -> None:
    with ground.unit_of_work() as tx:
        tx.jobs.enqueue(job(connection, word))
        tx.commit()


def _store_many(ground: Ground, connection: ConnectionId) -> None:
    with ground.unit_of_work() as tx:
        for number in range(MANY):
            tx.jobs.enqueue(job(connection, str(number), key=f"key {number % KEYS}"))
        tx.commit()


def _replace(engine: sa.Engine, document: dict[str, object]) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(outbox).values(work=document))


def _take(ground: Ground) -> Job | None:
    with ground.unit_of_work() as tx:
        taken = tx.jobs.take(at(0), LEASE)
        tx.commit()
    return taken


def _plan(engine: sa.Engine) -> list[str]:
    statement = jobs._TAKE.on(engine.dialect)
    values = statement.parameters({"now": at(0), "until": at(1)})
    with SqlUnitOfWork(engine).reading() as tx:
        rows = tx.driver.connection.execute(f"EXPLAIN QUERY PLAN {statement.sql}", values)
        return [row[3] for row in rows.fetchall()]
