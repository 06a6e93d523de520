from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any

import attrs
import sqlalchemy as sa
from attrs import frozen

from tt_integrations.adapters.sql.decision_rows import (
    COLUMNS,
    WRITTEN,
    cells_of,
    decided_of,
    folded,
)
from tt_integrations.adapters.sql.ended_runs import end, end_overdue
from tt_integrations.adapters.sql.host_tables import integrations
from tt_integrations.adapters.sql.own_tables import decisions, runs
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.adapters.sql.run_rows import RUN_COLUMNS, run_of
from tt_integrations.adapters.sql.sought_decisions import counted, sought
from tt_integrations.adapters.sql.unnested import arrays, unnested
from tt_integrations.domain.errors import NotConnected
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.runs import (
    Counted,
    Decided,
    NewRun,
    Numbered,
    Run,
    RunId,
    RunResult,
    RunsWanted,
)
from tt_integrations.domain.model.storable import storable
from tt_integrations.ports.connections import MANY
from tt_integrations.ports.runs import SOME_RUNS

_THE_RUN = runs.c.id == sa.bindparam("run")
_ITS_DECISIONS = decisions.c.run_id == sa.bindparam("run")

_NEW = {
    runs.c.trigger: sa.bindparam("by", type_=runs.c.trigger.type),
    runs.c.cause: sa.bindparam("cause", type_=runs.c.cause.type),
    runs.c.started_at: sa.bindparam("started", type_=runs.c.started_at.type),
    runs.c.result: sa.literal(RunResult.RUNNING.value, runs.c.result.type),
    runs.c.counts: sa.literal({}, runs.c.counts.type),
    runs.c.undone: sa.false(),
}
# of a connection that is gone, none: not every host's database minds foreign keys
_BEGIN = Prepared(
    sa.insert(runs)
    .from_select(
        [runs.c.connection_id, *_NEW],
        sa.select(integrations.c.id, *_NEW.values()).where(
            integrations.c.id == sa.bindparam("connection")
        ),
    )
    .returning(runs.c.id)
)
# two who add to one run number their decisions one after the other; on SQLite nobody else writes meanwhile
_LOCK = Prepared(sa.select(runs.c.id).where(_THE_RUN).with_for_update())
_FIND = Prepared(sa.select(*RUN_COLUMNS).where(_THE_RUN))
_NEXT = (
    sa.select(*COLUMNS)
    .where(_ITS_DECISIONS, decisions.c.number > sa.bindparam("after"))
    .order_by(decisions.c.number)
    .limit(MANY)
)
_DECIDED = Prepared(_NEXT)
_SOUGHT = Prepared(
    # not `like`, to which some letters mean others
    _NEXT.where(
        sa.func.replace(decisions.c.folded, sa.bindparam("sought"), "") != decisions.c.folded
    )
)
_MARK_UNDONE = Prepared(
    sa.update(runs).where(_THE_RUN, ~runs.c.undone).values(undone=True).returning(runs.c.id)
)
_FORGET = Prepared(
    sa.delete(runs).where(runs.c.started_at < sa.bindparam("before")).returning(runs.c.id)
)


_CELLS = {column.key: column for column in WRITTEN}
_last = sa.func.coalesce(
    sa.select(sa.func.max(decisions.c.number))
    .where(decisions.c.run_id == runs.c.id)
    .scalar_subquery(),
    0,
)


def _added(values: Mapping[str, sa.ColumnElement[Any]], number: sa.ColumnElement[int]) -> sa.Insert:
    """Of a run that is gone, nothing is added."""
    rest = [name for name in _CELLS if name != "number"]
    row = sa.select(runs.c.id, number, *(values[name] for name in rest)).where(_THE_RUN)
    return sa.insert(decisions).from_select(["run_id", "number", *rest], row)


_ADD_EACH = Prepared(
    _added({name: sa.bindparam(name, type_=c.type) for name, c in _CELLS.items()}, _last + 1)
)
_given = unnested(_CELLS).subquery()
_ADD_ALL = Prepared(_added(dict(_given.c), _last + _given.c.number))

_WANTED = {
    # in the order of the fields of `RunsWanted`
    "owner": integrations.c.user_id == sa.bindparam("owner"),
    "connection": runs.c.connection_id == sa.bindparam("connection"),
    "result": runs.c.result == sa.bindparam("result"),
    "trigger": runs.c.trigger == sa.bindparam("trigger"),
    "before": runs.c.id < sa.bindparam("before"),
}


def _newest(said: tuple[str, ...]) -> Prepared:
    source = runs.join(integrations) if "owner" in said else runs
    return Prepared(
        sa.select(*RUN_COLUMNS)
        .select_from(source)
        .where(*(_WANTED[name] for name in said))
        .order_by(runs.c.id.desc())
        .limit(SOME_RUNS)
    )


_NEWEST = {
    said: _newest(said) for size in range(len(_WANTED) + 1) for said in combinations(_WANTED, size)
}
"""By what is said in `RunsWanted`."""


@frozen
class SqlRuns:
    """Texts are stored without what no database takes, and items are cut to the length of their column."""

    driver: Driver

    def begin(self, new: NewRun) -> RunId:
        row = self.driver.row(
            _BEGIN,
            connection=new.connection,
            by=new.trigger,
            cause=storable(new.cause),
            started=new.started,
        )
        if row is None:
            raise NotConnected("the connection is gone")
        return RunId(row[0])

    def decide(self, run: RunId, decisions: Sequence[Decided]) -> None:
        rows = [{**cells_of(each, place), "run": run} for place, each in enumerate(decisions, 1)]
        if rows and self.driver.dialect.name == "postgresql":
            self.driver.run(_LOCK, run=run)
            self.driver.run(_ADD_ALL, **{**arrays(rows), "run": run})
        else:
            self.driver.many(_ADD_EACH, rows)

    def end(
        self, run: RunId, at: datetime, result: RunResult, trouble: str | None = None
    ) -> Run | None:
        return end(self.driver, run, at, result, trouble)

    def end_overdue(self, before: datetime, at: datetime, trouble: str) -> int:
        return end_overdue(self.driver, before, at, trouble)

    def find(self, run: RunId) -> Run | None:
        row = self.driver.row(_FIND, run=run)
        return run_of(row) if row else None

    def newest(self, wanted: RunsWanted) -> Sequence[Run]:
        said = attrs.asdict(wanted, filter=lambda _, value: value is not None)
        return [run_of(row) for row in self.driver.rows(_NEWEST[tuple(said)], **said)]

    def decided(self, run: RunId, after: int = 0, search: str = "") -> Sequence[Numbered]:
        words = folded(search)
        if words:
            rows = self.driver.rows(_SOUGHT, run=run, after=after, sought=words)
        else:
            rows = self.driver.rows(_DECIDED, run=run, after=after)
        return [Numbered(row[0], run, decided_of(row[1:])) for row in rows]

    def search(self, owner: PersonId | None, text: str, limit: int) -> Sequence[Numbered]:
        return sought(self.driver, owner, text, limit)

    def counted(self, owner: PersonId, since: datetime, limit: int) -> Sequence[Counted]:
        return counted(self.driver, owner, since, limit)

    def mark_undone(self, run: RunId) -> bool:
        return self.driver.row(_MARK_UNDONE, run=run) is not None

    def forget(self, before: datetime) -> int:
        return len(self.driver.rows(_FORGET, before=before))
