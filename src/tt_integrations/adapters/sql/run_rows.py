"""Runs, out of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tt_integrations.adapters.sql.moments import UTC_STORAGE
from tt_integrations.adapters.sql.own_tables import runs
from tt_integrations.domain.model.connection import ConnectionId
from tt_integrations.domain.model.runs import Action, Run, RunId, RunResult, Trigger

RUN_COLUMNS = (
    runs.c.id,
    runs.c.connection_id,
    runs.c.trigger,
    runs.c.cause,
    runs.c.started_at,
    runs.c.ended_at,
    runs.c.result,
    runs.c.trouble,
    runs.c.counts,
    runs.c.undone,
)


def run_of(row: Sequence[Any]) -> Run:
    number, connection, trigger, cause, started, ended, result, trouble, counts, undone = row
    return Run(
        id=RunId(number),
        connection=ConnectionId(connection),
        trigger=Trigger(trigger),
        cause=cause,
        started=UTC_STORAGE.load(started),
        ended=UTC_STORAGE.load_optional(ended),
        result=RunResult(result),
        trouble=trouble,
        counts={Action(action): count for action, count in counts.items()},
        undone=bool(undone),
    )
