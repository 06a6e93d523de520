"""Back from a revision to the one before: its tables are gone, and all that was there before is as it was."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sql_ground import of_its_own

from tt_integrations.adapters.sql import migrations
from tt_integrations.adapters.sql.unit_of_work import SqlUnitOfWork
from tt_integrations.domain.model.accounts import Account
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.cursors import Cursor
from tt_integrations.domain.model.delivery import Delivery
from tt_integrations.domain.model.runs import Action, Decided, NewRun, Trigger
from tt_integrations.testing.contracts.examples import ACME, DOOR, MORNING, between

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """
        SELECT tgname AS name, pg_get_triggerdef(oid) AS sql FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'integration%%'""",
}
NEW = {f"integration_{name}" for name in ("runs", "decisions", "cursors", "deliveries")}


def test_back_from_0003_the_tables_are_those_of_0002(empty_engine: sa.Engine) -> None:
    _upgrade(empty_engine, "0002")
    before = _schema(empty_engine)
    _upgrade(empty_engine, "0003")
    there = _schema(empty_engine)
    _downgrade(empty_engine, "0002")
    assert {name for name in there if name in NEW} == NEW
    assert _schema(empty_engine) == before


def test_back_from_0005_all_is_as_in_0004_and_people_take_their_tokens_along(
    empty_engine: sa.Engine,
) -> None:
    _upgrade(empty_engine, "0004")
    before = _schema(empty_engine)
    _upgrade(empty_engine, "0005")
    names = ("accounts", "sessions", "sign_in_tries")
    assert {f"integration_{name}" for name in names} == {*_schema(empty_engine)} - {*before}
    ada = of_its_own(empty_engine).add_person()
    with SqlUnitOfWork(empty_engine)() as tx:
        tx.accounts.set(Account(ada.id, "any"))
        tx.tokens.issue(ada.id, "any", "any")
        tx.commit()
    _downgrade(empty_engine, "0004")
    assert _schema(empty_engine) == before
    with empty_engine.begin() as host:
        host.exec_driver_sql(f"DELETE FROM users WHERE id = {ada.id}")  # noqa: S608 - a number
    with SqlUnitOfWork(empty_engine).reading() as tx:
        assert tx.tokens.holder("any") is None


def test_back_from_0003_with_rows_in_all_its_tables_the_others_keep_theirs(
    empty_engine: sa.Engine,
) -> None:
    _upgrade(empty_engine, "0003")
    connection = _filled(empty_engine)
    _downgrade(empty_engine, "0002")
    with SqlUnitOfWork(empty_engine).reading() as tx:
        [route] = tx.addresses.routes(ACME, DOOR)
    assert route.connection.id == connection


def test_after_0003_and_back_a_deleted_connection_still_takes_its_addresses_along(
    empty_engine: sa.Engine,
) -> None:
    _upgrade(empty_engine, "0003")
    connection = _filled(empty_engine)
    _downgrade(empty_engine, "0002")
    with empty_engine.begin() as host:
        host.exec_driver_sql(f"DELETE FROM integrations WHERE id = {connection}")  # noqa: S608 - a number
    with SqlUnitOfWork(empty_engine).reading() as tx:
        assert list(tx.addresses.routes(ACME, DOOR)) == []


def test_forth_again_after_back_the_tables_work_and_are_empty(empty_engine: sa.Engine) -> None:
    _upgrade(empty_engine, "0003")
    connection = _filled(empty_engine)
    _downgrade(empty_engine, "0002")
    _upgrade(empty_engine, "0003")
    with SqlUnitOfWork(empty_engine)() as tx:
        assert tx.cursors.at(connection, "any") is None
        assert tx.cursors.move(Cursor(connection, "any"))


def test_back_from_0004_nobody_watches_the_hosts_entries_any_more(empty_engine: sa.Engine) -> None:
    _upgrade(empty_engine, "0003")
    before = _schema(empty_engine)
    _upgrade(empty_engine, "0004")
    there = _schema(empty_engine)
    _downgrade(empty_engine, "0003")
    assert set(there) - set(before) >= {"integration_entry_changes"}
    assert _schema(empty_engine) == before
    host = of_its_own(empty_engine)
    entry = host.add_finished_entry(host.add_person(), None, between(0, 1))
    with empty_engine.begin() as connection:
        for statement in (
            f"UPDATE time_entries SET notes = 'x' WHERE id = {entry.id}",  # noqa: S608 - a number
            f"DELETE FROM time_entries WHERE id = {entry.id}",  # noqa: S608 - a number
            f"DELETE FROM users WHERE id = {entry.person}",  # noqa: S608 - a number
        ):
            assert connection.exec_driver_sql(statement).rowcount == 1


def test_forth_again_to_0004_they_are_watched_anew(empty_engine: sa.Engine) -> None:
    _upgrade(empty_engine, "0004")
    _downgrade(empty_engine, "0003")
    _upgrade(empty_engine, "0004")
    host = of_its_own(empty_engine)
    entry = host.add_finished_entry(host.add_person(), None, between(0, 1))
    with SqlUnitOfWork(empty_engine).reading() as tx:
        [change] = tx.changes.since(entry.person, 0)
    assert change.entry == entry.id


def _filled(engine: sa.Engine) -> ConnectionId:
    """The number of a connection that has a row in each table of the revision."""
    connection = of_its_own(engine).add_connection(ACME, None, {}, works=True)
    with SqlUnitOfWork(engine)() as tx:
        tx.addresses.bind(connection, DOOR, None)
        run = tx.runs.begin(NewRun(connection, Trigger.SYNC, "any", MORNING))
        tx.runs.decide(run, [Decided("any", "any", Action.CREATED)])
        tx.cursors.move(Cursor(connection, "any"))
        tx.inbox.keep(connection, Delivery("any", {}, b"any"), MORNING)
        tx.commit()
    return connection


def _upgrade(engine: sa.Engine, revision: str) -> None:
    with engine.begin() as connection:
        migrations.upgrade(connection, revision)


def _downgrade(engine: sa.Engine, revision: str) -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    with engine.begin() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": migrations.VERSION_TABLE,
                "fn": lambda current, _: scripts._downgrade_revs(revision, current),
            },
        )
        with Operations.context(context):
            context.run_migrations()


def _schema(engine: sa.Engine) -> dict[str, object]:
    """All tables with their columns and indexes, all triggers, and on PostgreSQL their functions."""
    there = sa.inspect(engine)
    schema: dict[str, object] = {
        table: (
            [(column["name"], str(column["type"])) for column in there.get_columns(table)],
            sorted(str(index["name"]) for index in there.get_indexes(table)),
        )
        for table in there.get_table_names()
    }
    with engine.connect() as connection:
        triggers = connection.exec_driver_sql(TRIGGERS[engine.dialect.name])
        schema |= {str(trigger.name): trigger.sql for trigger in triggers}
    return schema
