"""A few changes in a calendar that was read before: they must cost the same however large it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median

import sqlalchemy as sa
from attrs import define

from bench.calendar_apart import apart
from bench.calendar_database import Copies, Origin
from bench.calendar_import import timed
from bench.calendar_ours import Ours, ours_at, ours_over, outside_at
from bench.calendar_server import calendar_of
from bench.calendar_statements import listened, transactions
from bench.table import Figure, show
from tt_integrations.adapters.sql.engine import opened
from tt_integrations.adapters.watched_http import Heard

MANY, FEW, CHANGED, ROUNDS = 10_000, 100, 10, 31
REQUESTS, STATEMENTS, GOAL = 1, 4, 1.2
MILLI = 1000


def ten_changes(origins: tuple[Origin, ...]) -> None:
    with calendar_of(MANY, CHANGED) as many, calendar_of(FEW, CHANGED) as few:
        for origin in origins:
            where = {"kind": origin.kind, "folder": origin.folder}
            requests, said = apart(counted, address=many, **where)
            each = transactions(said)
            took = apart(by_turns, addresses=[many, few], **where)
            pairs = list(zip(*took, strict=True))
            show(
                f"{CHANGED} changes, {origin.kind}: median of {len(pairs)} syncs",
                [
                    Figure("requests", requests, "", REQUESTS),
                    Figure("SQL statements", sum(map(len, each)), "", STATEMENTS),
                    Figure("most of them in one transaction", max(map(len, each))),
                    Figure("transactions", len(each)),
                    Figure(f"among {MANY:,}", median(m for m, _ in pairs) * MILLI, "ms"),
                    Figure(f"among {FEW}", median(f for _, f in pairs) * MILLI, "ms"),
                    Figure("time, many / few", median(m / f for m, f in pairs), "", GOAL),
                ],
            )


@define
class Calls:
    """Implements `CallWatch`: counts them."""

    made: int = 0

    @contextmanager
    def __call__(self, provider: str, method: str) -> Iterator[Heard]:  # noqa: ARG002 - the protocol's
        self.made += 1
        yield lambda _status, _wait: None


def counted(address: str, kind: str, folder: str) -> tuple[int, list[str]]:
    """The requests and the statements of one sync that finds changes, after others like it."""
    url, calls = Copies(Origin(kind, folder), "counted").another(), Calls()
    with outside_at(address, calls) as outside, opened(url) as engine:
        said = listened(engine)
        ours = ours_over(engine, outside)
        ours.sync()
        _followed(engine, ours)
        said.clear()
        calls.made = 0
        ours.sync()
        return calls.made, said.copy()


def _followed(engine: sa.Engine, ours: Ours) -> None:
    """Ends the report where a sync did not change what it was to change."""
    with engine.connect() as connection:
        before = connection.exec_driver_sql(_TITLES).scalar_one()
    ours.sync()
    with engine.connect() as connection:
        after = connection.exec_driver_sql(_TITLES).scalar_one()
        moved = connection.exec_driver_sql(_MOVED).scalar_one()
    if moved != CHANGED or before == after:
        raise SystemExit(f"{moved} entries follow {CHANGED} changes")


_MOVED = (
    "SELECT count(*) FROM time_entries WHERE notes >= 'Planning, moved' AND notes < 'Planning.'"
)
_TITLES = "SELECT max(notes) FROM time_entries WHERE notes < 'Planning.'"


def by_turns(addresses: list[str], kind: str, folder: str) -> list[list[float]]:
    """By address what each round took, in seconds of the clock; some before that count for nothing."""
    copies = Copies(Origin(kind, folder), "changes")
    took: list[list[float]] = [[] for _ in addresses]
    with ExitStack() as running:
        subjects: list[tuple[Ours, list[float]]] = []
        for address in addresses:
            outside = running.enter_context(outside_at(address))
            ours = running.enter_context(ours_at(copies.another(), outside))
            ours.sync()
            ours.sync()
            subjects.append((ours, took[len(subjects)]))
        for _ in range(ROUNDS):
            for ours, times in subjects:
                times.append(timed(ours.sync)[0])
            subjects.reverse()
    return took
