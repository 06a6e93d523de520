"""The sequence of what happened to entries. The triggers that write it are in revision 0004.

On PostgreSQL a transaction may commit after one that began, and drew its numbers, later: whoever had read up to those
would miss its changes. So the sequence is ordered by transaction first, and told only as far as every earlier
transaction has ended. One that takes long holds back what happened after it began; it is told a little later, never
not at all. A number is therefore that of the transaction and that in the table as one.

A dump that is restored into another cluster finds transactions numbered anew. Whoever has read further than this
cluster has counted starts at its first transaction again, which repeats some changes and misses none of the new ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.sql.own_tables import entry_changes
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.entry_cards import EntryChange
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.timesheet import EntryId
from tt_integrations.ports.connections import MANY

_OF_ONE_TRANSACTION: Final = 1 << 63
"""Numbers in the table are lower than this."""


def _transaction(bound: sa.ColumnElement[object]) -> sa.ColumnElement[int]:
    return sa.cast(sa.cast(bound, sa.Text), sa.BigInteger)


_SNAPSHOT = sa.func.pg_current_snapshot()
# the oldest that has not ended; the rows of it that we see are our own
_ENDED: Final = entry_changes.c.written_in <= _transaction(sa.func.pg_snapshot_xmin(_SNAPSHOT))
_COUNTED: Final = _transaction(sa.func.pg_snapshot_xmax(_SNAPSHOT))
_written_in = sa.bindparam("written_in", type_=sa.BigInteger)
_number = sa.bindparam("number", type_=sa.BigInteger)
_SINCE: Final = (
    sa.select(
        entry_changes.c.written_in,
        entry_changes.c.number,
        entry_changes.c.entry_id,
        entry_changes.c.gone,
    )
    .where(entry_changes.c.person_id == sa.bindparam("person"))
    .order_by(entry_changes.c.written_in, entry_changes.c.number)
    .limit(MANY)
)
_LAST: Final = (
    sa.select(entry_changes.c.written_in, entry_changes.c.number)
    .order_by(entry_changes.c.number.desc())
    .limit(1)
)
_AFTER: Final = sa.tuple_(entry_changes.c.written_in, entry_changes.c.number)


@frozen
class _Statements:
    since: Prepared
    last: Prepared


_ON: Final = {
    "sqlite": _Statements(
        Prepared(
            _SINCE.where(
                entry_changes.c.written_in == _written_in, entry_changes.c.number > _number
            )
        ),
        Prepared(_LAST),
    ),
    "postgresql": _Statements(
        Prepared(
            _SINCE.where(
                sa.tuple_(sa.case((_written_in <= _COUNTED, _written_in), else_=0), _number)
                < _AFTER,
                _ENDED,
            )
        ),
        Prepared(_LAST.where(_ENDED)),
    ),
}


@frozen
class SqlEntryChanges:
    driver: Driver

    def last(self) -> int:
        row = self.driver.row(_ON[self.driver.dialect.name].last)
        return _one(*row) if row else 0

    def since(self, person: PersonId, number: int) -> Sequence[EntryChange]:
        written_in, in_table = divmod(number, _OF_ONE_TRANSACTION)
        rows = self.driver.rows(
            _ON[self.driver.dialect.name].since,
            person=person,
            written_in=written_in,
            number=in_table,
        )
        return [
            EntryChange(_one(written_in, in_table), EntryId(entry), bool(gone))
            for written_in, in_table, entry, gone in rows
        ]


def _one(written_in: int, in_table: int) -> int:
    return written_in * _OF_ONE_TRANSACTION + in_table
