"""What a host without us sees of a connection's state, and what only a database can be slow at."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sql_ground import of_its_own

from tt_integrations.adapters.sql import connections, links
from tt_integrations.adapters.sql.host_tables import integrations
from tt_integrations.adapters.sql.prepared import Prepared
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.connection import ConnectionId, ConnectionState
from tt_integrations.testing.contracts import Ground
from tt_integrations.testing.contracts.examples import ACME, connected

BY_INDEX = [
    (connections._USING, {"connection": 1}, "ix_integration_state_installation"),
    (links._AT, {"connection": 1, "kind": "issue", "remote": "a"}, "ux_integration_links_remote"),
    (links._TO, {"connection": 1, "kind": "issue", "ours": 7}, "ix_integration_links_ours"),
    (links._ALL_TO, {"kind": "issue", "ours": 7}, "ix_integration_links_ours"),
]


@pytest.fixture(params=["sqlite_engine", "postgres_engine"])
def engine(request: pytest.FixtureRequest) -> sa.Engine:
    engine: sa.Engine = request.getfixturevalue(request.param)
    return engine


@pytest.mark.parametrize("state", list(ConnectionState))
def test_a_moved_connection_is_active_for_the_host_while_it_works(
    engine: sa.Engine, state: ConnectionState
) -> None:
    number = _connected(of_its_own(engine))
    _move(engine, number, ConnectionState.PAUSED, "to begin with")
    _move(engine, number, state, "too slow")
    assert _hosts_view(engine, number) == (state.works, "too slow")


def test_a_connection_that_recovers_has_no_error_for_the_host_any_more(engine: sa.Engine) -> None:
    number = _connected(of_its_own(engine))
    _move(engine, number, ConnectionState.NEEDS_RECONNECT, "revoked")
    assert _hosts_view(engine, number) == (False, "revoked")
    _move(engine, number, ConnectionState.ACTIVE, None)
    assert _hosts_view(engine, number) == (True, None)


def test_one_without_a_state_of_its_own_is_left_to_the_host(engine: sa.Engine) -> None:
    ground = of_its_own(engine)
    number = ground.add_connection(ACME, ground.add_person(), {}, works=True)
    _move(engine, number, ConnectionState.PAUSED, "any")
    assert _hosts_view(engine, number) == (True, None)


@pytest.mark.parametrize(("statement", "values", "index"), BY_INDEX)
def test_what_is_asked_all_the_time_is_found_by_index(
    sqlite_engine: sa.Engine, statement: Prepared, values: dict[str, object], index: str
) -> None:
    compiled = statement.on(sqlite_engine.dialect)
    with SqlUnitOfWork(sqlite_engine).reading() as tx:
        explained = tx.driver.connection.execute(
            f"EXPLAIN QUERY PLAN {compiled.sql}", compiled.parameters(values)
        )
        plan = [row[3] for row in explained.fetchall()]
    assert [step for step in plan if step.startswith("SCAN")] == []
    assert any(f"{index} (" in step for step in plan)


def _connected(ground: Ground) -> ConnectionId:
    ada = ground.add_person()
    with ground.unit_of_work() as tx:
        added = connected(tx, ada, "k")
        tx.commit()
    return added.id


def _move(
    engine: sa.Engine, number: ConnectionId, state: ConnectionState, reason: str | None
) -> None:
    with SqlUnitOfWork(engine)() as tx:
        tx.connections.move(number, state, reason)
        tx.commit()


def _hosts_view(engine: sa.Engine, number: ConnectionId) -> tuple[bool, str | None]:
    seen = sa.select(integrations.c.is_active, integrations.c.last_error)
    with engine.connect() as connection:
        row = connection.execute(seen.where(integrations.c.id == number)).one()
    return row.is_active, row.last_error
