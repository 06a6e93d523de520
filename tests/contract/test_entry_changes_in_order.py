"""On PostgreSQL transactions commit in another order than they draw their numbers: all they did is told."""

from __future__ import annotations

from contextlib import ExitStack

import host_entries
import pytest
import sqlalchemy as sa
from sql_ground import SqlGround, of_its_own

from tt_integrations.adapters.sql.unit_of_work import JoinedUnitOfWork
from tt_integrations.domain.model.people import PersonId

LATER_CLUSTER = 1 << 40
"""Transactions that no database of a test counts."""


@pytest.fixture
def postgres_host(postgres_engine: sa.Engine) -> SqlGround:
    return of_its_own(postgres_engine)


def test_a_transaction_that_drew_its_number_first_and_commits_last_is_not_missed(
    postgres_host: SqlGround, postgres_engine: sa.Engine
) -> None:
    ada = postgres_host.add_person().id
    with postgres_engine.connect() as slow:
        host_entries.insert(slow, ada, 1)
        _insert(postgres_host, ada, 2)
        assert (
            host_entries.since(postgres_host, ada, 0) == []
        )  # it could not be told without the first
        slow.commit()
    assert host_entries.since(postgres_host, ada, 0) == [(1, False), (2, False)]


def test_nor_one_that_began_first_and_drew_its_number_last(
    postgres_host: SqlGround, postgres_engine: sa.Engine
) -> None:
    ada = postgres_host.add_person().id
    with postgres_engine.connect() as early, postgres_engine.connect() as late:
        early.exec_driver_sql(f"UPDATE users SET full_name = 'x' WHERE id = {ada}")  # noqa: S608 - a number
        host_entries.insert(late, ada, 1)
        host_entries.insert(early, ada, 2)
        early.commit()
        [first] = host_entries.told(postgres_host, ada, 0)  # of the higher number in the table
        assert (first.entry, host_entries.last(postgres_host)) == (2, first.number)
        late.commit()
    assert host_entries.since(postgres_host, ada, first.number) == [(1, False)]
    assert host_entries.last(postgres_host) >= first.number


def test_who_reads_while_others_write_sees_each_change_once_and_none_is_missed(
    postgres_host: SqlGround, postgres_engine: sa.Engine
) -> None:
    ada = postgres_host.add_person().id
    seen: list[int] = []
    number = 0
    with ExitStack() as stack:
        writers = [stack.enter_context(postgres_engine.connect()) for _ in range(3)]
        for place, step in enumerate([0, 1, 2, 1, 0, 2, 2, 0, 1, 0, 2, 1]):
            host_entries.insert(writers[step], ada, 100 + place)
            if place % 2:
                writers[step].commit()
            told = host_entries.told(postgres_host, ada, number)
            seen += [change.entry for change in told]
            number = told[-1].number if told else number
        for writer in writers:
            writer.commit()
    seen += [change.entry for change in host_entries.told(postgres_host, ada, number)]
    assert sorted(seen) == [100 + place for place in range(12)]


def test_within_a_transaction_of_its_own_what_it_did_is_told_when_none_before_it_is_under_way(
    postgres_host: SqlGround, postgres_engine: sa.Engine
) -> None:
    ada = postgres_host.add_person().id
    with postgres_engine.connect() as early, postgres_engine.connect() as own:
        early.exec_driver_sql(f"UPDATE users SET full_name = 'x' WHERE id = {ada}")  # noqa: S608 - a number
        host_entries.insert(own, ada, 1)
        with JoinedUnitOfWork(own).reading() as tx:
            meanwhile = list(tx.changes.since(ada, 0))
        early.rollback()
        with JoinedUnitOfWork(own).reading() as tx:
            then = [change.entry for change in tx.changes.since(ada, 0)]
        own.rollback()
    assert (meanwhile, then) == ([], [1])


def test_who_has_read_further_than_a_restored_cluster_has_counted_misses_nothing_new(
    postgres_host: SqlGround,
) -> None:
    ada, entry = host_entries.whole_entry(postgres_host)
    assert host_entries.since(postgres_host, ada, (LATER_CLUSTER << 63) + 7) == [(entry, False)]


def _insert(host: SqlGround, person: PersonId, *numbers: int) -> None:
    with host.transactions() as connection:
        host_entries.insert(connection, person, *numbers)
