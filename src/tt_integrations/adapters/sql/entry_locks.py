"""Why entries may not be changed any more: their own columns say it, and the host's timesheet periods if it has any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from attrs import frozen
from sqlalchemy.ext.compiler import compiles

from tt_integrations.adapters.sql.listed import listed
from tt_integrations.adapters.sql.moments import StorageZone
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.days import Span
from tt_integrations.domain.model.entry_cards import Lock

# never made by us: a host whose own revision makes it later would find it taken
_PERIODS: Final = sa.table(
    "timesheet_periods",
    sa.column("user_id", sa.Integer),
    sa.column("period_start", sa.Date),
    sa.column("period_end", sa.Date),
    sa.column("status", sa.String),
)
_LOCKING: Final = {"CLOSED": Lock.CLOSED_PERIOD, "APPROVED": Lock.APPROVED}
# an enumeration of its own on PostgreSQL, of which the letter case is the host's affair
_STATUS = sa.func.upper(sa.cast(_PERIODS.c.status, sa.String))
_LOCKED = Prepared(
    sa.select(_PERIODS.c.user_id, _PERIODS.c.period_start, _PERIODS.c.period_end, _STATUS).where(
        listed(_PERIODS.c.user_id, "people"),
        _PERIODS.c.period_start <= sa.bindparam("last", type_=sa.Date),
        _PERIODS.c.period_end >= sa.bindparam("first", type_=sa.Date),
        sa.or_(*(_STATUS.op("=")(status) for status in _LOCKING)),
    )
)


class PeriodColumns(sa.sql.functions.FunctionElement[int]):
    """How many of the columns we read there are: fewer than all are as good as no table. Part of the statement that
    reads the entries, so that a host without periods costs no further one."""

    inherit_cache = True
    type = sa.Integer()
    all = len(_PERIODS.c)


_NAMES = ", ".join(f"'{column.name}'" for column in _PERIODS.c)


@compiles(PeriodColumns)
def _in_postgres(_element: PeriodColumns, _compiler: Any, **_: Any) -> str:
    return (
        "(SELECT count(*) FROM pg_catalog.pg_attribute WHERE NOT attisdropped "  # noqa: S608 - our own words
        f"AND attrelid = to_regclass('{_PERIODS.name}') AND attname IN ({_NAMES}))"
    )


@compiles(PeriodColumns, "sqlite")
def _in_sqlite(_element: PeriodColumns, _compiler: Any, **_: Any) -> str:
    return f"(SELECT count(*) FROM pragma_table_info('{_PERIODS.name}') WHERE name IN ({_NAMES}))"  # noqa: S608 - our own words


_THERE = Prepared(sa.select(PeriodColumns()))


@frozen
class LockedPeriods:
    """What the host closed or approved in its timesheets. Days are those of its storage zone, ends included."""

    storage: StorageZone
    periods: Mapping[int, list[tuple[date, date, Lock]]]

    @classmethod
    def over(
        cls, driver: Driver, storage: StorageZone, entries: Iterable[tuple[int, Span]]
    ) -> LockedPeriods:
        """Those over any of the entries, each of them a person's."""
        people: set[int] = set()
        days: list[date] = []
        for person, span in entries:
            people.add(person)
            days += _days(span, storage)
        rows = driver.rows(_LOCKED, people=sorted(people), first=min(days), last=max(days))
        periods: dict[int, list[tuple[date, date, Lock]]] = {}
        for person, first, last, status in rows:
            periods.setdefault(person, []).append((first, last, _LOCKING[status]))
        return cls(storage, periods)

    @classmethod
    def of(
        cls, driver: Driver, storage: StorageZone, person: int, spans: Iterable[Span]
    ) -> LockedPeriods:
        """Those of a person over any of the spans; none where the host has no periods."""
        entries = [(person, span) for span in spans]
        there = driver.row(_THERE)
        if not entries or there is None or there[0] < PeriodColumns.all:
            return cls(storage, {})
        return cls.over(driver, storage, entries)

    def lock(self, person: int, span: Span) -> Lock | None:
        """A closed period comes before an approved one."""
        periods = self.periods.get(person, [])
        if not periods:
            return None
        began, ended = _days(span, self.storage)
        over = {lock for first, last, lock in periods if first <= ended and began <= last}
        return next((lock for lock in Lock if lock in over), None)


def _days(span: Span, storage: StorageZone) -> tuple[date, date]:
    """The first and the last day that the span is in."""
    start, end = storage.store(span.start), storage.store(span.end)
    # at midnight it ended the day before
    return start.date(), max(start, end - timedelta(microseconds=1)).date()
