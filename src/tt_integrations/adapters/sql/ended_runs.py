"""How runs end: by whoever carries them out, or by others, where that one did not live to do it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from tt_integrations.adapters.sql.own_tables import decisions, runs
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.adapters.sql.run_rows import RUN_COLUMNS, run_of
from tt_integrations.domain.model.runs import Run, RunId, RunResult
from tt_integrations.domain.model.storable import storable

_ITS_DECISIONS = decisions.c.run_id == runs.c.id
_counts = (
    sa.select(decisions.c.action, sa.func.count().label("taken"))
    .where(_ITS_DECISIONS)
    .group_by(decisions.c.action)
    .correlate(runs)
    .subquery()
)
_AS_OBJECT = {
    # names and values to one JSON object
    "sqlite": sa.func.json_group_object,
    "postgresql": sa.func.json_object_agg,
}


def _ending(ended: sa.Update, result: sa.ColumnElement[str]) -> Mapping[str, Prepared]:
    """By dialect."""
    found: dict[str, Prepared] = {}
    for dialect, as_object in _AS_OBJECT.items():
        counted = sa.select(as_object(_counts.c.action, _counts.c.taken)).scalar_subquery()
        found[dialect] = Prepared(
            ended.values(
                ended_at=sa.bindparam("at"),
                result=result,
                trouble=sa.bindparam("trouble"),
                counts=sa.func.coalesce(counted, sa.literal_column("'{}'")),
            ).returning(*RUN_COLUMNS)
        )
    return found


_END = _ending(
    sa.update(runs).where(runs.c.id == sa.bindparam("run")),
    sa.bindparam("result", type_=runs.c.result.type),
)
_overdue = sa.update(runs).where(
    runs.c.result == RunResult.RUNNING.value, runs.c.started_at < sa.bindparam("before")
)
_PARTIAL_OR_FAILED = sa.case(
    (sa.exists().where(_ITS_DECISIONS).correlate(runs), RunResult.PARTIAL.value),
    else_=RunResult.FAILED.value,
)
_END_OVERDUE = _ending(_overdue, _PARTIAL_OR_FAILED)


def end(
    driver: Driver, run: RunId, at: datetime, result: RunResult, trouble: str | None
) -> Run | None:
    """As `Runs.end`."""
    said = None if trouble is None else storable(trouble)
    statement = _END[driver.dialect.name]
    row = driver.row(statement, run=run, at=at, result=result, trouble=said)
    return run_of(row) if row else None


def end_overdue(driver: Driver, before: datetime, at: datetime, trouble: str) -> int:
    """As `Runs.end_overdue`."""
    statement = _END_OVERDUE[driver.dialect.name]
    return len(driver.rows(statement, before=before, at=at, trouble=storable(trouble)))
