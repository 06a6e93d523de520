"""The library's own tables with rows in them: brought to the next revision, and left behind by what is deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from attrs import evolve
from sql_ground import of_its_own

from tt_integrations.adapters.sql import migrations
from tt_integrations.adapters.sql.own_tables import metadata
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.accounts import Account, Session
from tt_integrations.domain.model.changes import Deed
from tt_integrations.domain.model.connection import (
    Connection,
    ConnectionId,
    ConnectionKey,
    ConnectionState,
)
from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.domain.model.delivery import Delivery
from tt_integrations.domain.model.links import Kind, Link
from tt_integrations.domain.model.people import Person, PersonId
from tt_integrations.domain.model.runs import Action, Decided, NewRun, RunId, Trigger
from tt_integrations.ports.unit_of_work import Transaction
from tt_integrations.testing.contracts.examples import (
    ACME,
    DOOR,
    MORNING,
    between,
    connected,
    grant,
    job,
    new_connection,
    origin,
    ticket,
)

ROWS_OF_0001 = (
    "INSERT INTO users (id, username) VALUES (1, 'ada')",
    """INSERT INTO integrations (id, name, provider, user_id, is_active, config)
    VALUES (4, 'x', 'acme_connector', 1, true, '{"room": "hall"}')""",
    "INSERT INTO integration_state (connection_id, key, state) VALUES (4, 'k', 'active')",
    "INSERT INTO integration_addresses VALUES ('acme_connector', 'door', 4, 1)",
    "INSERT INTO integration_inbox VALUES (4, 'first', '2026-03-02 08:00:00.000000')",
    "INSERT INTO integration_tokens VALUES ('digest', 1, 'laptop')",
)
FOUR = Connection(
    ConnectionId(4),
    ConnectionKey("k"),
    ACME,
    PersonId(1),
    ConnectionState.ACTIVE,
    {"room": "hall"},
)
CONNECTIONS_TABLES, PEOPLES_TABLES = (
    sorted(
        table.name
        for table in metadata.tables.values()
        if table.name.startswith("integration_") and column in table.columns
    )
    for column in ("connection_id", "person_id")
)


@pytest.fixture
def at_0001(empty_engine: sa.Engine) -> sa.Engine:
    """In use since before there were chats and jobs."""
    with empty_engine.begin() as connection:
        migrations.upgrade(connection, "0001")
        for statement in ROWS_OF_0001:
            connection.exec_driver_sql(statement)
    return empty_engine


def test_what_was_stored_before_is_found_after(at_0001: sa.Engine) -> None:
    _upgrade(at_0001)
    with SqlUnitOfWork(at_0001)() as tx:
        assert tx.connections.find(FOUR.id) == FOUR
        [route] = tx.addresses.routes(ACME, DOOR)
        assert (route.connection, route.person) == (FOUR, FOUR.owner)
        assert tx.tokens.holder("digest") == FOUR.owner
        assert not tx.inbox.claim(origin(FOUR.id))


def test_what_is_new_works_for_a_connection_stored_before(at_0001: sa.Engine) -> None:
    _upgrade(at_0001)
    with SqlUnitOfWork(at_0001)() as tx:
        assert tx.connections.move(FOUR.id, ConnectionState.PAUSED, "any")
        assert tx.grants.keep(grant(FOUR.id))
        assert tx.jobs.enqueue(job(FOUR.id, "any"))
        assert tx.cursors.move(Cursor(FOUR.id, "any"))
        assert tx.runs.find(_decide(tx, FOUR))
        assert list(tx.connections.using(FOUR.id)) == [tx.connections.find(FOUR.id)]


def test_step_by_step_the_tables_become_what_they_are_on_a_fresh_database(
    at_0001: sa.Engine,
) -> None:
    _upgrade(at_0001)
    ours = {"include_name": lambda name, *_: name != migrations.VERSION_TABLE}
    with at_0001.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, **ours})
        assert compare_metadata(context, metadata) == []


@pytest.fixture(params=["foreign keys", "no foreign keys", "postgres"])
def hosts_engine(request: pytest.FixtureRequest) -> Iterator[sa.Engine]:
    """The database as a host opened it, with what SQLite does by itself only when told to, or without."""
    if request.param == "postgres":
        yield request.getfixturevalue("postgres_engine")
        return
    sqlite: sa.Engine = request.getfixturevalue("sqlite_engine")
    engine = sqlite if request.param == "foreign keys" else sa.create_engine(sqlite.url)
    yield engine
    engine.dispose()


def test_a_connection_that_the_host_deletes_takes_all_it_has_along(
    hosts_engine: sa.Engine,
) -> None:
    ada = of_its_own(hosts_engine).add_person()
    with SqlUnitOfWork(hosts_engine)() as tx:
        kept, gone = connected(tx, ada, "kept"), connected(tx, ada, "gone")
        for connection in (kept, gone):
            _fill(tx, connection, ada)
        tx.commit()
    _delete(hosts_engine, "integrations", gone.id)
    assert _found(hosts_engine, "connection_id") == {
        table: {kept.id} for table in CONNECTIONS_TABLES
    }


def test_a_run_takes_its_decisions_along(hosts_engine: sa.Engine) -> None:
    ada = of_its_own(hosts_engine).add_person()
    with SqlUnitOfWork(hosts_engine)() as tx:
        kept, gone = connected(tx, ada, "kept"), connected(tx, ada, "gone")
        run, *_ = (_decide(tx, connection) for connection in (kept, gone))
        forgotten = _decide(tx, kept, timedelta(days=-1))
        tx.commit()
    _delete(hosts_engine, "integrations", gone.id)
    assert _found(hosts_engine, "run_id")["integration_decisions"] == {run, forgotten}
    with SqlUnitOfWork(hosts_engine)() as tx:
        tx.runs.forget(MORNING)
        tx.commit()
    assert _found(hosts_engine, "run_id")["integration_decisions"] == {run}


def test_whoever_used_a_connection_that_is_deleted_uses_its_own_or_none(
    sqlite_engine: sa.Engine,
) -> None:
    ada = of_its_own(sqlite_engine).add_person()
    with SqlUnitOfWork(sqlite_engine)() as tx:
        installation = connected(tx, ada, "installed")
        user = tx.connections.add(evolve(new_connection(ada, "user"), installation=installation.id))
        tx.commit()
    _delete(sqlite_engine, "integrations", installation.id)
    with SqlUnitOfWork(sqlite_engine).reading() as tx:
        assert tx.connections.find(user.id) == evolve(user, installation=None)


def test_a_person_whom_the_host_deletes_takes_all_they_have_along(hosts_engine: sa.Engine) -> None:
    ground = of_its_own(hosts_engine)
    kept, gone = ground.add_person("Kept"), ground.add_person("Gone")
    with SqlUnitOfWork(hosts_engine)() as tx:
        for person in (kept, gone):
            _fill(tx, connected(tx, kept, person.name), person)
            tx.tokens.issue(person.id, person.name, "laptop")
            tx.deeds.remember(person.id, Deed("any", MORNING, ()))
            tx.accounts.set(Account(person.id, "any"))
            tx.sessions.begin(Session(person.name, person.id, MORNING, MORNING))
        tx.commit()
    for person in (kept, gone):  # told of, though it is gone
        entry = ground.add_finished_entry(person, None, between(0, 1))
        _delete(hosts_engine, "time_entries", entry.id)
    _delete(hosts_engine, "users", gone.id)
    assert _found(hosts_engine, "person_id") == {table: {kept.id} for table in PEOPLES_TABLES}


def test_a_host_whose_entries_go_with_their_person_can_still_delete_people(
    postgres_engine: sa.Engine,
) -> None:
    """Each of them is told as gone in the same statement, and then nobody is left to be told."""
    ground = of_its_own(postgres_engine)
    person = ground.add_person()
    ground.add_finished_entry(person, None, between(0, 1))
    key = "time_entries_user_id_fkey"
    with postgres_engine.connect() as connection:
        connection.exec_driver_sql(f"ALTER TABLE time_entries DROP CONSTRAINT {key}")
        connection.exec_driver_sql(
            f"ALTER TABLE time_entries ADD CONSTRAINT {key} FOREIGN KEY (user_id) "
            "REFERENCES users (id) ON DELETE CASCADE"
        )
        connection.exec_driver_sql(f"DELETE FROM users WHERE id = {person.id}")  # noqa: S608 - a number
        left = [
            connection.scalar(sa.select(sa.func.count()).select_from(table))
            for table in (
                metadata.tables["time_entries"],
                metadata.tables["integration_entry_changes"],
            )
        ]
        connection.rollback()
    assert left == [0, 0]


def _fill(tx: Transaction, connection: Connection, person: Person) -> None:
    """One row in each table that knows connections."""
    digest = f"ticket {connection.id}"
    tx.addresses.bind(connection.id, DOOR, person.id)
    tx.inbox.claim(origin(connection.id))
    tx.grants.keep(grant(connection.id))
    tx.tickets.issue(evolve(ticket(digest), connection=connection.id, person=person.id))
    tx.links.put(Link(connection.id, Kind.MESSAGE, "a", 7))
    tx.jobs.enqueue(job(connection.id, "any"))
    tx.cursors.move(Cursor(connection.id, "any"))
    tx.inbox.keep(connection.id, Delivery("any", {}, b"any"), MORNING)
    _decide(tx, connection)


def _decide(tx: Transaction, connection: Connection, since: timedelta = timedelta(0)) -> RunId:
    """A run with a decision, begun so long after MORNING."""
    run = tx.runs.begin(NewRun(connection.id, Trigger.SYNC, "any", MORNING + since))
    tx.runs.decide(run, [Decided("any", "any", Action.CREATED)])
    return run


def _upgrade(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        migrations.upgrade(connection)


def _delete(engine: sa.Engine, table: str, number: int) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE id = {number}")  # noqa: S608 - our own words


def _found(engine: sa.Engine, column: str) -> dict[str, set[int]]:
    """Whose rows are in each of the library's tables that have the column."""
    with engine.connect() as connection:
        return {
            table.name: set(connection.scalars(sa.select(table.c[column])))
            for table in metadata.tables.values()
            if table.name.startswith("integration_") and column in table.columns
        }
