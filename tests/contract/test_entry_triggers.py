"""What the host does to its own time entries by its own means is noticed, and its tables stay as they are."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import host_entries
import pytest
import sqlalchemy as sa
from sql_ground import SqlGround, of_its_own

from tt_integrations.adapters.sql import host_tables, migrations
from tt_integrations.adapters.sql.engine import open_engine
from tt_integrations.adapters.sql.host_tables import time_entries
from tt_integrations.adapters.sql.own_tables import entry_changes
from tt_integrations.domain.model.people import PersonId
from tt_integrations.testing.contracts.examples import between
from tt_integrations.testing.postgres import PostgresServer

END = "2026-03-02 09:00:00"

_roles = count(1)


@pytest.fixture(params=["sqlite_engine", "postgres_engine"])
def engine(request: pytest.FixtureRequest) -> sa.Engine:
    engine: sa.Engine = request.getfixturevalue(request.param)
    return engine


@pytest.fixture
def host(engine: sa.Engine) -> SqlGround:
    return of_its_own(engine)


@pytest.fixture
def postgres_host(postgres_engine: sa.Engine) -> SqlGround:
    return of_its_own(postgres_engine)


@pytest.mark.parametrize(
    "change",
    [
        "start_time = '2026-03-02 07:00:00'",
        "end_time = '2026-03-02 09:30:00'",
        "notes = 'x'",
        "notes = NULL",
        "project_id = NULL",
        "task_id = NULL",
        "billable = false",
    ],
)
def test_each_column_that_a_calendar_sees_is_told_when_it_changes(
    host: SqlGround, change: str
) -> None:
    ada, entry = host_entries.whole_entry(host)
    last = host_entries.last(host)
    _change(host, change)
    assert host_entries.since(host, ada, last) == [(entry, False)]


@pytest.mark.parametrize(
    "change",
    [
        "tags = 'x'",
        "paid = true",
        "invoice_number = '7'",
        "duration_seconds = 1",
        "updated_at = '2026-03-03 00:00:00'",
        "start_time = start_time, notes = 'any', billable = true",
    ],
)
def test_nothing_else_is(host: SqlGround, change: str) -> None:
    ada, _ = host_entries.whole_entry(host)
    last = host_entries.last(host)
    _change(host, change)
    assert host_entries.since(host, ada, last) == []


def test_an_entry_that_the_host_deletes_or_lets_run_again_is_gone(host: SqlGround) -> None:
    ada, entry = host_entries.whole_entry(host)
    _change(host, "end_time = NULL")
    assert host_entries.since(host, ada, 0) == [(entry, True)]
    _change(host, f"end_time = '{END}'")
    assert host_entries.since(host, ada, 0) == [(entry, False)]
    _run(host, "DELETE FROM time_entries")
    assert host_entries.since(host, ada, 0) == [(entry, True)]


def test_a_timer_that_the_host_deletes_is_not_told(host: SqlGround) -> None:
    ada = host.add_person().id
    _insert(host, ada, 7)
    _change(host, "end_time = NULL")
    last = host_entries.last(host)
    _run(host, "DELETE FROM time_entries")
    assert host_entries.since(host, ada, last) == []


def test_an_entry_that_becomes_somebody_elses_is_gone_for_the_one_and_new_for_the_other(
    host: SqlGround,
) -> None:
    ada, entry = host_entries.whole_entry(host)
    ben = host.add_person("Ben").id
    _change(host, f"user_id = {ben}")
    assert (host_entries.since(host, ada, 0), host_entries.since(host, ben, 0)) == (
        [(entry, True)],
        [(entry, False)],
    )


def test_an_id_that_goes_to_somebody_elses_entry_is_still_gone_for_the_one_who_had_it(
    host: SqlGround,
) -> None:
    ada, entry = host_entries.whole_entry(host)
    ben = host.add_person("Ben").id
    _run(host, "DELETE FROM time_entries")
    _insert(host, ben, entry)
    assert (host_entries.since(host, ada, 0), host_entries.since(host, ben, 0)) == (
        [(entry, True)],
        [(entry, False)],
    )


def test_many_entries_of_one_statement_are_each_told_in_the_order_of_their_ids(
    host: SqlGround,
) -> None:
    ada = host.add_person().id
    _insert(host, ada, 1001, 1002, 1003)
    assert host_entries.since(host, ada, 0) == [(n, False) for n in (1001, 1002, 1003)]


def test_a_host_that_says_or_ignore_is_heard_too(sqlite_engine: sa.Engine) -> None:
    host = of_its_own(sqlite_engine)
    ada, entry = host_entries.whole_entry(host)
    last = host_entries.last(host)
    _run(host, "UPDATE OR IGNORE time_entries SET notes = 'x'")
    assert host_entries.since(host, ada, last) == [(entry, False)]


def test_there_is_at_most_one_row_an_entry_however_often_it_changes(host: SqlGround) -> None:
    ada, entry = host_entries.whole_entry(host)
    for note in "abc":
        _change(host, f"notes = '{note}'")
    with host.transactions() as connection:
        rows = connection.execute(sa.select(entry_changes)).mappings().all()
    assert [(row["entry_id"], row["person_id"]) for row in rows] == [(entry, ada)]


def test_what_the_host_undoes_is_not_told(engine: sa.Engine) -> None:
    host = of_its_own(engine)
    ada, _ = host_entries.whole_entry(host)
    last = host_entries.last(host)
    with engine.connect() as connection:
        connection.exec_driver_sql("DELETE FROM time_entries")
        connection.rollback()
    assert host_entries.since(host, ada, last) == []


def test_the_hosts_driver_still_tells_it_how_many_rows_it_changed_and_the_id_of_a_new_one(
    host: SqlGround,
) -> None:
    ada, entry = host_entries.whole_entry(host)
    with host.transactions() as connection:
        changed = connection.execute(sa.update(time_entries).values(notes="x"))
        added = connection.execute(
            sa.insert(time_entries).values(
                user_id=ada, start_time=between(0, 1).start, end_time=between(0, 1).end
            )
        )
        newest = connection.scalar(sa.select(sa.func.max(time_entries.c.id)))
    assert newest != entry
    assert (changed.rowcount, added.inserted_primary_key) == (1, (newest,))


def test_tables_that_the_host_makes_after_us_are_watched_as_well(empty_engine: sa.Engine) -> None:
    with empty_engine.begin() as connection:
        migrations.upgrade(connection)
    host_tables.metadata.create_all(empty_engine)
    host = of_its_own(empty_engine)
    ada, entry = host_entries.whole_entry(host)
    assert host_entries.since(host, ada, 0) == [(entry, False)]


def test_tables_that_the_host_made_before_us_are_watched_from_then_on(
    empty_engine: sa.Engine,
) -> None:
    hosts = [
        table for table in host_tables.metadata.sorted_tables if "integration_" not in table.name
    ]
    host_tables.metadata.create_all(empty_engine, hosts)
    host = of_its_own(empty_engine)
    ada, entry = host_entries.whole_entry(host)
    with empty_engine.begin() as connection:
        migrations.upgrade(connection)
    assert host_entries.since(host, ada, 0) == []
    _change(host, "notes = 'x'")
    assert host_entries.since(host, ada, 0) == [(entry, False)]


@pytest.fixture
def other_role(postgres_server: PostgresServer, postgres_engine: sa.Engine) -> Iterator[sa.Engine]:
    """Somebody who may write the host's entries, knows none of our tables, and looks for tables elsewhere."""
    name = f"clerk{next(_roles)}"
    with postgres_engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {name} LOGIN")
        connection.exec_driver_sql(f"ALTER ROLE {name} SET search_path = pg_catalog")
        connection.exec_driver_sql(f"GRANT ALL ON public.time_entries TO {name}")
    url = sa.make_url(str(postgres_engine.url)).set(username=name)
    engine = open_engine(url.render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with postgres_engine.begin() as connection:
        connection.exec_driver_sql(f"DROP OWNED BY {name}")
        connection.exec_driver_sql(f"DROP ROLE {name}")


def test_who_writes_entries_need_not_know_of_our_tables_nor_have_a_right_to_them(
    postgres_host: SqlGround, other_role: sa.Engine
) -> None:
    ada, entry = host_entries.whole_entry(postgres_host)
    last = host_entries.last(postgres_host)
    with other_role.begin() as connection:
        connection.exec_driver_sql("DELETE FROM public.time_entries")
    assert host_entries.since(postgres_host, ada, last) == [(entry, True)]


def _change(host: SqlGround, what: str) -> None:
    _run(host, f"UPDATE time_entries SET {what}")  # noqa: S608 - our own words


def _run(host: SqlGround, statement: str) -> None:
    with host.transactions() as connection:
        connection.exec_driver_sql(statement)


def _insert(host: SqlGround, person: PersonId, *numbers: int) -> None:
    with host.transactions() as connection:
        host_entries.insert(connection, person, *numbers)
