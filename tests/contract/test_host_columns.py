"""What the host finds in its own tables after the library wrote to them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sql_ground import SqlGround, of_its_own

from tt_integrations.adapters.sql.host_tables import integrations, time_entries
from tt_integrations.domain.model.connection import ConnectionState
from tt_integrations.domain.model.people import Rounding
from tt_integrations.domain.model.timesheet import NewTimer
from tt_integrations.testing.contracts.examples import at, new_connection


@pytest.fixture(params=["sqlite_engine", "postgres_engine"])
def host(request: pytest.FixtureRequest) -> SqlGround:
    return of_its_own(request.getfixturevalue(request.param))


def test_a_stopped_timer_is_no_longer_paused_and_has_its_lengths(host: SqlGround) -> None:
    ada = host.add_person()
    web = host.add_project(ada, "Web")
    with host.unit_of_work() as tx:
        timer = tx.timers.start(NewTimer(ada.id, web, at(0)))
        tx.commit()
    host.pause(timer, at(1), breaks=timedelta(minutes=10))
    with host.unit_of_work() as tx:
        paused = tx.timers.running(ada.id)
        assert paused is not None
        tx.timers.stop(paused.stopped(at(2), Rounding()))
        tx.commit()
    row = _only_row(host, time_entries)
    assert (row["paused_at"], row["project_id"]) == (None, web.id)
    assert (row["duration_seconds"], row["break_seconds"]) == (50 * 60, 70 * 60)
    assert row["end_time"] == row["updated_at"] == at(2).replace(tzinfo=None)
    assert (row["source"], row["billable"], row["paid"]) == ("auto", True, False)


@pytest.mark.parametrize("state", list(ConnectionState))
def test_a_connection_is_active_to_the_host_when_it_works(
    host: SqlGround, state: ConnectionState
) -> None:
    ada = host.add_person()
    with host.unit_of_work() as tx:
        tx.connections.add(new_connection(ada, "k", state=state))
        tx.commit()
    row = _only_row(host, integrations)
    assert (row["is_active"], row["user_id"], row["config"]) == (state.works, ada.id, {})
    assert (row["name"], row["is_global"]) == ("acme_connector of Ada", False)


def _only_row(host: SqlGround, table: sa.Table) -> sa.RowMapping:
    with host.transactions() as connection:
        return connection.execute(sa.select(table)).mappings().one()
