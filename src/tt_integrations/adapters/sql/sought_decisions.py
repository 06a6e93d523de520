"""Decisions of many runs by what they are about, and how many there were in each run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from tt_integrations.adapters.sql.decision_rows import COLUMNS, decided_of, folded
from tt_integrations.adapters.sql.host_tables import integrations
from tt_integrations.adapters.sql.moments import UTC_STORAGE
from tt_integrations.adapters.sql.own_tables import decisions, runs
from tt_integrations.adapters.sql.prepared import Driver, Prepared
from tt_integrations.domain.model.people import PersonId
from tt_integrations.domain.model.runs import Action, Counted, Numbered, RunId
from tt_integrations.ports.runs import SEARCHED_RUNS

_OWN = integrations.c.user_id == sa.bindparam("owner")
_LIMIT = sa.bindparam("most", type_=sa.Integer)
_NEWEST = sa.select(runs.c.id).order_by(runs.c.id.desc()).limit(SEARCHED_RUNS)


def _sought(newest: sa.Select[tuple[int]]) -> Prepared:
    return Prepared(
        sa.select(decisions.c.run_id, *COLUMNS)
        .where(
            decisions.c.run_id.in_(newest),
            # not `like`, to which some letters mean others
            sa.func.replace(decisions.c.folded, sa.bindparam("sought"), "") != decisions.c.folded,
        )
        .order_by(decisions.c.run_id.desc(), decisions.c.number.desc())
        .limit(_LIMIT)
    )


_OF_ALL = _sought(_NEWEST)
_OF_ONE = _sought(_NEWEST.select_from(runs.join(integrations)).where(_OWN))
_SINCE = Prepared(
    sa.select(runs.c.started_at, runs.c.counts)
    .select_from(runs.join(integrations))
    .where(_OWN, runs.c.started_at >= sa.bindparam("since"))
    .order_by(runs.c.id.desc())
    .limit(_LIMIT)
)


def sought(driver: Driver, owner: PersonId | None, text: str, limit: int) -> Sequence[Numbered]:
    """As `Runs.search`."""
    words = folded(text)
    if not words:
        return []
    said = {"sought": words, "most": limit}
    if owner is None:
        rows = driver.rows(_OF_ALL, **said)
    else:
        rows = driver.rows(_OF_ONE, owner=owner, **said)
    return [Numbered(row[1], RunId(row[0]), decided_of(row[2:])) for row in rows]


def counted(driver: Driver, owner: PersonId, since: datetime, limit: int) -> Sequence[Counted]:
    """As `Runs.counted`."""
    rows = driver.rows(_SINCE, owner=owner, since=since, most=limit)
    return [
        Counted(UTC_STORAGE.load(started), {Action(action): n for action, n in counts.items()})
        for started, counts in rows
    ]
